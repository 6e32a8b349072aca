"""Near-duplicates: texts of which at least half of the five-word sequences are the same, and copies of any length.

Each text is sketched by the smallest hash of its sequences in each of 64 bins (one-permutation min-hashing; Li, Owen,
Zhang 2012). Two are alike when half of the bins that either fills agree. That depends on the two texts alone, so what
is alike stays alike while a project grows.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from hashlib import blake2b
from math import ceil
from typing import TypeAlias

BINS = 64
SHARE = 0.5
"""Of the filled bins, from which two texts are alike. The estimate's standard error there is 0.06."""
WORDS = 5
"""Of a sequence."""
MEMBERS = 16
_BUCKETS = 1 << 22

# Letters and digits as words; of the scripts that are written without blanks, each character by itself.
_WORD = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\W_]+"
)

Sketch: TypeAlias = "array[int]"
"""The smallest hash of each bin that is filled; the bin is the hash modulo `BINS`."""


def sketch(text: str) -> Sketch:
    """The sketch of a text. Case, punctuation and blanks do not count."""
    words = _WORD.findall(text.casefold()) or [text]
    smallest: dict[int, int] = {}
    for start in range(max(1, len(words) - WORDS + 1)):
        sequence = " ".join(words[start : start + WORDS]).encode("utf-8")
        number = int.from_bytes(blake2b(sequence, digest_size=8).digest(), "big")
        if number < smallest.get(number % BINS, 1 << 64):
            smallest[number % BINS] = number
    return array("Q", smallest.values())


def likeness(a: Sketch, b: Sketch) -> float:
    """The estimated share of sequences that two texts have in common: intersection over union, 0 to 1."""
    one, two = set(a), set(b)
    filled = len({number % BINS for number in one | two})
    return len(one & two) / filled


def families(sketches: Mapping[str, Sketch]) -> list[list[str]]:
    """The names, grouped: what is alike, or alike to something alike, is in one group. Groups and names sorted.

    Two that are alike share half of the larger sketch at least. Whatever the order of all hashes, they then share one
    among the first half of either; ordered from rare to common, few others do, and what all texts have in common (a
    notice below each) costs nothing. Of more than `MEMBERS` members of a family that have a hash in common only the
    first are compared with a newcomer that has it as well; copies are one family in any case.
    """
    names = sorted(sketches)
    count = array("I", bytes(4 * _BUCKETS))
    for found in sketches.values():
        for number in found:
            count[number % _BUCKETS] += 1
    leader = list(range(len(names)))
    # Hash → head of a family when it was met → members of it that have the hash among their first half.
    seen: dict[int, dict[int, list[int]]] = {}
    same: dict[bytes, int] = {}
    for index, name in enumerate(names):
        numbers = sorted(sketches[name], key=lambda number: (count[number % _BUCKETS], number))
        _join(leader, index, same.setdefault(array("Q", numbers).tobytes(), index))
        first = numbers[: len(numbers) - ceil(SHARE * len(numbers)) + 1]
        for number in first:
            for head, members in seen.get(number, {}).items():
                for other in members:
                    if _head(leader, head) == _head(leader, index):
                        break
                    if likeness(sketches[names[other]], sketches[name]) >= SHARE:
                        _join(leader, index, other)
        for number in first:
            if count[number % _BUCKETS] > 1:
                members = seen.setdefault(number, {}).setdefault(_head(leader, index), [])
                if len(members) < MEMBERS:
                    members.append(index)
    groups: dict[int, list[str]] = {}
    for index, name in enumerate(names):
        groups.setdefault(_head(leader, index), []).append(name)
    return list(groups.values())


def _join(leader: list[int], one: int, two: int) -> None:
    first, second = sorted((_head(leader, one), _head(leader, two)))
    leader[second] = first


def _head(leader: list[int], index: int) -> int:
    while leader[index] != index:
        leader[index] = index = leader[leader[index]]
    return index
