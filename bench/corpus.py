"""Articles and claims of any size, seeded: sample texts repeated, with claims spread evenly over them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from annotator.core.article import freeze
from annotator.core.claim import Claim
from annotator.core.records.canonical import canonical
from annotator.core.records.line import Context, claim_line
from annotator.core.span import Span
from annotator.core.text.segment import Segments

ROOT = Path(__file__).parents[1]


def text_of(size: int) -> str:
    """News text of about this many characters."""
    parts = [path.read_bytes().decode("utf-8-sig") for path in sorted((ROOT / "samples" / "articles").iterdir())]
    whole = "\n\n".join(parts).replace("\r\n", "\n")
    while len(whole) < size:
        whole += f"\n\nPart {len(whole)}\n\n" + whole
    return whole[:size].rsplit(" ", 1)[0] + ".\n"


def claims_of(article: str, text: str, count: int) -> list[bytes]:
    """That many claim lines, on clauses spread over the text; several on one where there are too few."""
    frozen = freeze(article, text)
    segments = Segments(frozen.text)
    clauses = [clause for sentence in segments.sentences() for clause in segments.clauses(sentence)]
    lines = []
    for number in range(count):
        start, end = clauses[number * len(clauses) // count % len(clauses)]
        claim = Claim(
            id=f"b-{number}",
            article=article,
            annotator="ana",
            spans={"content": (Span(start, end),)},
            speakers=("@author",),
            fields={"stance": "asserts", "evidence": "attributed"},
            created=f"2026-01-01T00:00:{number % 60:02d}.000Z",
            updated=f"2026-01-01T00:00:{number % 60:02d}.000Z",
        )
        lines.append(canonical(claim_line(claim, frozen, Context({}))) + b"\n")
    return lines


def project(folder: Path, texts: dict[str, tuple[int, int]]) -> Path:
    """A project with articles given as name → (characters, claims), made through the command line."""

    def call(*words: str) -> None:
        command = [sys.executable, "-m", "annotator", *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stderr}")

    where = folder / "project"
    call("init", str(where))
    for name, (size, count) in texts.items():
        path = folder / f"{name}.txt"
        path.write_text(text_of(size), "utf-8")
        call("-C", str(where), "add", str(path))
        if count:
            lines = folder / f"{name}.jsonl"
            lines.write_bytes(b"".join(claims_of(name, path.read_text("utf-8"), count)))
            call("-C", str(where), "import", str(lines), "--open")
    return where


def first_words(text: str) -> bytes:
    """Words of the text that its first screen must show."""
    return text.split("\n")[2].split(" ")[0].encode()


if __name__ == "__main__":
    print(json.dumps([len(text_of(size)) for size in (3000, 34000, 1_000_000)]))
