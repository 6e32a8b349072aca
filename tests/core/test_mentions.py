"""Where a speaker is named in a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.registry.mentions import mentions, names
from annotator.core.speaker import Speaker

BRANDT = Speaker("ilse_brandt", "Ilse Brandt", "person", ("the mayor",))
REGISTRY = {
    each.id: each
    for each in (
        BRANDT,
        Speaker("brown", "Ida Brown", "person"),
        Speaker("muller", "Jan Müller", "person"),
        Speaker("post", "The Harbor Post", "media"),
        Speaker("firm", "Lindqvist & Sons", "organization", ("The firm", "she")),
        Speaker("ng", "Ng", "person"),
        Speaker("residents", "residents", "group"),
        Speaker("wang", "王小明", "person"),
        Speaker("acme", "Acme Inc.", "organization"),
        Speaker("madame", "Madame Bürgermeister", "person", merged_into="ilse_brandt"),
    )
}


@pytest.mark.parametrize(
    ("id", "text", "found"),
    [
        ("ilse_brandt", "Ilse Brandt spoke. Brandt’s office; Ilse left.", ["Ilse Brandt", "Brandt"]),
        (
            "ilse_brandt",
            "The mayor, the Mayor, a mayor, Brandtner, ILSE\nBRANDT",
            ["The mayor", "the Mayor", "ILSE\nBRANDT"],
        ),
        ("ilse_brandt", "Madame Burgermeister", ["Madame Burgermeister"]),
        ("madame", "Ilse Brandt", ["Ilse Brandt"]),
        ("brown", "Brown bears are brown; Ida Brown; browns", ["Brown", "Ida Brown"]),
        ("muller", "Muller, Mu\u0308ller’s, MÜLLER, müller", ["Muller", "Mu\u0308ller", "MÜLLER"]),
        ("post", "the Harbor Post, The Harbor Post, the harbor post", ["Harbor Post", "Harbor Post"]),
        ("firm", "The firm is firm. Lindqvist & Sons; She", ["The firm", "Lindqvist & Sons"]),
        ("ng", "Ng is sing-ing, Ng.", ["Ng", "Ng"]),
        ("residents", "Residents and residents", ["Residents", "residents"]),
        ("wang", "昨天王小明说", ["王小明"]),
        ("acme", "Acme Inc., Acme Inc.com", ["Acme Inc.", "Acme Inc."]),
        ("nobody", "nobody", []),
        ("@author", "Author of the article", []),
    ],
)
def test_mentions(id: str, text: str, found: list[str]) -> None:
    """Names, aliases, surnames of persons, names of merged ones; whole words, no pronouns, capitals as they are."""
    assert [text[start:end] for start, end in mentions(text, names(id, REGISTRY))] == found


@given(st.text("aB é\u0301-ß\n", max_size=40), st.lists(st.text("aB é-", min_size=1, max_size=4), max_size=3))
def test_mentions_are_disjoint_and_in_order(text: str, wanted: list[str]) -> None:
    """Whatever overlaps is one; every place lies in the text."""
    found = mentions(text, tuple(wanted))
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(a.end < b.start for a, b in pairwise(found))
