"""What a ruling makes worth a second look: earlier claims with what it overruled, or with the words it was about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from annotator.config.rulings import WORDS, Ruling
from annotator.core.claim import MAIN, Claim
from annotator.core.errors import UsageError
from annotator.core.feedback.wording import quoted
from annotator.core.record import excerpt
from annotator.core.records.check import one_of
from annotator.core.records.gold import GOLD
from annotator.core.review.review import STALE
from annotator.project.meeting.agenda import Agenda, agenda
from annotator.project.meeting.minutes import keys_of, ruled_by
from annotator.project.meeting.verdict import pattern
from annotator.project.paper.block import Block, Entry, Heading, Paragraph
from annotator.project.project import Project


@dataclass(frozen=True, slots=True)
class Touched:
    """One case to look at again."""

    article: str
    start: int
    words: str
    hits: tuple[str, ...]
    """What it has of what the ruling names, as `field value` and `“word”`."""
    who: tuple[str, ...]
    """Versions and gold that have it."""
    says: tuple[str, ...]
    """What each of these says."""
    status: str
    """What was made of it: whose decision is in force, or `waiting`."""


@dataclass(frozen=True, slots=True)
class Again:
    """All of them."""

    ruling: Ruling
    rows: tuple[Touched, ...]
    """Those with the most in common first."""


def again(project: Project, name: str, *, who: str = "", open: bool = False, round: str = MAIN) -> Again:
    """What is to be looked at again after a ruling; `who`: only that annotator's own claims.

    Raises UsageError for a ruling that there is not, or that names nothing to look for.
    """
    rulings = project.rulings()
    ruling = rulings.named(name)
    if ruling is None:
        from difflib import get_close_matches

        known = [each.name for each in rulings.rulings]
        near = get_close_matches(name, known, 3) or known[:8]
        raise UsageError(f"There is no ruling {name!r}; there is {', '.join(near) or 'none yet'}.")
    if not any(ruling.look.values()):
        raise UsageError(
            f'The ruling {name} names nothing to look for; add look = {{ stance = ["asserts"], words = ["may"] }} '
            "to it in rulings.toml, with what its earlier claims have."
        )
    fields = [WORDS, *(field.key for field in project.scheme.fields)]
    if unknown := [key for key in ruling.look if key not in fields]:
        right = one_of(unknown[0], fields)
        raise UsageError(f"The ruling {name} looks for {excerpt(unknown[0])}, which the scheme does not have; {right}.")
    found = agenda(project, open=open or bool(who), round=round, settled=True)
    if who and not any(who in review.readers for review in found.reviews.values()):
        raise UsageError(f"{who} is done with no article of the round {round}.")
    rows = [row for id in sorted(found.reviews) for row in _rows(found, id, ruling, who)]
    rows.sort(key=lambda row: (-len(row.hits), row.article, row.start))
    return Again(ruling, tuple(rows))


def _rows(found: Agenda, article: str, ruling: Ruling, who: str) -> Iterator[Touched]:
    review, text = found.reviews[article], found.articles[article].text
    for case in review.everything:
        decision = review.decision(case)
        if ruled_by(decision) == ruling.name:
            continue
        held = [(reader, claim) for reader in review.readers for claim in case.of(reader)]
        held = [(reader, claim) for reader, claim in held if who in ("", reader)]
        if not who:
            held += [(GOLD, claim) for claim in review.results(case)]
        seen = {at: _hits(claim, ruling, text, found) for at, (_, claim) in enumerate(held) if _earlier(claim, ruling)}
        every = {hit for each in seen.values() for hit in each}
        hits = tuple(hit for hit in dict.fromkeys(_all(ruling, found)) if hit in every)
        if not hits:
            continue
        rows = [held[at] for at, each in seen.items() if each]
        stale = decision is None or review.status(case) == STALE
        by = "waiting" if decision is None or stale else f"decided by {found.who(article, decision.adjudicator)}"
        yield Touched(
            article,
            case.span.start,
            quoted((case.span,), text),
            hits,
            tuple(GOLD if reader == GOLD else found.who(article, reader) for reader, _ in rows),
            tuple(found.wording.summary(claim) for _, claim in rows),
            by,
        )


def _earlier(claim: Claim, ruling: Ruling) -> bool:
    """Whether nobody has touched the claim since the ruling, as far as it says."""
    return max(claim.created, claim.updated)[:10] <= ruling.date


def _hits(claim: Claim, ruling: Ruling, text: str, found: Agenda) -> list[str]:
    """What a claim has of what the ruling names."""
    parts = (piece for pieces in claim.spans.values() for piece in pieces)
    said = " ".join(" ".join(text[start:end] for start, end in parts).casefold().split())
    hits: list[str] = []
    for key, wanted in ruling.look.items():
        held = keys_of(claim, key)
        hits += (_hit(key, each, found) for each in wanted if (_stands(each, said) if key == WORDS else each in held))
    return hits


def _all(ruling: Ruling, found: Agenda) -> Iterator[str]:
    """Everything that can be hit, in the order of the ruling."""
    return (_hit(key, each, found) for key, values in ruling.look.items() for each in values)


def _hit(key: str, wanted: str, found: Agenda) -> str:
    return f"“{wanted}”" if key == WORDS else f"{found.wording.label(key)} {wanted}"


def _stands(word: str, said: str) -> bool:
    """Whether whole words stand in others; case and white space do not matter."""
    wanted = pattern(word.casefold(), whole=True)
    return wanted is not None and wanted.search(said) is not None


def page(found: Again) -> Iterator[Block]:
    """The list as a page."""
    ruling = found.ruling
    yield Heading(f"To look at again: {ruling.name}", 1)
    yield Paragraph(f"{ruling.text} ({ruling.date}, guidelines {ruling.version})")
    wanted = "; ".join(f"{key}: {', '.join(values)}" for key, values in ruling.look.items())
    count = len(found.rows)
    yield Paragraph(f"{count} earlier {'case' if count == 1 else 'cases'} with {wanted}.")
    article = ""
    for row in found.rows:
        if row.article != article:
            article = row.article
            yield Heading(article)
        rows = [*zip(row.who, row.says, strict=True), ("has", ", ".join(row.hits)), ("", row.status)]
        yield Entry(row.words, tuple(rows), f"{row.article}:{row.start}")


def as_dict(found: Again) -> dict[str, Any]:
    """The list as plain values, `touched/1`."""
    look: Mapping[str, tuple[str, ...]] = found.ruling.look
    return {
        "format": "touched/1",
        "ruling": {**asdict(found.ruling), "look": dict(look)},
        "cases": [asdict(row) for row in found.rows],
    }
