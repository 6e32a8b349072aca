"""Proposals from key to store: shown, cycled, corrected, accepted, refused; held out, off, from models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.config.project import ProjectConfig
from annotator.core.claim import Claim
from annotator.core.commands.propose import dim_words
from annotator.core.event import Batch, Change
from annotator.core.record import claim_body
from annotator.core.span import Span
from annotator.core.state import State
from annotator.project.create import create
from annotator.project.proposing import ProjectProposing, held_out
from tests.hand import Hand

TEXT = """Bridge is safe, says mayor

The Harbor Bridge will stay open, Mayor Ilse Brandt said on Tuesday. She told reporters that the cracks had been \
known since spring.

“We counted 46 cracks in June,” said Ana Ruiz, who leads the opposition. “Nobody told the public.” The works office \
confirmed that.

The report suggests that traffic may have caused the damage, and that the salt did the rest.
"""
Open = Callable[..., Hand]


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Open]:
    """Opens windows on one project with proposals; closes them all."""
    opened: list[Hand] = []
    projects = []

    def one(*texts: str, **config: object) -> Hand:
        with_project = create(tmp_path / f"p{len(projects)}")
        with_project.config = replace(ProjectConfig("p", "P"), **config)  # type: ignore[arg-type]
        projects.append(with_project)
        hand = Hand(tmp_path, *(texts or (TEXT,)), proposing=ProjectProposing(with_project))
        opened.append(hand)
        return hand

    yield one
    for hand in opened:
        hand.close()
    for project in projects:
        project.close()


def ghost(state: State) -> tuple[str, str, str]:
    """(source, cue, content) of the ghost, as words."""
    found = state.ghost
    assert found is not None, state.message
    text = state.article.text

    def words(parts: tuple[Span, ...]) -> str:
        return " | ".join(text[start:end] for start, end in parts)

    proposal = found.proposal
    return words(proposal.sources[found.source]), words(proposal.cue), words(proposal.contents[found.content])


def test_a_claim_in_three_keys(window: Open) -> None:
    """n shows, Enter takes the spans, Enter takes the dim values; nothing is stored before the first Enter."""
    hand = window().at("The Harbor").press("n")
    assert ghost(hand.state) == ("Mayor Ilse Brandt", "said", "The Harbor Bridge will stay open")
    assert hand.state.claims == ()
    hand.settle()
    assert hand.store.current("put") == []
    hand.press("⏎")
    (claim,) = hand.state.claims
    assert claim.origin == {"content": "proposed", "source": "proposed", "cue": "proposed", "quote": "default"}
    assert claim.speakers == ()
    assert hand.state.dim.new[0].name == "Ilse Brandt"
    hand.press("⏎")
    (claim,) = hand.state.claims
    assert (claim.speakers, claim.fields["stance"], claim.fields["evidence"]) == (
        ("ilse_brandt",),
        "asserts",
        "attributed",
    )
    assert claim.origin["speakers"] == claim.origin["stance"] == "default"
    assert hand.state.active == ""
    assert hand.settle().store.get("speaker", ("ilse_brandt",)) is not None


def test_a_pronoun_is_a_question(window: Open) -> None:
    """“She” is the last person who spoke, and is shown as a guess."""
    hand = window().at("The Harbor").press("n ⏎ ⏎ n")
    assert ghost(hand.state) == ("She", "told reporters", "the cracks had been known since spring")
    assert hand.state.dim.speakers == ("ilse_brandt",)
    assert hand.state.dim.question


def test_the_picker_begins_with_who_stands_dim(window: Open) -> None:
    """@ Enter takes whom the panel shows."""
    hand = window().at("The Harbor").press("n ⏎ ⏎").at("“We counted").press("n ⏎ ⏎")
    assert [claim.speakers for claim in hand.state.claims] == [("ilse_brandt",), ("ana_ruiz",)]
    hand.at("She told").press("n ⏎")
    assert hand.state.dim.speakers == ("ilse_brandt",)
    assert hand.press("@ ⏎").state.current.speakers == ("ilse_brandt",)  # type: ignore[union-attr]


def test_a_pronoun_that_leads_to_nobody_chooses_nobody(window: Open) -> None:
    """Enter on the list of speakers takes none before one is chosen."""
    lost = window("The board said no. It may rain, he said.\n").at("The").press("n ⏎ @ ⏎").at("It may").press("n ⏎")
    assert lost.words(lost.state.claims[1], "source") == ["he"]
    lost.press("@ ⏎")
    assert "name nobody" in lost.state.message
    assert lost.press("↓ ⏎").state.claims[1].speakers == ("board",)


def test_nobody_responds_to_herself(window: Open) -> None:
    """Another speaker on the same words: neither what stands dim nor the first row is the one who is answered."""
    hand = window().at("The Harbor").press("n ⏎ ⏎").at("“We counted").press("n ⏎ ⏎ ⇥ R")
    answer = hand.state.current
    assert answer is not None
    (asked,) = (hand.state.claim(link.target) for link in answer.links)
    assert asked is not None
    assert hand.state.dim.speakers != asked.speakers
    hand.press("@ ⏎")
    assert hand.state.current.speakers not in ((), asked.speakers)  # type: ignore[union-attr]


def test_to_correct_is_to_take(window: Open) -> None:
    """Trimming, marking other words, or a tag makes the ghost a claim; x and moving do not."""
    hand = window().at("The Harbor").press("n x w")
    assert hand.state.ghost is not None
    assert hand.state.claims == ()
    trimmed = window(TEXT).at("The Harbor").press("n [")
    assert trimmed.contents == [["Harbor Bridge will stay open"]]
    assert trimmed.state.claims[0].origin["content"] == "edited"
    marked = window(TEXT).at("The Harbor").press("n")
    marked.on("Tuesday").press("v")
    assert marked.words(marked.state.claims[-1], "cue") == ["Tuesday"]
    assert len(marked.state.claims) == 2 or marked.state.claims[-1].origin["cue"] == "edited"


def test_a_tag_takes_the_ghost(window: Open) -> None:
    """t h on a ghost: a claim with that stance, the rest dim."""
    hand = window().at("The Harbor").press("n t h")
    (claim,) = hand.state.claims
    assert claim.fields["stance"] == "hedges"
    assert "stance" not in claim.origin


@pytest.mark.parametrize("keys", ["5", ".", "S", "M", "-", "r >", "@ ⌫", "A ⌫", "m ⌫", "@ 'x ⌫ ⌫", "r @"])
def test_a_refusal_or_a_question_takes_no_ghost(window: Open, keys: str) -> None:
    """What cannot be done to it, and what is asked and dropped, leaves it the proposal that it was."""
    hand = window().at("The Harbor").press("n")
    before = hand.state
    hand.press(keys)
    assert "New claim" not in hand.message
    assert (hand.state.ghost, hand.state.claims) == (before.ghost, ())
    assert (hand.state.hand, hand.state.held, hand.state.selection) == (before.hand, before.held, before.selection)
    assert hand.settle().store.current("put") == []


def test_an_answer_takes_the_ghost(window: Open) -> None:
    """The speaker that its source names is the first offer; a note and a link go with the claim that it becomes."""
    hand = window().at("The Harbor").press("n @")
    assert hand.message == ""
    hand.press("⏎")
    (claim,) = hand.state.claims
    assert (claim.speakers, hand.state.speakers["ilse_brandt"].name) == (("ilse_brandt",), "Ilse Brandt")
    hand.press("⌫ ⌫ n m 'later ⏎")
    assert [each.note for each in hand.state.claims] == ["", "later"]
    hand.press("⌫ ⌫ n r > ⏎")
    assert [len(each.links) for each in hand.state.claims] == [0, 0, 1]


def test_a_half_typed_note_on_a_ghost_waits_for_it(window: Open) -> None:
    """A click elsewhere keeps it; it goes on where that proposal is shown again."""
    hand = window().at("The Harbor").press("n ⏎ ⏎ n m 'half")
    hand.session.choose(hand.state.claims[0].id)
    assert hand.message == "A half-typed note on the proposal is kept: open it again to go on."
    hand.press("⌫ n m")
    assert hand.state.prompt is not None
    assert hand.state.prompt.text == "half"
    assert len(hand.press("⏎").state.claims) == 2


def test_a_ghost_is_taken_after_a_change_elsewhere(window: Open) -> None:
    """An edit before it was overtaken by another window: both are done again, and the claim is there."""
    first = window().at("The Harbor").press("n ⏎ ⏎").settle()
    second = window()
    second.press("⇥ t h").settle()
    first.press("⇥ t d n [ t a").settle()
    assert [claim.fields.get("stance") for claim in first.state.claims] == ["denies", "asserts"]
    assert first.contents[1] == ["cracks had been known since spring"]
    assert first.session.unsaved == 0


@pytest.mark.parametrize("keys", ["n", "n m 'half", "n @"])
def test_news_from_elsewhere_leave_a_ghost_in_hand(window: Open, keys: str) -> None:
    """Its highlighted part stays the one that the trimming keys cut, and what is asked about it stays open."""
    first = window().at("The Harbor").press(keys)
    second = window()
    second.on("the opposition").press("c").settle()
    before = first.state
    first.recorder.poll()
    first.settle().settle()
    assert len(first.state.claims) == 1
    assert (first.state.ghost, first.state.hand, first.state.held) == (before.ghost, before.hand, before.held)
    assert first.state.prompt == before.prompt


def test_alternatives(window: Open) -> None:
    """x cycles the content; a highlights the source, whose alternatives x cycles then; after the last the first."""
    hand = window().at("The report").press("n")
    first = ghost(hand.state)
    assert first[2] == "traffic may have caused the damage"
    seen = [first]
    for _ in range(12):
        hand.press("x")
        seen.append(ghost(hand.state))
        if seen[-1] == first:
            break
    assert seen[-1] == first
    assert len({each[2] for each in seen}) >= 3
    hand.press("a x")
    assert ghost(hand.state)[0] != first[0]


def test_two_claims_on_one_cue(window: Open) -> None:
    """C after a finished claim offers what is left of its cue, with the same source and speaker."""
    hand = window().at("The report").press("n ⏎ ⏎ C")
    assert hand.state.ghost is not None
    assert ghost(hand.state)[2] == "the salt did the rest"
    hand.press("⏎ ⏎")
    one, two = hand.state.claims
    assert one.pieces("cue") == two.pieces("cue")
    assert one.speakers == two.speakers
    hand.press("C")
    assert hand.state.ghost is None


def test_unmarked_quotations_and_the_end(window: Open) -> None:
    """A further sentence of a speech is walked in its place; at the end n begins again with what is left."""
    hand = window().at("“We counted").press("n ⏎ ⏎ n")
    assert ghost(hand.state) == ("", "", "Nobody told the public")
    assert hand.state.dim.speakers == ("ana_ruiz",)
    for _ in range(6):
        hand.press("n")
    assert "From the top" in hand.message or hand.state.ghost is not None
    hand.press("N")
    assert hand.state.ghost is not None


def test_it_points_to_what_is_marked(window: Open) -> None:
    """Another speaker on the same words is linked to the claim that it answers."""
    hand = window().at("“We counted").press("n ⏎ ⏎ n ⏎ ⏎ n")
    assert ghost(hand.state)[1] == "confirmed"
    while ghost(hand.state)[2] != "Nobody told the public":
        hand.press("x")
    hand.press("⏎")
    claim = hand.state.current
    assert claim is not None
    assert [link.type for link in claim.links] == ["responds_to"]
    assert claim.origin["links"] == "proposed"


def test_a_cue_inside_speech_proposes_the_chain(window: Open) -> None:
    """Who tells it comes first; both are made when Enter takes them."""
    hand = window("“The minister said that the dam will hold for years,” Ana Ruiz told reporters.").press("n")
    while ghost(hand.state)[1] != "said":
        hand.press("n")
    assert dim_words(hand.state, hand.state.dim, "speakers") == ("Ana Ruiz › +minister",)
    hand.press("⏎ ⏎")
    (claim,) = hand.state.claims
    assert claim.speakers == ("minister",)
    assert claim.attribution == (("ana_ruiz",), ("minister",))
    assert claim.origin["attribution"] == "default"
    assert hand.state.speakers.keys() == {"ana_ruiz", "minister"}


def test_the_headline_flag(window: Open) -> None:
    """A content in the title line gets the flag, whether it was proposed or marked by hand."""
    hand = window().press("n ⏎")
    assert hand.state.claims[0].fields["flags"] == ("headline",)
    other = window(TEXT)
    other.on("Bridge is safe").press("C c")
    assert all(claim.fields.get("flags") == ("headline",) for claim in other.state.claims)


def test_refused_for_good(window: Open) -> None:
    """d refuses, as an event that survives; undo brings the proposal back."""
    hand = window().at("The Harbor").press("n d").settle()
    key = next(iter(hand.state.refused))
    (row,) = hand.store.current("refuse")
    assert row.body["cue"]["text"] == "said"
    assert row.body["offered"] == "cue"
    hand.open(0)
    assert key in hand.state.refused
    hand.at("The Harbor").press("n")
    assert ghost(hand.state)[1] == "told reporters"
    hand.press("u").settle()
    assert hand.state.refused == {}
    hand.at("The Harbor").press("n")
    assert ghost(hand.state)[1] == "said"


def test_put_aside(window: Open) -> None:
    """Backspace, Tab and undo let a ghost go; nothing is stored."""
    hand = window().at("The Harbor").press("n ⌫")
    assert hand.state.ghost is None
    assert hand.press("n").state.ghost is not None
    assert hand.press("u").state.ghost is None
    hand.settle()
    assert hand.store.current("put") == []


def test_off_and_held_out(window: Open) -> None:
    """Without proposals n walks sentences and says why; values are suggested all the same, and the status keeps it."""
    hand = window(proposals_on=False).press("n")
    assert hand.selected == "Bridge is safe, says mayor"
    assert "off in this project" in hand.message
    hand.on("the salt did the rest").press("c")
    assert hand.state.dim.fields["stance"] == "asserts"
    hand.press("⏎ Z").settle()
    held = window(TEXT, holdout=1.0)
    assert held.state.proposals == "held_out"
    assert "held out" in held.press("n").message
    quiet = window(TEXT, proposals_on=False, dim=False)
    quiet.on("that traffic").press("c")
    assert not quiet.state.dim


def test_what_a_held_out_layer_says_of_itself(window: Open) -> None:
    """The status of a layer that was made without proposals names it, so that anchoring can be measured."""
    hand = window(holdout=1.0).press("Z Z").settle()
    (row,) = hand.store.current("status")
    assert row.body["proposals"] == "held_out"


def test_the_share_that_is_held_out() -> None:
    """About the share that was asked for; a larger share holds all of a smaller one; another project differs."""
    ids = [f"a{number}" for number in range(2000)]
    some = {id for id in ids if held_out("p", 0.1, id)}
    more = {id for id in ids if held_out("p", 0.3, id)}
    assert 140 <= len(some) <= 260
    assert some < more
    assert {id for id in ids if held_out("q", 0.1, id)} != some
    assert not any(held_out("p", 0.0, id) for id in ids)


def test_the_last_value_if_the_project_says_so(window: Open) -> None:
    """A sticky field offers what the claim before has."""
    hand = window(sticky=("stance",)).at("The Harbor").press("n t q ⏎ n")
    assert hand.state.dim.fields["stance"] == "questions"


def test_a_model_layer_is_walked(window: Open, tmp_path: Path) -> None:
    """Its claims come as proposals with their score; rules add alternatives on the same cue."""
    hand = window()
    start = TEXT.index("Harbor Bridge will")
    cue = TEXT.index("said on")
    claim = Claim(
        id="m1",
        article="a1",
        annotator="model-x",
        layer="model",
        spans={"content": (Span(start, start + 18),), "cue": (Span(cue, cue + 4),)},
        fields={"stance": "hedges"},
        score=0.75,
    )
    proposing = hand.session._proposing
    assert isinstance(proposing, ProjectProposing)
    change = Change("put", claim.key, claim_body(claim, TEXT))
    proposing.project.store.record(Batch("m", (change,), "model-x"))
    hand.open(0)
    hand.at("The Harbor").press("n")
    assert "0.75" in hand.message
    assert ghost(hand.state) == ("", "said", "Harbor Bridge will")
    assert hand.state.dim.fields["stance"] == "hedges"
    hand.press("x")
    assert ghost(hand.state)[2] == "The Harbor Bridge will stay open"
    hand.press("⏎")
    assert hand.state.claims[0].origin["content"] == "proposed"
    assert hand.state.claims[0].score == 0.75


def test_hostile_and_foreign_texts(window: Open) -> None:
    """Unbalanced marks, no marks, another language: n works, or says why it walks sentences."""
    for text in ("“Rents fell, she said", "Rents fell, she said. Nobody knew.", "said"):
        window(text).press("n x ⏎ ⏎ n d C N")
    german = "Die Brücke bleibt offen, sagte die Bürgermeisterin am Dienstag vor dem Rathaus der Stadt. Das war alles."
    hand = window(german).press("n")
    assert "English only" in hand.message
    assert hand.selected.startswith("Die Brücke")


def test_refusals_and_hold_out_go_out_and_come_in_again(tmp_path: Path) -> None:
    """A bundle carries refused proposals as negative examples, and which layers were made without proposals."""
    from annotator.cli import run
    from annotator.core.records.assignment import Refusal, Status, refusal_body, status_body
    from annotator.project.add import add

    text = tmp_path / "a1.txt"
    text.write_text(TEXT, "utf-8")
    at = TEXT.index("said on")
    with create(tmp_path / "p", title="P") as project:
        assert [each.outcome for each in add(project, [text])] == ["added"]
        refusal = Refusal("a1", "ana", f"cue:{at}-{at + 4}", cue=Span(at, at + 4), text="said", offered="cue")
        status = Status("a1", "ana", status="done", proposals="held_out")
        made = (
            Change("refuse", refusal.key, refusal_body(refusal)),
            Change("status", status.key, status_body(status)),
        )
        project.store.record(Batch("b", made, "ana"))
        (project.folder / "lexicon.toml").write_text('[verbs]\nthunder = "asserts"\n', "utf-8")
    out, again = tmp_path / "b", tmp_path / "b2"
    assert run(["-C", str(tmp_path / "p"), "export", "--format", "bundle", "-o", str(out)]) == 0
    assert "said" in (out / "refusals.jsonl").read_text("utf-8")
    assert '"proposals":"held_out"' in (out / "articles.jsonl").read_text("utf-8")
    create(tmp_path / "q", title="P").close()
    assert run(["-C", str(tmp_path / "q"), "import", str(out)]) == 0
    assert run(["-C", str(tmp_path / "q"), "export", "--format", "bundle", "-o", str(again)]) == 0
    for name in ("refusals.jsonl", "articles.jsonl"):
        assert (again / name).read_bytes() == (out / name).read_bytes()
    wrong = (out / "refusals.jsonl").read_text("utf-8").replace('"text":"said"', '"text":"sang"')
    (out / "refusals.jsonl").write_text(wrong, "utf-8")
    assert run(["-C", str(tmp_path / "q"), "import", str(out)]) == 1


def test_a_faulty_lexicon_is_said_before_the_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check` names every fault of lexicon.toml with its line."""
    from annotator.cli import run

    create(tmp_path / "p").close()
    (tmp_path / "p" / "lexicon.toml").write_text('[verbs]\nSay = 3\n[verb]\nx = "y"\n', "utf-8")
    assert run(["-C", str(tmp_path / "p"), "check"]) == 1
    said = capsys.readouterr().err
    assert "lexicon.toml:2" in said
    assert "lexicon.toml:3" in said
