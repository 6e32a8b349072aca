"""`python -m bench [start] [key] [memory] [text] [exchange] [slate] [--quick]`: figures beside floors, in one run."""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import exchange, slate
from bench.corpus import ROOT, project, text_of
from bench.driver import Program
from bench.review import speed

LABEL = [sys.executable, "-m", "annotator"]


def show(what: str, ours: str, beside: str, ratio: str, limit: str = "") -> None:
    """One row of the table."""
    print(f"{what:<44} {ours:>13} {beside:>15} {ratio:>8}  {limit}", flush=True)


def percentile(values: list[float], share: float) -> float:
    """The value below which this share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def label(folder: Path, article: str, home: Path) -> Program:
    """The label screen on an article."""
    env = {"HOME": str(home), "PYTHONPATH": str(ROOT)}
    return Program([*LABEL, "-C", str(folder), "label", article, "--as", "ana"], env, cwd=ROOT)


def floor(text: Path) -> Program:
    """The floor app on a text."""
    return Program([sys.executable, str(ROOT / "bench" / "floor_app.py"), str(text)], {})


def start(work: Path, quick: bool) -> None:
    """Spawn to first article text, and the command line beside a bare interpreter."""
    folder = project(work / "start", {"a": (5000, 20)}) if (work / "start").mkdir() is None else work
    text = work / "start" / "a.txt"
    ours, bare = [], []
    for turn in range(4 if quick else 12):
        for times, make in ((ours, lambda: label(folder, "a", work)), (bare, lambda: floor(text))):
            program = make()
            taken = program.until(b"glacier")
            program.quiet(0.2)
            program.close()
            if turn:
                times.append(taken * 1000)
    a, b = statistics.median(ours), statistics.median(bare)
    show("start to first article text (ms)", f"{a:.0f}", f"{b:.0f} floor", f"{a / b:.2f}", "≤ 1.35")
    nothing = _whole([sys.executable, "-c", "pass"], quick)
    for words in (["--help"], ["-C", str(folder), "status"]):
        taken = _whole([*LABEL, *words], quick)
        more = taken - nothing
        show(f"annotator {words[-1]} (ms)", f"{taken:.0f}", f"{nothing:.0f} bare", f"+{more:.0f}", "≤ +80")


def _whole(command: list[str], quick: bool) -> float:
    times = []
    for _ in range(5 if quick else 15):
        begin = time.perf_counter()
        subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def key(work: Path, quick: bool) -> None:
    """CPU, latency and bytes of a key in the article."""
    (work / "key").mkdir()
    folder = project(work / "key", {"news": (34_000, 645), "long": (1_000_000, 645)})
    count = 100 if quick else 400
    bare = floor(work / "key" / "news.txt")
    bare.quiet(0.6)
    base_cpu, base_times, _ = _keys(bare, b"l", count)
    bare.close()
    for name, what in (("news", "34,000 characters, 645 claims"), ("long", "1 MB, 645 claims")):
        program = label(folder, name, work)
        program.until(b"CLAIMS")
        program.quiet(1.0)
        # Up and down in turn stays within the page; `j` alone scrolls, which paints every row.
        moves = ((b"l", "cursor right"), (b"jk", "cursor down, up"), (b"w", "word"), (b"j", "scrolling"))
        for keys, move in moves:
            cpu, times, sizes = _keys(program, keys, count)
            show(f"{what}: {move}, CPU (ms)", f"{cpu:.2f}", f"{base_cpu:.2f} floor", f"{cpu / base_cpu:.2f}", "≤ 2.5")
            show(
                "   key to first byte, median and p99 (ms)",
                f"{statistics.median(times):.1f} {percentile(times, 0.99):.1f}",
                f"{statistics.median(base_times):.1f} {percentile(base_times, 0.99):.1f} floor",
                "",
                "p99 ≤ 16",
            )
            limit = "≤ 1,000" if move != "scrolling" else "whole page"
            show("   bytes a move, median and most", f"{statistics.median(sizes):.0f} {max(sizes)}", "", "", limit)
        program.close()


def _keys(program: Program, keys: bytes, count: int) -> tuple[float, list[float], list[int]]:
    before = program.cpu()
    found = [program.key(keys[turn % len(keys) :][:1] if keys[:1] != b"\x1b" else keys) for turn in range(count)]
    cpu = (program.cpu() - before) * 1000 / count
    return cpu, [taken for taken, _ in found], [size for _, size in found]


def memory(work: Path, quick: bool) -> None:
    """Resident memory of the label screen."""
    (work / "memory").mkdir()
    folder = project(work / "memory", {"a": (100_000, 400)})
    program = label(folder, "a", work)
    program.until(b"CLAIMS")
    program.quiet(0.5)
    for _ in range(100):
        program.key(b"j")
    ours = program.memory()
    program.close()
    bare = floor(work / "memory" / "a.txt")
    bare.quiet(0.6)
    base = bare.memory()
    bare.close()
    show("memory at 100 kB, 400 claims (MB)", f"{ours:.0f}", f"{base:.0f} floor", f"{ours / base:.2f}", "≤ 60 MB")


def text(work: Path, quick: bool) -> None:
    """Wrapping and segmentation beside one pass over the characters."""
    from annotator.core.text.segment import Segments
    from annotator.core.text.wrap import Wrap

    for size in (3_000, 1_000_000):
        body = text_of(size)

        def pass_over(body: str = body) -> int:
            return sum(1 for char in body if char == " ")

        base = _best(pass_over)
        for what, work_on in (
            ("wrap", lambda body=body: Wrap(body, 80)),
            ("first sentence", lambda body=body: Segments(body).sentence(0)),
            ("all sentences", lambda body=body: Segments(body).sentences()),
        ):
            taken = _best(work_on)
            show(f"{what}, {size:,} characters (ms)", f"{taken:.2f}", f"{base:.2f} one pass", f"{taken / base:.2f}")


def _best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        run()
        times.append((time.perf_counter() - begin) * 1000)
    return min(times)


def peer(work: Path, quick: bool) -> None:
    """Key latency beside SLATE, on the same text with as many labels."""
    (work / "slate").mkdir()
    sizes = {"small": (3_000, 40), "middle": (31_000, 400), "large": (122_000, 1_600)}
    command = slate.install(work / "slate")
    if command is None:
        print("SLATE could not be installed here; its rows are left out.")
        return
    folder = project(work / "slate", sizes)
    count = 60 if quick else 200
    for name, (size, labels) in sizes.items():
        ours = label(folder, name, work)
        ours.until(b"CLAIMS")
        ours.quiet(1.0)
        _, mine, _ = _keys(ours, b"l", count)
        ours.close()
        theirs = slate.open(command, work / "slate" / f"{name}.txt", labels)
        theirs.quiet(1.5)
        _, other, _ = _keys(theirs, slate.RIGHT, count)
        theirs.close()
        a, b = statistics.median(mine), statistics.median(other)
        show(f"{size:,} characters, {labels:,} labels: key (ms)", f"{a:.1f}", f"{b:.1f} SLATE", f"{a / b:.2f}")


def traffic(work: Path, quick: bool) -> None:
    """Export and import of claims and articles beside `json` on the same records; memory of a million claims."""
    exchange.filled(work / "some", 5_000 if quick else 20_000)
    for format in ("claims", "articles"):
        each = exchange.speed(work / "some", format)
        for what, beside, limit in (("export", "dumps", "≥ 0.6"), ("import", "loads", "≥ 0.25")):
            ours, base = (each[key] / each["claims"] * 1e6 for key in (what, beside))
            show(
                f"{what} of {format}, a claim (µs)", f"{ours:.1f}", f"{base:.1f} {beside}", f"{base / ours:.2f}", limit
            )
    count = 50_000 if quick else 1_000_000
    exchange.filled(work / "many", count)
    for format in ("claims", "articles"):
        peak, seconds = exchange.memory(work / "many", "export", "--format", format, "-o", str(work / "out.jsonl"))
        show(f"export of {count:,} claims as {format} (MB)", f"{peak:.0f}", "", "", "≤ 200")
        show("   its time (s of CPU)", f"{seconds:.0f}", "", "")


def review(work: Path, quick: bool) -> None:
    """Own work of the review: opening an article, and a decision until every number shows it."""
    own, reading = speed.opening()
    show("300 claims of three: opened for review (ms)", f"{own:.1f}", f"{reading:.1f} reading", "", "≤ 10 ms")
    articles = 40 if quick else 200
    show(f"a decision, every number of {articles} articles (ms)", f"{speed.deciding(articles):.1f}", "", "", "≤ 5 ms")


BENCHES = {
    "start": start,
    "key": key,
    "memory": memory,
    "text": text,
    "exchange": traffic,
    "review": review,
    "slate": peer,
}


def main() -> None:
    """Run the benches that are named, or all."""
    quick = "--quick" in sys.argv
    # An installed program has its bytecode beside it; a checkout gets it here.
    compileall.compile_dir(ROOT / "annotator", quiet=1)
    wanted = [name for name in sys.argv[1:] if name in BENCHES] or list(BENCHES)
    print(f"{'':<44} {'annotator':>13} {'beside':>15} {'ratio':>8}  limit")
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            BENCHES[name](Path(folder), quick)


if __name__ == "__main__":
    main()
