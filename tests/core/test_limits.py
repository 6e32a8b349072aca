"""Limits: a record that is too long is told with its line and takes no memory; nothing that we have written is."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.config.lexicon import read_lexicon
from annotator.config.mapping import read_mapping
from annotator.config.project import read_project
from annotator.config.rulings import read_rulings
from annotator.config.scheme import read_scheme
from annotator.core.errors import AnnotatorError, Fault
from annotator.core.records import limits
from annotator.core.records.raw_line import raw_lines
from annotator.project.create import scheme_text
from annotator.project.project import read_text
from tests.values import SCHEME

LONG = b"x" * limits.LINE
OWN = (b'{"format":"claims/1","note":"', b'{"_view_id":"spans_manual","article":{"id":"x"},"text":"')


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ([b"a\n", b"\n", b"b"], []),
        ([LONG[:-1] + b"\n", b"b"], []),
        ([LONG + b"\n", b"b"], [1]),
        ([b"a\n", LONG + LONG, b""], [2]),
        ([b"a\n", LONG + LONG + b"\n", b"b\n"], [2]),
        ([OWN[0] + LONG + b"\n", OWN[1] + LONG], []),
        ([b'{"text":"' + LONG + OWN[1] + b"\n", b"b"], [1]),
    ],
)
def test_lines(lines: list[bytes], wrong: list[int]) -> None:
    """Each line has its number and its bytes, those that are too long a fault instead."""
    found = list(raw_lines(io.BytesIO(b"".join(lines))))
    assert [number for number, _, fault in found if fault] == wrong
    assert [number for number, _, _ in found] == list(range(1, sum(map(bool, lines)) + 1))
    for number, raw, fault in found:
        assert raw == (b"" if fault else lines[number - 1])


@pytest.mark.parametrize(
    ("read", "most"),
    [
        (lambda text: read_scheme(text)[1], limits.TOML),
        (lambda text: read_project(text)[1], limits.TOML),
        (lambda text: read_lexicon(text)[1], limits.TOML),
        (lambda text: read_mapping(text, SCHEME, file="m.toml")[1], limits.WRITTEN_TOML),
        (lambda text: read_rulings(text, file="r.toml")[1], limits.WRITTEN_TOML),
    ],
    ids=["scheme", "project", "lexicon", "mapping", "rulings"],
)
def test_toml(read: Callable[[str], list[Fault]], most: int) -> None:
    """One byte more than the limit is said, and nothing else; the limit itself is read."""
    assert "too large" not in str(read("#" * most))
    (fault,) = read("#" * (most - 1) + "é")
    assert "too large" in fault.what
    assert limits.shown(most) in fault.right


def test_whatever_lies_where_a_scheme_should(tmp_path: Path) -> None:
    """What is larger is not read to its end, although it has none."""
    (tmp_path / "large.toml").write_bytes(b"#" * (limits.WRITTEN_TOML + 1))
    with pytest.raises(AnnotatorError, match="no TOML file of a project has more than 4 MB"):
        read_text(tmp_path / "large.toml")
    assert len(scheme_text("/dev/zero")[0]) == limits.TOML + 1


class Endless(io.RawIOBase):
    """A line of a size that fits into no memory."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """The next bytes of it."""
        count = min(len(buffer), self.left)
        buffer[:count] = b"x" * count
        self.left -= count
        return count


def test_a_line_without_end_is_not_held() -> None:
    """400 MB in one line need no more memory than the limit and its copy."""
    tracemalloc.start()
    try:
        ((_, raw, fault),) = raw_lines(io.BufferedReader(Endless(400 << 20), 1 << 16))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (raw, str(fault)) == (
        b"",
        "the record is too long to be read; a record has at most 8 MB; a longer article is added as a file of its own.",
    )
    assert peak < 3 * limits.LINE
