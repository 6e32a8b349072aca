"""Undo and redo as a fold over batches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.history import Entry, History, Swap, answer, fold

FLIP = (Swap("status", ("a", "human", "ana", "main"), False, True),)


def stacks(rows: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The names on both stacks after batches given as (name, ref)."""
    history = fold(Entry(name, FLIP, ref) for name, ref in rows)
    return [entry.batch for entry in history.done], [entry.batch for entry in history.undone]


@pytest.mark.parametrize(
    ("rows", "done", "undone"),
    [
        ([], [], []),
        ([("1", "")], ["1"], []),
        ([("1", ""), ("2", "")], ["1", "2"], []),
        ([("1", ""), ("2", ""), ("3", "2")], ["1"], ["3"]),
        ([("1", ""), ("2", ""), ("3", "2"), ("4", "1")], [], ["3", "4"]),
        ([("1", ""), ("2", ""), ("3", "2"), ("4", "3")], ["1", "4"], []),
        ([("1", ""), ("2", ""), ("3", "2"), ("4", "3"), ("5", "4")], ["1"], ["5"]),
        ([("1", ""), ("2", "1"), ("3", "")], ["3"], []),
        ([("1", ""), ("2", "unknown")], ["1"], []),
    ],
)
def test_fold(rows: list[tuple[str, str]], done: list[str], undone: list[str]) -> None:
    """An undo moves its target over, a redo moves it back, anything new ends what was undone."""
    assert stacks(rows) == (done, undone)


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=40))
def test_push_is_fold(keys: list[str]) -> None:
    """Stacks kept key by key equal the stacks folded from all batches after a restart."""
    history, entries = History(), []
    for number, key in enumerate(keys):
        stack = {"do": None, "undo": history.done, "redo": history.undone}[key]
        if stack is not None and not stack:
            continue
        entry = Entry(str(number), FLIP, stack[-1].batch if stack else "")
        entries.append(entry)
        history = history.push(entry)
        assert history == fold(entries)


def test_answer_leaves_alone_what_has_changed_since() -> None:
    """Going back would erase another window's change, so that swap is named and left."""
    mine = Swap("status", ("a",), False, True)
    theirs = Swap("status", ("b",), False, True)
    make, leave = answer(Entry("1", (mine, theirs)), lambda kind, key: key == ("a",))
    assert make == (Swap("status", ("a",), True, False),)
    assert leave == (theirs,)
