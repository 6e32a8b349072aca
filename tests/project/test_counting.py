"""Agreement counted in a process of its own: what it tells, what it counts anew, and how it ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from annotator.core.claim import Claim, Layer
from annotator.core.event import Batch, Change, EventId
from annotator.core.record import claim_body
from annotator.core.records.assignment import Assignment
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Reading
from annotator.project.compare.choice import ALL
from annotator.project.compare.counter import REST, Counter
from annotator.project.compare.counting import Counting
from annotator.project.compare.heard import Heard, Source
from annotator.project.compare.measure import Tallies, agreement
from annotator.project.compare.unread import unread
from annotator.project.create import create
from annotator.project.exchange.incoming import write
from annotator.project.project import Project
from tests.tui.compared import claims, dataset, names


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two annotators have done three articles; one of these is open for a third."""
    with create(tmp_path / "p") as made:
        data = dataset(names(2))
        begun = Content("open", claims("article-1", "cleo", 1, 8))
        write(made, Reading(replace(data, layers={**data.layers, Layer("article-1", "cleo"): begun})))
        yield made


def source(project: Project, annotator: str = "ana", round: str = "main") -> Source:
    """The project as a window has opened it."""
    return Source(project.folder, project.config, project.scheme, project.store.path, annotator, round)


def finish(project: Project, article: str, who: str, count: int = 8) -> None:
    """Another window marks a layer done."""
    layer = {Layer(article, who): Content("done", claims(article, who, 1, count))}
    write(project, Reading(Dataset(articles=project.articles(), layers=layer)))


def answered(counting: Counting) -> list[Heard]:
    """Look, and hear until the answer is there."""
    counting.look()
    found = [counting.inbox.get(timeout=60)]
    while found[-1].kind == "count":
        found.append(counting.inbox.get(timeout=60))
    return found


def test_only_what_was_touched_is_counted_anew(project: Project) -> None:
    """One layer done costs one article; a layer that does not count costs none."""
    kept = Tallies()
    first = agreement(project, ALL, kept)
    assert kept.counted == 3
    assert agreement(project, ALL, kept) == first
    assert kept.counted == 3
    finish(project, "article-1", "cleo")
    second = agreement(project, ALL, kept)
    assert kept.counted == 4
    assert second == agreement(project)
    assert second.annotators == ("ana", "ben", "cleo")
    write(project, Reading(replace(dataset(names(0)), layers={Layer("article-2", "dan"): Content("open", ())})))
    agreement(project, ALL, kept)
    assert kept.counted == 4


def test_claims_that_were_read_are_not_read_again(project: Project) -> None:
    """What was changed, added or removed is; the dataset is the same as one that was read from nothing."""
    known: dict[EventId, Claim] = {}
    first = project.dataset(known)
    held = {id(claim) for claim in known.values()}
    assert first == project.dataset()
    one, two, *_ = (claim for layer in first.layers.values() for claim in layer.claims)
    bodies = [(one.key, {**claim_body(one, first.articles[one.article].text), "note": "look"}), (two.key, None)]
    changes = [Change("put", key, body, project.store.head("put", key)) for key, body in bodies]
    project.store.record(Batch("b", tuple(changes), "ana"))
    finish(project, "article-1", "cleo", 9)
    again = project.dataset(known)
    assert again == project.dataset() != first
    claims_ = [claim for layer in again.layers.values() for claim in layer.claims]
    assert {claim.note for claim in claims_ if claim.key == one.key} == {"look"}
    assert two.key not in {claim.key for claim in claims_}
    assert len([claim for claim in claims_ if id(claim) not in held]) == 2
    assert {id(claim) for claim in claims_} == {id(claim) for claim in known.values()}


