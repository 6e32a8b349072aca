"""The person's own file: found on every platform, read with every fault, changed without touching the rest."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from annotator.config.user import UserConfig, name_fault, read_user, remember_name, round_fault, user_file
from annotator.core.claim import RESERVED
from annotator.core.errors import FaultsError
from annotator.core.records.decision import NOBODY, TEAM
from annotator.core.records.gold import GOLD


@pytest.mark.parametrize("name", ["ana", "Ana-Lena", "a.b_c", "é", "山田", "x" * 64, "golden"])
def test_names(name: str) -> None:
    """Letters of any script, digits, `_`, `.` and `-`, up to 64."""
    assert name_fault(name) is None


def test_reserved_names() -> None:
    """All that a part of a decision can come from, or a decision be by; a round may be called so."""
    assert set(RESERVED) == {GOLD, TEAM, *NOBODY}
    assert [name for name in RESERVED if round_fault(name)] == [GOLD]
    assert round_fault("a b") is not None


@pytest.mark.parametrize(
    "name", ["", "x" * 65, "a b", "a/b", "ana\n", "a\x1b", "gold", "team", "union", "edited", "@rule", "ana@home", "«»"]
)
def test_no_names(name: str) -> None:
    """Everything else says what would be right, on one line."""
    fault = name_fault(name)
    assert fault is not None
    assert fault.right
    assert "\n" not in str(fault)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"HOME": "/h"}, "/h/.config"),
        ("linux", {"HOME": "/h", "XDG_CONFIG_HOME": "/x"}, "/x"),
        ("linux", {"HOME": "/h", "XDG_CONFIG_HOME": ""}, "/h/.config"),
        ("linux", {"HOME": "/h", "XDG_CONFIG_HOME": "x"}, "/h/.config"),
        ("darwin", {"HOME": "/h", "XDG_CONFIG_HOME": "/x"}, "/h/Library/Application Support"),
        ("win32", {"APPDATA": "/a", "HOME": "/h"}, "/a"),
        ("win32", {"USERPROFILE": "/u", "HOME": "/h"}, "/u/AppData/Roaming"),
    ],
)
def test_places(platform: str, environment: dict[str, str], expected: str) -> None:
    """Where each platform keeps such files."""
    assert user_file(environment, platform) == Path(expected) / "annotator" / "config.toml"


def test_no_file_is_an_empty_one(tmp_path: Path) -> None:
    """Nobody has to write one."""
    assert read_user(tmp_path / "none.toml") == (UserConfig(), [])


def test_reads_what_it_says(tmp_path: Path) -> None:
    """Name, theme and keys."""
    path = tmp_path / "config.toml"
    path.write_text('name = "ana"\ntheme = "light"\n[keys]\ndelete = "d  x"\n', "utf-8")
    assert read_user(path) == (UserConfig("ana", "light", {"delete": "d  x"}), [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nam = 1", "1: nam: nam is unknown here; did you mean name."),
        ("\nzzz = 1", "2: zzz: zzz is unknown here; known are name, theme, keys."),
        ("name = 3", "1: name: name is not right: 3; it takes a text in quotation marks."),
        ('name = "gold"', "1: name: the name 'gold' is reserved; choose another."),
        ('theme = "pink"', '1: theme: there is no theme "pink"; it is one of dark, light, plain.'),
        ("theme = [1]", "1: theme: there is no theme [1]; it is one of dark, light, plain."),
        ("keys = 1", "1: keys: keys is not right: 1; it is a table: [keys]."),
        ("[keys]\nundo = 1", '2: keys.undo: undo is not right: 1; keys are a text, such as "d  x".'),
        ("name = ", "1: this is not TOML:"),
    ],
)
def test_faults(tmp_path: Path, text: str, said: str) -> None:
    """Each says file, line, key, what is wrong and what would be right."""
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    found, faults = read_user(path)
    assert found == UserConfig()
    assert [str(fault)[: len(f"{path}:{said}")] for fault in faults] == [f"{path}:{said}"]


def test_the_rest_still_holds(tmp_path: Path) -> None:
    """All faults are told at once, from the top, and what is right is kept."""
    path = tmp_path / "config.toml"
    path.write_text('theme = "pink"\nname = "ana"\nodd = 1\n[keys]\nundo = 1\nredo = "R"\n', "utf-8")
    found, faults = read_user(path)
    assert found == UserConfig("ana", "dark", {"redo": "R"})
    assert [fault.line for fault in faults] == [1, 3, 5]


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_what_cannot_be_read_is_a_fault(tmp_path: Path, content: bytes | None) -> None:
    """Another encoding, or a folder of that name."""
    path = tmp_path / "config.toml"
    path.mkdir() if content is None else path.write_bytes(content)
    assert "it cannot be read" in str(read_user(path)[1][0])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'name = "ben"\n'),
        ('# mine\ntheme = "light" # at noon\n', 'name = "ben"\n# mine\ntheme = "light" # at noon\n'),
        ('theme = "light"\nname = "ana"\n[keys]\nname = "x"\n', 'theme = "light"\nname = "ben"\n[keys]\nname = "x"\n'),
        ('[keys]\nname = "x"\n', 'name = "ben"\n[keys]\nname = "x"\n'),
        ('name = """\nana"""\ntheme = "light"\n', 'name = "ben"\ntheme = "light"\n'),
    ],
)
def test_remembers_a_name(tmp_path: Path, before: str, after: str) -> None:
    """Comments, order and everything else stay as they were; no other file is left behind."""
    path = tmp_path / "deep" / "config.toml"
    if before:
        path.parent.mkdir()
        path.write_text(before, "utf-8")
    remember_name(path, "ben")
    assert path.read_text("utf-8") == after
    assert list(path.parent.iterdir()) == [path]
    assert read_user(path)[0].name == "ben"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions as on Unix")
def test_permissions_and_links(tmp_path: Path) -> None:
    """A new file is its owner's alone, an old one keeps its mode, a link stays one."""
    path, link = tmp_path / "real.toml", tmp_path / "config.toml"
    remember_name(path, "ana")
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    link.symlink_to(path)
    remember_name(link, "ben")
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert read_user(path)[0].name == "ben"


def test_a_broken_file_is_left_alone(tmp_path: Path) -> None:
    """It may hold keys that somebody can still mend."""
    path = tmp_path / "config.toml"
    path.write_text("[keys", "utf-8")
    with pytest.raises(FaultsError, match="not TOML"):
        remember_name(path, "ana")
    assert path.read_text("utf-8") == "[keys"
