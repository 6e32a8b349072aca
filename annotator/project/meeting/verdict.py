"""The verdict: what an answer makes of its case, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, NamedTuple

from annotator.config.rulings import WORDS
from annotator.core.claim import Claim
from annotator.core.compare.sense import SPEAKERS, Sense
from annotator.core.edit import with_field, with_role, with_speakers
from annotator.core.errors import Fault
from annotator.core.meeting.point import Point
from annotator.core.record import excerpt, field_from_json
from annotator.core.records.check import one_of, value_faults
from annotator.core.review.majority import parts_of, whole
from annotator.core.review.settle import EDITED
from annotator.core.scheme import DISCUSS, Scheme
from annotator.core.span import Pieces, Span, pieces
from annotator.core.speaker import BUILT_IN, Speaker, called, living
from annotator.project.meeting.filled import GOLD, NONE, Answer

GAP = "…"
"""What parts the pieces of words."""


class Verdict(NamedTuple):
    """What is decided."""

    action: str
    results: tuple[Claim, ...]
    sources: Mapping[str, str]


def verdict(
    answer: Answer, point: Point, sense: Sense, registry: Mapping[str, Speaker], text: str, file: str
) -> tuple[Verdict | None, list[Fault]]:
    """The verdict of an answer that takes something; None with the faults of one that cannot be."""
    if answer.take == NONE:
        return Verdict("reject", (), {}), []
    base, sources, why = _taken(answer, point, sense)
    if why:
        return None, [answer.fault(file, "take", *why)]
    if not (answer.set or answer.words):
        return Verdict("take", base, sources), []
    key = "set" if answer.set else "words"
    if len(base) > 1:
        what = f"what is taken has {len(base)} claims, and {key} changes one"
        return None, [answer.fault(file, key, what, "decide this point on the review screen")]
    claim, faults = base[0], list[Fault]()
    for name, value in answer.set.items():
        claim, wrong = _set(claim, name, value, sense.scheme, registry)
        faults += (answer.fault(file, "set", *each) for each in wrong)
    for role, words in answer.words.items():
        claim, wrong = _cut(claim, role, words, sense.scheme, text, point.case.span)
        faults += (answer.fault(file, "words", *each) for each in wrong)
    if faults:
        return None, faults
    edited = dict.fromkeys((*answer.set, *answer.words), EDITED)
    return Verdict("edit", (claim,), {**sources, **edited}), []


def look_faults(answer: Answer, scheme: Scheme, file: str) -> list[Fault]:
    """What is to be looked for and is nowhere: neither a field nor words."""
    known = [WORDS, *(each.key for each in scheme.fields)]
    return [
        answer.fault(file, "look", f"the scheme has no field {excerpt(key)}", one_of(key, known))
        for key in answer.look
        if key not in known
    ]


_Wrong = tuple[str, str]
"""(what, what would be right)."""


def _taken(answer: Answer, point: Point, sense: Sense) -> tuple[tuple[Claim, ...], dict[str, str], _Wrong | None]:
    """The claims of the version that is taken, and where their parts come from."""
    if answer.take == GOLD:
        if not point.gold:
            return (), {}, ("gold has no claim here", "the number of a version")
        return _quiet(point.gold), dict(point.decision.sources) if point.decision else {}, None
    number = int(answer.take)
    having = [at for at, reader in enumerate(point.readers, 1) if point.case.of(reader)]
    if number not in having:
        right = f"versions that have one: {', '.join(map(str, having))}; “{NONE}” says that there is none"
        return (), {}, (f"version {number} has no claim here", right)
    reader = point.readers[number - 1]
    claims = tuple(whole(claim, sense) for claim in point.case.of(reader))
    return _quiet(claims), dict.fromkeys(parts_of(sense), reader), None


def _quiet(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims without the wish to talk about them: that is done."""
    found = []
    for claim in claims:
        fields = {
            key: tuple(each for each in value if each != DISCUSS) if isinstance(value, tuple) else value
            for key, value in claim.fields.items()
        }
        found.append(replace(claim, fields={key: value for key, value in fields.items() if value != ()}))
    return tuple(found)


