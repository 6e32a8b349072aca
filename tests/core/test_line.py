"""The exported line of a claim: its shape, and that nothing is lost in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.article import freeze
from annotator.core.claim import Claim
from annotator.core.record import CLAIM_KEYS, canonical, parse
from annotator.core.records.line import Context, claim_from_line, claim_line, nested
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from tests.values import SCHEME, articles, claims, speakers

ARTICLE = freeze("rents", "Rents fell, the mayor said. Rents rose.")
REGISTRY = {
    "mayor": Speaker("mayor", "Ilse Brandt", role="mayor", aliases=("Brandt",)),
    "mayor_2": Speaker("mayor_2", "I. Brandt", merged_into="mayor"),
    "post": Speaker("post", "Harbor Post", "media"),
    "union": Speaker("union", "Dockers", "group"),
}
CLAIM = Claim(
    "c1",
    "rents",
    "ana",
    spans={"content": (Span(0, 10),)},
    speakers=("mayor_2",),
    attribution=(("post",), ("mayor_2",)),
    fields={"flags": ("discuss",), "stance": "asserts", "about": ("union",), "other": 1},
    extra={"z": 1, "b": 2},
)


@pytest.mark.parametrize("context", [Context(REGISTRY), Context(REGISTRY, SCHEME)])
def test_order_of_keys(context: Context) -> None:
    """Known keys in the order of the format, then unknown ones sorted."""
    assert list(claim_line(CLAIM, ARTICLE, context)) == [*CLAIM_KEYS, "b", "z"]


def test_under_a_scheme() -> None:
    """Every role is there, in the scheme's order, and fields stand in its order before foreign ones."""
    line = claim_line(CLAIM, ARTICLE, Context(REGISTRY, SCHEME))
    assert line["spans"] == {"content": [{"start": 0, "end": 10, "text": "Rents fell"}], "source": [], "cue": []}
    assert list(line["fields"]) == ["stance", "flags", "about", "other"]
    assert line["article"] == {"id": "rents", "sha256": ARTICLE.sha256, "length": 39}


def test_merged_speakers() -> None:
    """Speakers are resolved through merges when read by others, and left as they were made in a lossless copy."""
    shown = claim_line(CLAIM, ARTICLE, Context(REGISTRY, SCHEME))
    assert [speaker["id"] for speaker in shown["speakers"]] == ["mayor"]
    assert shown["attribution"] == [["post"], ["mayor"]]
    assert [speaker["id"] for speaker in shown["mentioned"]] == ["post", "union"]
    kept = claim_line(CLAIM, ARTICLE, Context(REGISTRY, SCHEME, merged=False))
    assert [(speaker["id"], speaker["merged_into"]) for speaker in kept["speakers"]] == [("mayor_2", "mayor")]
    assert kept["attribution"] == [["post"], ["mayor_2"]]


def test_two_that_became_one() -> None:
    """Two speakers that were merged stand in the line once."""
    line = claim_line(replace(CLAIM, speakers=("mayor", "mayor_2")), ARTICLE, Context(REGISTRY))
    assert [speaker["id"] for speaker in line["speakers"]] == ["mayor"]


def test_speakers_of_a_line() -> None:
    """Those named anywhere in the line come along; built-in ones and stand-ins for unknown ids do not."""
    claim = replace(CLAIM, speakers=("mayor", "@author", "nobody_knows"))
    _, found = claim_from_line(claim_line(claim, ARTICLE, Context(REGISTRY, SCHEME)))
    assert [speaker.id for speaker in found] == ["mayor", "post", "union"]
    assert found[0] == REGISTRY["mayor"]
    renamed = {
        "id": "c1",
        "article": {"id": "rents"},
        "annotator": "ana",
        "speakers": [{"id": "@author", "name": "Me"}],
    }
    assert claim_from_line(renamed)[1] == ()


def test_nested() -> None:
    """Inside an article's line, what the layer says is not repeated."""
    keys = list(nested(claim_line(CLAIM, ARTICLE, Context(REGISTRY))))
    assert keys[:3] == ["id", "spans", "speakers"]
    assert not {"format", "article", "annotator", "round", "layer"} & set(keys)


@given(st.data())
@settings(max_examples=100)
def test_survives(data: st.DataObject) -> None:
    """A claim is the same after its line went through bytes, and so are its speakers."""
    article = data.draw(articles)
    claim = data.draw(claims(article))
    registry = {speaker.id: speaker for speaker in data.draw(st.lists(speakers, max_size=3))}
    for context in (Context(registry, SCHEME, merged=False), Context(registry)):
        line = claim_line(claim, article, context)
        again, named = claim_from_line(parse(canonical(line)))
        assert again == claim
        assert all(registry.get(speaker.id) == speaker for speaker in named)
        assert claim_line(again, article, context) == line
