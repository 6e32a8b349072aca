"""Articles that break readers, each with claims on the places where they break."""

from __future__ import annotations

from annotator.core.article import Article, freeze
from annotator.core.claim import Claim, Layer, Link
from annotator.core.records.dataset import Content, Dataset
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from tests.values import SCHEME

TEXTS = {
    "emoji": "👩🏽‍🔬 Žofie said 🇫🇷 rents fell 🇩🇪🇫🇷. 👨‍👩‍👧 agreed: “No 👍🏽,” he said.",
    "accents": "Cafe\u0301 owners said re\u0301sume\u0301s rose, Zoe\u0308 said.",
    "japanese": "𠮷野家は「家賃が下がった」と述べた。𩸽の値段は上がった。",
    "arabic": "قال الوزير إن الإيجارات انخفضت. \u200fThe mayor said: نعم.",
    "crlf": "Rents fell,\r\nthe mayor said.\r\n\r\n\tRents rose, she\u2028said.\x85End.",
    "formula": "=SUM(A1:A9) is what @brandt posted. +1, said -ana.",
    "bom": "\ufeffRents fell, she said.",
}
"""Id → raw text."""


def article(id: str) -> Article:
    """One of them, frozen."""
    return freeze(id, TEXTS[id])


def span(text: str, words: str, after: int = 0) -> Span:
    """Where the words stand."""
    start = text.index(words, after)
    return Span(start, start + len(words))


def hostile() -> Dataset:
    """All of them, with nested, overlapping, discontinuous and shared spans, links, and layers of every kind."""
    layers: dict[Layer, Content] = {}
    articles = {id: article(id) for id in TEXTS}
    for id, held in articles.items():
        for layer, claims in _layers(held):
            layers[layer] = Content("done" if layer.annotator != "ben" else "open", tuple(claims))
        layers[Layer(id, "cleo")] = Content("done", (), "held_out")
    speakers = {
        "mayor": Speaker("mayor", "Ilse Brandt", aliases=("Brandt",), wikidata="Q42"),
        "post": Speaker("post", "=Harbor\tPost", "media"),
    }
    return Dataset(articles, layers, speakers, scheme=SCHEME)


def _layers(held: Article) -> list[tuple[Layer, list[Claim]]]:
    size = len(held.text)
    whole, half, inner = Span(0, size), Span(size // 3, size), Span(size // 3 + 1, size // 3 + 4)
    parts = (Span(0, 3), Span(5, 7), Span(size - 2, size))
    made = [
        Claim("T1", held.id, "ana", spans={"content": (whole,), "source": (Span(0, 2),)}, speakers=("mayor",)),
        Claim("T2", held.id, "ana", spans={"content": (half,)}, speakers=("post",), fields={"stance": "denies"}),
        Claim("r1", held.id, "ana", spans={"content": (inner,), "cue": (Span(3, 5),)}, note="a\tnote\nof “two” lines"),
        Claim("c4", held.id, "ana", spans={"content": parts, "source": (Span(0, 2),)}, fields={"sure": False}),
        Claim("c5", held.id, "ana", spans={"content": (inner,), "source": (Span(0, 2),)}, speakers=("@unknown",)),
        Claim("c6", held.id, "ana", spans={"source": (Span(1, 2),)}, fields={"weight": 2.5, "remark": "=1+1"}),
        Claim("c7", held.id, "ana", spans={"content": (half,)}, fields={"flags": ("discuss", "headline")}),
    ]
    made[1] = _linked(made[1], Link("responds_to", "T1"), Link("responds_to", "c7"))
    ben = Claim("T1", held.id, "ben", "pilot", spans={"content": (Span(0, 4),)}, fields={"about": ("mayor", "post")})
    bot = Claim("m", held.id, "bot", layer="model", spans={"content": (Span(2, 6),)}, score=0.25)
    gold = Claim("g", held.id, "gold", layer="gold", spans={"content": (half,)}, derived_from=("T2",))
    return [
        (Layer(held.id, "ana"), made),
        (Layer(held.id, "ben", "pilot"), [ben]),
        (Layer(held.id, "bot", "main", "model"), [bot]),
        (Layer(held.id, "gold", "main", "gold"), [gold]),
    ]


def _linked(claim: Claim, *links: Link) -> Claim:
    from dataclasses import replace

    return replace(claim, links=links)
