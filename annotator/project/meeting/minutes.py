"""The minutes: a filled list becomes decisions of the team and rulings in rulings.toml, all of it or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from annotator.config.guidelines import slugs
from annotator.config.rulings import FIRST, WORDS, Ruling, Rulings, version_fault, write_rulings
from annotator.core.claim import Claim, SchemeRef
from annotator.core.errors import AnnotatorError, Fault
from annotator.core.event import Batch, Change
from annotator.core.meeting.point import Point, point
from annotator.core.records.check import one_of
from annotator.core.records.dataset import Dataset
from annotator.core.records.decision import TEAM, Decision, decision_body, decision_from_body
from annotator.core.records.gold import GOLD
from annotator.core.review.review import Remark, Review
from annotator.core.review.settle import decided, shown
from annotator.core.scheme import DISCUSS, cue_role
from annotator.core.state import State
from annotator.project.desk import token
from annotator.project.meeting.filled import Answer, Filled, read_filled, read_list
from annotator.project.meeting.verdict import Verdict, look_faults, verdict
from annotator.project.project import RULINGS, STORE, Project
from annotator.project.review.whole import reviews
from annotator.store.place import mode_in, reach

TAG = "ruling:"
"""What stands before the name of a ruling in the tags of its decisions."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """What bringing a list back has done, or why it did nothing."""

    decisions: int = 0
    """Written."""
    same: int = 0
    """Decisions that were there already, word for word."""
    rulings: tuple[Ruling, ...] = ()
    """Those that are new or changed."""
    version: str = FIRST
    """Of the guidelines, now."""
    raised: bool = False
    untouched: int = 0
    """Points without a ruling."""
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


class _Place(NamedTuple):
    """Where a point stands."""

    round: str
    review: Review
    point: Point


def bring_back(project: Project, path: Path, now: str) -> Minutes:
    """Take a filled list in. With any fault nothing is written; a second time it changes nothing.

    `now` is UTC, `2026-02-03T09:00:00.000Z`. Raises UsageError for a file that cannot be read, StaleError when another
    window wrote in between.
    """
    filled, faults = read_filled(read_list(path), file=str(path))
    data = project.dataset()
    old = project.rulings()
    places = _places(project, data)
    new, wrong = _rulings(filled, old, slugs(project.guidelines()), str(path), now)
    faults += wrong
    notes: list[str] = []
    verdicts: list[tuple[Answer, _Place, Verdict]] = []
    for answer in filled.answers:
        place = places.get(answer.point)
        if place is None:
            known = old.named(answer.ruling)
            if known is not None and answer.point in known.points:
                notes.append(f"{answer.point}: decided by {answer.ruling} before, and changed since; left alone.")
            else:
                what = f"there is no point {answer.point} any more: its claims or its readers have changed"
                faults.append(answer.fault(str(path), "point", what, "the point of a fresh list"))
            continue
        faults += look_faults(answer, place.review.sense.scheme, str(path))
        if answer.take:
            review = place.review
            text = data.articles[review.article].text
            made, wrong = verdict(answer, place.point, review.sense, data.speakers, text, str(path))
            faults += wrong
            if made is not None:
                verdicts.append((answer, place, made))
    if faults:
        return Minutes(faults=tuple(sorted(faults, key=lambda fault: fault.line or 0)))
    new = _looking(new, verdicts, project)
    changes, same = _changes(project, data, _decisions(project, data, verdicts, new, now))
    _write(project, old, new, changes)
    return Minutes(
        len(changes),
        same,
        tuple(each for each in new.rulings if old.named(each.name) != each),
        new.version,
        new.version != old.version,
        filled.untouched,
        tuple(notes),
    )


def _places(project: Project, data: Dataset) -> dict[str, _Place]:
    """Every case of every round by its id as a point, with the versions in either order."""
    found: dict[str, _Place] = {}
    for round in sorted({layer.round for layer in data.layers if layer.kind == "human"}):
        for named in (False, True):
            for review in reviews(project, data, open=named, round=round).values():
                for case in review.everything:
                    made = point(review, case)
                    found.setdefault(made.id, _Place(round, review, made))
    return found


def _rulings(filled: Filled, old: Rulings, known: list[str], file: str, now: str) -> tuple[Rulings, list[Fault]]:
    """The rulings with those of the list, each with its text, passage and points."""
    faults: list[Fault] = []
    date = filled.date or now[:10]
    version = filled.version or old.version
    texts: dict[str, Answer] = {}
    for answer in filled.answers:
        if not answer.text.strip():
            continue
        first = texts.setdefault(answer.ruling, answer)
        if _flat(first.text) != _flat(answer.text):
            what = f"the ruling {answer.ruling} has another text in line {first.lines.get('text', first.line)}"
            faults.append(answer.fault(file, "text", what, "one text, or another name"))
    new = old
    for name in dict.fromkeys(answer.ruling for answer in filled.answers):
        answers = [answer for answer in filled.answers if answer.ruling == name]
        before, first = old.named(name), texts.get(name, answers[0])
        text = _flat(first.text) or (before.text if before else "")
        if not text:
            faults.append(first.fault(file, "text", f"the ruling {name} has no text", "what was ruled, once"))
        if before and before.date != date and before.text != text:
            what = f"there is a ruling {name} of {before.date} with another text"
            faults.append(first.fault(file, "ruling", what, "another name, or the same text"))
        if first.passage and first.passage not in known:
            what = f"the guidelines have no heading {first.passage}"
            faults.append(first.fault(file, "passage", what, one_of(first.passage, known)))
        points = (*(before.points if before else ()), *(answer.point for answer in answers))
        look: dict[str, tuple[str, ...]] = {}
        for answer in answers:
            look |= {key: tuple(dict.fromkeys((*look.get(key, ()), *values))) for key, values in answer.look.items()}
        made = Ruling(
            name=name,
            text=text,
            date=before.date if before else date,
            passage=first.passage if first.text or not before else before.passage,
            version=before.version if before else version,
            points=tuple(dict.fromkeys(points)),
            look=look or (before.look if before else {}),
        )
        new = new.with_ruling(made)
    if new != old and (why := version_fault(version, old.version)):
        faults.append(Fault(f"the version {version} is not right", file, filled.lines.get("version"), "version", why))
        return new, faults
    # An old list that is brought back says nothing new, and its version is that of its time.
    return replace(
        new, version=version if new != old or not version_fault(version, old.version) else old.version
    ), faults


def _flat(words: str) -> str:
    return " ".join(words.split())


def _looking(new: Rulings, verdicts: Iterable[tuple[Answer, _Place, Verdict]], project: Project) -> Rulings:
    """The rulings, those that do not say what to look at again with what was overruled and with the cues of it."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    scheme, cue = project.scheme, cue_role(project.scheme)
    for answer, place, made in verdicts:
        ruling = new.named(answer.ruling)
        if ruling is None or ruling.look:
            continue
        look = found.setdefault(answer.ruling, {})
        text = project.article(place.review.article).text
        for field in scheme.fields:
            if field.guideline and field.guideline == ruling.passage:
                kept = {value for claim in made.results for value in keys_of(claim, field.key)}
                given = {value for claim in place.point.case.members for value in keys_of(claim, field.key)}
                look.setdefault(field.key, {}).update(dict.fromkeys(sorted(given - kept - {DISCUSS})))
        for claim in place.point.case.members:
            if cue and (parts := claim.pieces(cue.key)):
                words = _flat(" ".join(text[start:end] for start, end in parts)).casefold()
                look.setdefault(WORDS, {})[words] = None
    for name, look in found.items():
        ruling = new.named(name)
        if ruling is not None:
            new = new.with_ruling(replace(ruling, look={key: tuple(look[key]) for key in look if look[key]}))
    return new


