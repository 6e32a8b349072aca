"""Extra keys of JSON records (`article`, `layer`, `claims`) in which an export of ours travels through other tools."""

from __future__ import annotations

from typing import Any

from annotator.core.article import Article
from annotator.core.claim import Layer
from annotator.core.records.check import shown
from annotator.core.records.dataset import Content
from annotator.core.standoff.document import Carried, Document, Place, Sheet
from annotator.formats.standoff.reading import Found, carried_claim

ARTICLE, LAYER, CLAIMS = "article", "layer", "claims"


def article_keys(article: Article) -> dict[str, Any]:
    """The article without its text."""
    said: dict[str, Any] = {"id": article.id, "title": article.title, "sha256": article.sha256}
    return {**said, "source_sha256": article.source_sha256, "meta": dict(article.meta), **article.extra}


def layer_keys(layer: Layer, content: Content) -> dict[str, Any]:
    """Whose layer it is, and how far."""
    said = {"annotator": layer.annotator, "round": layer.round, "kind": layer.kind}
    return {**said, "status": content.status, "proposals": content.proposals}


def take_article(document: Document, said: Any) -> bool:
    """Take an article's keys from a record; whether they were ours."""
    if not isinstance(said, dict) or not isinstance(said.get("id"), str):
        return False
    document.id, document.ours = said["id"], True
    document.article = {key: value for key, value in said.items() if key != "id"}
    return True


def take_layer(sheet: Sheet, said: Any) -> bool:
    """Take a layer's keys from a record; whether they were ours. Their shape is checked with the claims."""
    if not isinstance(said, dict) or "annotator" not in said:
        return False
    for key in ("annotator", "round", "kind", "status", "proposals"):
        setattr(sheet, key, said.get(key, ""))
    return True


def take_claims(sheet: Sheet, said: Any, place: Place, found: Found) -> None:
    """Take the claims that a record carries; something else under the key is left out."""
    if said is None:
        return
    held = said if isinstance(said, list) else [said]
    for number, each in enumerate(held):
        carried: Carried | None = carried_claim(each, place._replace(key=f"{CLAIMS}[{number}]"))
        if carried:
            sheet.carried.append(carried)
        else:
            found.notes[f"values of {CLAIMS} that are no claims ({shown(each)}), left out"] += 1


def about(record: dict[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    """What a record of another tool says about its text, besides the keys that are known."""
    inner = record.get("meta")
    held = {**(inner if isinstance(inner, dict) else {}), **{k: v for k, v in record.items() if k not in known}}
    meta = {key: value for key, value in held.items() if isinstance(value, (str, int, float)) and key != "title"}
    return {"meta": meta, **({"title": held["title"]} if isinstance(held.get("title"), str) else {})}
