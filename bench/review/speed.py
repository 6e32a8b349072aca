"""How long a review takes to open, and a decision to show everywhere: own work, beside reading the store."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median

from annotator.core.article import Article, freeze
from annotator.core.claim import Claim
from annotator.core.compare.sense import sense_of
from annotator.core.event import Batch, Change
from annotator.core.record import article_body, claim_body
from annotator.core.records.assignment import Status, status_body
from annotator.core.span import Span
from annotator.core.text.wrap import Wrap
from annotator.project.create import create
from annotator.project.review.desk import ReviewDesk
from annotator.project.review.opening import fresh, read_review, review_of
from annotator.project.review.setup import Setup
from bench.corpus import text_of

READERS = ("ana", "ben", "cleo")
STANCES = ("asserts", "hedges", "denies")


def layers(article: Article, claims: int, dice: Random) -> list[Claim]:
    """So many claims of all readers together, on about the same words."""
    found = []
    size = len(article.text)
    for number in range(claims // len(READERS)):
        start = number * (size - 80) // max(1, claims // len(READERS))
        for who in READERS:
            if dice.random() < 0.15:
                continue
            shift = dice.choice((0, 0, 0, 4))
            found.append(
                Claim(
                    f"{who}-{article.id}-{number:04d}",
                    article.id,
                    who,
                    spans={"content": (Span(start + shift, start + 50),)},
                    speakers=("@author",),
                    fields={"stance": dice.choice(STANCES), "evidence": "attributed"},
                )
            )
    return found


def opening(claims: int = 300) -> tuple[float, float]:
    """(milliseconds of own work to open an article, what reading it from the store takes besides)."""
    with tempfile.TemporaryDirectory() as folder:
        project = create(Path(folder) / "p")
        article = freeze("a1", text_of(claims * 90))
        mine = layers(article, claims, Random(1))
        changes = [Change("article", (article.id,), article_body(article))]
        changes += [Change("put", each.key, claim_body(each, article.text)) for each in mine]
        changes += [_done(article.id, who) for who in READERS]
        project.store.record(Batch("all", tuple(changes), "bench"), texts={article.sha256: article.text})
        setup = Setup("lead", seed="s")
        own, whole = [], []
        for _ in range(9):
            begun = time.process_time()
            found = read_review(project.store, article, project.scheme, setup)
            whole.append(time.process_time() - begun)
            begun = time.process_time()
            review = review_of(article, mine, READERS, {}, sense_of(project.scheme, {}), setup)
            fresh(article, project.scheme, "main", replace(found, review=review))
            own.append(time.process_time() - begun)
        project.close()
    return 1000 * median(own), 1000 * (median(whole) - median(own))


def deciding(articles: int = 200, claims: int = 90) -> float:
    """Milliseconds from a key that decides to every number on the screen, in a project of so many articles."""
    with tempfile.TemporaryDirectory() as folder:
        project = create(Path(folder) / "p")
        for number in range(articles):
            article = freeze(f"a{number:03d}", text_of(claims * 60) + f" {number}")
            changes = [Change("article", (article.id,), article_body(article))]
            mine = layers(article, claims, Random(number))
            changes += [Change("put", each.key, claim_body(each, article.text)) for each in mine]
            changes += [_done(article.id, who) for who in READERS]
            batch = Batch(f"b{number}", tuple(changes), "bench")
            project.store.record(batch, texts={article.sha256: article.text})
        desk = ReviewDesk(project, Setup("lead", seed="s"))
        for _ in desk.survey():
            pass
        desk.start(lambda: None)
        first = desk.first()
        desk.open(first.article, first.key)
        rows = Wrap(desk.session.state.article.text, 70)
        taken = []
        for key in ("1", "enter") * 12:
            begun = time.process_time()
            desk.session.press(key, rows, 30, 0)
            desk.refresh()
            desk.waiting(), desk.place(), desk.rows()
            if key == "1":
                taken.append(time.process_time() - begun)
        desk.close()
        project.close()
    return 1000 * median(taken)


def _done(article: str, who: str) -> Change:
    status = Status(article, who, "main", "human", "done", "")
    return Change("status", status.key, status_body(status))


def main() -> None:
    """Print both."""
    own, reading = opening()
    print(f"300 claims of three annotators: {own:.1f} ms of own work to open (limit 10), {reading:.1f} ms to read.")
    print(f"A decision, shown everywhere among 200 articles: {deciding():.1f} ms (limit 5).")


if __name__ == "__main__":
    main()
