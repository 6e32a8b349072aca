"""The selection: which articles, layers and claims of a moment go out, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from annotator.config.project import FILE
from annotator.config.rulings import FILE as RULINGS
from annotator.core.claim import MAIN, Layer
from annotator.core.errors import Fault, UsageError
from annotator.core.event import Key
from annotator.core.records.assignment import assignment_from_body, refusal_from_body
from annotator.core.records.check import one_of
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.decision import Decision
from annotator.core.records.gold import GOLD
from annotator.core.release.condition import Condition, condition
from annotator.core.release.pseudonym import Pseudonyms
from annotator.project.compare.choice import Reasons
from annotator.project.corpus.choosing import known_of
from annotator.project.exchange.asked import Asked
from annotator.project.exchange.moment import Moment, Read
from annotator.project.exchange.shelf import Articles, Layers
from annotator.project.exchange.sieve import Sieve
from annotator.project.exchange.tally import Tally

ORIGINS = ("manual", "proposed", "default", "edited", "imported")


@dataclass(slots=True)
class Selection:
    """What goes out. Its counts are complete once everything has been read."""

    data: Dataset
    asked: Asked
    """What was asked for, as it may be shown: without names of people where pseudonyms stand for them."""
    tally: Tally
    reasons: Reasons
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Article → why it is in no portion."""

    def lost(self) -> list[tuple[str, str]]:
        """(what, why) for everything that was left out, claims included, in a fixed order."""
        rows = [tuple(row) for row in self.reasons.rows()]
        rows += [(f"{count:,} claims", why) for why, count in sorted(self.tally.dropped.items())]
        if self.tally.links:
            rows.append((f"{self.tally.links:,} links", "to claims that are left out"))
        return [(what, why) for what, why in rows]


def select(
    moment: Moment,
    asked: Asked,
    *,
    split: Mapping[str, str] | None = None,
    portions: tuple[str, ...] = (),
    left_out: Mapping[str, str] | None = None,
    pseudonyms: Pseudonyms | None = None,
) -> Selection:
    """The part of a moment that is asked for. Raises UsageError, with near names, for what the project does not have.

    `split` gives each article its portion; `left_out` says why others are in none.
    """
    metadata = {id: known_of(body) if asked.where else {} for id, body in moment.bodies()}
    conditions = _conditions(moment, asked, metadata)
    shown = asked
    if pseudonyms is not None:
        conditions = [_masked(each, pseudonyms) for each in conditions]
        whose = asked.layer if asked.layer in ("all", GOLD) else pseudonyms.name(asked.layer)
        shown = replace(asked, layer=whose, where=tuple(each.words for each in conditions))
    layers = moment.layers()
    _known(asked, metadata, layers)
    reasons = Reasons()
    ids = {id for id in metadata if not asked.articles or id in asked.articles}
    for each in conditions:
        if each.level == "article":
            ids = _without(
                ids, (id for id in ids if not each.of_article(id, metadata[id])), f"not {each.words}", reasons
            )
    rename = pseudonyms.layer if pseudonyms else _same
    kept: dict[Layer, tuple[Layer, Content]] = {}
    readers: dict[str, set[str]] = {}
    for layer, content in sorted(layers.items()):
        if layer.article not in ids:
            continue
        why = _refused(layer, content, asked, conditions)
        if not why and content.status == "done" and layer.kind == "human" and asked.round in ("", layer.round):
            readers.setdefault(layer.article, set()).add(layer.annotator)
        if not why and _named(layer, asked):
            kept[rename(layer)] = (layer, content)
        elif _named(layer, asked):
            reasons.add(_who(rename(layer)), why, layer.article)
    if asked.min_annotators:
        few = (id for id in ids if len(readers.get(id, ())) < asked.min_annotators)
        ids = _without(ids, few, f"read by fewer than {asked.min_annotators}", reasons)
        kept = {layer: held for layer, held in kept.items() if layer.article in ids}
    tally = Tally(moment.scheme, split or {}, portions)
    registry = moment.speakers()
    sieve = Sieve(conditions, asked.origin, moment.scheme.primary.key, registry)
    held = Layers(moment, kept, sieve, pseudonyms, tally)
    data = Dataset(
        articles=Articles(moment, sorted(ids)),
        layers=held,
        stored=held.stored,
        speakers=registry,
        scheme=moment.scheme,
        # Who makes gold stands in annotator.toml, by name; what meetings said, and when, in rulings.toml.
        files={name: text for name, text in moment.files.items() if pseudonyms is None or name not in (FILE, RULINGS)},
        portions=portions,
        split=split or {},
        texts=asked.texts,
    )
    return Selection(_with_plan(moment, data, asked, ids, pseudonyms), shown, tally, reasons, left_out or {})


