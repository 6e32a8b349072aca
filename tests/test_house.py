"""The house: what a room may load, how long a file may be, and that a key has one meaning."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from annotator.config.scheme import read_scheme
from annotator.core.commands import COMMANDS
from annotator.core.keymap import build

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "annotator").rglob("*.py"))

IMPURE = {"textual", "rich", "click", "sqlite3", "pydantic", "asyncio", "threading", "logging", "uuid", "tomllib"}


def loaded(code: str, *, isolated: bool = True) -> set[str]:
    """Names in `sys.modules` of a fresh interpreter that has run this code."""
    script = f"import sys\n{code}\nimport json as _j\nprint('\\n' + _j.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.strip().split("\n")[-1]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_is_one_sitting(path: Path) -> None:
    """At most 300 lines: a longer file misses a noun."""
    assert len(path.read_text("utf-8").split("\n")) <= 301


def test_no_folder_is_crowded() -> None:
    """At most twenty files in each; nothing is called utils."""
    for folder in {path.parent for path in FILES}:
        count = len(list(folder.glob("*.py")))
        assert count <= 20, folder
    assert not [path for path in FILES if path.stem in ("utils", "helpers", "common", "misc")]


RUNS = {"eval", "exec", "compile", "__import__", "popen", "mktemp", "gettempdir"}
"""Names of functions that run what they are given, or that make a name in a shared folder that can be guessed."""
LOADS = {"pickle", "marshal", "shelve", "dill", "joblib", "yaml", "runpy", "imp", "code", "dbm", "cffi", "ctypes"}
"""Modules that make objects, or code, of bytes."""
OWN_PIPE = {"annotator/project/compare/counting.py", "annotator/tui/beside.py"}
"""They read what a process of our own has written, through a pipe."""
BY_NAME = {
    *("annotator/plugins.py", "annotator/cli/parser.py", "annotator/core/records/optional.py"),
    *("annotator/agreement/measures/__init__.py", "annotator/agreement/show/__init__.py"),
}
"""They load modules by names that stand in a table of ours, never in a project's files."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_that_is_read_is_run(path: Path) -> None:
    """No code, pickle or YAML out of a file; no shell; no module by a name that somebody else has written."""
    where = str(path.relative_to(ROOT))
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = {each.name for each in node.names}
            modules = {node.module or ""} if isinstance(node, ast.ImportFrom) else names
            assert not LOADS & {each.partition(".")[0] for each in modules} or where in OWN_PIPE
            assert "import_module" not in names or where in BY_NAME
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            # `re.compile` and its like compile patterns.
            plain = isinstance(node.func, ast.Name) or called not in ("compile", "eval", "exec")
            shell = ast.unparse(node.func) == "os.system"
            assert not shell, f"{where}:{node.lineno}"
            assert called not in RUNS or not plain, f"{where}:{node.lineno}"
            assert not any(each.arg == "shell" for each in node.keywords), f"{where}:{node.lineno}"


def test_nothing_imports_in_a_circle() -> None:
    """Not even for types: what two modules need of each other has a place of its own."""
    graph = grimp.build_graph("annotator", include_external_packages=False)
    waiting = {name: set(graph.find_modules_directly_imported_by(name)) for name in graph.modules}
    while free := {name for name, needs in waiting.items() if not needs & waiting.keys()}:
        waiting = {name: needs for name, needs in waiting.items() if name not in free}
    assert not sorted(waiting)


def test_core_drags_in_nothing() -> None:
    """Beyond what `regex` and the standard modules load by themselves, core loads only itself."""
    modules = ", ".join(
        f"annotator.core.{'.'.join(path.relative_to(ROOT / 'annotator' / 'core').with_suffix('').parts)}"
        for path in FILES
        if path.is_relative_to(ROOT / "annotator" / "core") and path.stem != "__init__"
    )
    baseline = loaded("import regex, dataclasses, hashlib, json, typing, collections.abc, bisect, difflib, array")
    core = loaded(f"import {modules}")
    extra = {name.split(".")[0] for name in core - baseline} - {"annotator"}
    assert not extra & IMPURE
    assert extra <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("words", [["--help"], ["status"], ["keys", "--help"]])
