"""Two texts that were added under one id in two places: each keeps its claims, and all copies agree on the names."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.claim import Claim
from annotator.core.event import Batch, Change
from annotator.core.record import claim_body
from annotator.core.records.assignment import Assignment, Status, assignment_body, status_body
from annotator.core.records.decision import Decision, decision_body
from annotator.core.span import Span
from tests.hand import Hand
from tests.sync.team import Team

HERE, THERE = "Rents fell in May.", "The bridge is safe."


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Ana and ben have each added a text called `report`, ana first, and have labelled it."""
    team = Team(tmp_path, "ana", "ben", "cleo")
    for name, text in (("ana", HERE), ("ben", THERE)):
        with team.open(name) as project:
            team.add(project, "report", text)
        team.put(name, "c1", f"of {name}", article="report")
    return team


def contents(team: Team, name: str) -> dict[tuple[str, str], str]:
    """(article, annotator) → the words of the claim there."""
    with team.open(name) as project:
        return {
            (row.key[0], row.key[2]): project.article(row.key[0]).text[: row.body["spans"]["content"][0]["end"]]
            for row in project.store.current("put")
        }


def test_the_first_text_keeps_the_id(team: Team) -> None:
    """In whichever order they meet, the other goes on under a name with its hash, with all that was made on it."""
    team.sync("ana", "ben", "cleo", "ana", "ben", "cleo")
    with team.open("ben") as project:
        (fresh,) = [id for id in project.article_ids() if id.startswith("report~")]
        assert project.article("report").text == HERE
        assert project.article(fresh).text == THERE
    assert contents(team, "ben") == {("report", "ana"): "Rents", (fresh, "ben"): "The b"}
    assert team.same("ana", "ben", "cleo")


def test_both_have_sent_before_either_knows(team: Team, tmp_path: Path) -> None:
    """A folder that arrives late: each finds out by itself, and they make of it the same."""
    late, team.folder = team.folder, tmp_path / "early"
    team.folder.mkdir()
    team.sync("ana")
    team.folder = late
    team.sync("ben")
    for path in (tmp_path / "early").rglob("*"):
        if path.is_file():
            target = late / path.relative_to(tmp_path / "early")
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    told = team.sync("ben")
    assert [each.id for each in told.parted] == ["report"]
    assert "Another text was called report too: it goes on as report~" in told.sentences()[0]
    assert team.sync("ana").parted == [], "what ben has made of it is what ana would"
    team.sync("ben")
    assert team.same("ana", "ben")


def test_what_was_made_offline_on_the_old_name_follows(team: Team) -> None:
    """Somebody labels on while the others have sorted it out; status, plan and decisions move, too."""
    team.sync("ana", "ben", "ana")
    with team.open("cleo") as project:
        team.add(project, "report", THERE)
    team.put("cleo", "c7", "of cleo", article="report")
    with team.open("cleo") as project:
        claim = Claim("g1", "report", "gold", layer="gold", spans={"content": (Span(0, 3),)})
        decision = Decision("d1", "report", "add", "cleo", results=(claim,))
        status = Status("report", "cleo", status="done")
        project.store.record(
            Batch(
                "x",
                (
                    Change("status", status.key, status_body(status)),
                    Change("assign", ("report", "cleo", "main"), assignment_body(Assignment("report", "cleo"))),
                    Change("decide", ("d1",), decision_body(decision, THERE)),
                ),
                "cleo",
                "report",
                "label",
            )
        )
        assert claim_body(claim, THERE)["spans"]
    team.sync("cleo", "ana", "ben", "cleo", "ana")
    assert team.same("ana", "ben", "cleo")
    with team.open("ana") as project:
        fresh = next(id for id in project.article_ids() if "~" in id)
        assert {row.key[0] for row in project.store.current("status")} == {fresh}
        assert {row.key[0] for row in project.store.current("assign")} == {fresh}
        (row,) = project.store.current("decide")
        assert (row.body["article"], row.body["results"][0]["article"]) == (fresh, fresh)
    assert contents(team, "ana")[(fresh, "cleo")] == "The b"


@pytest.mark.parametrize("late", [False, True])
def test_what_a_third_copy_changes_before_it_knows(team: Team, tmp_path: Path, late: bool) -> None:
    """Ben's second machine deletes and changes claims of his; so it stands, be it before the two texts met or after."""
    team.put("ben", "c2", "of ben", article="report")
    apart, team.folder = team.folder, tmp_path / "apart"
    team.folder.mkdir()
    team.sync("ben", "cleo")
    team.folder = apart

    def work() -> None:
        team.put("cleo", "c1", "", who="ben", article="report", gone=True)
        team.put("cleo", "c2", "later", who="ben", article="report")

    if not late:
        work()
    team.sync("ana", "ben")
    if late:
        work()
    told = [team.sync(name) for name in ("cleo", "ben", "ana", "cleo", "ben")]
    assert team.same("ana", "ben", "cleo")
    with team.open("ana") as project:
        fresh = next(id for id in project.article_ids() if "~" in id)
    assert team.notes("ana") == {"report c1": "of ana", f"{fresh} c2": "later"}
    assert [each.meetings for each in told] == [[]] * 5