def _with_plan(moment: Moment, data: Dataset, asked: Asked, ids: set[str], pseudonyms: Pseudonyms | None) -> Dataset:
    """The data with the plan, the decisions and the refusals of its articles."""
    assignments = (assignment_from_body(row.body) for row in moment.store.current("assign"))
    refusals = (refusal_from_body(row.body) for row in moment.store.current("refuse"))
    decided = [(id,) for article, found in sorted(moment.decided().items()) if article in ids for id in found]

    def decision(key: Key) -> Decision:
        found = moment.decision(key[0])
        return pseudonyms.decision(found) if pseudonyms else found

    return replace(
        data,
        assignments=tuple(
            pseudonyms.assignment(each) if pseudonyms else each for each in assignments if each.article in ids
        ),
        decisions=Read(decided, decision),
        refusals=tuple(
            pseudonyms.refusal(each) if pseudonyms else each
            for each in refusals
            if each.article in ids and asked.layer in ("all", each.annotator)
        ),
    )


def _conditions(moment: Moment, asked: Asked, metadata: Mapping[str, Mapping[str, object]]) -> list[Condition]:
    """The conditions. Raises UsageError with all that is wrong with them."""
    keys = {key for meta in metadata.values() for key in meta}
    made = [condition(words, moment.scheme, keys) for words in asked.where]
    wrong = [each for each in made if isinstance(each, Fault)]
    wrong += [
        Fault(f"nothing has the origin {each!r}", key="--origin", right=one_of(each, ORIGINS))
        for each in asked.origin
        if each not in ORIGINS
    ]
    if wrong:
        raise UsageError("\n".join(map(str, wrong)))
    return [each for each in made if isinstance(each, Condition)]


def _masked(condition: Condition, people: Pseudonyms) -> Condition:
    """The condition, worded without names of people; what it asks is the same."""
    if condition.name != "annotator":
        return condition
    names = ",".join(people.name(value) for value in condition.values)
    return replace(condition, words=f"{condition.name}{condition.comparison}{names}")


def _known(asked: Asked, articles: Iterable[str], layers: Iterable[Layer]) -> None:
    names = sorted({each.annotator for each in layers} | {"all", GOLD})
    if asked.layer not in names:
        people = ", ".join(name for name in names if name not in ("all", GOLD)) or "nobody yet"
        raise UsageError(f"There is no layer of {asked.layer!r}; there are layers of {people}.")
    rounds = sorted({each.round for each in layers})
    if asked.round and rounds and asked.round not in rounds:
        raise UsageError(f"There is no round {asked.round!r}; {one_of(asked.round, rounds)}.")
    unknown = sorted(set(asked.articles) - set(articles))
    if unknown:
        raise UsageError(f"There is no article {unknown[0]!r}; `annotator status` lists them.")


def _named(layer: Layer, asked: Asked) -> bool:
    """Whether a layer is one of those that were named."""
    named = asked.layer == "all" or (layer.kind == GOLD if asked.layer == GOLD else layer.annotator == asked.layer)
    return named and asked.round in ("", layer.round)


def _refused(layer: Layer, content: Content, asked: Asked, conditions: Iterable[Condition]) -> str:
    """Why a named layer is not taken; empty: it is."""
    if content.status != "done" and not asked.include_open:
        return "not done"
    return next((f"not {each.words}" for each in conditions if each.level == "layer" and not each.of_layer(layer)), "")


def _who(layer: Layer) -> str:
    """How a layer is called where it is left out."""
    name = layer.annotator if layer.kind in ("human", GOLD) else f"{layer.annotator}/{layer.kind}"
    return name if layer.round == MAIN else f"{name}/{layer.round}"


def _without(ids: set[str], gone: Iterable[str], why: str, reasons: Reasons) -> set[str]:
    """The articles without some, each of which is noted."""
    left = set(gone)
    for id in left:
        reasons.add("", why, id)
    return ids - left


def _same(layer: Layer) -> Layer:
    return layer