def keys_of(claim: Claim, key: str) -> tuple[str, ...]:
    """The values of a field as texts."""
    value = claim.fields.get(key)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value).lower() if isinstance(value, bool) else str(value),)


def _decisions(
    project: Project,
    data: Dataset,
    verdicts: Iterable[tuple[Answer, _Place, Verdict]],
    rulings: Rulings,
    now: str,
) -> list[Decision]:
    """The team's decisions, made as the review screen makes them."""
    states: dict[tuple[str, str], State] = {}
    found: dict[str, Decision] = {}
    own = SchemeRef(project.scheme.id, project.scheme.version, project.scheme.meaning)
    for answer, place, made in verdicts:
        article = place.review.article
        state = states.get((article, place.round))
        if state is None:
            plain = State(
                data.articles[article], project.scheme, GOLD, place.round, speakers=data.speakers, suggests=False
            )
            state = shown(plain, place.review)
        review = state.review
        assert review is not None
        ruling = rulings.named(answer.ruling)
        remark = Remark(ruling.text if ruling else "", (TAG + answer.ruling,))
        case = place.point.case
        state = replace(state, review=replace(review, remarks={case.key: remark}))
        after = decided(state, case, made.action, made.results, made.sources, now, own)
        states[article, place.round] = after
        assert after.review is not None
        found |= {id: each for id, each in after.review.decisions.items() if review.decisions.get(id) is not each}
    return [found[id] for id in sorted(found)]


def _changes(project: Project, data: Dataset, decisions: Iterable[Decision]) -> tuple[list[Change], int]:
    """What is to be written, and how many decisions are there already but for their times."""
    changes: list[Change] = []
    same = 0
    for each in decisions:
        body = decision_body(each, data.articles[each.article].text)
        current = project.store.get("decide", each.key)
        if current is not None and _timeless(decision_from_body(current.body)) == _timeless(each):
            same += 1
        else:
            prev = current.event if current else project.store.head("decide", each.key)
            changes.append(Change("decide", each.key, body, prev))
    return changes, same


def _timeless(decision: Decision) -> Decision:
    results = tuple(replace(claim, created="", updated="") for claim in decision.results)
    return replace(decision, created="", blind=True, results=results)


def _write(project: Project, old: Rulings, new: Rulings, changes: list[Change]) -> None:
    """The file is made ready beside the old one, the decisions are recorded, and the file takes its place.

    Whatever ends the program in between, bringing the list back again completes it.
    """
    path = project.folder / RULINGS
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if new != old:
            mode = mode_in((project.folder / STORE).parent)
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                part.chmod(mode)
                stream.write(write_rulings(new).encode("utf-8"))
                stream.flush()
                reach(stream.fileno())
        if changes:
            project.store.record(Batch(f"meeting-{token(12)}", tuple(changes), TEAM))
        if new != old:
            part.replace(path)
    except OSError as problem:
        raise AnnotatorError(f"{path} could not be written: {problem.strerror or problem}.") from problem
    finally:
        part.unlink(missing_ok=True)


def ruled_by(decision: Decision | None) -> str:
    """The name of the ruling that a decision carries out; empty without one."""
    tags: Mapping[str, None] = dict.fromkeys(decision.tags if decision else ())
    return next((tag.removeprefix(TAG) for tag in tags if tag.startswith(TAG)), "")
