"""The exported lines: a claim with its speakers as objects (`claims/1`), an article with its layers (`article/1`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from annotator.core.article import Article
from annotator.core.claim import Claim, Layer
from annotator.core.record import (
    claim_from_body,
    claim_tail,
    field_to_json,
    quoted,
    speaker_body,
    speaker_from_body,
    with_extra,
)
from annotator.core.records.canonical import canonical
from annotator.core.records.dataset import Content
from annotator.core.scheme import Scheme
from annotator.core.speaker import BUILT_IN, Speaker, resolve
from annotator.core.text.segment import Segments

CLAIMS_FORMAT = "claims/1"
ARTICLE_FORMAT = "article/1"
MAX_LAYERS = 4 << 20
"""Bytes of claims after which an article goes on in a further line."""
HEAD = ("format", "article", "annotator", "round", "layer")
"""Keys that an article line's layer already says for the claims nested in it."""


class Context(NamedTuple):
    """What a line needs besides the claim."""

    registry: Mapping[str, Speaker]
    scheme: Scheme | None = None
    """With it, roles and fields stand in its order, every role is written, and the speakers in entity fields are
    mentioned; without it, roles and fields are sorted."""
    merged: bool = True
    """Whether a speaker that was merged into another is written as that other. A lossless copy says False."""


def claim_line(claim: Claim, article: Article, context: Context) -> dict[str, Any]:
    """The whole `claims/1` object of a claim, keys in order."""
    registry, scheme, merged = context

    def known(id: str) -> Speaker:
        return resolve(id, registry) if merged else registry.get(id) or resolve(id, registry)

    roles = [role.key for role in scheme.roles] if scheme else []
    keys = [item.key for item in scheme.fields if item.key in claim.fields] if scheme else []
    entities = {item.key for item in scheme.fields if item.type == "entity"} if scheme else set()
    speakers = _unique(known(id) for id in claim.speakers)
    chain = [_unique(known(id) for id in link) for link in claim.attribution]
    fields: dict[str, Any] = {}
    elsewhere = [speaker for link in chain for speaker in link]
    for key in [*keys, *sorted(claim.fields.keys() - set(keys))]:
        value = claim.fields[key]
        if key in entities and isinstance(value, tuple):
            found = _unique(known(id) for id in value)
            elsewhere += found
            value = tuple(sorted(speaker.id for speaker in found))
        fields[key] = field_to_json(value)
    shown = {speaker.id for speaker in speakers}
    line: dict[str, Any] = {
        "format": CLAIMS_FORMAT,
        "id": claim.id,
        "article": {"id": article.id, "sha256": article.sha256, "length": len(article.text)},
        "annotator": claim.annotator,
        "round": claim.round,
        "layer": claim.layer,
        "spans": {
            role: quoted(claim.spans.get(role, ()), article.text)
            for role in [*roles, *sorted(claim.spans.keys() - set(roles))]
        },
        "speakers": [speaker_body(speaker) for speaker in speakers],
        "attribution": [[speaker.id for speaker in link] for link in chain],
        "mentioned": [speaker_body(speaker) for speaker in _unique(elsewhere) if speaker.id not in shown],
        "fields": fields,
        **claim_tail(claim),
    }
    return with_extra(line, claim.extra)


def claim_from_line(line: Mapping[str, Any]) -> tuple[Claim, tuple[Speaker, ...]]:
    """The claim of a checked line and the speakers that it names, each once; stand-ins and built-in ones left out."""
    body = dict(line)
    body["article"] = line["article"]["id"]
    speakers = line.get("speakers", ())
    body["speakers"] = [speaker["id"] for speaker in speakers]
    named = _unique(speaker_from_body(speaker) for speaker in (*speakers, *line.get("mentioned", ())))
    stand_in = {speaker.id for speaker in named if speaker == resolve(speaker.id, {})}
    return claim_from_body(body), tuple(item for item in named if item.id not in stand_in | BUILT_IN.keys())


def nested(line: dict[str, Any]) -> dict[str, Any]:
    """A claim's line as it stands inside an article's line: without what the layer around it says."""
    return {key: value for key, value in line.items() if key not in HEAD}


def article_lines(
    article: Article,
    layers: Iterable[tuple[Layer, Content]],
    context: Context,
    limit: int = MAX_LAYERS,
) -> Iterator[bytes]:
    """The lines of an article, each ended by LF and each whole: with the text, and with as many claims as fit.

    Layers and claims are written in the order given.
    """

    def written(claims: Iterable[Claim]) -> Iterator[bytes]:
        return (canonical(nested(claim_line(claim, article, context))) for claim in claims)

    return joined_lines(article, ((layer, content, written(content.claims)) for layer, content in layers), limit)


def joined_lines(
    article: Article,
    layers: Iterable[tuple[Layer, Content, Iterable[bytes]]],
    limit: int = MAX_LAYERS,
) -> Iterator[bytes]:
    """The same for claims that are written already: each layer with its status, and its claims as they are nested."""
    head = {
        "format": ARTICLE_FORMAT,
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "sha256": article.sha256,
        "source_sha256": article.source_sha256,
        "meta": dict(article.meta),
        "sentences": [list(sentence) for sentence in Segments(article.text).sentences()],
    }
    opening = canonical(head)[:-1] + b',"layers":['
    unknown = canonical({key: article.extra[key] for key in sorted(article.extra)})[1:]
    ending = (b"]," if article.extra else b"]") + unknown + b"\n"
    done: list[bytes] = []
    size = 0
    for layer, content, claims in layers:
        said = {"annotator": layer.annotator, "round": layer.round, "kind": layer.kind, "status": content.status}
        if content.proposals:
            said["proposals"] = content.proposals
        begun = canonical(said)[:-1] + b',"claims":['
        held: list[bytes] = []
        for written in claims:
            if size and size + len(written) > limit:
                yield opening + b",".join([*done, begun + b",".join(held) + b"]}"] if held else done) + ending
                done, held, size = [], [], 0
            held.append(written)
            size += len(written)
        done.append(begun + b",".join(held) + b"]}")
    yield opening + b",".join(done) + ending


def _unique(speakers: Iterable[Speaker]) -> list[Speaker]:
    """Each speaker once, by id, in order of first mention."""
    found: dict[str, Speaker] = {}
    for speaker in speakers:
        found.setdefault(speaker.id, speaker)
    return list(found.values())
