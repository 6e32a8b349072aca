"""The short way reads what the long way reads, and refuses what it refuses, whatever was done to a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer, Link, SchemeRef
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Reading, Wanted
from annotator.core.records.line import ARTICLE_FORMAT, CLAIMS_FORMAT
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from annotator.formats.articles import FORMAT as ARTICLES
from annotator.formats.claims import FORMAT as CLAIMS
from annotator.formats.gathering import Gathering
from annotator.formats.intake import lines
from annotator.formats.own_form import OwnForm
from tests.formats.reading import read, source, write
from tests.values import REF, SCHEME

WANTED = [Wanted(), Wanted("zoe"), Wanted("zoe", "model", "pilot", "open"), Wanted("", "gold")]
INSERTED = st.sampled_from(
    [
        *(
            '"',
            "\\",
            "}",
            "]",
            ",",
            "0",
            "9",
            "-",
            "é",
            "\ufeff",
            "\x00",
            "NaN",
            "1e999",
            "null",
            '"id":"c9",',
            '\\"',
            " ",
        ),
        *('{"x":1},', '"note":"twice",', "\\ud800", "\\u0000", "\u2028", '},{"id":"', ']},{"annotator":"', "x" * 300),
    ]
)
ARTICLES_ = {
    article.id: article
    for article in (
        freeze("rents", 'Rents "fell", he said. 家賃 👩🏽\u200d🔬 ]},{"id":" and “no”.', title="Rents"),
        freeze("port", "The port closed.", meta={"layers": [{"annotator": "x"}], "n": 3}),
    )
}
SPANS = {"content": (Span(0, 12), Span(14, 16)), "cue": (Span(17, 21),)}
PEOPLE = {
    "ilse": Speaker("ilse", 'Ilse "I" Brandt', extra={"fields": {"a": 1}, "seconds": 1.0}),
    "union": Speaker("union", "Union", "organization"),
}
PLAIN = Claim("c1", "rents", "ana", spans=SPANS, speakers=("ilse",), fields={"stance": "asserts"}, scheme=REF)
CLAIMS_MADE = (
    PLAIN,
    replace(PLAIN, id="c2", fields={}, speakers=(), spans={}, scheme=None),
    replace(PLAIN, id="c3", note='He said "so"\n', attribution=(("union",), ("ilse",)), created="2026-01-31T09:00:00Z"),
    replace(PLAIN, id="c4", links=(Link("responds_to", "c1"), Link("responds_to", "c9")), derived_from=("c1", "c2")),
    replace(PLAIN, id="c5", score=0.25, seconds=14.25, fields={"flags": ("discuss", "headline"), "about": ("union",)}),
    replace(PLAIN, id='c"6', extra={"seen": [1, {"seconds": 1.5}]}, origin={"content": "edited"}),
    replace(PLAIN, id="c7", scheme=SchemeRef("claims", "0.9", "other"), spans={"content": (Span(0, 5),)}),
)


def _layers(*parts: tuple[Claim, ...]) -> dict[Layer, Content]:
    names = ("ana", "ben", "gold")
    kinds = ("human", "model", "gold")
    made: dict[Layer, Content] = {}
    for name, kind, claims in zip(names, kinds, parts, strict=False):
        own = tuple(replace(each, annotator=name, layer=kind) for each in claims)
        made[Layer("rents", name, "main", kind)] = Content(
            "done" if kind != "model" else "open", own, "off" if own else ""
        )
    return made


KNOWN = [
    Dataset(ARTICLES_, {}, PEOPLE, scheme=SCHEME),
    Dataset(ARTICLES_, _layers((PLAIN,)), PEOPLE, scheme=SCHEME),
    Dataset(ARTICLES_, _layers(CLAIMS_MADE[:3], CLAIMS_MADE[3:]), PEOPLE, scheme=SCHEME),
    Dataset(ARTICLES_, _layers((CLAIMS_MADE[4],), (), CLAIMS_MADE[:2]), PEOPLE, scheme=SCHEME),
    Dataset({"port": ARTICLES_["port"]}, {Layer("port", "ana"): Content("done")}, scheme=SCHEME),
]


def the_long_way(format: str, data: bytes, known: Dataset, wanted: Wanted) -> Reading:
    """What a reader without the short way reads."""
    gathering = Gathering(known, wanted)
    given = {"annotator": wanted.annotator} if wanted.annotator and format == CLAIMS_FORMAT else {}
    take: Callable[..., None] = gathering.claim if format == CLAIMS_FORMAT else gathering.article
    for taken in lines(source(data), format, given):
        take(taken)
    return gathering.reading()


@st.composite
def changed(draw: st.DrawFn, text: str) -> str:
    """The text with a few changes, or none: something put in, taken out, repeated, or exchanged."""
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        kind = draw(st.sampled_from(["insert", "delete", "repeat", "replace", "digit"]))
        if kind == "insert":
            text = text[:start] + draw(INSERTED) + text[start:]
        elif kind == "delete":
            text = text[:start] + text[end:]
        elif kind == "repeat":
            text = text[:end] + text[start:end] + text[end:]
        elif kind == "replace":
            text = text[:start] + draw(INSERTED) + text[end:]
        else:
            numbers = [place for place, char in enumerate(text) if char.isdigit()]
            if numbers:
                place = draw(st.sampled_from(numbers))
                text = text[:place] + draw(st.sampled_from("0123456789")) + text[place + 1 :]
    return text


@pytest.mark.parametrize(("format", "writer"), [(CLAIMS_FORMAT, CLAIMS), (ARTICLE_FORMAT, ARTICLES)])
@given(st.data())
def test_both_ways_are_one(format: str, writer: object, data: st.DataObject) -> None:
    """The same articles, layers, claims, speakers, faults and notes, in the same order."""
    known = data.draw(st.sampled_from(KNOWN))
    made = write(writer, known).get("", b"").decode("utf-8")  # type: ignore[arg-type]
    text = data.draw(changed(made)).encode("utf-8", "surrogatepass")
    wanted = data.draw(st.sampled_from(WANTED))
    if data.draw(st.booleans()):
        known = replace(known, articles={} if format == ARTICLE_FORMAT else known.articles, layers={}, speakers={})
    if data.draw(st.booleans()):
        text += text
    short, long = read(writer, text, known, wanted), the_long_way(format, text, known, wanted)  # type: ignore[arg-type]
    assert [str(fault) for fault in short.faults] == [str(fault) for fault in long.faults]
    assert short.notes == long.notes
    assert short.data.layers == long.data.layers
    assert short.data.speakers == long.data.speakers
    assert short == long


PIECE = '{"start":0,"end":12,"text":"Rents \\"fell\\""}'
ROWS = [
    ('"text":"Rents', '"text":"rents'),
    ('"end":12,', '"end":12.0,'),
    ('"end":12,', '"end":"12",'),
    ('"end":12,', '"end":true,'),
    ('"start":0,', '"start":-1,'),
    ('"start":0,', '"start":0,"start":0,'),
    ('"end":12,', '"end":12000,'),
    (PIECE, f"{PIECE},{PIECE}"),
    (PIECE, f"7,{PIECE}"),
    ('"content":[', '"content":[],"content":['),
    ('"content":[', '"target":['),
    ('"cue":[', '"cue":{},"x":['),
    ('"cue":[', '"cue":[{"start":13,"end":14,"text":" "},'),
    ('"end":12,', '"end":12,"middle":6,'),
    ('"source":[]', '"source":null'),
    ('"id":"c1",', f'"id":"{"x" * 201}",'),
    ('"id":"c1",', '"id":"",'),
    ('"id":"c1",', '"id":"\u200b",'),
    ('"id":"c1",', '"id":"c1","id":"c1",'),
    ('"annotator":"ana"', '"annotator":"a b"'),
    ('"annotator":"ana"', '"annotator":"gold"'),
    ('"round":"main"', '"round":""'),
    ('"stance":"asserts"', '"stance":"shouts"'),
    ('"stance":"asserts"', '"stance":"asserts","stance":"denies"'),
    ('"speakers":[', '"speakers":[7,'),
    ('"type":"unknown"', '"type":"robot"'),
    ('"note":""', '"note":"\\u0000"'),
    ('"note":""', '"note":"","note":""'),
    ('"origin":{}', '"origin":{"content":"guessed"}'),
    ('"score":null', '"score":"high"'),
    ('"derived_from":[]', '"derived_from":[7]'),
    ('"derived_from":[]', '"derived_from":["\u200b"]'),
    ('"created":""', '"created":"today"'),
    ('"seconds":0.0', '"seconds":-1.0'),
    ('"seconds":0.0', '"seconds":00.5'),
    ('"links":[]', '"links":[{"type":"likes","target":"c1"}]'),
    ('"links":[]', '"links":[{"type":"responds_to","target":"c8"}]'),
    ('"meaning":"mm', '"meaning":7,"m":"mm'),
]
"""What is exchanged in the line of a plain claim, and makes it wrong."""


@pytest.mark.parametrize(("format", "writer"), [(CLAIMS_FORMAT, CLAIMS), (ARTICLE_FORMAT, ARTICLES)])
@pytest.mark.parametrize(("old", "new"), ROWS, ids=[f"{number} {new[:24]!a}" for number, (_, new) in enumerate(ROWS)])
def test_what_is_wrong_is_refused_the_same(old: str, new: str, format: str, writer: object) -> None:
    """Each of these is a fault of both ways, and nothing of the claim is taken."""
    known = replace(KNOWN[1], speakers={})
    text = write(writer, known)[""].decode("utf-8").replace(old, new, 1)  # type: ignore[arg-type]
    assert new in text
    known = replace(known, layers={})
    short, long = read(writer, text.encode(), known), the_long_way(format, text.encode(), known, Wanted())  # type: ignore[arg-type]
    assert short == long
    assert short.faults


ODD = [
    ('"attribution":[]', '"attribution":[],"seen":{"by":["x"]}'),
    ('"mentioned":[],', ""),
    ('"note":"",', ""),
    ('"fields":{', '"more":1,"fields":{'),
    ('"seconds":0.0', '"seconds":3'),
    ('"seconds":0.0', '"seconds":0.0,"more":[1]'),
    ('"score":null', '"score":-0.5'),
    ('"links":[],', '"links":[ ],'),
    ('"round":"main",', '"round":"main","more":1,'),
    ('"text":"Rents', '"text":"\\u0052ents'),
]
"""What is exchanged and makes it unusual, but right."""


@pytest.mark.parametrize(("format", "writer"), [(CLAIMS_FORMAT, CLAIMS), (ARTICLE_FORMAT, ARTICLES)])
@pytest.mark.parametrize(("old", "new"), ODD, ids=[f"{number} {new[:24]!a}" for number, (_, new) in enumerate(ODD)])
def test_what_is_unusual_is_read_the_same(old: str, new: str, format: str, writer: object) -> None:
    """Unknown keys are kept, missing ones are as they are by default."""
    text = write(writer, KNOWN[1])[""].decode("utf-8")  # type: ignore[arg-type]
    if format == ARTICLE_FORMAT and old == '"round":"main",':
        return
    text = text.replace(old, new, 1)
    assert new in text
    known = replace(KNOWN[1], layers={}, speakers={})
    short, long = read(writer, text.encode(), known), the_long_way(format, text.encode(), known, Wanted())  # type: ignore[arg-type]
    assert short == long
    assert short.faults == ()


def test_what_is_written_goes_the_short_way() -> None:
    """Else it would be none: the sample's lines, as they are exported, are taken."""
    from pathlib import Path

    sample = (Path(__file__).parents[2] / "samples" / "articles.jsonl").read_bytes().splitlines()
    bundle = Gathering(Dataset(scheme=_scheme()), Wanted())
    own = OwnForm(bundle, {})
    assert [own.take_article(line, "x", number) for number, line in enumerate(sample)] == [True] * len(sample)
    found = bundle.reading().data
    claims = write(CLAIMS, replace(found, scheme=_scheme()))[""].splitlines()
    plain = Gathering(replace(found, layers={}), Wanted())
    own = OwnForm(plain, {})
    taken = [own.take(line, "x", number) for number, line in enumerate(claims)]
    assert taken == [True] * len(claims)


def _scheme() -> object:
    from tests.hand import scheme

    return scheme()
