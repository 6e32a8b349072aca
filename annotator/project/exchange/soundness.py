"""What is asked of everything that a reader brings, whoever wrote the reader, before the store sees it."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.article import Article
from annotator.core.claim import Claim, Layer
from annotator.core.errors import Fault
from annotator.core.record import claim_body
from annotator.core.records.check import claim_faults, shown
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Reading
from annotator.project.project import Project


def sound(reading: Reading, known: Dataset) -> Reading:
    """The reading without what does not fit: claims of no article, ids given twice, spans and values; each a fault."""
    faults = list(reading.faults)
    layers: dict[Layer, Content] = {}
    for layer, content in reading.data.layers.items():
        article = reading.data.articles.get(layer.article) or known.articles.get(layer.article)
        whose = f"the layer of {layer.annotator} on {layer.article}"
        if article is None:
            faults.append(Fault(f"{whose} has no article", right="add the article first"))
            continue
        if layer.reserved:
            faults.append(Fault(f"{whose} has a name that is reserved", right="another name"))
            continue
        kept: dict[str, Claim] = {}
        for claim in content.claims:
            wrong = _faults(claim, article, known)
            if claim.id in kept:
                wrong.append(Fault("the id is given twice", right="an id of its own for every claim of a layer"))
            faults += [replace(fault, key=f"{whose}, claim {shown(claim.id)} {fault.key}".rstrip()) for fault in wrong]
            if not wrong:
                kept[claim.id] = claim
        layers[layer] = content._replace(claims=tuple(kept.values()))
    return reading._replace(data=replace(reading.data, layers=layers), faults=tuple(faults))


def _faults(claim: Claim, article: Article, known: Dataset) -> list[Fault]:
    size = len(article.text)
    for role, parts in claim.spans.items():
        for start, end in parts:
            if not 0 <= start < end <= size:
                what = f"the span [{start}, {end}) is empty or lies outside the article"
                return [Fault(what, key=f"spans.{role}", right=f"0 ≤ start < end ≤ {size}")]
    return claim_faults(claim_body(claim, article.text), article, known.scheme)


def gold_faults(project: Project) -> list[Fault]:
    """What is wrong with gold in the decisions of a project: what an import of the same decisions would refuse."""
    faults: list[Fault] = []
    article: Article | None = None
    for row in project.store.current("decide"):
        for claim in row.body.get("results", ()):
            if article is None or article.id != claim["article"]:
                article = project.article(claim["article"])
            place = f"decision {row.key[0]}, gold {claim['id']}"
            faults += [
                Fault(fault.what, key=f"{place}: {fault.key}", right=_AGAIN)
                for fault in claim_faults(claim, article, project.scheme)
            ]
    return faults


_AGAIN = "decide the case again in annotator review, and its gold is made anew"
