"""Gamma of the articles that were compared, computed in a process of its own.

A claim is a unit from the first to the last code point of its primary role. Contents with several pieces count with
their hull: as pieces, one claim would be several units, its category would count several times, and an annotator who
leaves out a word would have a unit more. What gaps cost is seen in soft F1 and under `fragmentation`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Hashable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from tempfile import TemporaryFile
from typing import Any

from annotator.agreement.bootstrap import Draws, estimate
from annotator.agreement.fields import DISTANCES, order_of
from annotator.agreement.gamma.continuum import Recipe, with_open
from annotator.agreement.measures.distance import LINEAR, NoDistanceError
from annotator.agreement.report import Estimate, GammaRow
from annotator.agreement.tally import Tally
from annotator.core.claim import Claim
from annotator.core.compare.measure import Score
from annotator.core.compare.sense import Sense
from annotator.core.span import hull
from annotator.project.compare.choice import ALL, Wanted, person_of

NO_EXTRA = "it needs numpy and scipy: pip install 'annotator[gamma]'"
_CHILD = "import sys; sys.path[:] = sys.argv[1:]; from annotator.project.compare.worker import main; main()"


def gamma_row(tallies: Sequence[Tally], wanted: Wanted, sense: Sense) -> GammaRow:
    """The gamma of some articles, or why there is none; several tallies of one article are drawn together. It may take
    seconds; an interrupt ends the process too."""
    if not (find_spec("numpy") and find_spec("scipy")):
        return GammaRow(Estimate(None, NO_EXTRA))
    category = Category(sense, (claim for each in tallies for layer in each.layers.values() for claim in layer))
    try:
        table = category.table()
    except NoDistanceError as problem:
        return GammaRow(Estimate(None, f"no distance between the values of {category.key}: {problem}"))
    recipe = Recipe(
        sampler=wanted.sampler, samples=wanted.samples, precision=wanted.precision, seed=wanted.seed, table=table
    )
    places: dict[str, int] = {}
    articles = [places.setdefault(each.article.id, len(places)) for each in tallies]
    found = compute(
        {
            "continua": [continuum(each, sense.role, category, wanted) for each in tallies],
            "articles": articles,
            "recipe": recipe._asdict(),
            "resamples": wanted.resamples,
        }
    )
    if "value" not in found:
        return GammaRow(Estimate(None, found["reason"]))
    score = Score(found["value"], found["reason"], found["n"])
    drawn = [Score(value) for value in found["resampled"]]
    return GammaRow(
        estimate(score, lambda _: drawn, Draws(wanted.resamples, wanted.seed), len(places)),
        {
            "alpha": recipe.alpha,
            "beta": recipe.beta,
            "delta": recipe.delta,
            "category": category.key or "none",
            "contents": "hull",
            "sampler": recipe.sampler,
            "samples": found["samples"],
            **({"precision": recipe.precision} if recipe.precision else {}),
            "seed": recipe.seed,
            "observed": found["observed"],
            "expected": found["expected"],
            "versions": found["versions"],
        },
    )


class Category:
    """What of a claim is its category: the first field that counts, or else what counts first; nothing when nothing
    counts. An open value is apart from nothing."""

    def __init__(self, sense: Sense, claims: Iterable[Claim]) -> None:
        self._sense = sense
        self.key = next(iter((*(field.key for field in sense.fields), *sense.keys)), "")
        values = dict.fromkeys(map(self._value, claims))
        values.pop(None, None)
        self._place: dict[Hashable | None, int] = {value: at for at, value in enumerate(values)}

    def of(self, claim: Claim) -> int:
        """Its row in the table; the last one while it is open."""
        return self._place.get(self._value(claim), len(self._place))

    def table(self) -> tuple[tuple[float, ...], ...]:
        """Distances by the level of the field, the largest of them 1. Raises NoDistanceError."""
        values = [value for value in self._place if value is not None]
        if not values:
            return with_open(())
        level = self._sense.level(self.key)
        # The ranks of alpha depend on how often they occur; here a step is a step.
        distance = LINEAR if level == "ordinal" else DISTANCES[level]
        metric = distance.over(values, order_of(self.key, self._sense)).at(dict.fromkeys(values, 1))
        largest = metric.largest or 1.0
        return with_open([[metric.between(one, other) / largest for other in values] for one in values])

    def _value(self, claim: Claim) -> Hashable | None:
        return self._sense.value(claim, self.key) if self.key else None


def continuum(
    each: Tally, role: str, category: Category, wanted: Wanted = ALL
) -> tuple[str, int, list[list[tuple[int, int, int]]]]:
    """A name that no other has, the article's length, and the units of each of its readers."""
    # Of several rounds, each annotator is compared with themselves: an article stands for several people.
    name = f"{each.article.id} by {person_of(each.readers[0])}" if len(wanted.rounds) > 1 else each.article.id
    layers = [[(*hull(claim.spans[role]), category.of(claim)) for claim in each.layers[who]] for who in each.readers]
    return name, len(each.article.text), layers


def compute(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the worker answers; a `reason` alone when it could not."""
    command = [sys.executable, "-P", "-c", _CHILD, *sys.path]
    with (
        TemporaryFile("w+", encoding="utf-8", errors="replace") as said,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said) as worker,
    ):
        try:
            line = _exchanged(worker, json.dumps(asked).encode() + b"\n")
        except BaseException:
            worker.kill()
            raise
        worker.kill()
        said.seek(0)
        complaint = said.read().strip().split("\n")[-1]
    try:
        found: dict[str, Any] = json.loads(line)
    except ValueError:
        return {"reason": f"the process that computes it ended: {complaint or 'without a word'}"}
    return found


def _exchanged(worker: subprocess.Popen[bytes], line: bytes) -> bytes:
    """The last line that comes back. The worker's input stays open all the while: when it closes, the worker ends."""
    if worker.stdin is None or worker.stdout is None:
        return b""
    try:
        worker.stdin.write(line)
        worker.stdin.flush()
    except BrokenPipeError:
        return b""
    return worker.stdout.read().strip().split(b"\n")[-1]
