"""Work of several people, exchanged through a folder in any order: nothing is missing, and all have the same."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError, UsageError
from annotator.project.project import SCHEME
from annotator.project.sync.folder import Folder
from annotator.project.sync.line import event_line, read_event
from annotator.project.sync.share import share
from annotator.store.lately import moment, touched
from annotator.store.row import StoredEvent
from tests.hand import Hand
from tests.sync.team import TEXT, Team


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Two people and a shared folder."""
    return Team(tmp_path, "ana", "ben")


def test_work_goes_out_and_comes_in(team: Team) -> None:
    """Each has the other's claims afterwards, and the table says from whom how much."""
    team.put("ana", "c1", "one")
    team.put("ben", "c2", "two")
    first = team.sync("ana")
    assert (first.sent["ana"], first.received.total()) == (1, 0)
    second = team.sync("ben")
    assert (second.sent, second.received) == ({"ben": 1}, {"ana": 1})
    assert second.table() == [
        "changes of        out       in",
        "ana                 –        1",
        "ben                 1        –",
    ]
    assert second.sentences() == [f"1 change went out to {team.folder}, 1 change came in."]
    team.sync("ana")
    assert team.notes("ana") == team.notes("ben") == {"a1 c1": "one", "a1 c2": "two"}
    assert team.same("ana", "ben")


def test_again_changes_nothing(team: Team) -> None:
    """Any number of times: neither a file of the folder nor the store is touched."""
    team.put("ana", "c1", "one")
    team.sync("ana", "ben")
    before = {path: path.read_bytes() for path in team.folder.rglob("*") if path.is_file()}
    events = team.everything("ben")
    for name in ("ben", "ana", "ben"):
        again = team.sync(name)
        assert again.table() == []
        assert again.sentences() == [f"{team.folder} and this project are level."]
    assert {path: path.read_bytes() for path in team.folder.rglob("*") if path.is_file()} == before
    assert team.everything("ben") == events


def test_one_file_a_writer_only_ever_grows(team: Team) -> None:
    """What stood in a file stays its beginning; a further program start has a further file."""
    path = team.file(team.put("ana", "c1", "one"))
    team.sync("ana")
    before = path.read_bytes()
    other = team.file(team.put("ana", "c1", "two"))
    team.sync("ana")
    assert path.read_bytes() == before
    assert other != path
    with team.open("ana") as project:
        assert {each.stem for each in team.folder.glob("*.jsonl")} == set(project.store.vector())


def test_a_whole_project_from_the_folder(team: Team) -> None:
    """Somebody who has only the project's own files, as from git, gets articles, texts and layers."""
    team.put("ana", "c1", "one")
    team.sync("ana")
    (team.place / "cleo").mkdir()
    for name in ("annotator.toml", SCHEME, "guidelines.md"):
        shutil.copy(team.place / "ana" / name, team.place / "cleo" / name)
    done = team.sync("cleo")
    assert done.articles == ["a1"]
    assert "with a new article" in done.sentences()[-1]
    with team.open("cleo") as project:
        assert project.article("a1").text == TEXT
    team.sync("ana")
    assert team.same("ana", "cleo")


def test_the_later_change_stands_and_the_earlier_one_is_said(team: Team) -> None:
    """One annotator on two machines: the same claim, changed on both."""
    team.put("ana", "c1", "one")
    team.sync("ana", "ben")
    team.put("ana", "c1", "on ana's")
    lost = team.put("ben", "c1", "on ben's, later", who="ana")
    team.sync("ben")
    done = team.sync("ana")
    assert done.sentences()[0] == (
        "a1: claim c1 was changed in two places; the later change, of ana, stands, "
        "and the one of ana stays in the history."
    )
    assert [(each.stands.id, each.stands.kind) for each in done.meetings] == [(lost, "put")]
    told = team.sync("ben")
    assert len(told.meetings) == 1, "both are told"
    assert team.notes("ana") == team.notes("ben") == {"a1 c1": "on ben's, later"}
    assert team.same("ana", "ben")
    assert team.sync("ana").meetings == []
    team.put("ana", "c1", "settled")
    team.sync("ana")
    assert team.sync("ben").meetings == []
    assert team.notes("ben") == {"a1 c1": "settled"}


