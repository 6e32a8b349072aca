"""What the panel says about one claim: pure rows of runs, taken from the scheme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.core.claim import Claim, FieldValue
from annotator.core.commands import propose
from annotator.core.edit import label_of
from annotator.core.proposal.ghost import ID as GHOST
from annotator.core.scheme import Field, open_parts
from annotator.core.span import Pieces
from annotator.core.speaker import resolve
from annotator.core.state import State, everything
from annotator.tui.drawing.paint import Run, fitted, flat, flow, width

INDENT = 3
"""Cells left of everything but the number: `▸4 `."""
FULL, EMPTY = "●", "○"
NAME_CELLS = 24
"""Cells that the speakers' names may take in a claim that is not active."""


def names(claim: Claim, state: State) -> str:
    """The speakers' names as the registry has them now."""
    people = {each.id: each.name for each in (resolve(id, state.speakers) for id in claim.speakers)}
    return ", ".join(people.values())


def words(parts: Pieces, state: State) -> str:
    """The text of all pieces, on one line, with an ellipsis in the gaps."""
    text = state.article.text
    return " … ".join(" ".join(flat(text[start:end]).split()) for start, end in parts)


def dots(field: Field, value: FieldValue) -> str:
    """An ordinal value as filled dots: none for the lowest, all for the highest."""
    keys = [each.key for each in field.values]
    at = keys.index(str(value)) if str(value) in keys else 0
    return FULL * at + EMPTY * (len(keys) - 1 - at)


