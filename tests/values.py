"""Hypothesis strategies for whole values (articles, speakers, claims, decisions) and a small scheme for them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from annotator.core.article import Article, freeze
from annotator.core.claim import KINDS, Claim, Layer, Link, SchemeRef
from annotator.core.record import ARTICLE_KEYS, CLAIM_KEYS, SPEAKER_KEYS
from annotator.core.records.assignment import Assignment, Refusal, Status
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.decision import ACTIONS, Decision, Input
from annotator.core.scheme import Field, Role, Scheme, Value
from annotator.core.span import Span, pieces
from annotator.core.speaker import TYPES, Speaker


def _values(*keys: str) -> tuple[Value, ...]:
    return tuple(Value(key, key[0]) for key in keys)


SCHEME = Scheme(
    id="claims",
    version="1.0",
    title="Claims",
    roles=(
        Role("content", "Claim", "c", primary=True, pieces=True, required=True),
        Role("source", "Source", "o", speaker=True),
        Role("cue", "Cue", "u", cue=True),
    ),
    fields=(
        Field(
            "stance", "nominal", "Stance", "s", "t", _values("asserts", "hedges", "denies"), required=True, counts=True
        ),
        Field("evidence", "ordinal", "Evidence", "e", "y", _values("none", "hearsay", "attributed"), counts=True),
        Field("flags", "multi", "Flags", "f", "i", _values("headline", "discuss"), counts=True, distance="masi"),
        Field("sure", "boolean", "Sure", "b"),
        Field("weight", "number", "Weight", "w", minimum=0, maximum=10),
        Field("about", "entity", "About", "a"),
        Field("remark", "text", "Remark", "r"),
    ),
    speaker_types=TYPES,
    attribution=True,
    links=("responds_to",),
    meaning="m" * 64,
)
"""Every type of field once."""

REF = SchemeRef("claims", "1.0", "m" * 64)
texts = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs", "Cc")), st.sampled_from("\n \u2028\ufeff\u202e\u200f👩🏽\u200d🔬é日")
    ),
    max_size=40,
)
words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
ids = st.text("abcdefghij0123_-.", min_size=1, max_size=8)
names = st.sampled_from(["ana", "ben", "cleo"])
times = st.sampled_from(["", "2026-01-31T09:00:00.000Z", "2026-02-01T10:20:30.400Z"])
rounds = st.sampled_from(["main", "pilot"])
seconds = st.floats(0, 1e6, allow_nan=False)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


def extras(known: tuple[str, ...]) -> st.SearchStrategy[dict[str, object]]:
    """Unknown keys of a record."""
    return st.dictionaries(words.filter(lambda key: key not in known), json_values, max_size=2)


speakers = st.builds(
    Speaker,
    id=st.sampled_from(["ilse_brandt", "harbor_post", "union", "ministry"]),
    name=words.filter(bool),
    type=st.sampled_from(TYPES),
    aliases=st.lists(words, max_size=2).map(tuple),
    role=st.none() | words,
    affiliation=st.none() | words,
    wikidata=st.none() | st.just("Q42"),
    extra=extras(SPEAKER_KEYS),
)
speaker_ids = st.sampled_from(["ilse_brandt", "harbor_post", "union", "@author", "@unknown"])
articles = st.builds(
    replace,
    st.builds(freeze, ids, texts.filter(bool), title=words, meta=st.dictionaries(words, json_values, max_size=2)),
    extra=extras(ARTICLE_KEYS),
)


def spans(text: str, most: int = 3) -> st.SearchStrategy[tuple[Span, ...]]:
    """Valid pieces of a text, at least one."""
    cut = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 8))
    bounded = cut.map(lambda pair: (pair[0], min(len(text), pair[0] + pair[1])))
    return st.lists(bounded, min_size=1, max_size=most).map(pieces)


def _fields() -> st.SearchStrategy[dict[str, object]]:
    keys = st.lists(st.sampled_from(["headline", "discuss"]), unique=True).map(sorted).map(tuple)
    entities = st.lists(speaker_ids, unique=True, max_size=2).map(sorted).map(tuple)
    return st.fixed_dictionaries(
        {},
        optional={
            "stance": st.sampled_from(["asserts", "hedges", "denies"]),
            "evidence": st.sampled_from(["none", "hearsay", "attributed"]),
            "flags": keys,
            "sure": st.booleans(),
            "weight": st.integers(0, 10) | st.floats(0, 10),
            "about": entities,
            "remark": words,
        },
    )


@st.composite
def claims(draw: st.DrawFn, article: Article | None = None, layer: str = "human") -> Claim:
    """A valid claim under `SCHEME`."""
    article = article or draw(articles)
    marked = {"content": draw(spans(article.text))}
    for role in ("source", "cue"):
        if draw(st.booleans()):
            marked[role] = draw(spans(article.text, 1))
    said_by = tuple(draw(st.lists(speaker_ids, min_size=1, max_size=2, unique=True)))
    chain = ((draw(speaker_ids),), said_by) if draw(st.booleans()) else ()
    return Claim(
        id=draw(ids),
        article=article.id,
        annotator="gold" if layer == "gold" else draw(names),
        round=draw(st.sampled_from(["main", "pilot"])),
        layer=layer,
        spans=marked,
        speakers=said_by,
        attribution=chain,
        fields=draw(_fields()),
        links=(Link("responds_to", "c9"),) if draw(st.booleans()) else (),
        note=draw(words),
        origin=draw(st.dictionaries(st.sampled_from(["content", "stance"]), st.sampled_from(["manual", "proposed"]))),
        score=draw(st.none() | st.floats(0, 1)),
        derived_from=tuple(draw(st.lists(ids, max_size=2))),
        scheme=draw(st.none() | st.just(REF)),
        created=draw(times),
        updated=draw(times),
        seconds=draw(seconds),
        extra=draw(extras(CLAIM_KEYS)),
    )


inputs = st.builds(Input, names, st.just("main"), ids, st.just("0" * 64), st.sampled_from(["human", "model"]))
assignments = st.builds(Assignment, ids, names, st.sampled_from(["main", "pilot"]))
statuses = st.builds(Status, ids, names, st.just("main"), st.just("human"), st.sampled_from(["open", "done"]))
refusals = st.builds(
    Refusal, ids, names, ids, st.just("main"), st.none() | st.just(Span(3, 7)), st.just(""), words
).map(lambda refusal: refusal if refusal.cue is None else Refusal(*_parts(refusal)))


def _parts(refusal: Refusal) -> tuple[object, ...]:
    return (refusal.article, refusal.annotator, refusal.id, refusal.round, refusal.cue, "said", refusal.offered)


@st.composite
def decisions(draw: st.DrawFn, article: Article) -> Decision:
    """A decision about an article, with its gold claims."""
    return Decision(
        id=draw(ids),
        article=article.id,
        action=draw(st.sampled_from(ACTIONS)),
        adjudicator=draw(names),
        inputs=tuple(draw(st.lists(inputs, max_size=2))),
        beside=tuple(item._replace(hash="") for item in draw(st.lists(inputs, max_size=1))),
        kinds=("boundary",) if draw(st.booleans()) else (),
        sources={"content": "ana"} if draw(st.booleans()) else {},
        results=tuple(draw(st.lists(claims(article, "gold"), max_size=2))),
        blind=draw(st.booleans()),
        note=draw(words),
        tags=("slip",) if draw(st.booleans()) else (),
        seconds=draw(seconds),
        created=draw(times),
    )


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """A small project: articles with layers of several annotators, a registry that knows all, plan and decisions."""
    found = {article.id: article for article in draw(st.lists(articles, max_size=3))}
    layers: dict[Layer, Content] = {}
    decided: dict[str, Decision] = {}
    for article in found.values():
        for kind in draw(st.lists(st.sampled_from(KINDS), max_size=2)):
            layer = Layer(article.id, "gold" if kind == "gold" else draw(names), draw(rounds), kind)
            made = {
                claim.id: replace(claim, annotator=layer.annotator, round=layer.round, layer=kind, links=())
                for claim in draw(st.lists(claims(article), max_size=3))
            }
            layers[layer] = Content(draw(st.sampled_from(["open", "done"])), tuple(made.values()))
        for decision in draw(st.lists(decisions(article), max_size=1)):
            decided.setdefault(decision.id, decision)
    registry = {speaker.id: speaker for speaker in draw(st.lists(speakers, max_size=3))}
    drawn = draw(st.lists(assignments, max_size=2, unique=True))
    plan = [item._replace(article=id) for item, id in zip(drawn, found, strict=False)]
    files = draw(st.dictionaries(st.sampled_from(["scheme.toml", "guidelines.md"]), words, max_size=2))
    return Dataset(found, layers, registry, tuple(plan), tuple(decided.values()), SCHEME, files)
