"""CoNLL-U Plus and BIO, read back by conllu: every token and every span has the words of the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import conllu
import pytest
from hypothesis import given

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses
from annotator.core.span import Span
from annotator.formats.conll import FORMAT
from tests.clients.sample import sample
from tests.formats.reading import write
from tests.formats.standoff.hostile import hostile
from tests.values import SCHEME, texts

ROLES = ("content", "source", "cue")
TEXT = "Rents fell, the mayor said. Rents rose."


def one(text: str, *claims: Claim, status: str = "done") -> Dataset:
    """An article with a layer of ana's."""
    return Dataset({"a": freeze("a", text)}, {Layer("a", "ana"): Content(status, claims)}, scheme=SCHEME)


def claim(*spans: tuple[int, int], **others: Any) -> Claim:
    """A claim with these pieces."""
    return Claim(f"c{spans[0][0]}", "a", "ana", spans={"content": tuple(Span(*each) for each in spans)}, **others)


class Found(NamedTuple):
    """What a reader has of a file."""

    tokens: dict[str, list[tuple[int, int]]]
    """By article."""
    spans: dict[tuple[str, str], set[tuple[int, int]]]
    """By article and role, in code points."""
    sentences: int


def found(file: bytes, data: Dataset) -> Found:
    """The file as conllu reads it; every form is what stands in the article at its offsets."""
    held = Found({}, {}, len(parsed := conllu.parse(file.decode("utf-8"))))
    id = ""
    for sentence in parsed:
        id = sentence.metadata.get("newdoc id", id)
        text = data.articles[id].text
        for number, token in enumerate(sentence, 1):
            misc = token["misc"]
            start, end = int(misc["start_char"]), int(misc["end_char"])
            assert (token["id"], token["form"]) == (number, text[start:end])
            glued = number < len(sentence) and int(sentence[number]["misc"]["start_char"]) == end
            assert (misc.get("SpaceAfter") == "No") == glued
            held.tokens.setdefault(id, []).append((start, end))
        columns = [key for key in sentence[0] if key.startswith("annotator:")]
        for role, column in zip(ROLES, columns, strict=True):
            held.spans.setdefault((id, role), set()).update(entities(sentence, column))
    return held


def entities(sentence: Any, column: str) -> Iterator[tuple[int, int]]:
    """The spans of a column; an I- follows a B- or an I-."""
    begun: tuple[int, int] | None = None
    for token in sentence:
        tag, misc = token[column], token["misc"]
        if begun and not tag.startswith("I-"):
            yield begun
            begun = None
        assert tag == "O" or tag.startswith("B-") or begun
        if tag != "O":
            begun = (begun[0] if begun else int(misc["start_char"]), int(misc["end_char"]))
    if begun:
        yield begun


def test_whole() -> None:
    """Both files as they are."""
    data = one(TEXT, claim((0, 10)), Claim("s", "a", "ana", spans={"source": (Span(12, 21),)}))
    files = write(FORMAT, data)
    assert files["ana.conllup"].decode("utf-8").splitlines()[:9] == [
        "# global.columns = ID FORM MISC ANNOTATOR:CLAIM ANNOTATOR:SOURCE ANNOTATOR:CUE",
        "# newdoc id = a",
        "# layer = ana",
        "# newpar",
        "# sent_id = a-1",
        "# text = Rents fell, the mayor said.",
        "1\tRents\tstart_char=0|end_char=5\tB-Claim\tO\tO",
        "2\tfell\tstart_char=6|end_char=10|SpaceAfter=No\tI-Claim\tO\tO",
        "3\t,\tstart_char=10|end_char=11\tO\tO\tO",
    ]
    assert files["ana.bio.tsv"].decode("utf-8").split("\n")[:5] == [
        "Rents\tB-Claim",
        "fell\tI-Claim",
        ",\tO",
        "the\tB-Source",
        "mayor\tI-Source",
    ]


