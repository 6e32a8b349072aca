"""rulings.toml: what is written is read, and every fault is named with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.config.rulings import Ruling, Rulings, date_fault, read_rulings, version_fault, write_rulings

OFFICIALS = Ruling(
    "officials-hedge",
    "“May” in what officials say hedges.",
    "2026-02-03",
    "stance",
    "1.1",
    ("p1", "p2"),
    {"stance": ("asserts",), "words": ("may",)},
)
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(str.strip)
rulings = st.builds(
    Ruling,
    name=st.from_regex(r"[a-z0-9.-]{1,20}", fullmatch=True),
    text=words,
    date=st.dates().map(lambda each: each.isoformat()),
    passage=words | st.just(""),
    version=st.sampled_from(["1.0", "1.1", "2"]),
    points=st.lists(words, max_size=3).map(tuple),
    look=st.dictionaries(words, st.lists(words, min_size=1, max_size=2).map(tuple), max_size=2),
)


@given(st.lists(rulings, max_size=3, unique_by=lambda each: each.name).map(tuple), st.sampled_from(["1.0", "2.3"]))
def test_what_is_written_is_read(held: tuple[Ruling, ...], version: str) -> None:
    """Whatever the words are."""
    found = Rulings(version, held)
    assert read_rulings(write_rulings(found)) == (found, [])


def test_a_ruling_is_found_and_replaced() -> None:
    """By its name; by its passage; in its place."""
    found = Rulings("1.1", (OFFICIALS,)).with_ruling(Ruling("other", "x", "2026-02-04", "stance"))
    assert found.named("other") == found.rulings[1]
    assert [each.name for each in found.on("stance")] == ["officials-hedge", "other"]
    assert found.on("") == ()
    changed = found.with_ruling(Ruling("officials-hedge", "y", "2026-02-03"))
    assert [(each.name, each.text) for each in changed.rulings] == [("officials-hedge", "y"), ("other", "x")]


FAULTY = """\
format = 1
version = "one"
extra = 1
[[ruling]]
name = "a b"
date = "3 February"
text = ""
[[ruling]]
name = "good"
date = "2026-02-03"
text = "what was ruled"
[[ruling]]
name = "good"
date = "2026-02-03"
text = "again"
[[ruling]]
name = 3
points = "p1"
look = { stance = "asserts" }
colour = "red"
"""


def test_all_faults_at_once() -> None:
    """Each with its line and key; what is right is kept."""
    found, faults = read_rulings(FAULTY, file="r.toml")
    assert [each.name for each in found.rulings] == ["good"]
    assert [(fault.line, fault.key) for fault in faults] == [
        (2, "version"),
        (3, "extra"),
        (5, "ruling.0.name"),
        (7, "ruling.0.text"),
        (6, "ruling.0.date"),
        (13, "ruling.2.name"),
        (17, "ruling.3.name"),
        (18, "ruling.3.points"),
        (19, "ruling.3.look"),
        (20, "ruling.3.colour"),
    ]


def test_a_key_without_end_is_cut() -> None:
    """Its sentence stays one that can be read, at the top and in a ruling."""
    long = "k" * 70_000
    _, faults = read_rulings(f'format = 1\n{long} = 1\n[[ruling]]\nname = "a"\n{long} = 1\n')
    assert len(faults) == 2
    assert all(len(str(fault)) < 500 for fault in faults)


@pytest.mark.parametrize("text", ["format = 2", "format = 1\nruling = 3", "not toml", ""])
def test_other_files(text: str) -> None:
    """Of another format, or nothing like it."""
    found, faults = read_rulings(text)
    assert found == Rulings()
    assert faults


@pytest.mark.parametrize(
    ("version", "before", "right"),
    [
        ("1.1", "1.0", ""),
        ("1." + "9" * 5000, "1.0", "a version is numbers with dots, such as 1.1"),
        ("1.0", "1.0", ""),
        ("1", "1.0", ""),
        ("2", "1.9", ""),
        ("1.10", "1.9", ""),
        ("1.0", "1.1", "only goes up"),
        ("next", "", "numbers with dots"),
    ],
)
def test_versions_go_up(version: str, before: str, right: str) -> None:
    """Compared number by number."""
    assert right in version_fault(version, before)
    assert bool(version_fault(version, before)) == bool(right)


@pytest.mark.parametrize(
    ("date", "fine"), [("2026-02-03", True), ("2026-2-3", False), ("20260203", False), ("", False)]
)
def test_dates(date: str, fine: bool) -> None:
    """As ISO 8601 writes them, with hyphens."""
    assert (date_fault(date) == "") == fine
