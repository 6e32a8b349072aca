"""The report as JSON, `agreement/1`: what scripts rely on. Keys are always there, always in this order.

A value that is undefined is null, and the `reason` beside it says why; the same goes for an interval. Numbers are
rounded to six places. Everything outside of ASCII is escaped, so that it is safe to print as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from annotator.agreement.report import (
    ArticleRow,
    Boundary,
    Confusion,
    Estimate,
    FieldRow,
    Overlap,
    PairRow,
    PersonRow,
    Report,
    RoundRow,
    Scored,
    Slice,
)
from annotator.agreement.show.kind import every_kind

_PLACES = 6


def record(report: Report) -> str:
    """The whole report as indented JSON."""
    return json.dumps(as_dict(report), ensure_ascii=True, indent=1).replace("\x7f", "\\u007f") + "\n"


def as_dict(report: Report) -> dict[str, Any]:
    """The whole report as plain values."""
    kinds = every_kind(report)
    return {
        "format": "agreement/1",
        "threshold": report.threshold,
        "articles": len(report.articles),
        "annotators": list(report.annotators),
        "pairs": [_pair(each) for each in report.pairs],
        "fields": {each.key: _field(each) for each in report.fields},
        "kinds": kinds,
        "gamma": {**_estimate(report.gamma.estimate), **report.gamma.recipe},
        "title": report.title,
        "round": report.round,
        "repeated": report.repeated,
        "scheme": dict(report.reference._asdict()),
        "claims": report.claims,
        "proposed": report.proposed,
        "overall": _overlap(report.overall),
        "character_alpha": _estimate(report.character),
        "components": report.components,
        "not_proved": report.inexact,
        "rates": {kind: _estimate(rate) for kind in kinds if (rate := report.rates.get(kind)) is not None},
        "people": [_person(each) for each in report.people],
        "by_article": [_article(each) for each in report.articles],
        "by": report.by or None,
        "slices": [_slice(each) for each in report.slices],
        "rounds": [_round(each) for each in report.rounds],
        "against": report.against or None,
        "scored": [_scored(each) for each in report.scored],
        "adjudication": None if report.adjudication is None else report.adjudication._asdict(),
        "left_out": [{"what": what, "why": why} for what, why in report.left_out],
        "resamples": report.resamples,
        "seed": report.seed,
        "planning": report.planning,
    }


def _number(value: float | None) -> float | None:
    """Rounded; a negative zero is none."""
    return None if value is None else round(value, _PLACES) + 0.0


def _interval(of: Estimate) -> list[float | None] | None:
    return None if of.low is None else [_number(of.low), _number(of.high)]


def _reason(estimates: Iterable[Estimate]) -> str | None:
    """Why something in an object is null; each reason once."""
    found = dict.fromkeys(why for each in estimates for why in (each.reason, each.no_interval) if why)
    return "; ".join(found) or None


def _plain(of: Estimate) -> dict[str, Any]:
    """Without an interval."""
    return {"value": _number(of.value), "n": of.n, "reason": of.reason or None}


def _estimate(of: Estimate) -> dict[str, Any]:
    return {"value": _number(of.value), "n": of.n, "interval": _interval(of), "reason": _reason((of,))}


def _boundary(of: Boundary) -> dict[str, Any]:
    """Distances without sign, then with their sign: second minus first, below 0 is earlier."""
    return {name: _number(each.value) for name, each in of._asdict().items()}


def _overlap(of: Overlap) -> dict[str, Any]:
    return {
        "claims": of.claims,
        "matched": of.matched,
        "exact": of.exact,
        "f1": _number(of.f1.value),
        "f1_exact": _number(of.f1_exact.value),
        "mean_iou": _number(of.mean_iou.value),
        "f1_soft": _number(of.f1_soft.value),
        "boundary": _boundary(of.boundary),
        "interval": _interval(of.f1),
        "intervals": {
            name: _interval(each)
            for name, each in (("f1_exact", of.f1_exact), ("f1_soft", of.f1_soft), ("mean_iou", of.mean_iou))
        },
        "reason": _reason((of.f1, of.mean_iou)),
    }


def _pair(row: PairRow) -> dict[str, Any]:
    seen = _overlap(row.overlap)
    del seen["claims"], seen["intervals"]
    return {
        "annotators": list(row.annotators),
        "articles": row.articles,
        "claims": list(row.claims),
        "matched": seen.pop("matched"),
        "unmatched": [claims - row.overlap.matched for claims in row.claims],
        **seen,
        "fields": _plains(row.fields),
    }


def _field(row: FieldRow) -> dict[str, Any]:
    return {
        "measure": "krippendorff_alpha",
        "level": row.level,
        "n": row.alpha.n,
        "disagreements": row.disagreements,
        "agreement": _number(row.percent.value),
        "value": _number(row.alpha.value),
        "interval": _interval(row.alpha),
        "reason": _reason((row.alpha, row.percent, row.ac1)),
        "coverage": _number(row.coverage),
        "ac1": _number(row.ac1.value),
        "label": row.label,
        "hint": row.hint or None,
        "confusion": _confusion(row.confusion),
        "measures": _plains(row.others),
    }


def _confusion(of: Confusion) -> dict[str, Any]:
    return {"values": list(of.values), "counts": [list(row) for row in of.counts], "rest": of.rest}


def _plains(fields: Mapping[str, Estimate]) -> dict[str, Any]:
    return {key: _plain(each) for key, each in fields.items()}


def _person(row: PersonRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "articles": row.articles,
        "claims": row.claims,
        "words": row.words,
        "per_thousand_words": _number(row.per_thousand),
        "found": _number(row.found.value),
        "shared": _number(row.shared.value),
        "length": _number(row.length),
        "boundary": _boundary(row.boundary),
        "bias": {key: {value: _number(share) for value, share in shares.items()} for key, shares in row.bias.items()},
        "fields": _plains(row.alphas),
        "reason": _reason((row.found, row.shared)),
    }


def _article(row: ArticleRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "annotators": list(row.annotators),
        "claims": row.claims,
        "components": row.components,
        "mass": row.mass,
        "overlap": _overlap(row.overlap),
        "kinds": dict(row.kinds),
    }


def _slice(row: Slice) -> dict[str, Any]:
    return {
        "name": row.name,
        "claims": row.claims,
        "overlap": _overlap(row.overlap),
        "fields": _plains(row.fields),
        "kinds": dict(row.kinds),
    }


def _round(row: RoundRow) -> dict[str, Any]:
    return {
        "round": row.round,
        "annotators": list(row.annotators),
        "articles": row.articles,
        "overlap": _overlap(row.overlap),
        "fields": _plains(row.fields),
    }


def _scored(row: Scored) -> dict[str, Any]:
    return {
        "name": row.name,
        "articles": row.articles,
        "precision": _estimate(row.precision),
        "recall": _estimate(row.recall),
        "overlap": _overlap(row.overlap),
        "fields": {
            key: {
                value.value: {
                    "precision": _number(value.precision.value),
                    "recall": _number(value.recall.value),
                    "f1": _number(value.f1.value),
                    "n": value.recall.n,
                    "reason": _reason((value.precision, value.recall, value.f1)),
                }
                for value in values
            }
            for key, values in row.fields.items()
        },
        "confusion": {key: _confusion(each) for key, each in row.confusion.items()},
    }
