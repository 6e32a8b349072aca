"""The best alignment of a continuum: every unit in one group, at most one of each annotator, with the least disorder.

Source: Mathet et al. (2015), sections 4 and 5.1. Two units are apart by alpha times the square of how far their starts
and ends lie apart, in their mean length, plus beta times the distance of their categories, all times delta; a unit and
nothing, and nothing and nothing, by delta. The disorder of a group is the mean over all pairs of annotators.

A group can be in the best alignment only if no cut in two would be as good; the groups that pass are few, and which of
them to take is a linear programme. Where its solution is not whole, the component concerned is solved as an integer
programme. scipy is needed here only.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from annotator.agreement.gamma.continuum import Recipe, Units, count

Array: TypeAlias = Any
"""A numpy array."""

MOST = 100_000
"""Groups of one continuum that are looked at before its alignment is given up."""
_WHOLE = 1e-6
"""How far from a whole number the solver's numbers may be."""
_TOGETHER = 600
"""Units of several continua that are solved in one go, which saves starts of the solver; none is ever cut."""


class TooTangledError(Exception):
    """So many units lie so close that an exact alignment is out of reach."""


class Alignment(NamedTuple):
    """A best alignment of a continuum: of several with the same disorder, any."""

    groups: tuple[tuple[int, ...], ...]
    """Numbers of units, counted through all layers in their order; a unit without a partner is a group of one."""
    disorder: float
    """Sum over the groups. What the paper calls so is this by the mean number of units of an annotator."""


def align(continua: Sequence[Units], recipe: Recipe) -> list[Alignment]:
    """The best alignment of each of some continua with the same number of annotators, at least two.

    Raises TooTangledError.
    """
    found: list[Alignment] = []
    batch: list[Units] = []
    size = 0
    for each in continua:
        if batch and size + count(each) > _TOGETHER:
            found += _aligned(batch, recipe)
            batch, size = [], 0
        batch.append(each)
        size += count(each)
    return found + (_aligned(batch, recipe) if batch else [])


