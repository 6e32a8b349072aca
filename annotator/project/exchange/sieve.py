"""The sieve: which claims of a layer go out, and why the others do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from annotator.core.claim import Claim
from annotator.core.release.condition import Condition
from annotator.core.speaker import Speaker

Place: TypeAlias = tuple[str, str, str]
"""Article, annotator and round: where a link leads to."""


class Sieve:
    """Which claims go out."""

    def __init__(
        self, conditions: Iterable[Condition], origin: tuple[str, ...], role: str, registry: Mapping[str, Speaker]
    ) -> None:
        self.conditions = [each for each in conditions if each.level == "claim"]
        self.origin, self.role, self.registry = origin, role, registry
        self._gone: dict[Place, frozenset[str]] = {}

    @property
    def open(self) -> bool:
        """Whether everything goes through."""
        return not self.conditions and not self.origin

    def __call__(
        self, claims: tuple[Claim, ...], at: Callable[[Place], Iterable[Claim]]
    ) -> tuple[tuple[Claim, ...], Counter[str], int]:
        """The claims that are kept, why others are not, and how many links among them were cut.

        `at`: the claims that lie in a place, before any is left out.
        """
        dropped: Counter[str] = Counter()
        if self.open:
            return claims, dropped, 0
        kept = [claim for claim in claims if self._keeps(claim, dropped)]
        cut = 0
        for index, claim in enumerate(kept):
            links = tuple(link for link in claim.links if link.target not in self._left_out(claim.there(link), at))
            cut += len(claim.links) - len(links)
            kept[index] = replace(claim, links=links) if len(links) < len(claim.links) else claim
        return tuple(kept), dropped, cut

    def _left_out(self, place: Place, at: Callable[[Place], Iterable[Claim]]) -> frozenset[str]:
        """The ids of a place to which no claim that is kept belongs."""
        if place not in self._gone:
            claims = list(at(place))
            kept = {claim.id for claim in claims if self._keeps(claim, Counter())}
            self._gone[place] = frozenset(claim.id for claim in claims if claim.id not in kept)
        return self._gone[place]

    def _keeps(self, claim: Claim, dropped: Counter[str]) -> bool:
        if self.origin and claim.origin.get(self.role, "manual") not in self.origin:
            dropped[f"not of the origin {' or '.join(self.origin)}"] += 1
            return False
        for each in self.conditions:
            if not each.of_claim(claim, self.registry):
                dropped[f"not {each.words}"] += 1
                return False
        return True
