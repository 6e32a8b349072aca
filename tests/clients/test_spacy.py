"""spaCy loads the files, every span has the words of the article, and a span categoriser learns from them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import DocBin

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.records.bare import bare_claim
from annotator.core.records.canonical import canonical
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses
from annotator.core.records.line import CLAIMS_FORMAT, Context, claim_line
from annotator.core.span import Span
from annotator.formats import spacy as ours
from annotator.formats.spacy import FORMAT
from annotator.formats.standoff.naming import layer_files, names
from tests.clients.sample import laid, sample
from tests.formats.reading import write
from tests.formats.standoff.hostile import TEXTS, hostile

CONFIG = """
[paths]
train = null
dev = null
[nlp]
lang = "en"
pipeline = ["spancat"]
batch_size = 16
[components]
[components.spancat]
factory = "spancat"
spans_key = "sc"
threshold = 0.3
max_positive = 2
[components.spancat.model]
@architectures = "spacy.SpanCategorizer.v1"
[components.spancat.model.reducer]
@layers = "spacy.mean_max_reducer.v1"
hidden_size = 32
[components.spancat.model.scorer]
@layers = "spacy.LinearLogistic.v1"
nO = null
nI = null
[components.spancat.model.tok2vec]
@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = 32
depth = 2
embed_size = 500
window_size = 1
maxout_pieces = 2
subword_features = true
[components.spancat.suggester]
@misc = "spacy.ngram_range_suggester.v1"
min_size = 1
max_size = 4
[corpora]
[corpora.train]
@readers = "spacy.Corpus.v1"
path = ${paths.train}
[corpora.dev]
@readers = "spacy.Corpus.v1"
path = ${paths.dev}
[training]
dev_corpus = "corpora.dev"
train_corpus = "corpora.train"
seed = 1
dropout = 0.0
patience = 0
max_steps = 60
eval_frequency = 30
[training.batcher]
@batchers = "spacy.batch_by_words.v1"
discard_oversize = false
size = 2000
tolerance = 0.2
[training.optimizer]
@optimizers = "Adam.v1"
learn_rate = 0.02
[training.score_weights]
spans_sc_f = 1.0
"""


def docs(file: bytes, language: str = "en") -> list[Any]:
    """The documents as spaCy has them."""
    return list(DocBin().from_bytes(file).get_docs(spacy.blank(language).vocab))


def layers(data: Dataset, stem: str) -> Iterator[tuple[Layer, Content]]:
    """What a file has, in order."""
    stems = layer_files(data.layers)
    for _, held in data.by_article():
        for layer, content in held:
            if stems[layer] == stem and content.status == "done":
                yield layer, content


def in_language(data: Dataset, language: str) -> Dataset:
    """The same, said to be in a language."""
    said = {id: replace(article, meta={**article.meta, "language": language}) for id, article in data.articles.items()}
    return replace(data, articles=said)


@pytest.mark.parametrize("language", ["", "en", "zh-Hans", "xx"])
@pytest.mark.parametrize("data", [sample(), hostile()], ids=["sample", "hostile"])
def test_every_span(data: Dataset, language: str) -> None:
    """The text, the record, and each piece: its very words, or whole tokens around them, which are counted."""
    data, losses, moved, count = in_language(data, language), Losses(), 0, 0
    assert data.scheme is not None
    context, labels = Context(data.speakers, data.scheme), names(data.scheme).roles
    for name, file in write(FORMAT, data, losses).items():
        for doc, (layer, content) in zip(docs(file), layers(data, name.removesuffix(".spacy")), strict=True):
            article = data.articles[layer.article]
            assert doc.text == article.text
            assert json.loads(doc.user_data["article"])["id"] == article.id
            assert json.loads(doc.user_data["layer"])["annotator"] == layer.annotator
            lines = [bare_claim(claim_line(claim, article, context)) for claim in content.claims]
            wanted = canonical([{**line, "format": CLAIMS_FORMAT} for line in lines])
            assert doc.user_data["claims"] == wanted.decode("utf-8")
            assert set(doc.spans) == {"sc", *labels}
            assert sum(len(doc.spans[role]) for role in labels) == len(doc.spans["sc"])
            for role, label in labels.items():
                found = [(span.id_, span.label_, span.start_char, span.end_char) for span in doc.spans[role]]
                pieces = [(claim.id, piece) for claim in content.claims for piece in claim.pieces(role)]
                assert len(found) == len(pieces)
                for id, (start, end) in pieces:
                    count += 1
                    if (id, label, start, end) in found:
                        assert any(span.text == article.text[start:end] for span in doc.spans[role])
                        continue
                    moved += 1
                    near = [(low, high) for other, _, low, high in found if other == id and low < end and start < high]
                    assert any(low <= start or not article.text[start:low].strip() for low, _ in near)
                    assert any(high >= end or not article.text[high:end].strip() for _, high in near)
    assert losses.written["spans"] == count
    assert losses.counts["spans that do not fall on tokens, widened or trimmed to them"] == moved
    if language != "zh-Hans" and len(data.articles) < len(TEXTS):
        assert moved < count / 100


@pytest.mark.parametrize(
    ("language", "own"),
    [("en", 0), ("EN_us", 0), ("de", 0), ("", 1), ("ja", 1), ("th", 1), ("../os", 1), ("zzz", 1), (7, 1)],
)
def test_whose_tokens(language: object, own: int) -> None:
    """spaCy's where it has rules, else the program's own; a language is never taken for a module."""
    losses = Losses()
    article = replace(freeze("a", "She didn’t say 家賃.  \n\nNo."), meta={"language": language})
    data = Dataset({"a": article}, {Layer("a", "ana"): Content("done")}, scheme=hostile().scheme)
    (doc,) = docs(write(FORMAT, data, losses)["ana.spacy"])
    assert doc.text == article.text
    assert ("n’t" in [token.text for token in doc]) == (language in ("en", "EN_us"))
    assert losses.counts[ours._OWN] == own


def test_odd_documents() -> None:
    """No text at all, blanks alone, and spans of blanks."""
    data = hostile()
    parts = {"content": (Span(0, 1),), "cue": (Span(1, 2),)}
    claims = (Claim("c", "b", "ana", spans=parts),)
    held = {"a": freeze("a", ""), "b": freeze("b", "x y"), "c": freeze("c", " \n ")}
    made = {Layer(id, "ana"): Content("done", claims if id == "b" else ()) for id in held}
    losses = Losses()
    file = write(FORMAT, Dataset(held, made, scheme=data.scheme), losses)["ana.spacy"]
    assert [doc.text for doc in docs(file)] == ["", "x y", " \n "]
    assert losses.counts["spans of blanks alone, left out"] == 1


def test_further_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is closed when it is full; nothing is lost between two."""
    monkeypatch.setattr(ours, "DOCS", 3)
    data = hostile()
    files = write(FORMAT, data)
    assert [name for name in sorted(files) if name.startswith("ana")] == ["ana.2.spacy", "ana.3.spacy", "ana.spacy"]
    texts = [doc.text for name in ("ana", "ana.2", "ana.3") for doc in docs(files[f"{name}.spacy"])]
    assert texts == [data.articles[id].text for id in sorted(TEXTS)]


