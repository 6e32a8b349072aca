"""The split of articles into portions: train, dev and test.

An article keeps the portion that it had before; what is alike is never on two sides; the rest is dealt in an order that
the seed makes. Whoever can satisfy neither is left out of all portions, with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

from annotator.core.errors import Fault

NAMES = {2: ("train", "test"), 3: ("train", "dev", "test")}
BY = ("article", "date", "outlet")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?(?!\d)")
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Split:
    """What was asked for."""

    shares: tuple[float, ...]
    """Positive; they add up to 1."""
    by: str = "article"
    """One of `BY`."""
    seed: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The portions, in order."""
        return NAMES[len(self.shares)]


@dataclass(frozen=True, slots=True)
class Dealt:
    """What came of it."""

    portions: Mapping[str, str]
    """Article id → its portion, sorted by id."""
    left_out: Mapping[str, str]
    """Article id → why it is in none, as a phrase, sorted by id."""


def split_of(shares: str, by: str = "article", seed: int = 0) -> Split | Fault:
    """The split of words like `80/10/10`, or what is wrong with them. The shares may add up to anything."""
    parts = shares.split("/")
    right = "two or three shares, such as 80/20 (train, test) or 80/10/10 (train, dev, test)"
    if len(parts) not in NAMES or not all(_NUMBER.fullmatch(part) for part in parts):
        return Fault(f"{shares!r} is no split", key="--split", right=right)
    numbers = [float(part) for part in parts]
    if not all(numbers):
        return Fault(f"{shares!r} has a share of 0", key="--split", right=right)
    if by not in BY:
        return Fault(f"articles cannot be split by {by!r}", key="--split-by", right=f"one of {', '.join(BY)}")
    return Split(tuple(number / sum(numbers) for number in numbers), by, seed)


def deal(
    split: Split,
    groups: Mapping[str, str],
    families: Iterable[Sequence[str]],
    earlier: Mapping[str, str] | None = None,
) -> Dealt:
    """The portion of every article.

    `groups` has every article's id, with its date or outlet when the split goes by one (else it is not looked at).
    `families` are the articles that are alike; who is in none stands alone. `earlier` are portions of articles that
    keep them, which may be articles that are not in `groups`.
    """
    kept = dict(earlier or {})
    alike = [sorted(family) for family in families]
    alone = groups.keys() - {id for family in alike for id in family}
    alike += [[id] for id in sorted(alone)]
    left_out: dict[str, str] = {}
    if split.by == "article":
        wanted = _by_unit(split, {family[0]: family for family in alike}, groups, kept, left_out)
    else:
        known = {id: _date(value) if split.by == "date" else value for id, value in groups.items()}
        left_out.update({id: f"it has no {split.by}" for id in groups if not known[id] and id not in kept})
        here = {id: value for id, value in known.items() if value}
        if split.by == "date":
            wanted = _by_date(split, here, kept)
        else:
            units: dict[str, list[str]] = {}
            for id in sorted(here):
                units.setdefault(here[id], []).append(id)
            wanted = _by_unit(split, units, groups, kept, left_out)
    found = {id: kept[id] for id in groups if id in kept} | wanted
    for family in alike:
        _separate(family, found, kept, split.names, left_out)
    portions = {id: found[id] for id in sorted(found) if id in groups and id not in left_out}
    return Dealt(portions, {id: left_out[id] for id in sorted(left_out)})


def _by_unit(
    split: Split,
    units: Mapping[str, Sequence[str]],
    groups: Mapping[str, str],
    kept: Mapping[str, str],
    left_out: dict[str, str],
) -> dict[str, str]:
    """New articles by units that stay together: with those that are kept, else to whom most is owed."""
    found: dict[str, str] = {}
    open_: list[tuple[str, list[str]]] = []
    for name, unit in units.items():
        new = [id for id in unit if id in groups and id not in kept]
        held = {kept[id] for id in unit if id in kept}
        if len(held) > 1:
            left_out.update({id: f"what it belongs with lies in {' and in '.join(sorted(held))} already" for id in new})
        elif held:
            found.update(dict.fromkeys(new, held.pop()))
        elif new:
            open_.append((sha256(f"{split.seed}\n{name}".encode()).hexdigest(), new))
    count = Counter(portion for id, portion in kept.items() if id in groups)
    count.update(found.values())
    total = count.total() + sum(len(new) for _, new in open_)
    for _, new in sorted(open_):
        owed = {name: share * total - count[name] for name, share in zip(split.names, split.shares, strict=True)}
        portion = max(split.names, key=lambda name: owed[name])
        found.update(dict.fromkeys(new, portion))
        count[portion] += len(new)
    return found


def _by_date(split: Split, dates: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """New articles by date, the earliest first in train; where some are kept, a new one goes with those before it."""
    rank = {name: place for place, name in enumerate(split.names)}
    fixed = sorted((dates[id], rank[portion]) for id, portion in kept.items() if id in dates and portion in rank)
    new = sorted((dates[id], id) for id in dates if id not in kept)
    found: dict[str, str] = {}
    if fixed:
        dated = [date for date, _ in fixed]
        for date, id in new:
            before = bisect_right(dated, date)
            found[id] = split.names[fixed[before - 1][1] if before else 0]
        return found
    days: dict[str, list[str]] = {}
    for date, id in new:
        days.setdefault(date, []).append(id)
    done = 0
    for day in sorted(days):
        # A day stays together, on the side where its middle falls.
        middle = (done + len(days[day]) / 2) / len(new)
        place = sum(middle >= reached for reached in accumulate(split.shares[:-1]))
        found.update(dict.fromkeys(days[day], split.names[place]))
        done += len(days[day])
    return found


def _separate(
    family: Sequence[str],
    found: dict[str, str],
    kept: Mapping[str, str],
    names: Sequence[str],
    left_out: dict[str, str],
) -> None:
    """Of articles that are alike, leave out the new ones on another side than the rest."""
    held = {kept[id] for id in family if id in kept}
    new = [id for id in family if id in found and id not in kept]
    if len(held) > 1:
        for id in new:
            left_out.setdefault(id, f"it is alike to articles of {' and of '.join(sorted(held))}")
        return
    if not new:
        return
    most = Counter(found[id] for id in new)
    side = held.pop() if held else max(names, key=lambda name: most[name])
    others = [id for id in family if kept.get(id, found.get(id)) == side]
    for id in new:
        if found[id] != side:
            left_out.setdefault(id, f"it is alike to {others[0]}, which is in {side}")


def _date(value: str) -> str:
    """A date that can be ordered, to the day; empty when there is none."""
    match = _DATE.match(value)
    return match[0] if match else ""
