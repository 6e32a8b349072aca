"""Components far larger and far more tangled than those of an article, for the time that alignment takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import TypeAlias

from annotator.core.claim import Claim
from annotator.core.span import Span

Read: TypeAlias = dict[str, tuple[Claim, ...]]


def _layers(people: int, spans: Callable[[int], Iterable[tuple[int, int]]]) -> Read:
    """`spans(number of the annotator)` gives that one's."""
    found: Read = {}
    for person in range(people):
        name = f"p{person:02}"
        found[name] = tuple(
            Claim(f"{name}-{at}", "a", name, spans={"content": (Span(start, max(end, start + 2)),)}, speakers=("x",))
            for at, (start, end) in enumerate(spans(person))
        )
    return found


def sentence(share: int) -> Read:
    """Sixty annotators around one sentence, most of whom have it whole and the others in halves."""
    random = Random(1)

    def about(place: int) -> int:
        return place + random.randrange(-10, 11)

    def one(person: int) -> list[tuple[int, int]]:
        return (
            [(about(50), about(250))] if random.random() < 0.6 else [(about(50), about(150)), (about(152), about(250))]
        )

    return _layers(60 // share, one)


def dense(people: int) -> Callable[[int], Read]:
    """Five thousand claims anywhere in a text of 30,000 characters."""

    def made(share: int) -> Read:
        random = Random(2)
        each, length = 5000 // share // people, 30_000 // share
        return _layers(
            people, lambda _: [(at := random.randrange(length), at + random.randrange(20, 300)) for _ in range(each)]
        )

    return made


def chain(people: int) -> Callable[[int], Read]:
    """Five thousand claims, each overlapping the next: one component as long as the article."""
    return lambda share: _layers(
        people,
        lambda person: [(60 * at + 7 * person, 60 * at + 7 * person + 70) for at in range(5000 // share // people)],
    )


TANGLES: dict[str, Callable[[int], Read]] = {
    "60 annotators on one sentence": sentence,
    "5,000 claims of 2, a dozen deep": dense(2),
    "5,000 claims of 3, a dozen deep": dense(3),
    "5,000 claims of 5, a dozen deep": dense(5),
    "a chain of 5,000 claims of 3": chain(3),
    "a chain of 5,000 claims of 5": chain(5),
}
