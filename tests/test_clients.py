"""The clients in tests/clients: each has what it needs, pinned; none is left out of `make test-clients`; none skips."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CLIENTS = ROOT / "tests" / "clients"
NAMES = sorted(path.stem.removeprefix("test_") for path in CLIENTS.glob("test_*.py"))
PIN = re.compile(r"[A-Za-z0-9._-]+(?:\[[a-z,]+\])?==[\w.!+-]+")


def test_each_has_its_requirements() -> None:
    """A file of requirements for each test, and a test for each file."""
    assert NAMES
    assert sorted(path.stem.removeprefix("requirements-") for path in CLIENTS.glob("requirements-*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_pinned(name: str) -> None:
    """A version for each line; what is not in the file is in constraints.txt, or the file does without that one."""
    lines = (CLIENTS / f"requirements-{name}.txt").read_text("utf-8").splitlines()
    said = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in said if not PIN.fullmatch(line) and line != "-c ../../constraints.txt"] == []
    assert "-c ../../constraints.txt" in said or any(line.startswith("pytest==") for line in said)


def test_what_comes_bare_is_pinned_too() -> None:
    """Each of a client that has requirements."""
    for path in CLIENTS.glob("bare-*.txt"):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        assert path.stem.removeprefix("bare-") in NAMES
        assert all(PIN.fullmatch(line) for line in lines)


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_all_are_asked() -> None:
    """`make test-clients` asks every one of them in its own environment, and CI calls it."""
    done = subprocess.run(["make", "-n", "test-clients"], cwd=ROOT, capture_output=True, text=True, check=True)
    asked = re.findall(r"ANNOTATOR_CLIENTS=(\w+) \S*/(\w+)/bin/python -m pytest tests/clients$", done.stdout, re.M)
    assert sorted(asked) == [(name, name) for name in NAMES]
    assert "make test-clients" in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("def test_it(): pass", 0),
        ("import pytest\ndef test_it(): pytest.skip('none here')", 1),
        ("import pytest\npytest.importorskip('no_such_client')\ndef test_it(): pass", 1),
        ("import pytest\n@pytest.mark.xfail\ndef test_it(): assert False", 1),
    ],
)
def test_a_skipped_client_is_a_failure(body: str, status: int, tmp_path: Path) -> None:
    """Whatever way a test finds not to ask its program; another client that is not named is not even looked at."""
    shutil.copy(CLIENTS / "conftest.py", tmp_path)
    (tmp_path / "test_one.py").write_text(body, "utf-8")
    (tmp_path / "test_other.py").write_text("raise SystemError", "utf-8")
    done = pytest_run(tmp_path, "one")
    assert done.returncode == status, done.stdout + done.stderr
    assert ("a client that was not asked" in done.stdout) == bool(status)


def test_without_a_client_tests_may_skip(tmp_path: Path) -> None:
    """The tests that everybody runs load the same file, and some of them need what is not everywhere."""
    (tmp_path / "clients").mkdir()
    shutil.copy(CLIENTS / "conftest.py", tmp_path / "clients")
    (tmp_path / "clients" / "test_one.py").write_text("raise SystemError", "utf-8")
    (tmp_path / "test_it.py").write_text("import pytest\ndef test_it(): pytest.skip('no browser')", "utf-8")
    done = pytest_run(tmp_path, "")
    assert (done.returncode, "a client that" in done.stdout) == (0, False), done.stdout


def test_a_client_that_is_not_there(tmp_path: Path) -> None:
    """A name that is misspelt asks nobody, so it is refused."""
    shutil.copy(CLIENTS / "conftest.py", tmp_path)
    (tmp_path / "test_one.py").write_text("def test_it(): pass", "utf-8")
    done = pytest_run(tmp_path, "one wan")
    assert done.returncode != 0
    assert "clients without a test: test_wan.py" in done.stdout + done.stderr


def pytest_run(folder: Path, names: str) -> subprocess.CompletedProcess[str]:
    """pytest on a folder, with clients named."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    env = {**os.environ, "ANNOTATOR_CLIENTS": names}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=env)
