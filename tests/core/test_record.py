"""The codec: from(to(x)) == x for every value, and hashes that see labels only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.article import Article, freeze
from annotator.core.claim import Claim, Link
from annotator.core.record import (
    article_body,
    article_from_body,
    canonical,
    claim_body,
    claim_from_body,
    label_hash,
    parse,
    quote_faults,
    speaker_body,
    speaker_from_body,
)
from annotator.core.records.assignment import (
    Assignment,
    Refusal,
    Status,
    assignment_body,
    assignment_from_body,
    refusal_body,
    refusal_from_body,
    status_body,
    status_from_body,
)
from annotator.core.records.decision import decision_body, decision_from_body, rule_id
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from tests.values import articles, assignments, claims, decisions, inputs, refusals, speakers, statuses

TEXT = "Rents fell, the mayor said. Rents rose."
CLAIM = Claim(
    "c1", "rents", "ana", spans={"content": (Span(0, 10),)}, speakers=("mayor",), fields={"stance": "asserts"}
)


@given(st.data())
@settings(max_examples=100)
def test_claim_survives(data: st.DataObject) -> None:
    """A claim is the same after its body went through bytes, unknown keys included."""
    article = data.draw(articles)
    claim = data.draw(claims(article))
    body = claim_body(claim, article.text)
    assert claim_from_body(parse(canonical(body))) == claim
    assert quote_faults(body, article.text) == []
    assert list(claim_body(claim_from_body(body), article.text)) == list(body)


@given(st.data())
@settings(max_examples=60)
def test_decision_survives(data: st.DataObject) -> None:
    """A decision is the same after its body went through bytes, with its results."""
    article = data.draw(articles)
    decision = data.draw(decisions(article))
    assert decision_from_body(parse(canonical(decision_body(decision, article.text)))) == decision


@given(articles, speakers, assignments, statuses, refusals)
@settings(max_examples=100)
def test_others_survive(
    article: Article, speaker: Speaker, assignment: Assignment, status: Status, refusal: Refusal
) -> None:
    """Articles, speakers, assignments, statuses and refusals are the same after their bodies went through bytes."""
    assert article_from_body(parse(canonical(article_body(article))), article.text) == article
    assert speaker_from_body(parse(canonical(speaker_body(speaker)))) == speaker
    assert assignment_from_body(parse(canonical(assignment_body(assignment)))) == assignment
    assert status_from_body(parse(canonical(status_body(status)))) == status
    assert refusal_from_body(parse(canonical(refusal_body(refusal)))) == refusal


def test_shape_of_a_body() -> None:
    """A body has every known key in order, then unknown keys sorted; speakers are ids; spans carry their words."""
    body = claim_body(replace(CLAIM, extra={"z": 1, "b": 2}), TEXT)
    assert " ".join(body) == (
        "id article annotator round layer spans speakers attribution fields links note origin score derived_from "
        "scheme created updated seconds b z"
    )
    assert body["spans"] == {"content": [{"start": 0, "end": 10, "text": "Rents fell"}]}
    assert body["speakers"] == ["mayor"]


def test_the_same_claim_is_the_same_bytes() -> None:
    """The order in which roles, fields and unknown keys were set does not show."""
    one = replace(CLAIM, spans={"cue": (Span(12, 15),), **CLAIM.spans}, extra={"b": 1, "a": 2})
    two = replace(CLAIM, spans={**CLAIM.spans, "cue": (Span(12, 15),)}, extra={"a": 2, "b": 1})
    assert canonical(claim_body(one, TEXT)) == canonical(claim_body(two, TEXT))
    assert label_hash(one) == label_hash(two)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"note": "x", "origin": {"content": "proposed"}, "updated": "2026-01-31T09:00:00.000Z", "seconds": 3.0}, True),
        ({"id": "c2", "annotator": "ben", "score": 0.5, "extra": {"a": 1}}, True),
        ({"spans": {"content": (Span(0, 9),)}}, False),
        ({"spans": {"cue": (Span(0, 10),)}}, False),
        ({"speakers": ("union",)}, False),
        ({"attribution": (("mayor",),)}, False),
        ({"fields": {"stance": "denies"}}, False),
        ({"fields": {}}, False),
        ({"links": (Link("responds_to", "c2"),)}, False),
    ],
)
def test_label_hash(change: dict[str, object], same: bool) -> None:
    """The hash moves with spans, speakers, attribution, fields and links, and with nothing else."""
    assert (label_hash(replace(CLAIM, **change)) == label_hash(CLAIM)) is same  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"start": 0, "end": 10, "text": "Rents rose"}, 'are "Rents fell".'),
        ({"start": 0, "end": 10}, 'the quoted text is ""'),
        ({"start": 5, "end": 5, "text": ""}, "empty or lies outside"),
        ({"start": 30, "end": 99, "text": "rose."}, "0 ≤ start < end ≤ 39"),
        ({"start": -3, "end": 4, "text": "Rent"}, "lies outside"),
    ],
)
def test_quote_faults(part: dict[str, object], said: str) -> None:
    """A span that does not say what stands in the text is named with its key, and with what does stand there."""
    (fault,) = quote_faults({"spans": {"content": [{"start": 0, "end": 5, "text": "Rents"}, part]}}, TEXT)
    assert fault.key.startswith("spans.content[1]")
    assert said in str(fault)


def test_bodies_may_be_sparse() -> None:
    """Only the identity is needed; pieces that touch are one; several values are a set."""
    claim = claim_from_body(
        {
            "id": "c1",
            "article": "rents",
            "annotator": "ana",
            "spans": {"content": [{"start": 4, "end": 6}, {"start": 0, "end": 4}], "cue": []},
            "fields": {"flags": ["b", "a", "b"]},
        }
    )
    assert claim.spans == {"content": (Span(0, 6),)}
    assert claim.fields == {"flags": ("a", "b")}
    assert claim.key == ("rents", "human", "ana", "main", "c1")


def test_keys_of_events() -> None:
    """Each value names what its event replaces, in the order that events use."""
    assert Status("a", "ana", "main", "human").key == ("a", "human", "ana", "main")
    assert Assignment("a", "ana").key == ("a", "ana", "main")
    assert Refusal("a", "ana", "p1").key == ("a", "ana", "main", "p1")


@given(st.lists(inputs, min_size=1, max_size=4, unique=True))
def test_rule_id(found: list[tuple[str, str, str, str, str]]) -> None:
    """The id of a decision by rule does not depend on the order of its inputs, but on each of them."""
    assert rule_id("a", found) == rule_id("a", found[::-1])
    assert rule_id("a", found) != rule_id("a", found[1:])
    assert rule_id("a", found) != rule_id("b", found)


def test_article_body_has_no_text() -> None:
    """The text lies once under its hash; the body names hash and length."""
    body = article_body(freeze("rents", TEXT, source=b"raw"))
    assert "text" not in body
    assert body["length"] == len(TEXT)