def test_how_far_it_is_is_told(project: Project) -> None:
    """Article by article."""
    told: list[tuple[int, int]] = []
    agreement(project, ALL, Tallies(told=lambda done, of: told.append((done, of))))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_process_counts_what_the_use_case_counts(project: Project) -> None:
    """The same report; `same` while nothing is written; then only the article that was touched."""
    counting = Counting(source(project))
    try:
        *steps, first = answered(counting)
        assert {heard.kind for heard in steps} == {"count"}
        assert (steps[-1].done, steps[-1].of) == (3, 3)
        assert first.report == agreement(project)
        assert first.counted == 3
        assert [heard.kind for heard in answered(counting)] == ["same"]
        finish(project, "article-1", "cleo")
        last, end = Heard("same"), monotonic() + 60
        while last.kind == "same" and monotonic() < end:
            # It rests after counting, so the first answers may still be `same`.
            *_, last = answered(counting)
        assert last.report == agreement(project)
        assert last.counted == 4
    finally:
        counting.close()


def test_what_cannot_be_counted_is_a_sentence(project: Project) -> None:
    """A round that nobody has; the next answer is `same`, and the sentence stands."""
    counting = Counting(source(project, round="pilot"))
    try:
        *_, last = answered(counting)
        assert last == Heard("failed", message="There is no round 'pilot'; there is main.")
        assert [heard.kind for heard in answered(counting)] == ["same"]
    finally:
        counting.close()


def test_a_process_that_is_killed_is_told_and_started_anew(project: Project) -> None:
    """Nothing waits for it for ever."""
    counting = Counting(source(project))
    try:
        answered(counting)
        assert counting._child is not None
        os.kill(counting._child.pid, signal.SIGKILL)
        assert [heard.kind for heard in answered(counting)] == ["ended"]
        assert answered(counting)[-1].kind == "report"
    finally:
        counting.close()


def test_nothing_is_loaded_from_the_folder_it_is_started_in(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody may have put a file there that is called like a module."""
    for name in ("annotator.py", "queue.py", "pickle.py", "sitecustomize.py"):
        (tmp_path / name).write_text("import os\nos._exit(3)\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    counting = Counting(source(project))
    try:
        assert answered(counting)[-1].kind == "report"
    finally:
        counting.close()


def test_closing_ends_it_at_any_time(project: Project) -> None:
    """Before the first look, while it starts, and after an answer."""
    Counting(source(project)).close()
    early = Counting(source(project))
    early.look()
    early.close()
    assert early._thread is not None
    assert not early._thread.is_alive()
    late = Counting(source(project))
    answered(late)
    child = late._child
    assert child is not None
    late.close()
    assert child.poll() is not None
    late.look()
    assert late.inbox.empty()


def test_it_rests_after_counting(project: Project) -> None:
    """Somebody who writes all the time costs a fifth of the time at most."""
    now = [0.0]

    def clock() -> float:
        now[0] += 1.0
        return now[0]

    told: list[Heard] = []
    counter = Counter(source(project), told.append, clock=clock)
    counter.answer()
    assert told[-1].kind == "report"
    took = now[0]
    finish(project, "article-1", "cleo")
    counter.answer()
    assert told[-1].kind == "same"
    now[0] += REST * took
    counter.answer()
    assert told[-1].kind == "report"


def test_a_fault_of_ours_names_no_value(project: Project) -> None:
    """Its kind only."""
    told: list[Heard] = []
    counter = Counter(source(project)._replace(scheme=None), told.append)  # type: ignore[arg-type]
    counter.answer()
    assert told == [Heard("failed", message="The numbers could not be counted (AttributeError).")]


@pytest.mark.parametrize(
    ("who", "plan", "waiting"),
    [
        ("lead", (), ()),
        ("ana", (), ()),
        ("cleo", (), ("article-0", "article-1", "article-2")),
        ("cleo", ("article-2",), ("article-1", "article-2")),
        ("dan", ("article-0",), ("article-0",)),
        ("ana", ("article-0",), ()),
    ],
)
def test_who_is_still_to_read_what(project: Project, who: str, plan: tuple[str, ...], waiting: tuple[str, ...]) -> None:
    """Whoever labels nothing may see all; a plan says what is to come; without one it is everything."""
    assigned = tuple(Assignment(each, who, "main") for each in plan)
    write(project, Reading(Dataset(assignments=assigned)))
    assert unread(project, who, "main") == set(waiting)
