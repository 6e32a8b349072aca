"""F1 of two layers of claims, exact, from a threshold of IoU, and soft, from claims that have been matched already.

F1 = 2 · matched / (claims of the one + claims of the other), which is the harmonic mean of precision and recall and,
where nobody can say how many claims were rightly not marked, what kappa tends to (Hripcsak and Rothschild 2005,
Agreement, the F-measure, and reliability in information retrieval, JAMIA 12). Soft F1 counts each matched pair by its
IoU instead of 1. What is matched is for the caller to say: at most one claim of the one with one of the other.
Undefined: `no claims` (neither has any); precision and recall: that layer has none. Layers of which one is empty have
an F1 of 0. `n` is the number of claims that the value divides by; for the mean IoU, of matched pairs.

>>> seen = pairing((12, 10), [1, 1, 1, 1, 1, 0.9, 0.8, 0.6, 0.3])
>>> seen.exact, seen.matched, round(f1_from(seen).value, 4), round(f1_exact_from(seen).value, 4)
(5, 8, 0.7273, 0.4545)
>>> round(f1_soft_from(seen).value, 4), round(mean_iou_from(seen).value, 4)
(0.6909, 0.9125)
>>> f1_from(pairing((0, 0), []))
Score(value=None, reason='no claims', n=0)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.core.compare.measure import Score

NO_CLAIMS = "no claims"
NO_MATCH = "no matched claims"
SOURCE = "Hripcsak and Rothschild (2005), JAMIA 12"


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two layers on some articles, counted; parts add up with `+` or `total`."""

    first: float = 0
    """Claims of the first layer: the reference, for precision and recall."""
    second: float = 0
    """Claims of the second layer."""
    exact: float = 0
    """Pairs on the very same code points."""
    matched: float = 0
    """Pairs whose IoU reaches the threshold."""
    overlap: float = 0
    """Sum of the IoU of all pairs."""
    matched_overlap: float = 0
    """Sum of the IoU of the pairs that reach the threshold."""

    def __add__(self, other: Pairing) -> Pairing:
        return total((self, other), (1, 1))


def pairing(claims: tuple[int, int], ious: Sequence[float], threshold: float = 0.5) -> Pairing:
    """Counts the pairs that a matching has made.

    `claims` says how many each layer has, matched or not; `ious` holds one value in (0, 1] for each pair. Raises
    ValueError when there are more pairs than claims.
    """
    if len(ious) > min(claims):
        raise ValueError(f"{len(ious)} pairs cannot be made of {claims[0]} and {claims[1]} claims.")
    reached = [iou for iou in ious if iou >= threshold]
    return Pairing(*claims, sum(iou == 1 for iou in ious), len(reached), sum(ious), sum(reached))


def total(parts: Iterable[Pairing], weights: Iterable[float]) -> Pairing:
    """The weighted sum. Raises ValueError when there is not one weight per part."""
    held = list(zip(parts, weights, strict=True))
    return Pairing(*(sum([weight * getattr(part, name) for part, weight in held]) for name in Pairing.__slots__))


def f1(shared: float, first: float, second: float) -> Score:
    """Of `shared` matched claims among so many of the first and of the second."""
    claims = first + second
    return Score(2 * shared / claims, "", int(claims)) if claims else Score(None, NO_CLAIMS)


def f1_from(seen: Pairing) -> Score:
    """Pairs that reach the threshold count 1."""
    return f1(seen.matched, seen.first, seen.second)


def f1_exact_from(seen: Pairing) -> Score:
    """Pairs on the very same code points count 1."""
    return f1(seen.exact, seen.first, seen.second)


def f1_soft_from(seen: Pairing) -> Score:
    """All pairs count by their IoU."""
    return f1(seen.overlap, seen.first, seen.second)


def precision_from(seen: Pairing) -> Score:
    """The share of the second layer's claims that the first has too."""
    return Score(seen.matched / seen.second, "", int(seen.second)) if seen.second else Score(None, NO_CLAIMS)


def recall_from(seen: Pairing) -> Score:
    """The share of the first layer's claims that the second has found."""
    return Score(seen.matched / seen.first, "", int(seen.first)) if seen.first else Score(None, NO_CLAIMS)


def mean_iou_from(seen: Pairing) -> Score:
    """Of the pairs that reach the threshold."""
    if not seen.matched:
        return Score(None, NO_MATCH)
    return Score(seen.matched_overlap / seen.matched, "", int(seen.matched))