def _set(
    claim: Claim, name: str, value: Any, scheme: Scheme, registry: Mapping[str, Speaker]
) -> tuple[Claim, list[_Wrong]]:
    """The claim with a value in a field, or with other speakers."""
    if name == SPEAKERS and scheme.speakers:
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            return claim, [("speakers is not right", 'a list of names: ["Ana Ruiz"]')]
        ids, wrong = _speakers(value, registry)
        return (claim if wrong else with_speakers(claim, ids)), wrong
    field = scheme.field_of(name)
    if field is None:
        known = [*([SPEAKERS] if scheme.speakers else []), *(each.key for each in scheme.fields)]
        return claim, [(f"the scheme has no field {excerpt(name)}", one_of(name, known))]
    if field.type == "entity" and isinstance(value, list) and all(isinstance(each, str) for each in value):
        ids, wrong = _speakers(value, registry)
        return (claim if wrong else with_field(claim, name, tuple(sorted(ids)))), wrong
    faults = value_faults(field, value)
    if faults:
        return claim, [(f"{name}: {fault.what}", fault.right) for fault in faults]
    return with_field(claim, name, field_from_json(value)), []


def _speakers(names: Iterable[str], registry: Mapping[str, Speaker]) -> tuple[tuple[str, ...], list[_Wrong]]:
    """The ids of speakers that are given by id, name or alias."""
    known = {**living(registry), **BUILT_IN}
    ids: list[str] = []
    wrong: list[_Wrong] = []
    for name in names:
        folded = name.casefold()
        found = (
            [name]
            if name in known
            else sorted(id for id, each in known.items() if folded in {other.casefold() for other in called(each)})
        )
        if len(found) == 1:
            ids.append(found[0])
        elif found:
            wrong.append((f"{excerpt(name)} is what several are called", f"an id: {', '.join(found)}"))
        else:
            near = get_close_matches(name, [each.name for each in known.values()], 3)
            right = f"did you mean {' or '.join(near)}?" if near else "a name from the registry"
            wrong.append((f"there is no speaker {excerpt(name)}", right))
    return tuple(dict.fromkeys(ids)), wrong


def _cut(claim: Claim, name: str, words: str, scheme: Scheme, text: str, near: Span) -> tuple[Claim, list[_Wrong]]:
    """The claim with a role on other words."""
    role = scheme.role(name)
    if role is None:
        return claim, [(f"the scheme has no role {excerpt(name)}", one_of(name, [each.key for each in scheme.roles]))]
    if not words.strip():
        if role.required:
            return claim, [(f"the role {name} is required", "words of the article")]
        return with_role(claim, name, ()), []
    parts = placed(words, text, near)
    if not parts:
        return claim, [(f"{excerpt(words)} does not stand in the article", "its words as they are, … between pieces")]
    if len(parts) > 1 and not role.pieces:
        return claim, [(f"the role {name} has {len(parts)} pieces", "one piece")]
    return with_role(claim, name, parts), []


def placed(words: str, text: str, near: Span) -> Pieces:
    """Where the words stand, nearest to a place; pieces are parted by `…`. White space may be any. Empty: nowhere."""
    for wanted in dict.fromkeys(((words,), tuple(words.split(GAP)))):
        found: list[Span] = []
        for piece in wanted:
            after = found[-1].end if found else 0
            # Scripts without blanks have no whole words.
            tries = (_found(pattern(piece, whole=whole), text, after) for whole in (True, False))
            spans = next((each for each in tries if each), [])
            if not spans:
                break
            found.append(spans[0] if found else min(spans, key=lambda each: (_apart(each, near), each)))
        else:
            return pieces(found)
    return ()


def pattern(words: str, *, whole: bool) -> re.Pattern[str] | None:
    """What finds words with any white space between them, perhaps not inside of others; None without a word."""
    parts = words.split()
    found = r"\s+".join(map(re.escape, parts))
    if whole and parts:
        # A comma in front may follow a letter.
        before, after = (r"(?<!\w)" if parts[0][0].isalnum() else ""), (r"(?!\w)" if parts[-1][-1].isalnum() else "")
        found = before + found + after
    return re.compile(found) if parts else None


def _found(wanted: re.Pattern[str] | None, text: str, after: int) -> list[Span]:
    return [Span(*each.span()) for each in wanted.finditer(text, after)] if wanted else []


def _apart(one: Span, two: Span) -> int:
    """Characters between two spans; below 0 they overlap by as many."""
    return max(one.start, two.start) - min(one.end, two.end)
