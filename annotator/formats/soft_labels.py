"""Soft labels: what each annotator said of each claim, and how it is spread, in the record of the LeWiDi shared tasks.

Annotators mark claims, not items, so items are made by alignment: the clusters of `annotator.core.compare.alignment`
on the primary role. One item asks whether there is such a claim at all (`existence`); one for each part that counts
asks what it says, of those who marked it. The record is that of the third LeWiDi task (Leonardelli et al. 2025).
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from annotator.core.article import Article
from annotator.core.claim import MAIN, Claim
from annotator.core.compare.alignment import Cluster, align
from annotator.core.compare.sense import SETS, SPEAKERS, Compared, Sense, sense_of
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses, Part
from annotator.core.span import Span
from annotator.core.text.segment import Segments

ITEMS, LONG = "lewidi.json", "long.csv"
EXISTENCE = "existence"
ALIGNMENT = "clusters of greatest summed IoU over the role {role}, any overlap"
"""How items are made, as each of them says."""


class Item(NamedTuple):
    """One question and everybody's answer."""

    id: str
    task: str
    annotations: Mapping[str, tuple[str, ...]]
    """Annotator → label; several of a set."""
    labels: tuple[str, ...]
    """All labels that could have been given, as far as they are known."""
    several: bool = False
    """Whether each label is a question of its own, because any number of them may be given."""


class SoftLabelsFormat:
    """A folder with `lewidi.json` and `long.csv`."""

    name = "soft_labels"
    help = "who said what of which claim, and how it is spread (LeWiDi JSON, CSV of task, worker, label)"
    suffix = ""
    files = (ITEMS, LONG)

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """Both files. Layers that are not done, or of readers that a plan does not name, do not count."""
        assert data.scheme is not None
        sense = sense_of(data.scheme, data.speakers)
        records: dict[str, Any] = {}
        rows: list[tuple[str, str, str]] = []
        for article, round, layers in _read(data, sense.role, losses):
            language = str(article.meta.get("language") or article.meta.get("lang") or "")
            segments = Segments(article.text)
            for place, cluster in _clusters(layers, sense):
                name = article.id if round == MAIN else f"{article.id}/{round}"
                head = {
                    "article": article.id,
                    "round": round,
                    "marked": len(cluster),
                    "assigned": len(layers),
                    "alignment": ALIGNMENT.format(role=sense.role),
                }
                text = _words(cluster, sense.role, segments)
                losses.wrote("clusters of claims")
                for item in _items(f"{name}:{place}", cluster, sorted(layers), sense):
                    records[item.id] = _record(item, text, head, cluster, language, sorted(layers))
                    rows += _rows(item)
        losses.wrote("items", len(records))
        left = [each.key for each in data.scheme.fields if not each.counts]
        losses.add("fields that do not count in agreement and are left out: " + ", ".join(left), len(left))
        yield Part(ITEMS, (json.dumps(records, ensure_ascii=True, indent=1) + "\n").encode("ascii"))
        yield Part(LONG, _csv(rows))


def _read(data: Dataset, role: str, losses: Losses) -> Iterator[tuple[Article, str, dict[str, tuple[Claim, ...]]]]:
    """Every article and round with the claims of those who have read it: done, and assigned where there is a plan."""
    plan: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for each in data.assignments:
        plan[each.article, each.round].add(each.annotator)
    for article, layers in data.by_article():
        read: dict[str, dict[str, tuple[Claim, ...]]] = {}
        for layer, content in layers:
            invited = plan.get((article.id, layer.round))
            if layer.kind != "human":
                losses.add(f"{layer.kind} layers", 1)
            elif content.status != "done":
                losses.add("layers that are not done", 1)
            elif invited and layer.annotator not in invited:
                losses.add("layers of annotators whom the plan does not name", 1)
            elif any(part.end > len(article.text) for each in content.claims for part in each.pieces(role)):
                losses.add("layers that were made on another text", 1)
            else:
                read.setdefault(layer.round, {})[layer.annotator] = content.claims
        for round in sorted(read):
            yield article, round, read[round]