def test_the_command_line_starts_light(words: list[str], tmp_path: Path) -> None:
    """Help and status load no Textual, pydantic, asyncio or package metadata."""
    from annotator.project.create import create

    create(tmp_path / "p").close()
    code = (
        "from annotator.cli import run\n"
        f"try:\n    run(['-C', {str(tmp_path / 'p')!r}, *{words!r}])\nexcept SystemExit:\n    pass"
    )
    found = loaded(code)
    assert not {"textual", "rich", "pydantic", "asyncio", "importlib.metadata", "charset_normalizer"} & found


@pytest.mark.parametrize("front", ["annotator.cli.screens", "annotator.cli.reviewing, annotator.tui.review.app"])
def test_the_first_frame_loads_no_pydantic(tmp_path: Path, front: str) -> None:
    """The way to a screen of an unchanged project: no pydantic, tomli_w, guesser of encodings, or any arithmetic."""
    from annotator.project.create import create

    create(tmp_path / "p").close()
    code = (
        "from pathlib import Path\nfrom annotator.project.project import Project\n"
        f"project = Project.open(Path({str(tmp_path / 'p')!r}))\n"
        f"import annotator.project.desk, annotator.tui.start, {front}"
    )
    found = loaded(code)
    assert not {"pydantic", "tomli_w", "charset_normalizer", "annotator.formats"} & found
    assert not {"numpy", "scipy", "annotator.agreement.measures", "annotator.project.compare.measure"} & found
    if "reviewing" not in front:
        assert not [name for name in found if "review" in name], "labelling needs nothing of reviewing"


def test_the_label_screen_loads_no_agreement(tmp_path: Path) -> None:
    """Nothing of the numbers, and no arithmetic, until somebody asks for them: the first frame and some keys."""
    from annotator.project.practice.demo import demo

    demo(tmp_path / "p").close()
    code = f"""
import asyncio
from pathlib import Path
from textual.events import Key
from annotator.project.desk import Desk
from annotator.project.project import Project
from annotator.tui.app import LabelApp
from annotator.tui.drawing.theme import DARK
async def run():
    app = LabelApp(Desk(Project.open(Path({str(tmp_path / "p")!r})), "ana"), "harbor-bridge", DARK)
    async with app.run_test(size=(120, 40)) as pilot:
        for key in ("j", "s", "n", "?", "q", "g", "h", "q"):
            await app.on_event(Key(key, key))
        await pilot.pause()
        app.exit()
    app.desk.close()
asyncio.run(run())
"""
    found = loaded(code)
    ours = ("annotator.agreement", "annotator.tui.agreement", "annotator.project.compare", "annotator.core.compare")
    assert not [name for name in found if name.startswith(ours)]
    assert not {"numpy", "scipy", "multiprocessing"} & found


def test_no_key_has_two_meanings() -> None:
    """Over the command table and the default scheme; and every lower-case letter does something."""
    scheme, _ = read_scheme((ROOT / "schemas" / "claims.toml").read_text("utf-8"))
    assert scheme is not None
    root, faults = build(COMMANDS, scheme)
    assert [str(fault) for fault in faults] == []
    assert {chr(code) for code in range(ord("a"), ord("z") + 1)} <= set(root.next)


def test_own_keys_are_checked_all_at_once() -> None:
    """Faults: an unknown command, a clash, a key behind one that already means something, what the scheme must say."""
    scheme, _ = read_scheme((ROOT / "schemas" / "claims.toml").read_text("utf-8"))
    assert scheme is not None
    _, faults = build(COMMANDS, scheme, {"fly": "f9", "undo": "d", "redo": "s x", "set-value": "f8"})
    assert len(faults) == 4
    assert any("set-value cannot say by itself a value of a field" in str(fault) for fault in faults)
    root, none = build(COMMANDS, scheme, {"undo": "f8  ctrl+z"})
    assert none == []
    assert "x" in root.next
    assert "u" not in root.next
