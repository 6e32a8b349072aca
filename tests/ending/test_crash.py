"""The report of a crash says where, and nothing of what was being worked on; it is private, and few are kept."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from annotator.config.user import state_folder
from annotator.project.ending import crash

SECRET = "The mayor has sold the bridge"


def failed(text: str) -> BaseException:
    """An error of ours whose message, variables and chain all hold a text."""
    try:
        try:
            held = {text: 1}
            held[text + "."]
        except KeyError as problem:
            raise ValueError(f"cannot read {text!r}") from problem
    except ValueError as found:
        return found


def environment(home: Path) -> dict[str, str]:
    """With this home folder."""
    return {"HOME": str(home), "TERM": "xterm-256color"}


def test_a_report_has_types_and_places_and_no_text(tmp_path: Path) -> None:
    """Files, lines, functions and versions; no message, no value, no folder of this machine."""
    said = crash.report(failed(SECRET), environment(tmp_path), "linux")
    path = Path(said.rsplit("is written to ", 1)[1].removesuffix("."))
    text = path.read_text("utf-8")
    assert path.parent == tmp_path / ".local" / "state" / "annotator"
    assert text.startswith("annotator ")
    assert f"ValueError, its message of {len(SECRET) + 14} characters is left out" in text
    assert "behind it: KeyError" in text
    assert "  tests/ending/test_crash.py:" in text
    assert " failed\n" in text
    assert not [part for part in (SECRET, "mayor", str(tmp_path), str(Path.cwd())) if part in text]


def test_it_is_for_its_owner_alone(tmp_path: Path) -> None:
    """0600 in a folder of 0700, whatever the umask says."""
    before = os.umask(0)
    try:
        crash.report(failed(SECRET), environment(tmp_path), "linux")
    finally:
        os.umask(before)
    folder = tmp_path / ".local" / "state" / "annotator"
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (folder, folder.parent, *folder.iterdir())]
    assert modes == [0o700, 0o700, 0o600]


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    """Five; other files in the folder are nobody's business."""
    folder = tmp_path / ".local" / "state" / "annotator"
    folder.mkdir(parents=True)
    old = [folder / f"crash-2020010{day}T000000Z-x.txt" for day in range(1, 8)]
    for each in (*old, folder / "letter.txt"):
        each.write_text("x", "utf-8")
    crash.report(failed(SECRET), environment(tmp_path), "linux")
    assert (folder / "letter.txt").exists()
    assert [each.exists() for each in old] == [False] * 3 + [True] * 4
    assert len(list(folder.glob("crash-*"))) == crash.KEPT


@pytest.mark.parametrize("home", ["file", "none"])
def test_without_a_state_folder_it_goes_where_nobody_can_guess(
    tmp_path: Path, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that is a file, or none: a new file of a random name among the temporary ones."""
    (tmp_path / "file").write_text("", "utf-8")
    (tmp_path / "spare").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spare"))
    given = environment(tmp_path / "file") if home == "file" else {}
    said = crash.report(failed(SECRET), given, "linux")
    (made,) = (tmp_path / "spare").iterdir()
    assert str(made) in said
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_what_can_be_written_nowhere_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the report itself is the sentence: it has nothing that could not be shown."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    said = crash.report(failed(SECRET), {}, "linux")
    assert "could not be written" in said
    assert "test_crash.py:" in said
    assert SECRET not in said


def deep(count: int) -> None:
    """Call itself so often, and fail."""
    if count:
        deep(count - 1)
    raise RuntimeError


def test_a_long_way_and_a_circle_are_cut_short() -> None:
    """A recursion without end is forty lines; errors that are each other's cause are named once."""
    with pytest.raises(RuntimeError) as found:
        deep(500)
    assert len(list(crash.lines(found.value, {}))) == 3 + 1 + 2 * crash.ENDS + 1
    one, two = ValueError("x"), OSError(28, "No space left on device", "/home/ana/x")
    one.__cause__, two.__cause__ = two, one
    named = [line for line in crash.lines(one, {}) if "Error" in line]
    assert [line.partition(",")[0] for line in named] == ["ValueError", "behind it: OSError ENOSPC"]


class Mute(Exception):
    """An error that cannot even say what it is."""

    def __str__(self) -> str:
        raise ValueError("no")


def test_an_error_without_words_is_named() -> None:
    """Nothing that a broken error does keeps the report from being written."""
    assert f"{Mute.__module__}.Mute" in list(crash.lines(Mute(), {}))


@pytest.mark.parametrize(
    ("given", "platform", "expected"),
    [
        ({"HOME": "/home/ana"}, "linux", "/home/ana/.local/state/annotator"),
        ({"HOME": "/home/ana", "XDG_STATE_HOME": "/state"}, "linux", "/state/annotator"),
        ({"HOME": "/home/ana", "XDG_STATE_HOME": "state"}, "linux", "/home/ana/.local/state/annotator"),
        ({"HOME": "/Users/ana"}, "darwin", "/Users/ana/Library/Application Support/annotator/state"),
        ({"LOCALAPPDATA": "C:/Local", "APPDATA": "C:/Roaming"}, "win32", "C:/Local/annotator"),
    ],
)
def test_where_the_state_folder_is(given: dict[str, str], platform: str, expected: str) -> None:
    """As the platform has it."""
    assert state_folder(given, platform).as_posix() == expected


BROKEN = """
import sys
from annotator.project import overview
def fail(*words, **more):
    raise LookupError("The mayor has sold the bridge")
overview.overview = fail
for name in [each for each in dir(overview) if callable(getattr(overview, each)) and not each.startswith("__")]:
    setattr(overview, name, fail)
from annotator.cli import run
raise SystemExit(run(sys.argv[1:]))
"""


def test_a_verb_that_crashes_says_where_the_report_is(tmp_path: Path) -> None:
    """One sentence, exit 1, and no traceback, message or variable on the screen."""
    words = [sys.executable, "-m", "annotator", "init", str(tmp_path / "p")]
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", BROKEN, "-C", str(tmp_path / "p"), "status"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": ""},
    )
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "Something went wrong inside annotator (LookupError)" in line
    (path,) = (tmp_path / ".local" / "state" / "annotator").iterdir()
    assert str(path) in line
    assert "mayor" not in line + path.read_text("utf-8")