def test_what_was_made_from_another_has_not_met_it(team: Team) -> None:
    """A chain of changes over several machines, whose files arrive in any order, is no change in two places."""
    team.put("ana", "c1", "one")
    team.sync("ana", "ben")
    second = team.file(team.put("ana", "c1", "two"))
    team.sync("ana", "ben")
    team.put("ben", "c1", "three", who="ana")
    team.sync("ben")
    shutil.copytree(team.place / "origin", team.place / "cleo")
    aside = second.with_suffix(".aside")
    second.rename(aside)
    assert team.sync("cleo").meetings == []
    aside.rename(second)
    assert team.sync("cleo").meetings == []
    assert team.notes("cleo") == {"a1 c1": "three"}
    assert team.same("ben", "cleo")


def test_what_lost_is_named_and_not_what_it_was_made_from(team: Team) -> None:
    """Two changes in a row on one machine, one on the other: the one on the other has lost."""
    team.put("ana", "c1", "one")
    team.sync("ana", "ben")
    lost = team.put("ana", "c1", "on ana's")
    team.put("ben", "c1", "on ben's", who="ana")
    stands = team.put("ben", "c1", "on ben's, again", who="ana")
    team.sync("ben")
    (meeting,) = team.sync("ana").meetings
    assert (meeting.stands.id, meeting.lost.id) == (stands, lost)


def test_a_claim_taken_away_stays_away(team: Team) -> None:
    """An older change that arrives later does not bring it back."""
    team.put("ana", "c1", "one")
    team.sync("ana", "ben")
    team.put("ben", "c1", "older", who="ana")
    team.put("ana", "c1", "", gone=True)
    team.sync("ana", "ben", "ana")
    assert team.notes("ana") == team.notes("ben") == {}
    assert team.same("ana", "ben")


def test_the_same_in_two_places_is_no_conflict(team: Team) -> None:
    """Whoever says the same disagrees with nobody."""
    team.put("ana", "c1", "one")
    team.put("ben", "c1", "one", who="ana")
    team.sync("ana", "ben")
    assert team.sync("ana").meetings == []
    assert team.same("ana", "ben")


def test_clocks_that_are_wrong_change_nothing_acknowledged(team: Team) -> None:
    """What is made after something came in is later than it, whatever the machine's clock says."""
    team.put("ana", "c1", "one")
    team.sync("ana")
    with team.open("ben") as project:
        share(project, team.folder)
        project.store._now = lambda: 1_000_000
        project.store._last_clock = None
        row = project.store.current("put")[0]
        from annotator.core.event import Batch, Change

        change = Change("put", row.key, {**row.body, "note": "later"}, row.event)
        project.store.record(Batch("late", (change,), "ana", "a1", "label"))
    team.sync("ben", "ana")
    assert team.notes("ana") == {"a1 c1": "later"}
    assert team.same("ana", "ben")


def test_a_stick_between_two_folders(team: Team, tmp_path: Path) -> None:
    """Whoever has been in both carries everybody's work from one to the other."""
    team.put("ana", "c1", "one")
    team.sync("ana", "ben")
    stick = tmp_path / "stick"
    stick.mkdir()
    with team.open("ben") as project:
        share(project, stick)
    shutil.copytree(team.place / "origin", team.place / "cleo")
    with team.open("cleo") as project:
        assert share(project, stick).received["ana"] == 1
    assert team.notes("cleo") == {"a1 c1": "one"}


def test_a_restored_backup_gets_everything_back(team: Team) -> None:
    """Somebody's store is replaced by an older one: the next sync brings what it lacks."""
    team.sync("ana")
    shutil.copytree(team.place / "ana", team.place / "before")
    team.put("ana", "c1", "one")
    team.sync("ana")
    shutil.rmtree(team.place / "ana")
    shutil.copytree(team.place / "before", team.place / "ana")
    assert team.sync("ana").received["ana"] == 1
    assert team.notes("ana") == {"a1 c1": "one"}


def test_an_emptied_folder_is_filled_again(team: Team) -> None:
    """Deleting files there loses nothing that somebody has."""
    team.put("ana", "c1", "one")
    team.sync("ana", "ben")
    shutil.rmtree(team.folder)
    team.folder.mkdir()
    team.sync("ben")
    shutil.copytree(team.place / "origin", team.place / "cleo")
    team.sync("cleo")
    assert team.notes("cleo") == {"a1 c1": "one"}