class Field:
    """The units of several continua in one row, and the pairs of them that can be in one group."""

    def __init__(self, continua: Sequence[Units], recipe: Recipe) -> None:
        self.people = len(continua[0])
        self.pairs = self.people * (self.people - 1) // 2
        self.delta = recipe.delta
        rows = [
            (number, owner, *unit)
            for number, layers in enumerate(continua)
            for owner, layer in enumerate(layers)
            for unit in layer
        ]
        columns = np.array(rows, dtype=float).reshape(-1, 5).T
        self.continuum, self.owner, category = (columns[at].astype(int) for at in (0, 1, 4))
        self.start, self.end = columns[2], columns[3]
        self.size = len(rows)
        self._recipe, self._category = recipe, category
        self._table = np.array(recipe.table, dtype=float)
        self.early, self.late, self.apart = self._edges()
        self._first = np.searchsorted(self.early, np.arange(self.size + 1))
        self._keys = self.early * self.size + self.late

    def farthest(self, one: int, other: int) -> float:
        """What all pairs between two halves of a group, of `one` and `other` units, must stay below together: else it
        is no worse to cut the group there."""
        return self.delta * (self.pairs + one * other)

    def between(self, early: Array, late: Array) -> Array:
        """How far pairs of units are apart."""
        start, end, recipe = self.start, self.end, self._recipe
        moved = np.abs(start[early] - start[late]) + np.abs(end[early] - end[late])
        place = (moved / (end[early] - start[early] + end[late] - start[late])) ** 2
        category = self._table[self._category[early], self._category[late]] if recipe.beta else 0.0
        return self.delta * (recipe.alpha * place + recipe.beta * category)

    def _edges(self) -> tuple[Array, Array, Array]:
        """Pairs of one continuum and two annotators that are not too far apart for any group, by (early, late)."""
        most = self.farthest(1, self.people - 1)
        middle, half = (self.start + self.end) / 2, (self.end - self.start) / 2
        if self._recipe.alpha:
            # Units so far apart that their position alone is too much are never looked at: their reaches do not meet.
            reach = half * (most / (self.delta * self._recipe.alpha)) ** 0.5
        else:
            reach = np.full(self.size, np.ptp(middle) if self.size else 0.0)
        low, high = middle - reach, middle + reach
        stride = (high.max() - low.min() + 1) if self.size else 0.0
        low, high = low + stride * self.continuum, high + stride * self.continuum
        order = np.argsort(low, kind="stable")
        until = np.searchsorted(low[order], high[order], side="right")
        counts = np.maximum(until - np.arange(self.size) - 1, 0)
        one = np.repeat(np.arange(self.size), counts)
        other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts)
        one, other = order[one], order[other]
        early, late = np.minimum(one, other), np.maximum(one, other)
        apart = self.between(early, late)
        kept = (self.continuum[early] == self.continuum[late]) & (self.owner[early] < self.owner[late]) & (apart < most)
        early, late, apart = early[kept], late[kept], apart[kept]
        order = np.lexsort((late, early))
        return early[order], late[order], apart[order]

    def look_up(self, early: Array, late: Array) -> Array:
        """How far pairs are apart; infinite for those that cannot be in one group."""
        if not len(self._keys):
            return np.full(len(early), np.inf)
        wanted = early * self.size + late
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[at] == wanted, self.apart[at], np.inf)

    def groups(self) -> list[tuple[Array, Array]]:
        """By size from two: the groups that can be in a best alignment, each with its disorder.

        They are grown annotator by annotator, and what no larger group can mend is dropped on the way.
        """
        found: list[tuple[Array, Array]] = []
        members, apart = np.stack([self.early, self.late], axis=1), self.apart[:, None]
        for size in range(2, self.people + 1):
            fit = self._holds(apart, size, size)
            cost = (apart.sum(axis=1) + self.delta * (self.pairs - size * (size - 1) // 2)) / self.pairs
            found.append((members[fit], cost[fit]))
            if size < self.people:
                members, apart = self._grown(members, apart, size)
        return found

    def _holds(self, apart: Array, size: int, final: int) -> Array:
        """Which groups are worth more than any two parts of theirs, or may be once they have `final` members.

        `apart` has a column for each pair of members. Members to come can be on either side of a cut.
        """
        place = {pair: at for at, pair in enumerate(_pairs(size))}
        holds = np.ones(len(apart), dtype=bool)
        for part in range(1, size // 2 + 1):
            most = min(self.farthest(one, final - one) for one in (part, size - part))
            for some in combinations(range(size), part):
                others = [at for at in range(size) if at not in some]
                across = [place[min(a, b), max(a, b)] for a in some for b in others]
                holds &= apart[:, across].sum(axis=1) < most
        return holds

    def _grown(self, members: Array, apart: Array, size: int) -> tuple[Array, Array]:
        """The groups with one unit more, of a later annotator."""
        last = members[:, -1]
        counts = self._first[last + 1] - self._first[last]
        if counts.sum() > MOST:
            self._refuse(np.repeat(self.continuum[last], counts))
        old = np.repeat(np.arange(len(members)), counts)
        edge = np.arange(len(old)) - np.repeat(np.cumsum(counts) - counts, counts) + self._first[last][old]
        new = self.late[edge]
        added = [self.look_up(members[old, at], new) for at in range(size - 1)]
        apart = np.column_stack([apart[old], *added, self.apart[edge]])
        kept = self._holds(apart, size + 1, self.people)
        return np.column_stack([members[old], new])[kept], apart[kept]

    def _refuse(self, continuum: Array) -> None:
        if len(continuum) and np.bincount(continuum).max() > MOST:
            raise TooTangledError(f"more than {MOST:,} groups of claims are close enough to be one")


def _pairs(size: int) -> list[tuple[int, int]]:
    """Pairs of members in the order in which a growing group gets them."""
    return [(early, late) for late in range(1, size) for early in range(late)]


def _aligned(continua: Sequence[Units], recipe: Recipe) -> list[Alignment]:
    field = Field(continua, recipe)
    parts = [(np.arange(field.size)[:, None], np.full(field.size, field.delta)), *field.groups()]
    chosen = _matched(field, *parts[1]) if field.people == 2 else _chosen(*_programme(parts, field.size))
    by_part = np.split(chosen, np.cumsum([len(members) for members, _ in parts])[:-1])
    groups: list[list[tuple[int, ...]]] = [[] for _ in continua]
    disorder = np.zeros(len(continua))
    first = np.searchsorted(field.continuum, np.arange(len(continua)))
    for (members, cost), taken in zip(parts, by_part, strict=True):
        where = field.continuum[members[taken, 0]]
        np.add.at(disorder, where, cost[taken])
        for number, group in zip(where.tolist(), (members[taken] - first[where][:, None]).tolist(), strict=True):
            groups[number].append(tuple(group))
    return [Alignment(tuple(sorted(each)), float(sum_)) for each, sum_ in zip(groups, disorder, strict=True)]


def _matched(field: Field, pairs: Array, cost: Array) -> Array:
    """Which groups of one, then of two, are taken: of two annotators it is an assignment."""
    ones, twos = np.unique(pairs[:, 0]), np.unique(pairs[:, 1])
    taken = np.zeros(len(pairs), dtype=bool)
    if len(pairs):
        # What a pair saves is below 0; every unit of the first annotator may take a place of its own, which saves 0.
        rows = np.searchsorted(ones, pairs[:, 0])
        columns = np.searchsorted(twos, pairs[:, 1])
        own = np.arange(len(ones))
        # An entry of 0 would be none, so all are a constant below.
        saved = np.concatenate([cost - 2 * field.delta, np.zeros(len(ones))]) - field.delta
        places = (np.concatenate([rows, own]), np.concatenate([columns, own + len(twos)]))
        table = csr_array((saved, places), shape=(len(ones), len(ones) + len(twos)))
        row, column = min_weight_full_bipartite_matching(table)
        taken = np.isin(rows * (len(twos) + 1) + columns, (row * (len(twos) + 1) + column)[column < len(twos)])
    alone = np.ones(field.size, dtype=bool)
    alone[pairs[taken].ravel()] = False
    return np.concatenate([alone, taken])


def _programme(parts: Sequence[tuple[Array, Array]], size: int) -> tuple[Array, Array]:
    """The cost of each group, and the matrix that has a row for each unit and a column for each group."""
    costs = np.concatenate([cost for _, cost in parts])
    units = np.concatenate([members.ravel() for members, _ in parts])
    widths = np.concatenate([np.full(len(members), members.shape[1]) for members, _ in parts])
    ends = np.concatenate([[0], np.cumsum(widths)])
    return costs, csc_array((np.ones(len(units)), units, ends), shape=(size, len(costs)))


def _chosen(costs: Array, within: Array) -> Array:
    """The cheapest groups that have every unit once."""
    if not within.shape[0]:
        return np.zeros(0, dtype=bool)
    shares = _solved(costs, within, whole=False)
    broken = np.abs(shares - np.round(shares)) > _WHOLE
    if broken.any():
        # Units that share a group hang together; the linear programme is right about all others.
        _, label = connected_components(within @ within.T, directed=False)
        of_group = label[within.indices[within.indptr[:-1]]]
        columns = np.isin(of_group, np.unique(of_group[broken]))
        rows = np.unique(within[:, columns].indices)
        shares[columns] = _solved(costs[columns], within[:, columns][rows], whole=True)
    return np.asarray(np.round(shares), dtype=bool)


def _solved(costs: Array, within: Array, *, whole: bool) -> Array:
    found = milp(
        costs,
        integrality=np.full(len(costs), int(whole)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(within, 1, 1),
        # Without a gap: the best, not one that is nearly as good.
        options={"presolve": whole, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise TooTangledError(f"the solver gave up: {found.message}")
    return found.x
