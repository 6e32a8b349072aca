"""Sentences in, proposals out as words: what the rows of these tests are written in."""

from __future__ import annotations

import tomllib
from functools import cache

from annotator.core.proposal.proposal import Proposal
from annotator.core.span import Pieces
from annotator.core.text.segment import Segments
from annotator.proposals.lexicon import lexicon
from annotator.proposals.rules import Rules
from tests.hand import ROOT


@cache
def rules() -> Rules:
    """The rules with the lexicon that ships."""
    return Rules(lexicon(tomllib.loads((ROOT / "schemas" / "lexicons" / "en.toml").read_text("utf-8"))))


def proposals(text: str) -> tuple[Proposal, ...]:
    """All proposals of a text."""
    segments = Segments(text)
    return tuple(each for span in segments.paragraphs() for each in rules().propose(segments, span))


def words(text: str, parts: Pieces) -> str:
    """Pieces as words, with a stroke in the gaps."""
    return " | ".join(text[start:end] for start, end in parts)


def cues(text: str) -> list[str]:
    """The cues of a text."""
    return [words(text, each.cue) for each in proposals(text) if each.cue]


def first(text: str) -> tuple[str, str, str]:
    """(source, cue, content) of the first proposal with a cue."""
    found = next(each for each in proposals(text) if each.cue)
    return words(text, found.sources[0]), words(text, found.cue), words(text, found.contents[0])