ROWS = {
    "a part of a word": ([claim((0, 3))], {(0, 5)}, "spans that do not fall on tokens, widened or trimmed to them", 1),
    "a blank at the end": (
        [claim((0, 6))],
        {(0, 5)},
        "spans that do not fall on tokens, widened or trimmed to them",
        1,
    ),
    "blanks alone": ([claim((5, 6))], set(), "spans of blanks alone, left out", 1),
    "nested": (
        [claim((0, 10)), claim((6, 10))],
        {(0, 10)},
        "spans that overlap a longer one, left out of the column of its role",
        1,
    ),
    "neighbours": ([claim((0, 5)), claim((6, 10))], {(0, 5), (6, 10)}, "", 0),
    "pieces": ([claim((0, 5), (12, 21))], {(0, 5), (12, 21)}, "further pieces, spans of their own", 1),
    "twice the same": ([claim((0, 5)), replace(claim((0, 5)), id="z")], {(0, 5)}, "", 0),
    "over a sentence": ([claim((22, 33))], {(22, 33)}, "", 0),
    "without a span": ([Claim("n", "a", "ana", note="n")], set(), "claims without a span, left out", 1),
}


@pytest.mark.parametrize("name", ROWS)
def test_spans(name: str) -> None:
    """What a column holds, and what is counted instead."""
    claims, spans, loss, count = ROWS[name]
    data, losses = one(TEXT, *claims), Losses()
    read = found(write(FORMAT, data, losses)["ana.conllup"], data)
    assert read.spans["a", "content"] == spans
    assert losses.written["spans"] == len(spans)
    assert losses.counts[loss] == count
    assert read.sentences == (1 if name == "over a sentence" else 2)


def test_left_out() -> None:
    """Layers that are not done, and articles without a layer or a word."""
    data = one(TEXT, claim((0, 5)), status="open")
    losses = Losses()
    assert write(FORMAT, data, losses) == {}
    assert list(losses) == ["layers that are not done, left out: 1"]
    losses = Losses()
    blank = one("\u200b \n")
    blank = replace(blank, articles={**blank.articles, "b": freeze("b", TEXT)})
    write(FORMAT, blank, losses)
    assert losses.counts["articles without a layer, left out"] == 1


def test_portions() -> None:
    """A file for each portion, with a head of its own."""
    data = sample()
    ids = sorted(data.articles)
    data = replace(data, portions=("train", "test"), split={ids[0]: "test", **dict.fromkeys(ids[1:], "train")})
    files = write(FORMAT, data)
    assert {"ana.train.conllup", "ana.test.conllup", "ana.test.bio.tsv"} <= set(files)
    assert all(held.startswith(b"# global.columns") for name, held in files.items() if name.endswith(".conllup"))
    assert set(found(files["ana.test.conllup"], data).tokens) == {ids[0]}


@pytest.mark.parametrize("data", [sample(), hostile()], ids=["sample", "hostile"])
def test_everything_is_there_or_counted(data: Dataset) -> None:
    """Every span of every layer that is done stands in its column, or in the report; the same state, the same bytes."""
    losses, spans, wanted, exact = Losses(), 0, 0, 0
    files = write(FORMAT, data, losses)
    for name, file in files.items():
        if name.endswith(".conllup"):
            read = found(file, data)
            spans += sum(map(len, read.spans.values()))
            for layer, content in data.layers.items():
                if layer.annotator == name.split(".")[0] and content.status == "done":
                    for role in ROLES:
                        parts = {tuple(part) for each in content.claims for part in each.pieces(role)}
                        exact += len(parts & read.spans[layer.article, role])
    done = [content for content in data.layers.values() if content.status == "done"]
    for content in done:
        for role in ROLES:
            wanted += len({part for each in content.claims for part in each.pieces(role)})
    left_out = losses.counts["spans that overlap a longer one, left out of the column of its role"]
    assert spans == losses.written["spans"] == wanted - left_out - losses.counts["spans of blanks alone, left out"]
    moved = losses.counts["spans that do not fall on tokens, widened or trimmed to them"]
    assert exact >= wanted - left_out - moved - 8
    assert write(FORMAT, data) == files


@given(texts)
def test_every_text(text: str) -> None:
    """Whatever a text holds, conllu reads all of its tokens, and no line of either file breaks."""
    article = freeze("a", text)
    size = len(article.text)
    held = one(text, claim((0, size))) if size else one(text)
    files = write(FORMAT, held)
    body = files["ana.conllup"].decode("utf-8")
    lines = [line for line in body.split("\n") if line and not line.startswith("#")]
    assert body.splitlines() == body.split("\n")[:-1]
    assert [line.count("\t") for line in lines] == [5] * len(lines)
    pairs = files["ana.bio.tsv"].decode("utf-8").splitlines()
    assert [len(line.split()) for line in pairs if line] == [2] * len(lines)
    if lines:
        assert sum(map(len, found(files["ana.conllup"], held).tokens.values())) == len(lines)
