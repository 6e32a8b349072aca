"""The heaviest assignment between the claims of two owners, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def assign(one: Sequence[int], two: Sequence[int], weights: Sequence[Mapping[int, int]]) -> tuple[tuple[int, int], ...]:
    """The pairs (earlier, later) of the greatest total weight, each claim at most once; pairs of weight 0 are none.

    `weights[i]` has j → weight > 0 for partners j < i. The Hungarian method with potentials, in cubic time.
    """
    rows, columns = (one, two) if len(one) <= len(two) else (two, one)
    cost = [[-weights[max(row, column)].get(min(row, column), 0) for column in columns] for row in rows]
    match = _matched(cost, len(columns))
    pairs = ((rows[row], columns[column]) for column, row in enumerate(match) if row >= 0 and cost[row][column])
    return tuple(sorted((min(pair), max(pair)) for pair in pairs))


def _matched(cost: Sequence[Sequence[int]], width: int) -> list[int]:
    """For each column its row, or -1. Rows are not more than columns; column and row 0 are a start, hence the 1s."""
    up, vp = [0] * (len(cost) + 1), [0] * (width + 1)
    match = [0] * (width + 1)
    for row in range(1, len(cost) + 1):
        match[0], column = row, 0
        least: list[int | None] = [None] * (width + 1)
        way, seen = [0] * (width + 1), [False] * (width + 1)
        while True:
            seen[column] = True
            here = match[column]
            costs, base = cost[here - 1], up[here]
            step, following = 0, -1
            for other in range(1, width + 1):
                if seen[other]:
                    continue
                reduced = costs[other - 1] - base - vp[other]
                known = least[other]
                if known is None or reduced < known:
                    least[other] = known = reduced
                    way[other] = column
                if following < 0 or known < step:
                    step, following = known, other
            for other in range(width + 1):
                known = least[other]
                if seen[other]:
                    up[match[other]] += step
                    vp[other] -= step
                elif known is not None:
                    least[other] = known - step
            column = following
            if not match[column]:
                break
        while column:
            match[column] = match[way[column]]
            column = way[column]
    return [row - 1 for row in match[1:]]
