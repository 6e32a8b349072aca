"""The rules, by sentence: where cues are and are not, and what stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from annotator.core.proposal.proposal import QUOTATION
from annotator.core.span import Span
from annotator.core.text.segment import Segments
from tests.proposals.reading import cues, first, proposals, rules, words
from tests.strategies import news


class Counting(Segments):
    """Counts how often the words of a stretch are asked for."""

    asked = 0

    def words_in(self, span: Span) -> tuple[Span, ...]:
        """As ever."""
        self.asked += 1
        return super().words_in(span)


def test_each_sentence_is_read_once() -> None:
    """However many cues of a paragraph stand in somebody's speech: twice the text, twice the work."""
    counts = []
    for times in (8, 16):
        segments = Counting("The mayor told us: “The council said that rents fell, and I deny that it knew.” " * times)
        found = rules().propose(segments, segments.paragraphs()[0])
        assert sum(bool(each.outer) for each in found) >= times
        counts.append(segments.asked)
    assert counts[1] <= 2 * counts[0]


AROUND = [
    # the cue behind its subject
    ("Brandt said that the bridge is safe.", ("Brandt", "said", "the bridge is safe")),
    ("The ministry says rents fell.", ("The ministry", "says", "rents fell")),
    ("On Tuesday the ministry said that rents fell.", ("the ministry", "said", "rents fell")),
    ("The ministry on Tuesday said that rents fell.", ("The ministry", "said", "rents fell")),
    ("Its author, Teo Lang, calls the effect “modest”.", ("Its author, Teo Lang,", "calls", "the effect “modest”")),
    ("Brandt told reporters that the bridge is safe.", ("Brandt", "told reporters", "the bridge is safe")),
    ("Ruiz said in a statement on Monday that it was late.", ("Ruiz", "said in a statement", "it was late")),
    ("She said: “The bridge is safe and open.”", ("She", "said", "The bridge is safe and open")),
    ("Ruiz and Brandt said that it was late.", ("Ruiz and Brandt", "said", "it was late")),
    ("Kostka's office denied that he had met her.", ("Kostka's office", "denied", "he had met her")),
    ("The firm would not say whether it had paid.", ("The firm", "would not say", "it had paid")),
    ("Aquira promised to cut prices.", ("Aquira", "promised", "cut prices")),
    # the cue behind what was said
    ("“The bridge is safe today,” Brandt said.", ("Brandt", "said", "The bridge is safe today")),
    ("“The bridge is safe today,” said Ilse Brandt.", ("Ilse Brandt", "said", "The bridge is safe today")),
    (
        "“It is a good year,” said Runa Eskil, who led the survey.",
        ("Runa Eskil, who led the survey", "said", "It is a good year"),
    ),
    ("Rents fell by a tenth, the ministry said.", ("the ministry", "said", "Rents fell by a tenth")),
    ("It “respects every result”, its aide Mil Dor said.", ("its aide Mil Dor", "said", "It “respects every result”")),
    # in the middle: two pieces
    (
        "“The bridge is safe now,” she said, “and will stay open.”",
        ("she", "said", "The bridge is safe now | and will stay open"),
    ),
    (
        "In the town of Veles, it claims, more people voted.",
        ("it", "claims", "In the town of Veles | more people voted"),
    ),
    # phrases
    ("Rents fell, according to the agency.", ("the agency", "according to", "Rents fell")),
    ("According to the agency, rents fell.", ("the agency", "According to", "rents fell")),
    ("The Navy reportedly saved 200 people.", ("", "reportedly", "The Navy | saved 200 people")),
]


@pytest.mark.parametrize(("sentence", "wanted"), AROUND, ids=[row[0][:40] for row in AROUND])
def test_what_stands_around_a_cue(sentence: str, wanted: tuple[str, str, str]) -> None:
    """The first alternative for source and content, and the cue itself."""
    assert first(sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "The report was long.",
        "A claim of that size is rare.",
        "He was told to leave the room.",
        "Economists had called that promise unrealistic.",
        "Brand Colder arrived.",
        "The results of the survey are on the wall.",
        "She wanted to say something.",
        "The 300 reported cases were mild.",
    ],
)
def test_words_that_attribute_nothing(sentence: str) -> None:
    """Nouns, names, passives and infinitives of the same form are no cues."""
    assert cues(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("The study suggests that rents fell.", "hedges"),
        ("The mayor denied that rents fell.", "denies"),
        ("The mayor did not deny that rents fell.", "hedges"),
        ("The firm declined to comment on rents.", "declines"),
        ("Ruiz doubts that rents fell.", "questions"),
        ("The mayor said that rents fell.", "asserts"),
    ],
)
def test_the_stance_that_a_cue_suggests(sentence: str, stance: str) -> None:
    """From the lexicon, turned by a “not” before the verb."""
    assert proposals(sentence)[0].stance == stance


