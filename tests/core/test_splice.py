"""Splicing is the long way made short: the same bytes, or nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.record import claim_body, claim_from_body
from annotator.core.records.canonical import canonical
from annotator.core.records.cut import cut, cuts
from annotator.core.records.dataset import Dataset
from annotator.core.records.line import Context, claim_line, nested
from annotator.core.records.splice import Splicer
from annotator.core.speaker import Speaker
from tests.values import SCHEME, articles, claims, words

REGISTRY = {
    "ilse_brandt": Speaker("ilse_brandt", "Ilse “]}” Brandt", merged_into="union"),
    "union": Speaker("union", 'The "union"', "organization", extra={"fields": {"links": []}}),
    "harbor_post": Speaker("harbor_post", "Post", "media", aliases=("a", "b")),
}
SPLICER = Splicer(Context(REGISTRY, SCHEME))
KEYS = [
    '],"fields":{',
    '},"links":[',
    ',"spans":{',
    '},"speakers":[',
    '],"',
    "]}",
    '"',
    "\\",
    '\\"',
    ',"article":"',
    "\u2028",
]
NASTY = st.sampled_from(KEYS)
"""What could be taken for a place to cut at."""


@settings(max_examples=60)
@given(st.data())
def test_a_layer_is_spliced_as_it_would_be_written(data: st.DataObject) -> None:
    """Whatever the claims say, in whatever words: each line, its order, and the nested form."""
    article = data.draw(articles | st.lists(NASTY, min_size=1).map(lambda parts: freeze("a", "".join(parts))))
    odd = data.draw(st.lists(NASTY | words, min_size=3, max_size=3))
    held = {}
    for number, claim in enumerate(data.draw(st.lists(claims(article), max_size=4))):
        id = f"{claim.id}{odd[0]}{number}" if number % 2 else claim.id
        fields = {**claim.fields, "remark": odd[1]} if number % 3 else claim.fields
        held[id] = replace(claim, id=id, annotator="ana", round="main", fields=fields, note=odd[2])
    whole = Dataset(scheme=SCHEME).in_order(held.values())
    bodies = [canonical(claim_body(claim, article.text)).decode() for claim in held.values()]
    parts = cuts(bodies)
    assert parts is not None
    context = Context(REGISTRY, SCHEME)
    layer = Layer(article.id, "ana")
    long = [canonical(claim_line(claim, article, context)) for claim in whole]
    short = SPLICER.lines(parts, article, layer)
    # Only a quoted text that ends like a role may make a layer go the long way.
    quoted = [article.text[start:end] for claim in whole for parts in claim.spans.values() for start, end in parts]
    assert short == long or (short is None and any(text.endswith("],") for text in quoted))
    inside = [canonical(nested(claim_line(claim, article, context))) for claim in whole]
    assert SPLICER.nested(parts) == (None if short is None else inside)


def test_a_role_that_the_scheme_lacks_goes_the_long_way() -> None:
    """And so does a body whose keys are in another order, or that lacks one."""
    body = {"id": "c", "article": "a", "annotator": "ana", "round": "main", "layer": "human"}
    tail = {"speakers": [], "attribution": [], "fields": {}, "links": [], "note": ""}
    piece = [{"start": 0, "end": 1, "text": "x"}]
    foreign = cut(canonical({**body, "spans": {"content": piece, "target": piece}, **tail}).decode())
    assert foreign is not None
    assert SPLICER.nested([foreign]) is None


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        "null",
        '{"id":"c"}',
        '{"article":"a","id":"c","spans":{},"speakers":[],"attribution":[],"fields":{},"links":[]}',
        '{"id":"c","article":"a","spans":{},"speakers":[],"attribution":[],"links":[],"fields":{}}',
        '{"id": "c", "article": "a", "spans": {}, "speakers": [], "attribution": [], "fields": {}, "links": []}',
    ],
)
def test_another_form_is_not_cut(body: str) -> None:
    """One such body and none of its layer is spliced."""
    assert cut(body) is None
    good = canonical(claim_body(Claim("c", "a", "ana"), "")).decode()
    assert cuts([good]) is not None
    assert cuts([good, body]) is None


def test_what_is_kept_has_an_end() -> None:
    """A splicer that has seen thousands of different fields still says the same."""
    splicer = Splicer(Context(REGISTRY, SCHEME))
    for number in range(10_000):
        claim = Claim("c", "a", "ana", fields={"remark": f"r{number}"})
        parts = cuts([canonical(claim_body(claim, "")).decode()])
        assert parts is not None
        (line,) = splicer.nested(parts) or []
    assert json.loads(line)["fields"] == {"remark": "r9999"}
    assert len(splicer._fields) < 10_000
    assert claim_from_body(json.loads(canonical(claim_body(claim, "")))) == claim
