"""Sentences, quotations, clauses, words and graphemes: rows from news, and laws on any text."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.span import pieces
from annotator.core.text.segment import Segments
from tests.strategies import news


def shown(text: str, spans: object) -> list[str]:
    """The words of some spans."""
    return [text[span.start : span.end] for span in spans]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "row",
    [
        "Rents fell. | Why?",
        "Sen. Ruiz left. | She did not return.",
        "It rose 4.1% in May. | Nobody knew why.",
        "U.S. officials said no. | The rest agreed.",
        "He lives in the U.S. | The move was sudden.",
        "It opened at 3 p.m. Monday. | Crowds came.",
        "It closed at 3 p.m. | The crowd left.",
        "See No. 5 and no. 7. | Done.",
        "On Jan. 5 it rained. | On Feb. 6 it did not.",
        "J. K. Moor wrote it. | It sold.",
        "“We lost.” | She left.",
        "“Why?” he asked.",
        "“Why?” Brandt asked. | Nobody answered.",
        "“We lost. | We will not lose again,” Ruiz said. | He left.",
        "“We won!” she said. | “Again!”",
        "He paused … and left. | She stayed.",
        "“The rents fell,” said Ilse Brandt, the mayor. | “They will fall again.”",
        "(It was late.) | Nobody spoke.",
        "橋は安全です。 | 明日も安全です。",
        "Acme Inc. said no. | Acme Inc. | The firm closed.",
        "What now?! | Nothing.",
        "A line without a stop",
        "He said: “No.” | Then he left.",
        "The rate is 3.5 percent, i.e. low. | Good.",
    ],
)
def test_sentences(row: str) -> None:
    """Each row is a paragraph with its sentences parted by bars."""
    parts = row.split(" | ")
    text = " ".join(parts)
    assert shown(text, Segments(text).sentences()) == parts


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("She said “no” twice.", ["no"]),
        ('She said "no" twice.', ["no"]),
        ("“He said ‘no’ to me,” she wrote.", ["He said ‘no’ to me,", "no"]),
        ("\"He said 'no' to me,\" she wrote.", ["He said 'no' to me,", "no"]),
        ("The workers' union doesn't agree.", []),
        ("The workers’ union doesn’t agree since the ’90s.", []),
        ("“We begin here.", ["We begin here."]),
        ("„Nein“, sagte er.", ["Nein"]),
        ("« Non », dit-il.", ["Non"]),
        ("「安全です」と言った。", ["安全です"]),
        ('"Yes," she said, "but late."', ["Yes,", "but late."]),
        ("the so-called “experts” and “critics”", ["experts", "critics"]),
        ("a 6' wall and a 5\" nail", []),
    ],
)
def test_quotations(text: str, inner: list[str]) -> None:
    """Apostrophes quote nothing; what is not closed runs to the end of its paragraph."""
    assert shown(text, [each.inner for each in Segments(text).quotations(0)]) == inner


def test_continued_quotation() -> None:
    """An opening mark at each paragraph, closed only in the last: each paragraph is quoted to its end."""
    text = "“One begins.\n\n“Two goes on.\n\n“Three ends,” he said."
    segments = Segments(text)
    found = [segments.quotations(span.start)[0] for span in segments.paragraphs()]
    assert [each.closed for each in found] == [False, False, True]
    assert shown(text, [each.inner for each in found]) == ["One begins.", "Two goes on.", "Three ends,"]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Rents fell, the ministry said on Tuesday.", ["Rents fell", "the ministry said on Tuesday"]),
        ("The mayor said that rents fell; critics disagreed.", ["The mayor said", "rents fell", "critics disagreed"]),
        ("Prices rose, but wages did not.", ["Prices rose", "but wages did not"]),
        (
            "“We were never asked about it,” she told reporters, “and nobody ever wrote to us.”",
            ["We were never asked about it", "she told reporters", "and nobody ever wrote to us"],
        ),
        ("It teaches physics, chemistry, and music.", ["It teaches physics, chemistry, and music"]),
        (
            "Crowds left the U.S., but few returned to the U.S.",
            ["Crowds left the U.S.", "but few returned to the U.S."],
        ),
        ("The red, white and blue flag fell.", ["The red, white and blue flag fell"]),
    ],
)
def test_clauses(text: str, clauses: list[str]) -> None:
    """Parted where a news sentence parts what is said from who says it."""
    segments = Segments(text)
    assert shown(text, segments.clauses(segments.sentence(0))) == clauses


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("don't co-operate", ["don't", "co-operate"]),
        ("It rose 4.1% to $3.5 bn", ["It", "rose", "4.1%", "to", "$3.5", "bn"]),
        ("U.S. officials", ["U.S.", "officials"]),
        ("@ruiz and #vote", ["@ruiz", "and", "#vote"]),
        ("cafe\u0301 noir", ["cafe\u0301", "noir"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """What `w` goes through."""
    segments = Segments(text)
    assert shown(text, segments.words_of(0)) == words


@pytest.mark.parametrize(
    ("text", "start", "end", "type"),
    [
        ("“Rents fell,” she said.", 1, 11, "direct"),
        ("Rents “fell sharply” in May", 0, 27, "mixed"),
        ("Rents fell in May", 0, 17, "indirect"),
        ("“Rents fell,” she said.", 0, 13, "direct"),
    ],
)
def test_quote_type(text: str, start: int, end: int, type: str) -> None:
    """By the marks around the content."""
    assert Segments(text).quote_type(pieces([(start, end)])) == type


@given(news)
@settings(max_examples=200)
def test_sentences_cover_all_that_is_not_blank(text: str) -> None:
    """Sentences are in order and apart, and every character that is not blank lies in one."""
    covered: set[int] = set()
    before = 0
    for span in Segments(text).sentences():
        assert before <= span.start < span.end <= len(text)
        before = span.end
        covered.update(range(span.start, span.end))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= covered


@given(news, st.data())
@settings(max_examples=200)
def test_grapheme_steps(text: str, data: st.DataObject) -> None:
    """Looking at a few characters gives the boundaries that looking at the whole text gives."""
    edges = [0, *(match.end() for match in regex.finditer(r"\X", text))]
    segments = Segments(text)
    offset = data.draw(st.integers(0, len(text)))
    assert segments.snap(offset) == max(edge for edge in edges if edge <= offset)
    after = [edge for edge in edges if edge > segments.snap(offset)]
    assert segments.next_grapheme(offset) == (min(after) if after else len(text))
    before = [edge for edge in edges if edge < offset]
    assert segments.prev_grapheme(offset) == (max(before) if before else 0)


@given(news, st.data())
@settings(max_examples=200)
def test_words_never_part_a_grapheme(text: str, data: st.DataObject) -> None:
    """Word starts and ends are grapheme boundaries, and stepping by words moves and stays inside."""
    segments = Segments(text)
    for index in range(len(segments.paragraphs())):
        for word in segments.words_of(index):
            assert segments.is_boundary(word.start)
            assert segments.is_boundary(word.end)
    offset = data.draw(st.integers(0, len(text)))
    assert offset < segments.next_word(offset) or offset == len(text) == segments.next_word(offset)
    assert segments.prev_word(offset) < offset or offset == segments.prev_word(offset) == 0


@given(st.text("🇦🇧e\u0301\u200d\ufe0f👩x ", max_size=40))
@settings(max_examples=300)
def test_clusters_are_those_of_unicode(text: str) -> None:
    """Our pattern, which is quick on runs of flags, finds what the plain one finds."""
    from annotator.core.text.grapheme import CLUSTER

    assert [match.span() for match in CLUSTER.finditer(text)] == [match.span() for match in regex.finditer(r"\X", text)]


def test_one_cluster_longer_than_a_paragraph_may_be() -> None:
    """A letter under thirty thousand marks is one sentence and one word, and nothing hangs."""
    text = "e" + "\u0301" * 30_000 + " end."
    segments = Segments(text)
    assert [text[span.start : span.end] for span in segments.paragraphs()] == [text[:30_001], " end."]
    assert segments.sentence(15_000).end >= 30_001


def test_a_run_of_flags_is_no_trap() -> None:
    """Forty thousand flag letters: a step looks at each once, not at each for each."""
    text = "x" + "🇫🇷" * 20_000
    segments = Segments(text)
    assert segments.snap(20_002) == 20_001
    assert segments.next_grapheme(20_001) == 20_003
