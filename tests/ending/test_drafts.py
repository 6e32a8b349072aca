"""What is half-typed: which of it is kept, how it goes on, and the files that it lies in."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.core.commands import draft
from annotator.core.errors import StoreError
from annotator.core.state import Draft, Place
from annotator.core.text.wrap import Wrap
from annotator.project.desk import Desk
from annotator.project.ending.drafts import Drafts, read
from annotator.project.practice.demo import demo
from annotator.project.project import Project
from tests.hand import Hand

TEXT = "Rents fell in May, the ministry said. Critics doubt it.\n"
MARKED = "s c @ 'Ministry ⏎ "


def typed(hand: Hand) -> list[tuple[str, str, str]]:
    """(kind, field, text) of all that is to be kept now."""
    return [(at.kind, at.field, each.text) for at, each in draft.wanted(hand.state).items()]


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        ("m 'why", [("note", "", "why")]),
        ("m", []),
        ("m ␣ ␣", []),
        ("m 'why ⌫ ⌫ ⌫", []),
        ("m 'why ⏎ m", []),
        ("m 'why ⏎ m ⌫", [("note", "", "wh")]),
        ("@ 'Ana_Ruiz", [("speaker", "", "Ana Ruiz")]),
        ("@ 'minis", []),
        ("A 'Ben", [("one-more", "", "Ben")]),
        ("g s l 'spokes", [("role", "", "spokes")]),
        ("g s a 'MoL", [("alias", "", "MoL")]),
        ("g s r 'x", [("name", "", "Ministryx")]),
        ("g s / 'mini", []),
        ("/ 'rents", []),
        (": 'quit", []),
        ("O 'open", []),
    ],
)
def test_what_would_be_missed_is_kept(tmp_path: Path, keys: str, kept: list[tuple[str, str, str]]) -> None:
    """Notes, values and names are; what only looks for something is not, nor what has not been changed."""
    hand = Hand(tmp_path, TEXT).press(MARKED + keys)
    assert typed(hand) == kept
    hand.close()


def reopened(hand: Hand) -> Hand:
    """The same article, opened again with what was being typed."""
    drafts = draft.wanted(hand.state)
    hand.settle()
    hand.session.open(hand.articles[0], hand.store, drafts)
    return hand


def test_it_goes_on_where_it_was(tmp_path: Path) -> None:
    """Opening the article says so and makes the claim active; the prompt goes on; Enter saves it, once and for all."""
    hand = reopened(Hand(tmp_path, TEXT).press(MARKED + "m 'because"))
    assert hand.message == "A half-typed note on claim 1 is kept: open it again to go on."
    assert hand.state.current is not None
    hand.press("m")
    assert hand.state.prompt is not None
    assert (hand.state.prompt.text, hand.message) == ("because", "Half-typed, kept from last time; Esc drops it.")
    hand.press("'_why ⏎").settle()
    assert hand.state.claims[0].note == "because why"
    assert draft.wanted(hand.state) == {}
    hand.press("u").settle()
    assert (hand.state.claims[0].note, draft.wanted(hand.state)) == ("", {})
    hand.close()


def test_a_name_goes_on_whatever_type_was_chosen(tmp_path: Path) -> None:
    """Tab chooses the type of a new speaker; the name is kept without it, and Esc drops it."""
    hand = reopened(Hand(tmp_path, TEXT).press(MARKED + "@ 'Zorba ⇥ ⇥")).press("@")
    assert hand.state.prompt is not None
    assert hand.state.prompt.text == "Zorba"
    hand.press("⇥ escape")
    assert draft.wanted(hand.state) == {}
    hand.close()


@pytest.mark.parametrize("keys", ["escape", "⌫ ⌫ ⌫ ⌫ ⌫ ⌫ ⌫ ⌫"])
def test_leaving_the_prompt_drops_it(tmp_path: Path, keys: str) -> None:
    """As it does without a draft."""
    hand = reopened(Hand(tmp_path, TEXT).press(MARKED + "m 'because")).press("m " + keys)
    assert hand.state.prompt is None
    assert draft.wanted(hand.state) == {}
    hand.press("m")
    assert hand.state.prompt is not None
    assert hand.state.prompt.text == ""
    hand.close()


def test_what_was_typed_on_a_claim_that_is_gone_waits_for_it(tmp_path: Path) -> None:
    """Nothing is said of it; with the claim, which undo brings back, it is there again."""
    hand = reopened(Hand(tmp_path, TEXT).press(MARKED + "m 'because"))
    kept = draft.wanted(hand.state)
    hand.press("d").settle()
    hand.session.open(hand.articles[0], hand.store, kept)
    assert (hand.message, hand.state.claims, draft.wanted(hand.state)) == ("", (), kept)
    hand.press("u m")
    assert hand.state.prompt is not None
    assert hand.state.prompt.text == "because"
    hand.close()


TWO = MARKED + "j s c @ 'Critics ⏎ "


def test_a_click_on_another_claim_does_not_move_what_is_typed(tmp_path: Path) -> None:
    """The prompt is closed, what was half-typed stays with its claim, and goes on there."""
    hand = Hand(tmp_path, TEXT + TEXT).press(TWO + "m 'because")
    first, second = (claim.id for claim in hand.state.claims)
    hand.session.choose(second)
    assert hand.state.prompt is not None
    hand.session.choose(first)
    assert (hand.state.prompt, hand.state.active) == (None, first)
    assert hand.message == "A half-typed note on claim 2 is kept: open it again to go on."
    hand.press("m 'other ⏎")
    hand.session.choose(second)
    hand.press("m '! ⏎").settle()
    assert [claim.note for claim in hand.state.claims] == ["other", "because!"]
    assert draft.wanted(hand.state) == {}
    hand.close()


@pytest.mark.parametrize(
    ("again", "keys", "stays"), [(False, "m 'x", True), (True, "m 'x", False), (True, "/ 'x", True)]
)
def test_a_click_in_the_text_closes_what_is_meant_for_the_claim_there(
    tmp_path: Path, again: bool, keys: str, stays: bool
) -> None:
    """What is meant for the active claim, and a search, stay open; what the cursor pointed to keeps its note."""
    hand = Hand(tmp_path, TEXT).press(MARKED)
    hand.settle()
    if again:
        hand.session.open(hand.articles[0], hand.store)
    hand.press(keys)
    hand.session.place(len(TEXT) - 3, len(TEXT) - 3)
    assert (hand.state.prompt is not None) == stays
    assert [each.text for each in draft.wanted(hand.state).values()] == (["x"] if "m" in keys else [])
    hand.close()


def test_what_was_saved_meanwhile_is_not_hidden(tmp_path: Path) -> None:
    """The draft is shown with a warning, and Esc leads back to what is stored."""
    hand = Hand(tmp_path, TEXT).press(MARKED + "m 'because")
    drafts = draft.wanted(hand.state)
    hand.press("escape m 'otherwise ⏎").settle()
    hand.session.open(hand.articles[0], hand.store, drafts)
    hand.press("m")
    assert hand.state.warn
    assert "has changed since" in hand.message
    hand.press("escape m")
    assert hand.state.prompt is not None
    assert hand.state.prompt.text == "otherwise"
    hand.close()


def test_one_draft_for_each_place(tmp_path: Path) -> None:
    """A second text for the same note replaces the first; another claim, and a name, have their own."""
    hand = Hand(tmp_path, TEXT).press(MARKED + "m 'one")
    places = tuple(tmp_path / name for name in ("one", "two"))
    drafts = Drafts(places, "ana", "main")
    for keys in ("", "'s"):
        drafts.follow(hand.press(keys).state, unsaved=True)
    drafts.follow(reopened(hand).press("@ 'Ben").state, unsaved=True)
    found = Drafts(places, "ana", "main").of("a1")
    assert sorted((at.kind, each.text) for at, each in found.items()) == [("note", "ones"), ("speaker", "Ben")]
    hand.close()


def test_files_follow_the_screen(tmp_path: Path) -> None:
    """Private; taken away when nothing is typed any more, yet not while something is unsaved."""
    hand = Hand(tmp_path, TEXT).press(MARKED + "m 'because")
    folder = tmp_path / "drafts"
    drafts = Drafts((folder, tmp_path / "spare"), "ana", "main")
    drafts.end(hand.state, unsaved=True)
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for name, round, article in (("ben", "main", "a1"), ("ana", "2", "a1"), ("ana", "main", "a2")):
        assert Drafts((folder,), name, round).of(article) == {}
    hand.press("⏎")
    drafts.follow(hand.state, unsaved=True)
    assert path.exists()
    drafts.follow(hand.state, unsaved=False)
    assert not path.exists()
    hand.close()


def test_what_is_dropped_goes_at_once(tmp_path: Path) -> None:
    """Esc is meant, whatever is unsaved besides."""
    hand = Hand(tmp_path, TEXT).press(MARKED + "m 'because")
    drafts = Drafts((tmp_path / "drafts",), "ana", "main")
    drafts.follow(hand.state, unsaved=True)
    hand.press("escape")
    drafts.follow(hand.state, unsaved=True)
    assert list((tmp_path / "drafts").iterdir()) == []
    hand.press("m 'otherwise")
    drafts.follow(hand.state, unsaved=True)
    assert [each.text for each in drafts.of("a1").values()] == ["otherwise"]
    hand.close()


def test_where_a_project_cannot_be_written_to_the_person_keeps_them(tmp_path: Path) -> None:
    """In the state folder; once the project can be written to again they lie there, and nowhere else."""
    hand = Hand(tmp_path, TEXT).press(MARKED + "m 'because")
    (tmp_path / "drafts").write_text("in the way", "utf-8")
    places = (tmp_path / "drafts", tmp_path / "spare")
    drafts = Drafts(places, "ana", "main")
    drafts.end(hand.state, unsaved=True)
    assert [each.text for each in Drafts(places, "ana", "main").of("a1").values()] == ["because"]
    (tmp_path / "drafts").unlink()
    hand.press("'_x")
    drafts.end(hand.state, unsaved=True)
    assert [len(list(folder.iterdir())) for folder in places] == [1, 0]
    hand.close()


def test_what_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    """Nothing is said of it: the screen says already that the disk refuses."""
    hand = Hand(tmp_path, TEXT).press(MARKED + "m 'because")
    (tmp_path / "drafts").write_text("in the way", "utf-8")
    drafts = Drafts((tmp_path / "drafts",), "ana", "main")
    drafts.follow(hand.state, unsaved=True)
    (tmp_path / "drafts").unlink()
    drafts.follow(hand.state, unsaved=True)
    assert len(list((tmp_path / "drafts").iterdir())) == 1
    hand.close()


GOOD = {"annotator": "ana", "round": "main", "article": "a", "about": "c", "kind": "note", "field": "", "base": ""}


@pytest.mark.parametrize(
    ("held", "text"),
    [
        ({**GOOD, "text": "why"}, "why"),
        ({**GOOD, "text": "a\x1b]0;owned\x07\nb\u202ec"}, "a]0;ownedbc"),
        ({**GOOD, "text": "\x00"}, None),
        ({**GOOD, "text": 5}, None),
        (GOOD, None),
        ([], None),
        ("[" * 100_000, None),
        ({**GOOD, "text": "x" * 2_000_000}, None),
    ],
)
def test_a_file_is_hostile(tmp_path: Path, held: object, text: str | None) -> None:
    """It is one line without anything that a terminal acts on, or no draft at all."""
    path = tmp_path / "typed-x.json"
    path.write_text(held if isinstance(held, str) else json.dumps(held), "utf-8")
    found = read(path)
    assert found == (None if text is None else (("ana", "main"), Place("a", "c", "note"), Draft(text)))


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    """Opens desks of one annotator on one project, one after another."""
    demo(tmp_path / "p").close()
    opened: list[tuple[Project, Desk]] = []

    def one() -> Desk:
        project = Project.open(tmp_path / "p")
        desk = Desk(project, "zoe")
        desk.start(lambda: None)
        opened.append((project, desk))
        return desk

    yield one
    for project, desk in opened:
        desk.close()
        project.close()


def hit(desk: Desk, keys: str) -> None:
    """Press keys as the screen does, one a character."""
    rows = Wrap(desk.session.state.article.text, 60)
    for key in keys:
        desk.session.press({"⏎": "enter"}.get(key, key), rows, 10)
        desk.keep(typing=False)


def test_what_was_saved_is_no_draft_in_the_next_article(desks: Callable[[], Desk], tmp_path: Path) -> None:
    """A note that was saved within the second of a beat: it is not called half-typed when its article is open again."""
    desk = desks()
    first, second = desk.ids[:2]
    desk.open(first)
    hit(desk, "scma remark")
    desk.keep()
    hit(desk, "⏎")
    assert desk.session.settle(5.0)
    desk.open(second)
    assert list((tmp_path / "p" / ".annotator" / "drafts").iterdir()) == []
    assert (desk.open(first).message, desk.session.state.drafts) == ("", {})


def test_an_article_that_does_not_open_keeps_its_drafts(desks: Callable[[], Desk]) -> None:
    """The screen goes on with the one before, whose drafts are others."""
    desk = desks()
    first, second = desk.ids[:2]
    desk.open(second)
    hit(desk, "scmten minutes")
    desk.close()
    again = desks()
    again.open(first)
    again.project.store.close()
    with pytest.raises(StoreError):
        again.open(second)
    again.keep()
    again.close()
    last = desks()
    last.open(second)
    assert [each.text for each in last.session.state.drafts.values()] == ["ten minutes"]
