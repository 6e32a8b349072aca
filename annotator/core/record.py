"""The one codec: values to plain dicts, and back. (Those of decisions and of the plan stand beside their values.)

A *body* is what an event stores: speakers and the article are ids. A *line* is what an export writes (see `line.py`).
Both write every known key, in a fixed order, then unknown keys, sorted. `canonical` makes the bytes of either.

What reads a dict trusts it: data from outside is checked before (see `annotator.formats.records`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any

from annotator.core.article import Article
from annotator.core.claim import MAIN, Claim, FieldValue, Link, SchemeRef
from annotator.core.errors import Fault
from annotator.core.records.canonical import canonical as canonical
from annotator.core.records.canonical import parse as parse
from annotator.core.span import Pieces, Span, pieces
from annotator.core.speaker import Speaker

CLAIM_KEYS = (
    *("format", "id", "article", "annotator", "round", "layer", "spans", "speakers", "attribution", "mentioned"),
    *("fields", "links", "note", "origin", "score", "derived_from", "scheme", "created", "updated", "seconds"),
)
"""The known keys of `claims/1`, in order."""
ARTICLE_KEYS = ("format", "id", "title", "text", "sha256", "source_sha256", "length", "meta", "sentences", "layers")
SPEAKER_KEYS = ("format", "id", "name", "type", "role", "affiliation", "aliases", "wikidata", "merged_into")


# ── claim ────────────────────────────────────────────────────────────────────


def claim_body(claim: Claim, text: str) -> dict[str, Any]:
    """What a `put` event stores. `text` is the article's frozen text, from which each span's words are quoted."""
    body: dict[str, Any] = {
        "id": claim.id,
        "article": claim.article,
        "annotator": claim.annotator,
        "round": claim.round,
        "layer": claim.layer,
        "spans": {role: quoted(claim.spans[role], text) for role in sorted(claim.spans)},
        "speakers": list(claim.speakers),
        "attribution": [list(link) for link in claim.attribution],
        "fields": {key: field_to_json(claim.fields[key]) for key in sorted(claim.fields)},
        **claim_tail(claim),
    }
    return with_extra(body, claim.extra)


def claim_tail(claim: Claim) -> dict[str, Any]:
    """The keys of a claim from `links` on, which a body and a line share."""
    scheme = claim.scheme
    return {
        "links": [link_to_json(link) for link in claim.links],
        "note": claim.note,
        "origin": {part: claim.origin[part] for part in sorted(claim.origin)},
        "score": claim.score,
        "derived_from": list(claim.derived_from),
        "scheme": None if scheme is None else {"id": scheme.id, "version": scheme.version, "meaning": scheme.meaning},
        "created": claim.created,
        "updated": claim.updated,
        "seconds": claim.seconds,
    }


def claim_from_body(body: Mapping[str, Any]) -> Claim:
    """The claim of a body; every key but `id`, `article` and `annotator` may be absent."""
    scheme = body.get("scheme")
    score = body.get("score")
    return Claim(
        id=body["id"],
        article=body["article"],
        annotator=body["annotator"],
        round=body.get("round", MAIN),
        layer=body.get("layer", "human"),
        spans={role: found for role, parts in body.get("spans", {}).items() if (found := _pieces(parts))},
        speakers=tuple(body.get("speakers", ())),
        attribution=tuple(tuple(link) for link in body.get("attribution", ())),
        fields={key: field_from_json(value) for key, value in body.get("fields", {}).items()},
        links=tuple(_link(link) for link in body.get("links", ())),
        note=body.get("note", ""),
        origin=dict(body.get("origin", {})),
        score=None if score is None else float(score),
        derived_from=tuple(body.get("derived_from", ())),
        scheme=None if scheme is None else SchemeRef(scheme["id"], scheme["version"], scheme["meaning"]),
        created=body.get("created", ""),
        updated=body.get("updated", ""),
        seconds=float(body.get("seconds", 0.0)),
        extra={key: value for key, value in body.items() if key not in _CLAIM},
    )


def label_hash(claim: Claim) -> str:
    """SHA-256 (64 hex digits) of what the claim says: spans, speakers, attribution, fields and links.

    Times, note, origin, score and ids do not count, and neither does the order of roles and fields.
    """
    said = (
        {role: claim.spans[role] for role in sorted(claim.spans)},
        claim.speakers,
        claim.attribution,
        {key: claim.fields[key] for key in sorted(claim.fields)},
        claim.links,
    )
    return sha256(canonical(said)).hexdigest()


def quoted(parts: Pieces, text: str) -> list[dict[str, Any]]:
    """The pieces with the words that they cover."""
    return [{"start": start, "end": end, "text": text[start:end]} for start, end in parts]


def quote_faults(claim: Mapping[str, Any], text: str, same: Callable[[str, str], bool] = str.__eq__) -> list[Fault]:
    """Where the spans of a body or line do not say what stands in the article's text: all of them.

    `same` compares the words quoted with those that stand there.
    """
    faults = []
    for role, parts in claim.get("spans", {}).items():
        for index, part in enumerate(parts):
            start, end, words = part["start"], part["end"], part.get("text")
            key = f"spans.{role}[{index}]"
            if not 0 <= start < end <= len(text):
                what = f"the span [{start}, {end}) is empty or lies outside the article"
                faults.append(Fault(what, key=key, right=f"0 ≤ start < end ≤ {len(text)}"))
            elif not same(words or "", text[start:end]):
                shown, found = (excerpt(words or ""), excerpt(text[start:end]))
                right = f"characters {start} to {end} of the article are {found}"
                faults.append(Fault(f"the quoted text is {shown}", key=key + ".text", right=right))
    return faults


def excerpt(text: str, limit: int = 60) -> str:
    """The text as a JSON string, safe to print, and shortened in its middle."""
    if len(text) > limit:
        text = text[: limit // 2] + "…" + text[-limit // 2 :]
    return canonical(text.encode("utf-8", "replace").decode("utf-8")).decode("utf-8")


# ── speaker, article ─────────────────────────────────────────────────────────


def speaker_body(speaker: Speaker) -> dict[str, Any]:
    """What a `speaker` event stores; a line inlines the same object."""
    body = {
        "id": speaker.id,
        "name": speaker.name,
        "type": speaker.type,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "aliases": list(speaker.aliases),
        "wikidata": speaker.wikidata,
        "merged_into": speaker.merged_into,
    }
    return with_extra(body, speaker.extra)


def speaker_from_body(body: Mapping[str, Any]) -> Speaker:
    """The speaker of a body; every key but `id` may be absent."""
    return Speaker(
        id=body["id"],
        name=body.get("name", body["id"]),
        type=body.get("type", "person"),
        aliases=tuple(body.get("aliases", ())),
        role=body.get("role"),
        affiliation=body.get("affiliation"),
        wikidata=body.get("wikidata"),
        merged_into=body.get("merged_into"),
        extra={key: value for key, value in body.items() if key not in _SPEAKER},
    )


def article_body(article: Article) -> dict[str, Any]:
    """What an `article` event stores: everything but the text, which lies once under its hash."""
    body = {
        "id": article.id,
        "title": article.title,
        "sha256": article.sha256,
        "source_sha256": article.source_sha256,
        "length": len(article.text),
        "meta": dict(article.meta),
    }
    return with_extra(body, article.extra)


def article_from_body(body: Mapping[str, Any], text: str) -> Article:
    """The article of a body and of the text that its hash names."""
    return Article(
        body["id"],
        text,
        body.get("title", ""),
        body.get("sha256", ""),
        body.get("source_sha256", ""),
        dict(body.get("meta", {})),
        {key: value for key, value in body.items() if key not in _ARTICLE},
    )


# ── parts ────────────────────────────────────────────────────────────────────


def with_extra(record: dict[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """The record with unknown keys after the known ones, sorted."""
    for key in sorted(extra):
        record.setdefault(key, extra[key])
    return record


def field_to_json(value: FieldValue) -> str | bool | int | float | list[str]:
    """A field's value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


def field_from_json(value: Any) -> FieldValue:
    """A field's value as claims hold it: several keys are sorted and each stands once."""
    return tuple(sorted(set(value))) if isinstance(value, list) else value


def link_to_json(link: Link) -> dict[str, str]:
    """Type, target, and those further parts that are not the claim's own."""
    return {key: value for key, value in link._asdict().items() if value or key in ("type", "target")}


_CLAIM, _SPEAKER, _ARTICLE = frozenset(CLAIM_KEYS), frozenset(SPEAKER_KEYS), frozenset(ARTICLE_KEYS)


def _pieces(parts: Iterable[Mapping[str, Any]]) -> Pieces:
    found = tuple(Span(part["start"], part["end"]) for part in parts)
    # An empty piece, which a store may hold, is none; of a claim without words the screen asks for them.
    return found if len(found) == 1 and found[0].length > 0 else pieces(found)


def _link(link: Mapping[str, str]) -> Link:
    return Link(
        *(link["type"], link["target"], link.get("annotator", "")), link.get("round", ""), link.get("article", "")
    )