def said(field: Field, value: FieldValue, state: State) -> str:
    """A value in words: the scheme's labels, names for ids; a retired value says so."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.type == "entity":
        ids = value if isinstance(value, tuple) else (str(value),)
        return ", ".join(resolve(id, state.speakers).name for id in ids)
    keys = value if isinstance(value, tuple) else (value,)
    labels = []
    for key in keys:
        known = field.value(str(key)) if field.values else None
        label = (known.label or known.key).lower() if known else str(key).replace("_", " ")
        labels.append(f"{label} (retired)" if known and known.retired else label)
    return ", ".join(labels)


def brief(field: Field, state: State) -> bool:
    """Whether a claim that is not active shows this field too."""
    if any(other.required for other in state.scheme.fields):
        return field.required or field.type in ("multi", "boolean")
    return not field.advanced


def tone(claim: Claim, part: str) -> str:
    """The style of a value: quieter while nobody has set it by hand."""
    return "default" if claim.origin.get(part) in ("default", "proposed") else "text"


@dataclass(frozen=True, slots=True)
class ClaimRows:
    """One claim's rows for a panel of this width."""

    claim: Claim
    state: State
    cells: int

    @property
    def number(self) -> int:
        """The claim's short number."""
        return self.state.numbers.get(self.claim.id, 0)

    def head(self, *, active: bool) -> tuple[Run, Run]:
        """The number, with a pointer at the active claim."""
        number = str(self.number) if self.claim.id != GHOST else "?"
        pad = " " * max(0, INDENT - 2 - len(number))
        return ("▸" if active else " ", "accent"), (f"{number}{pad} ", f"hue:{self.number}")

    def title(self) -> str:
        """The claim in its own words."""
        return words(everything(self.claim, self.state.scheme), self.state) or "(no words yet)"

    def short(self) -> list[list[Run]]:
        """Two rows: the words; who says it and how."""
        first: list[Run] = [*self.head(active=False), (self.title(), "text")]
        return [first, [(" " * INDENT, "text"), *self.summary(self.cells - INDENT)]]

    def line(self) -> list[Run]:
        """One row for the low strip: words and summary side by side."""
        head = self.head(active=False)
        room = self.cells - sum(width(text) for text, _ in head)
        left = min(room // 2, 48)
        shown, used = fitted(self.title(), left)
        return [
            *head,
            (shown + " " * (left - used + 2), "text"),
            *self.summary(room - left - 2),
        ]

    def summary(self, cells: int) -> list[Run]:
        """Speaker, values and what is open, in at most `cells`; words beside dots are the first thing left out."""
        long = self._summary(in_words=True)
        if sum(width(text) for text, _ in long) <= cells:
            return long
        return self._summary(in_words=False)

    def _summary(self, *, in_words: bool) -> list[Run]:
        claim, state = self.claim, self.state
        open = open_parts(claim, state.scheme)
        items: list[list[Run]] = []
        if claim.speakers:
            items.append([(fitted(names(claim, state), NAME_CELLS)[0], tone(claim, "speakers"))])
        items += [self._wanting(part) for part in open if state.scheme.field_of(part) is None]
        for field in state.scheme.fields:
            value = claim.fields.get(field.key)
            if field.key in open:
                items.append(self._wanting(field.key))
            elif value is not None and value is not False and value != () and brief(field, state):
                items.append(self._value(field, value, in_words=in_words))
        runs: list[Run] = []
        for item in items:
            runs += [("  ", "text"), *item] if runs else item
        return runs

    def _dim(self, part: str) -> list[Run]:
        """What Enter would give an open part of the active claim, in the style of what nobody has set by hand."""
        if self.claim.id != self.state.active:
            return []
        words = propose.dim_words(self.state, self.state.dim, part)
        return [(" & ".join(words), "default")] if words else []

    def _wanting(self, part: str) -> list[Run]:
        """An open part in the summary: what Enter would give it, or its name as a question."""
        return self._dim(part) or [(f"{label_of(part, self.state.scheme)}?", "warn")]

    def _open(self, part: str) -> list[Run]:
        """An open part in full: what Enter would give it, or that it is open."""
        dim = self._dim(part)
        return [*dim, (" ·⏎", "quiet")] if dim else [("open", "warn")]

    def _value(self, field: Field, value: FieldValue, *, in_words: bool) -> list[Run]:
        style = tone(self.claim, field.key)
        if field.type == "ordinal" and len(field.values) > 1:
            runs = [(dots(field, value), style)]
            return [*runs, (" " + said(field, value, self.state), style)] if in_words else runs
        if value is True:
            return [(label_of(field.key, self.state.scheme), style)]
        return [(said(field, value, self.state), style)]

    def full(self) -> list[list[Run]]:
        """Every row of the active claim."""
        indent: Run = (" " * INDENT, "text")
        title = flow([(self.title(), "strong")], self.cells - INDENT, 3)
        rows: list[list[Run]] = [[*self.head(active=True), *title[0]], *([indent, *line] for line in title[1:])]
        details = list(self._details())
        column = min(12, max((width(name) for name, _ in details), default=0)) + 2
        for name, value in details:
            shown, used = fitted(name, column - 2)
            margin: Run = (" " * INDENT + shown + " " * (column - used), "quiet")
            for line in flow(value, self.cells - INDENT - column, 3):
                rows.append([margin, *line])
                margin = (" " * (INDENT + column), "quiet")
        return rows

    def low(self) -> list[list[Run]]:
        """The active claim in the low strip: its words, what is said of it, and the rest in one row."""
        indent: Run = (" " * INDENT, "text")
        rest = [runs for name, value in self._details() if name not in self._said for runs in (name, value)]
        more: list[Run] = []
        for item in rest:
            more += [("  " if more else "", "text"), (f"{item} ", "quiet")] if isinstance(item, str) else item
        return [
            [*self.head(active=True), (self.title(), "strong")],
            [indent, *self.summary(self.cells - INDENT)],
            [indent, *more],
        ]

    @property
    def _said(self) -> set[str]:
        """The words of what the summary says already."""
        fields = (field for field in self.state.scheme.fields if brief(field, self.state))
        open = open_parts(self.claim, self.state.scheme)
        return {
            "speaker",
            *(label_of(each.key, self.state.scheme) for each in fields),
            *(label_of(p, self.state.scheme) for p in open),
        }

    def _details(self) -> Iterable[tuple[str, list[Run]]]:
        claim, state, scheme = self.claim, self.state, self.state.scheme
        open = open_parts(claim, scheme)
        if scheme.primary.key in open:
            yield label_of(scheme.primary.key, state.scheme), self._open(scheme.primary.key)
        if claim.speakers or "speakers" in open:
            about = [self._who(id) for id in claim.speakers]
            value: list[Run] = [("; ".join(about), tone(claim, "speakers"))] if about else self._open("speakers")
            yield "speaker" if len(about) < 2 else "speakers", [*value, *self._origin("speakers")]
        for field in scheme.fields:
            held = claim.fields.get(field.key)
            if held is None or held == ():
                if field.key in open:
                    yield label_of(field.key, state.scheme), self._open(field.key)
                continue
            yield (
                label_of(field.key, state.scheme),
                [*self._value(field, held, in_words=True), *self._origin(field.key)],
            )
        for role in scheme.roles:
            if role.primary:
                if self._origin(role.key):
                    yield label_of(role.key, state.scheme), self._origin(role.key)
            elif claim.pieces(role.key):
                text = words(claim.pieces(role.key), state)
                yield label_of(role.key, state.scheme), [(f"“{text}”", "text"), *self._origin(role.key)]
            elif role.key in open:
                yield label_of(role.key, state.scheme), [("open", "warn")]
        yield from self._extras()

    def _extras(self) -> Iterable[tuple[str, list[Run]]]:
        claim, state = self.claim, self.state
        if len(claim.attribution) > 1:
            chain = [" & ".join(resolve(id, state.speakers).name for id in link) for link in claim.attribution]
            yield "told by", [(" › ".join(chain), "text"), *self._origin("attribution")]
        for link in claim.links:
            number = state.numbers.get(link.target)
            target = f"#{number}" if number and not link.article and not link.annotator else link.target
            yield "link", [(f"↳ {link.type.replace('_', ' ')} {target}", "text")]
        if claim.note:
            yield "note", [(claim.note, "text")]

    def _who(self, id: str) -> str:
        speaker = resolve(id, self.state.speakers)
        about = ", ".join(part for part in (speaker.role, speaker.affiliation) if part)
        return f"{speaker.name} ({about})" if about else speaker.name

    def _origin(self, part: str) -> list[Run]:
        origin = self.claim.origin.get(part, "manual")
        return [] if origin == "manual" or self.claim.id == GHOST else [(f" ·{origin}", "quiet")]
