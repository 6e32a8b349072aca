"""Export and import of many claims: speed beside `json` on the same records in the same run, and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer, SchemeRef
from annotator.core.event import Batch, Change
from annotator.core.record import article_body, claim_body, speaker_body
from annotator.core.records.assignment import Status, status_body
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from annotator.core.text.segment import Segments
from annotator.project.create import create
from annotator.project.project import Project
from bench.corpus import ROOT, text_of

NAMES = ("ana", "ben")
SPEAKERS = (
    Speaker("ilse_brandt", "Ilse Brandt", "person", ("Brandt",), "mayor"),
    Speaker("harbor_board", "Harbor Board", "organization", ("the board",)),
    Speaker("harbor_post", "The Harbor Post", "media"),
)


def filled(folder: Path, claims: int, each: int = 50) -> None:
    """A project with so many claims, fifty an article by each of two annotators, all done."""
    with create(folder) as project:
        scheme = SchemeRef(project.scheme.id, project.scheme.version, project.scheme.meaning)
        store = project.store
        store.record(
            Batch("speakers", tuple(Change("speaker", (each.id,), speaker_body(each)) for each in SPEAKERS), "@program")
        )
        base = text_of(4500)
        clauses = [clause for sentence in Segments(base).sentences() for clause in Segments(base).clauses(sentence)]
        for number in range(claims // (each * len(NAMES))):
            article = freeze(f"article-{number:06d}", f"Number {number:06d}.\n\n{base}")
            shift = len(article.text) - len(base)
            changes = [Change("article", (article.id,), article_body(article))]
            for name in NAMES:
                layer = Layer(article.id, name)
                for index in range(each):
                    start, end = clauses[(index * 3 + (name == "ben")) % len(clauses)]
                    claim = Claim(
                        id=f"{name[0]}x{number:05d}-{index}",
                        article=article.id,
                        annotator=name,
                        spans={
                            "content": (Span(start + shift, end + shift),),
                            "source": (Span(shift, shift + 6),),
                            "cue": (Span(shift + 8, shift + 12),),
                        },
                        speakers=(SPEAKERS[index % 3].id,),
                        attribution=(("harbor_post",), ("ilse_brandt",)) if index % 9 == 0 else (),
                        fields={
                            "stance": "asserts",
                            "evidence": "attributed",
                            "quote": "indirect",
                            **({"flags": ("contested", "second_hand")} if index % 5 == 0 else {}),
                        },
                        origin={"content": "proposed", "quote": "default"},
                        scheme=scheme,
                        created="2026-01-01T00:00:00.000Z",
                        updated="2026-01-01T00:00:00.000Z",
                        seconds=14.25,
                    )
                    changes.append(Change("put", claim.key, claim_body(claim, article.text)))
                status = Status(*layer[:3], status="done")
                changes.append(Change("status", status.key, status_body(status)))
            store.record(Batch(f"b{number}", tuple(changes), "ana"), texts={article.sha256: article.text})


def best(run: Callable[[], object], turns: int = 3) -> float:
    """The shortest of several runs, in seconds of this process, so that others on the machine count little."""
    times = []
    for _ in range(turns):
        begin = time.process_time()
        run()
        times.append(time.process_time() - begin)
    return min(times)


def speed(folder: Path, format: str, turns: int = 3) -> dict[str, float]:
    """Seconds for each thing, and how many claims there are."""
    from annotator import plugins
    from annotator.core.records.format import Wanted
    from annotator.project.exchange.asked import Asked
    from annotator.project.exchange.incoming import read
    from annotator.project.release.freezing import prepared

    out = folder / f"{format}.jsonl"
    with Project.open(folder) as project:

        def export() -> None:
            with prepared(project, Asked(), [plugins.writer(format)], several=False) as found:
                found.export.to_path(out)

        found = {"export": best(export, turns), "claims": float(sum(project.store.counts_by_layer().values()))}
        lines = out.read_bytes().splitlines()
        found["loads"] = best(partial(_loads, lines), turns)
        found["dumps"] = best(partial(_dumps, list(map(json.loads, lines))), turns)
        found["import"] = best(lambda: read(project, out, Wanted("zoe")), turns)
    return found


def _dumps(records: list[object]) -> None:
    for record in records:
        json.dumps(record)


def _loads(lines: list[bytes]) -> None:
    for line in lines:
        json.loads(line)


_MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime]))
"""


def memory(folder: Path, *words: str) -> tuple[float, float]:
    """Peak memory (MB) and CPU seconds of one call of the command line.

    It is measured by a small process between, because a peak begins with what its parent had when it was made.
    """
    call = [sys.executable, "-m", "annotator", "-C", str(folder), *words]
    command = [sys.executable, "-c", _MEASURE, *call]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    status, peak, seconds = json.loads(done.stdout)
    if status:
        raise RuntimeError(f"{words} ended with {status}")
    return peak, seconds