def test_the_same_bytes() -> None:
    """In another process, whose hashes differ."""
    code = (
        "import hashlib\nfrom annotator.formats.spacy import FORMAT\nfrom tests.clients.sample import sample\n"
        "from tests.formats.reading import write\n"
        "print([hashlib.sha256(held).hexdigest() for held in write(FORMAT, sample()).values()])"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == str([hashlib.sha256(held).hexdigest() for held in write(FORMAT, sample()).values()])


def run(*words: str) -> None:
    """A command of spaCy."""
    done = subprocess.run([sys.executable, "-m", "spacy", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_train(tmp_path: Path) -> None:
    """`spacy train` makes a span categoriser, which finds in its own articles what it has learned."""
    data = in_language(sample(), "en")
    ids = sorted(data.articles)
    data = replace(data, portions=("train", "dev"), split={ids[0]: "dev", **dict.fromkeys(ids[1:], "train")})
    folder = laid(FORMAT, data, tmp_path / "spacy")
    config = tmp_path / "config.cfg"
    config.write_text(CONFIG, "utf-8")
    filled = tmp_path / "filled.cfg"
    run("init", "fill-config", str(config), str(filled))
    files = ["--paths.train", str(folder / "ana.train.spacy"), "--paths.dev", str(folder / "ana.train.spacy")]
    run("train", str(filled), "--output", str(tmp_path / "model"), *files)
    model = spacy.load(tmp_path / "model" / "model-best")
    assert set(model.get_pipe("spancat").labels) == {"Content", "Source", "Cue"}
    right = guessed = 0
    for doc in docs((folder / "ana.train.spacy").read_bytes()):
        gold = {(span.start_char, span.end_char, span.label_) for span in doc.spans["sc"]}
        guess = model(doc.text)
        found = {(span.start_char, span.end_char, span.label_) for span in guess.spans["sc"]}
        right, guessed = right + len(gold & found), guessed + len(found)
    assert right > 100
    assert right > guessed / 2
