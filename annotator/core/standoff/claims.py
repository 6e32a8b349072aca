"""From marks to claims (`claims/1`, as they stand nested in an article's line).

A claim that travels beside its marks comes back whole as long as the marks say what it says. Where somebody has changed
them in the other tool, the marks hold for what the format shows, and the rest of the claim stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

from annotator.core.claim import Claim
from annotator.core.errors import Fault
from annotator.core.record import canonical, quoted, speaker_body
from annotator.core.scheme import Scheme
from annotator.core.span import Pieces, pieces
from annotator.core.standoff.cast import Cast
from annotator.core.standoff.document import Carried, Place, Sheet
from annotator.core.standoff.hooks import Hooks, roles_shown
from annotator.core.standoff.mapping import LabelMapping
from annotator.core.standoff.marks import own
from annotator.core.standoff.said import Said, said
from annotator.core.standoff.style import Style, shown_fields
from annotator.core.standoff.unit import Unit, Units

MAX_ID = 200
NONE: Mapping[str, Claim] = MappingProxyType({})
IMPORTED = "imported"


class Made(NamedTuple):
    """The claims of a sheet, and all that is wrong with it."""

    claims: list[tuple[Place, dict[str, Any]]]
    faults: list[Fault]


def claims_of(
    sheet: Sheet,
    text: str,
    mapping: LabelMapping,
    style: Style,
    scheme: Scheme,
    cast: Cast,
    notes: Counter[str],
    known: Mapping[str, Claim] = NONE,
) -> Made:
    """The claims of a sheet whose offsets are settled. `notes` counts what was changed or left out on purpose.

    The mapping must have nothing open. Carried claims must have the shape of their format. A claim with a fault in any
    of its marks is refused whole. `known` are the claims that the layer has already, by id: tools number their marks
    from one in every file, so a mark that bears the id of another claim is not taken for it.
    """
    making = _Making(sheet, text, mapping, style, scheme, cast, notes, known)
    return Made(making.claims, making.faults)


class _Making:
    def __init__(
        self,
        sheet: Sheet,
        text: str,
        mapping: LabelMapping,
        style: Style,
        scheme: Scheme,
        cast: Cast,
        notes: Counter[str],
        known: Mapping[str, Claim],
    ) -> None:
        self.text, self.style, self.scheme, self.notes, self.known = text, style, scheme, notes, known
        units = Units(sheet, mapping, scheme)
        hooks = Hooks(sheet, units, style, text)
        self.faults = units.faults
        self.claims: list[tuple[Place, dict[str, Any]]] = []
        self.tied = sheet.tied
        self.held = hooks.held
        self._heads = {each.record["id"]: head for head, hung in hooks.held.items() for each in hung}
        self._ids(hooks.heads)
        notes["claims whose marks are gone from the file, left out"] += len(hooks.lost)
        primary = scheme.primary.key
        for unit in hooks.heads:
            told, faults = said(unit, mapping, scheme, cast)
            self.faults += faults
            if faults or unit.wrong:
                continue
            if unit in self.held:
                self._carried(unit, told)
                continue
            self._fresh(unit, told)
            if unit.role != primary:
                notes[f"spans of {unit.role} that belong to no claim, each made an open claim of its own"] += 1

    def _ids(self, heads: list[Unit]) -> None:
        """An id for each head: its carried claim's, else that of its first mark, else one made from its content."""
        self.ids: dict[Unit, str] = {unit: held[0].record["id"] for unit, held in self.held.items()}
        taken = {each.record["id"] for held in self.held.values() for each in held}
        for unit in heads:
            if unit in self.ids:
                continue
            id, number = unit.marks[0].id if unit.marks[0].named else "", 0
            while not (0 < len(id) <= MAX_ID and id.isprintable()) or id in taken or self._another(id, unit):
                content = canonical([unit.role, unit.spans, number])
                id, number = "x" + sha256(content).hexdigest()[:12], number + 1
            self.ids[unit] = id
            taken.add(id)

    def _another(self, id: str, unit: Unit) -> bool:
        """Whether the layer has a claim of this id that is on other words."""
        known = self.known.get(id)
        return known is not None and known.pieces(unit.role) != pieces(self._spans(unit)[unit.role])

    def _spans(self, unit: Unit) -> dict[str, Pieces]:
        """Role → all pieces, the scheme's order."""
        found: dict[str, list[Any]] = {unit.role: list(unit.spans)}
        for role, part in unit.parts:
            found.setdefault(role, []).extend(part.spans)
        order = [role.key for role in self.scheme.roles]
        return {role: tuple(sorted(set(found[role]))) for role in order if role in found}

    def _fresh(self, unit: Unit, told: Said) -> None:
        spans = self._spans(unit)
        origin = dict.fromkeys([*spans, *told.fields], IMPORTED)
        if told.speakers:
            origin["speakers"] = IMPORTED
        record = {
            "id": self.ids[unit],
            "spans": {role: quoted(parts, self.text) for role, parts in spans.items()},
            "speakers": [speaker_body(speaker) for speaker in told.speakers],
            "fields": told.fields,
            "links": self._links(unit),
            "note": told.note,
            "origin": origin,
        }
        self.claims.append((unit.place, record))

    def _links(self, unit: Unit) -> list[dict[str, str]]:
        found = [(type, target) for type, target in unit.links if target in self.ids and target is not unit]
        return [{"type": type, "target": self.ids[target]} for type, target in dict.fromkeys(found)]

    def _carried(self, unit: Unit, told: Said) -> None:
        """The claims that hang on a unit, each as it was where the marks still say so."""
        held = self.held[unit]
        found: dict[str, list[Pieces]] = {unit.role: [unit.spans]}
        for role, part in unit.parts:
            found.setdefault(role, []).append(part.spans)
        shown = [roles_shown(each.record, self.style, self.text) for each in held]
        for index, each in enumerate(held):
            others = [spans for number, spans in enumerate(shown) if number != index]
            changed = self._changed_spans(each.record, shown[index], found, others, first=index == 0)
            record = {**each.record, "spans": {**each.record.get("spans", {}), **changed}}
            parts = list(changed)
            if not index:
                parts += self._retell(record, told)
            if self.tied and self._relink(record, unit, held, first=not index):
                parts.append("links")
            if parts:
                record["origin"] = {**record.get("origin", {}), **dict.fromkeys(parts, IMPORTED)}
                self.notes["claims changed since they were exported"] += 1
            self.claims.append((each.place, record))

    def _changed_spans(
        self,
        record: Mapping[str, Any],
        shown: Mapping[str, Pieces],
        found: Mapping[str, list[Pieces]],
        others: list[dict[str, Pieces]],
        *,
        first: bool,
    ) -> dict[str, list[dict[str, Any]]]:
        """Role → quoted pieces, for roles whose marks no longer say what the record does."""
        changed: dict[str, Pieces] = {}
        for role in dict.fromkeys([*shown, *found]):
            want, have = shown.get(role, ()), found.get(role, [])
            new = [spans for spans in have if spans != want and not any(each.get(role) == spans for each in others)]
            if want in have and not (first and new):
                continue
            if want in have:
                new = [want, *new]
            if want or (new and first):
                changed[role] = tuple(sorted({span for spans in new for span in spans}))
        return {role: quoted(parts, self.text) for role, parts in changed.items()}

    def _retell(self, record: dict[str, Any], told: Said) -> list[str]:
        """Put what the marks say into a record where it differs; the parts and fields that did."""
        style, parts = self.style, []
        before = shown_fields(record.get("fields", {}), style, self.scheme)
        after = {**told.fields}
        if before != after:
            parts += [key for key in {**before, **after} if before.get(key) != after.get(key)]
            hidden = {key: value for key, value in record.get("fields", {}).items() if key not in before}
            record["fields"] = {**hidden, **after}
        names = [name for speaker in record.get("speakers", ()) if (name := speaker["name"]).strip()]
        if (style.speakers and sorted(names) != sorted(told.names)) or (told.names and not names):
            record["speakers"] = [speaker_body(speaker) for speaker in told.speakers]
            if record.get("attribution"):
                # The last link of the chain is who speaks.
                last = [[speaker.id for speaker in told.speakers]] if told.speakers else []
                record["attribution"] = [*record["attribution"][:-1], *last]
            parts.append("speakers")
        if (style.note or told.note) and record.get("note", "") != told.note:
            record["note"] = told.note
            parts.append("note")
        return parts

    def _relink(self, record: dict[str, Any], unit: Unit, held: list[Carried], *, first: bool) -> bool:
        """Put the links that the marks show into a record, if they are others; whether they were."""
        by_id = self._heads

        def seen(links: Any) -> set[tuple[str, Unit]]:
            return {
                (link["type"], by_id[link["target"]])
                for link in links
                if own(link) and link["target"] in by_id and (by_id[link["target"]] is not unit)
            }

        found = {(type, target) for type, target in unit.links if target in self.ids and target is not unit}
        wanted = seen(link for each in held for link in each.record.get("links", ()))
        gone = [
            link
            for link in record.get("links", ())
            if own(link) and (link["target"] not in by_id or not seen([link]) <= found)
        ]
        new = sorted((type, self.ids[target]) for type, target in found - wanted) if first else []
        if not gone and not new:
            return False
        kept = [link for link in record["links"] if link not in gone] if record.get("links") else []
        record["links"] = kept + [{"type": type, "target": target} for type, target in new]
        return True