def _clusters(layers: Mapping[str, Sequence[Claim]], sense: Sense) -> Iterator[tuple[str, Cluster]]:
    """The clusters in text order, each with a place that no other has."""
    seen: Counter[Span] = Counter()
    for component in align(layers, sense):
        for cluster in component.clusters:
            parts = [part for member in cluster for part in member.claim.pieces(sense.role)]
            whole = Span(min(part.start for part in parts), max(part.end for part in parts))
            seen[whole] += 1
            yield f"{whole.start}-{whole.end}" + (f".{seen[whole]}" if seen[whole] > 1 else ""), cluster


def _items(place: str, cluster: Cluster, readers: Sequence[str], sense: Sense) -> Iterator[Item]:
    by = {member.by: member.claim for member in cluster}
    marked = {name: ("1" if name in by else "0",) for name in readers}
    yield Item(f"{place}/{EXISTENCE}", EXISTENCE, marked, ("0", "1"))
    for key in sense.keys:
        values = {name: value for name, claim in by.items() if (value := sense.value(claim, key)) is not None}
        if values:
            yield _item(f"{place}/{key}", key, values, sense)


def _item(id: str, key: str, values: Mapping[str, Compared], sense: Sense) -> Item:
    """What those who marked the claim say of one part."""
    field = sense.scheme.field_of(key)
    said = {name: _labels(value) for name, value in values.items()}
    given = sorted({label for labels in said.values() for label in labels})
    if field is not None and field.type == "boolean":
        known = ["false", "true"]
    else:
        known = [value.key for value in field.values] if field is not None and field.type != "number" else []
    labels = tuple(dict.fromkeys([*known, *given]))
    return Item(id, key, said, labels, key == SPEAKERS or (field is not None and field.type in SETS))


def _labels(value: Compared) -> tuple[str, ...]:
    if isinstance(value, frozenset):
        return tuple(sorted(map(str, value)))
    if isinstance(value, tuple):
        return (" > ".join("+".join(link) for link in value),)
    if isinstance(value, bool):
        return ("true" if value else "false",)
    # A whole number is the same with a point and without; any other has all of its digits, so that no two are one.
    return (str(value).removesuffix(".0"),)


def _record(
    item: Item,
    text: Mapping[str, str],
    head: Mapping[str, Any],
    cluster: Cluster,
    language: str,
    readers: Sequence[str],
) -> dict[str, Any]:
    names = sorted(item.annotations)
    return {
        "annotation task": item.task,
        "text": text,
        "number of annotators": len(names),
        "annotators": ",".join(names),
        "number of annotations": sum(len(item.annotations[name]) for name in names) if item.several else len(names),
        "annotations": {name: ",".join(item.annotations[name]) for name in names},
        "soft_label": _soft(item),
        "split": "",
        "lang": language,
        "other_info": {**head, "readers": list(readers), "claims": {member.by: member.claim.id for member in cluster}},
    }


def _soft(item: Item) -> dict[str, Any]:
    """The share of each label; of a set, for each label the share of those who did not and did give it."""
    n = len(item.annotations)
    counts = Counter(label for labels in item.annotations.values() for label in labels)
    if item.several:
        return {label: {"0": _share(n - counts[label], n), "1": _share(counts[label], n)} for label in item.labels}
    return {label: _share(counts[label], n) for label in item.labels}


def _share(k: int, n: int) -> float:
    return round(k / n, 6)


def _words(cluster: Cluster, role: str, segments: Segments) -> dict[str, str]:
    """The longest version of the content, and the sentences that all of them stand in."""
    text = segments.text
    versions = {" … ".join(text[start:end] for start, end in member.claim.pieces(role)) for member in cluster}
    parts = [part for member in cluster for part in member.claim.pieces(role)]
    first = segments.sentence(min(part.start for part in parts))
    last = segments.sentence(max(part.end for part in parts) - 1)
    return {"claim": max(sorted(versions), key=len), "context": text[first.start : last.end].strip()}


def _rows(item: Item) -> Iterator[tuple[str, str, str]]:
    for name in sorted(item.annotations):
        labels = item.annotations[name]
        if item.several:
            yield from ((f"{item.id}={label}", name, "1" if label in labels else "0") for label in item.labels)
        else:
            yield item.id, name, labels[0]


def _csv(rows: Sequence[tuple[str, str, str]]) -> bytes:
    out = io.StringIO(newline="")
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(("task", "worker", "label"))
    sheet.writerows(rows)
    return out.getvalue().encode("utf-8")


FORMAT = SoftLabelsFormat()