def test_what_was_changed_under_the_new_id_stands(team: Team, tmp_path: Path) -> None:
    """Also when another copy finds out later that there are two texts, and moves what was there before."""
    team.sync("ana", "ben", "cleo")
    with team.open("cleo") as project:
        fresh = next(id for id in project.article_ids() if "~" in id)
    team.put("cleo", "c1", "changed there", who="ben", article=fresh)
    early = tmp_path / "early"
    early.mkdir()
    for path in team.folder.glob("*.jsonl"):
        if b"part-" not in path.read_bytes():
            (early / path.name).write_bytes(path.read_bytes())
    (team.folder / "texts").rename(early / "texts")
    all, team.folder = team.folder, early
    assert [each.id for each in team.sync("ana").parted] == ["report"]
    (early / "texts").rename(all / "texts")
    team.folder = all
    team.sync("cleo", "ana", "ben", "cleo", "ana", "ben")
    assert team.same("ana", "ben", "cleo")
    assert team.notes("ben") == {"report c1": "of ana", f"{fresh} c1": "changed there"}


def test_one_person_has_read_both_texts(team: Team) -> None:
    """Their keys are the same: each text keeps what was said of it, done or not."""
    for name, done in (("ana", "done"), ("ben", "open")):
        with team.open(name) as project:
            status = Status("report", "cleo", status=done)
            change = Change("status", status.key, status_body(status))
            project.store.record(Batch(f"s-{name}", (change,), "cleo", "report", "label"))
    team.sync("ana", "ben", "ana", "cleo", "ben")
    assert team.same("ana", "ben", "cleo")
    with team.open("cleo") as project:
        found = {row.key[0].partition("~")[1]: row.body["status"] for row in project.store.current("status")}
    assert found == {"": "done", "~": "open"}


def test_what_is_said(team: Team) -> None:
    """That a text was there under this id is said once, and it is no new article."""
    team.sync("ana")
    said = team.sync("ben").sentences()
    assert len(said) == 2
    assert said[0].startswith("Another text was called report too: it goes on as report~")
    assert "new article" not in said[1]
    told = team.sync("ana")
    assert [len(told.sentences()), told.meetings, [id[:7] for id in told.articles]] == [1, [], ["report~"]]


def test_an_open_window_writes_nothing_on_another_text(team: Team) -> None:
    """The id that it shows has another text now: it says so, and keeps what is in hand."""
    hand = _window(team)
    try:
        team.sync("ana", "ben")
        hand.on("bridge").press("c")
        while not hand.session.problem:
            news = hand.recorder.inbox.get(timeout=5)
            hand.session._hear(news)
        assert "report is another text since a sync; yours goes on as report~" in hand.session.problem
        assert hand.session.unsaved == 1
    finally:
        left = hand.recorder.close(0.1)
        hand.store.close()
    assert len(left) == 1
    team.sync("ana", "ben", "ana")
    assert team.same("ana", "ben")


def test_who_had_read_the_other_text_reads_the_one_that_stands(team: Team) -> None:
    """Claims, done and the undo stack went with ben's text: what is under the id now is marked, read and undone."""
    hand = _window(team)
    hand.press("⇥ d Z Z").settle()
    assert hand.state.done, hand.message
    hand.close()
    team.sync("ana", "ben")
    hand = _window(team)
    try:
        assert (hand.state.article.text, hand.state.claims, hand.state.done) == (HERE, (), False)
        hand.press("u").settle()
        assert "Nothing to undo" in hand.message
        hand.press("Z Z").settle()
        assert (hand.session.unsaved, hand.state.done) == (0, True), hand.message
        hand.press("u").on("Rents").press("c u").settle()
        assert (hand.session.unsaved, hand.state.done, hand.state.claims) == (0, False, ())
    finally:
        hand.close()
    team.sync("ben", "ana", "ben")
    assert team.same("ana", "ben")


def _window(team: Team) -> Hand:
    """A window of ben's on his own `report`."""

    class Window(Hand):
        def open(self, index: int):  # type: ignore[no-untyped-def]
            """Show ben's article, not the first one of the project."""
            with team.open("ben") as project:
                self.articles = [project.article("report")]
            return super().open(0)

    return Window(team.place / "ben" / ".annotator", annotator="ben")