def test_a_conflicted_copy_is_read_too(team: Team) -> None:
    """A sync client lays a second version beside a file; what is in either comes in once."""
    path = team.file(team.put("ana", "c1", "one"))
    team.sync("ana")
    shutil.copy(path, team.folder / f"{path.stem} (ana's conflicted copy).jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, *lines[1:]]))
    done = team.sync("ben")
    assert (done.faults, done.received["ana"]) == ([], 1)


def test_nothing_is_written_when_only_checked(team: Team) -> None:
    """`keep=False` says what a sync would do."""
    team.put("ana", "c1", "one")
    team.sync("ana")
    team.put("ben", "c2", "two")
    before = team.everything("ben"), sorted(team.folder.rglob("*"))
    with team.open("ben") as project:
        done = share(project, team.folder, keep=False)
    assert (done.sent, done.received) == ({"ben": 1}, {"ana": 1})
    assert done.sentences() == [f"1 change would go out to {team.folder}, 1 change would come in."]
    assert (team.everything("ben"), sorted(team.folder.rglob("*"))) == before


def test_an_open_window_sees_what_comes_in(team: Team) -> None:
    """As it sees another window's writes; and what is pressed afterwards is made from what came in."""
    hand = Hand(team.place / "ana" / ".annotator", TEXT)
    try:
        hand.on("Rents fell").press("c t a").settle()
        (claim,) = hand.state.claims
        team.sync("ana", "ben")
        team.put("ben", claim.id, "from the other machine", who="ana")
        team.put("ben", "c9", "a new one", who="ana")
        team.sync("ben", "ana")
        hand.recorder.poll()
        hand.settle()
        assert sorted(each.note for each in hand.state.claims) == ["a new one", "from the other machine"]
        hand.session.choose(claim.id)
        hand.press("m 'mine ⏎").settle()
        assert hand.session.problem == ""
    finally:
        hand.close()
    team.sync("ana", "ben")
    assert team.same("ana", "ben")
    assert "from the other machinemine" in team.notes("ben").values()


def test_what_a_sync_overtakes_is_done_again(team: Team) -> None:
    """A key pressed before the window knows: it runs again on the claim that came in."""
    hand = Hand(team.place / "ana" / ".annotator", TEXT)
    try:
        hand.on("Rents fell").press("c").settle()
        (claim,) = hand.state.claims
        team.sync("ana", "ben")
        team.put("ben", claim.id, "from the other machine", who="ana")
        team.sync("ben", "ana")
        hand.session.choose(claim.id)
        hand.press("t a").settle()
        (now,) = hand.state.claims
        assert (now.note, now.fields["stance"]) == ("from the other machine", "asserts")
    finally:
        hand.close()


def test_what_came_in_is_new_to_a_window_whatever_its_clock(team: Team) -> None:
    """A review that looks at what was written since a moment sees an older event that arrives now."""
    team.put("ana", "c1", "older")
    team.sync("ana")
    team.put("ben", "c2", "newer")
    with team.open("ben") as project:
        since = moment(project.store)
        share(project, team.folder)
        assert set(touched(project.store, since)) == {"a1"}


def test_rights_are_those_of_the_folder(team: Team) -> None:
    """For their owner alone, or for the group that may write to the folder; whatever the umask says."""
    before = os.umask(0)
    try:
        for mode, file, inner in ((0o700, 0o600, 0o700), (0o2770, 0o660, 0o2770)):
            team.folder.chmod(mode)
            team.sync("ana")
            for path in team.folder.rglob("*"):
                assert stat.S_IMODE(path.stat().st_mode) == (inner if path.is_dir() else file), path
            shutil.rmtree(team.folder)
            team.folder.mkdir()
    finally:
        os.umask(before)


def test_no_folder_and_a_project_are_refused(team: Team) -> None:
    """A missing folder is never made, because the drive may just not be there."""
    with team.open("ana") as project:
        for place, words in (("nowhere", "is not there"), ("ben", "is a project"), ("a1.txt", "is no folder")):
            with pytest.raises(UsageError, match=words):
                share(project, team.place / place)
    assert not (team.place / "nowhere").exists()


def test_two_syncs_at_once(team: Team) -> None:
    """The second one says so."""
    with Folder(team.folder).alone(), pytest.raises(AnnotatorError, match="Another sync works"):
        team.sync("ana")


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        StoredEvent,
        writer=st.text("abc123", min_size=1),
        seq=st.integers(1, 2**50),
        batch=st.text(),
        screen=st.text(),
        clock=st.integers(0, 2**61),
        annotator=st.text(),
        article=st.text(),
        article_hash=st.text(),
        kind=st.text(),
        key=st.text(),
        body=st.none() | st.text(),
        prev_writer=st.none() | st.text(),
        prev_seq=st.none() | st.integers(1, 2**50),
        ref=st.text(),
        seconds=st.floats(0, 1e6),
        version=st.just(1),
    )
)
def test_a_line_is_the_event(event: StoredEvent) -> None:
    """Every column comes back as it was, from one line."""
    line = event_line(event.sealed())
    assert line.count(b"\n") == 1
    assert read_event(line) == event.sealed()
