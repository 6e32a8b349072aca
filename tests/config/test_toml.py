"""TOML from people: what the parser lets through and nothing after it could bear."""

from __future__ import annotations

import pytest

from annotator.config.lexicon import read_lexicon
from annotator.config.lines import line_of
from annotator.config.project import read_project
from annotator.config.rulings import read_rulings
from annotator.config.scheme import read_scheme
from annotator.config.toml import load
from annotator.core.records.limits import DEPTH


def dotted(levels: int) -> str:
    """A text whose tables are so many levels deep."""
    return ".".join(["a"] * levels) + " = 1"


@pytest.mark.parametrize("levels", [DEPTH, DEPTH + 1, 5000])
def test_nesting_ends_somewhere(levels: int) -> None:
    """Keys with dots are nested tables, and are counted as such."""
    data, faults = load(dotted(levels), "x.toml")
    assert (data is None) == (levels > DEPTH)
    assert [fault.what for fault in faults] == [
        "this is not TOML that can be read: a number is too long or its tables are nested too deeply"
    ] * (levels > DEPTH)


@pytest.mark.parametrize("read", [read_project, read_scheme, read_rulings, read_lexicon])
def test_no_file_goes_deeper(read: object) -> None:
    """Each has one fault, whatever stands around it."""
    assert callable(read)
    _, faults = read("format = 1\n" + dotted(3000), file="x.toml")
    assert len(faults) == 1


def test_lines_are_counted_once_for_all_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many faults a text has, it is gone through once."""
    from annotator.config import lines

    gone = []
    places = lines._places
    monkeypatch.setattr(lines, "_places", lambda text: gone.append(text) or places(text))
    text = "\n".join(f"k{number} = 1" for number in range(2000)) + "\n# once"
    assert [line_of(text, (f"k{number}",)) for number in range(2000)] == list(range(1, 2001))
    assert len(gone) == 1