def test_a_quotation_of_several_sentences() -> None:
    """The sentence at the cue first, then the whole; the others are unmarked quotations of their own."""
    text = "“Rents fell last year. Wages rose a little,” Ruiz said. “Nobody noticed that at all.”"
    found = proposals(text)
    spoken = next(each for each in found if each.cue)
    assert [words(text, each) for each in spoken.contents[:2]] == [
        "Rents fell last year",
        "Rents fell last year. Wages rose a little",
    ]
    others = [words(text, each.contents[0]) for each in found if each.kind == QUOTATION]
    assert others == ["Wages rose a little", "Nobody noticed that at all"]


def test_broken_quotations_are_offered_joined_and_split() -> None:
    """“A,” she said, “b” is one claim first, then two; “A,” she said. “B.” the other way round."""
    text = "“It is over now,” she said. “We can all go home.”"
    found = proposals(text)[0]
    assert [words(text, each) for each in found.contents[:2]] == [
        "It is over now",
        "It is over now | We can all go home",
    ]
    text = "“It is over now,” she said, “and we can go home.”"
    found = proposals(text)[0]
    assert [words(text, each) for each in found.contents[:2]] == [
        "It is over now | and we can go home",
        "It is over now",
    ]


def test_two_propositions_on_one_cue() -> None:
    """The first of two “that” clauses first, then both, then the second."""
    text = "The study suggests that dust kept it small, and that the closure let it grow."
    found = [words(text, each) for each in proposals(text)[0].contents]
    assert found[0] == "dust kept it small"
    assert "the closure let it grow" in found


def test_a_post_with_its_writer_below() -> None:
    """“— Name” under a quotation is its source."""
    text = "“All votes were counted twice here.”\n— Veles Fire (@veles_fire)"
    found = proposals(text)
    assert [(each.kind, words(text, each.contents[0]), words(text, each.sources[0])) for each in found] == [
        (QUOTATION, "All votes were counted twice here", "Veles Fire")
    ]


def test_a_colon_at_the_end_of_a_paragraph() -> None:
    """The quotation of the next paragraph is the content."""
    text = "Ruiz wrote that night:\n\n“All votes were counted twice here.”"
    assert first(text) == ("Ruiz", "wrote", "All votes were counted twice here")


def test_it_points_back() -> None:
    """“Denies it” is about what the sentence before said."""
    text = "In Veles, the campaign claims, more people voted. The mayor denies it."
    found = proposals(text)[-1]
    assert words(text, found.cue) == "denies"
    assert words(text, found.contents[0]) == "In Veles | more people voted"


def test_a_cue_inside_speech_has_a_teller() -> None:
    """The outer source comes with it, so that the chain can be proposed."""
    text = "“The minister said that the dam will hold,” Ruiz told reporters."
    inner = next(each for each in proposals(text) if words(text, each.cue) == "said")
    assert words(text, inner.sources[0]) == "The minister"
    assert [words(text, each) for each in inner.outer] == ["Ruiz"]


def test_another_language_is_silence() -> None:
    """German news has cues of no lexicon; the rules say so instead of guessing."""
    german = (
        "Die Brücke bleibt trotz der Risse offen, sagte die Bürgermeisterin am Dienstag vor dem Rathaus. Die "
        "Opposition warf ihr vor, die Bürger getäuscht zu haben. Der Bericht war seit Wochen bekannt."
    )
    assert "English only" in rules().silent(Segments(german))
    assert (
        rules().silent(Segments("The bridge will stay open, the mayor said, in spite of the cracks in its piers."))
        == ""
    )
    assert rules().silent(Segments("Rents fall")) == ""


@pytest.mark.parametrize(
    "text",
    ["", "said", "“", "”” said “", "said said said said", '"' * 300 + " said", "According to", ", she said,", "“said”"],
)
def test_odd_texts(text: str) -> None:
    """No text is too short or too crooked."""
    for each in proposals(text):
        assert each.contents


def test_five_hundred_cues() -> None:
    """One sentence after the other, all are found."""
    text = " ".join(f"Ruiz said that rents fell by {number} in May." for number in range(500))
    assert len(cues(text)) == 500


@settings(max_examples=150)
@given(news)
def test_laws(text: str) -> None:
    """Every span lies in the text, holds a letter or digit, and no content covers its own cue or source."""
    for each in proposals(text):
        assert each.contents
        for parts in (*each.contents, *each.sources, each.cue):
            for start, end in parts:
                assert 0 <= start < end <= len(text)
        for content in each.contents:
            assert any(char.isalnum() for start, end in content for char in text[start:end])
            assert not any(part.overlaps(cue) for part in content for cue in each.cue)
    assert proposals(text) == proposals(text)
