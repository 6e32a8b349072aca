"""`python -m bench.agreement [alpha] [align] [gamma] [report] [tangle] [--quick]`: agreement beside its peers.

Peers are asked in the environment that has them: that of `make test-gamma` for krippendorff, nltk, and numpy and scipy
of our own gamma; for pygamma-agreement (820 MB) `.venv-pygamma`, or what $PYGAMMA_PYTHON names. Where one is missing,
that is said. Beside peers it is wall time, the best of some; alone it is CPU time.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from annotator.agreement.measures.alpha import NOMINAL_ALPHA
from annotator.core.compare.alignment import align
from annotator.core.compare.measure import Coding
from annotator.core.span import hull
from annotator.project.compare.choice import Wanted
from annotator.project.compare.measure import Tallies, agreement
from bench.agreement import layers
from bench.agreement.tangles import TANGLES
from bench.corpus import ROOT, text_of

PEERS = Path(__file__).with_name("peers.py")
PLACES = (
    sys.executable,
    str(ROOT / ".venv-gamma" / "bin" / "python"),
    str(ROOT / ".venv-pygamma" / "bin" / "python"),
    os.environ.get("PYGAMMA_PYTHON", ""),
)
"""Where a peer may be installed."""


def show(what: str, ours: str, beside: str, ratio: str = "", limit: str = "") -> None:
    """One row of the table."""
    print(f"{what:<52} {ours:>16} {beside:>24} {ratio:>8}  {limit}", flush=True)


def cpu(run: Callable[[], object], times: int = 5) -> float:
    """CPU milliseconds of the fastest of several runs: other processes of the machine take part in wall time."""
    found = float("inf")
    for _ in range(times):
        begin = time.process_time()
        run()
        found = min(found, (time.process_time() - begin) * 1000)
    return found


def ask(name: str, module: str, question: dict[str, Any]) -> dict[str, Any] | None:
    """What a peer answers; None, said, where it is not installed."""
    for place in PLACES:
        if place and Path(place).exists() and _has(place, module):
            env = {**os.environ, "PYTHONPATH": str(ROOT)} if name == "annotator" else None
            done = subprocess.run(
                [place, str(PEERS), name],
                input=json.dumps(question),
                capture_output=True,
                text=True,
                env=env,
                check=False,
            )
            if done.returncode:
                print(f"{name} failed: {done.stderr.strip().splitlines()[-1:]}")
                return None
            answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
            return answer
    way = "make test-gamma" if module != "pygamma_agreement" else "pip install pygamma-agreement into .venv-pygamma"
    print(f"{module} is not installed here, so nothing stands beside: {way}")
    return None


def _has(python: str, module: str) -> bool:
    code = f"import importlib.util as u, sys; sys.exit(u.find_spec({module!r}) is None)"
    return not subprocess.run([python, "-c", code], check=False).returncode


def alpha(quick: bool) -> None:
    """Three annotators, 100,000 units, 5 % missing, from lists of labels."""
    random = Random(1)
    truth = [random.choice("abcde") for _ in range(10_000 if quick else 100_000)]
    rows = [
        [None if random.random() < 0.05 else v if random.random() < 0.8 else random.choice("abcde") for v in truth]
        for _ in range(3)
    ]
    times = 3 if quick else 5
    for name, limit in (("krippendorff", "≥ 2"), ("nltk", "≥ 50")):
        ours = float("inf")
        for _ in range(times):
            begin = time.perf_counter()
            value = NOMINAL_ALPHA.measure(Coding(rows)).value
            ours = min(ours, (time.perf_counter() - begin) * 1000)
        found = ask(name, name, {"rows": rows, "times": 1 if name == "nltk" else times})
        if found is not None:
            assert abs(found["value"] - (value or 0)) < 1e-9
            beside = f"{found['ms']:.0f} {name} {found['version']}"
            show(f"alpha, nominal, 3 × {len(truth):,} (ms)", f"{ours:.0f}", beside, f"{found['ms'] / ours:.1f}", limit)


def alignment(quick: bool) -> None:
    """Claims a second of one core, beside sorting the same claims by their place."""
    sense = layers.sense()
    for people, limit in ((2, ""), (3, "≥ 200,000"), (5, "≥ 50,000"), (8, "")):
        read = [layers.read(number, people, 30) for number in range(20 if quick else 100)]
        claims = sum(len(layer) for each in read for layer in each.values())
        ours = cpu(lambda read=read: [align(each, sense) for each in read])
        floor = cpu(lambda read=read: [_sorted(each) for each in read])
        inexact = sum(not component.exact for each in read for component in align(each, sense))
        what = f"alignment, {people} annotators (claims a second)"
        rate, beside = f"{claims / ours * 1000:,.0f}", f"{claims / floor * 1000:,.0f} sorting"
        show(what, rate, beside, f"{floor / ours:.2f}", f"{limit} {f'{inexact} not proven' if inexact else ''}")


def _sorted(read: dict[str, Any]) -> object:
    found = [(*hull(claim.spans["content"]), name, claim.id) for name, layer in read.items() for claim in layer]
    return sorted(found)


def gamma(quick: bool) -> None:
    """One article, 30 samples, the same way of chance; both warm, and neither counts its own loading."""
    for people, claims in (
        ((2, 30), (3, 10), (3, 30), (4, 10)) if quick else ((2, 30), (3, 10), (3, 30), (4, 10), (5, 10))
    ):
        read = layers.read(1, people, claims)
        named = [
            [(*hull(c.spans["content"]), layers.STANCES.index(str(c.fields["stance"]))) for c in x]
            for x in read.values()
        ]
        size = len(layers.article(1, claims).text)
        question = {"layers": named, "length": size, "categories": 4, "samples": 30, "times": 3}
        ours = ask("annotator", "scipy", question)
        theirs = ask("pygamma", "pygamma_agreement", question) if ours else None
        if ours is None:
            return
        what = f"gamma, {people} annotators, {claims} claims each (ms)"
        if theirs is None:
            show(what, f"{ours['ms']:.0f}", "", "", "≥ 5")
            continue
        assert abs(ours["disorder"] - theirs["disorder"]) < 1e-5
        beside = f"{theirs['ms']:.0f} pygamma {theirs['version']}"
        show(
            what,
            f"{ours['ms']:.0f}",
            beside,
            f"{theirs['ms'] / ours['ms']:.0f}",
            f"≥ 5 (γ {ours['value']:.3f}, {theirs['value']:.3f})",
        )
    if theirs is not None:
        show(
            "   loading it (ms)",
            f"{ours['loading']:.0f}",
            f"{theirs['loading']:.0f} pygamma",
            f"{theirs['loading'] / ours['loading']:.0f}",
        )


def report(quick: bool) -> None:
    """The verb on 200 articles of 3 annotators with 30 claims each; and what a changed article costs afterwards."""
    articles = 40 if quick else 200
    with tempfile.TemporaryDirectory() as folder:
        made = layers.project(Path(folder), articles, 3, 30)
        what = f"{articles} articles × 3 × 30 claims"
        claims = sum(len(held.claims) for held in made.layers().values())
        command = [sys.executable, "-m", "annotator", "-C", str(made.folder), "agreement", "--format", "json"]
        taken = min(_child(command) for _ in range(3))
        read = cpu(made.dataset, 3)
        show(
            f"{what}: the whole verb (ms)",
            f"{taken:.0f}",
            f"{read:.0f} reading the store",
            f"{taken / read:.2f}",
            "≤ 3,000",
        )
        kept = Tallies()
        agreement(made, Wanted(), kept)
        before = kept.counted
        first = next(claim for held in made.layers().values() for claim in held.claims)
        turns = iter(layers.STANCES * 2)

        def changed() -> None:
            layers.change(made, first, next(turns))
            agreement(made, Wanted(), kept)

        show("   one claim changed, tallies kept (ms)", f"{cpu(changed, 4):.0f}", f"{claims:,} claims", "", "")
        assert kept.counted <= before + 4


def _child(command: list[str]) -> float:
    """CPU milliseconds of a process."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def tangle(quick: bool) -> None:
    """Components that nobody has in an article, for the time that they take."""
    sense = layers.sense()
    for name, make in TANGLES.items():
        read = make(5 if quick else 1)
        claims = sum(map(len, read.values()))
        begin = time.process_time()
        found = align(read, sense)
        taken = (time.process_time() - begin) * 1000
        wrong = sum(len(component.members) for component in found if not component.exact)
        largest = max(len(component.members) for component in found)
        said = f"{wrong:,} claims not proven" if wrong else "proven"
        show(f"{name} (ms)", f"{taken:.0f}", f"{claims:,} claims", "", f"largest component {largest:,}; {said}")


BENCHES = {"alpha": alpha, "align": alignment, "gamma": gamma, "report": report, "tangle": tangle}


def main() -> None:
    """Run the benches that are named, or all."""
    quick = "--quick" in sys.argv
    # As the command line has it.
    gc.set_threshold(50_000)
    wanted = [name for name in sys.argv[1:] if name in BENCHES] or list(BENCHES)
    print(f"{'':<52} {'annotator':>16} {'beside':>24} {'ratio':>8}  limit")
    text = text_of(1_000_000)
    show(
        "one pass over 1 MB of text (ms)",
        f"{cpu(lambda: sum(1 for char in text if char == ' ')):.1f}",
        "",
        "",
        "how fast the machine is",
    )
    for name in wanted:
        BENCHES[name](quick)


if __name__ == "__main__":
    main()
