"""Formats by name: the table, packages of others (the example in docs, installed and used), and what is missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import plugins
from annotator.core.errors import UsageError
from annotator.core.records.filename import file_names
from annotator.core.records.format import place_of
from annotator.core.records.optional import MissingError, needed
from tests.hand import ROOT


def test_the_table_holds_formats() -> None:
    """Each name of the table is that of the object behind it, which reads or writes, at a place of its own."""
    for name in plugins.FORMATS:
        found = [each for each in (*plugins.readers(), *plugins.writers()) if each.name == name]
        assert found, name
        assert all(each.help for each in found)
    places = [place_of(each) for each in plugins.writers()]
    assert len(set(places)) == len(places)
    assert {"native/claims.jsonl", "native/documents.jsonl"} <= set(places)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example package, installed by pip."""
    folder = tmp_path_factory.mktemp("site")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    source = ROOT / "docs" / "format-plug-in"
    subprocess.run([*install, "--no-build-isolation", "--target", str(folder), str(source)], check=True)
    return folder


def call(site: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """The program, with the example among its packages."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])}
    command = [sys.executable, "-m", "annotator", *map(str, words)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_the_example_package(site: Path, tmp_path: Path) -> None:
    """Listed, exported with its losses counted, recognised, imported, and refused where it does not fit."""
    demo = tmp_path / "demo"
    assert call(site, "demo", "--copy-to", demo).returncode == 0
    assert "quotes " in call(site, "export", "--help").stdout
    out, report = tmp_path / "q.tsv", tmp_path / "report.json"
    done = call(site, "-C", demo, "export", "--format", "quotes", "-o", out, "--report", report)
    assert done.returncode == 0, done.stderr
    assert "not carried: further pieces: " in done.stderr
    (told,) = json.loads(report.read_text("utf-8"))["formats"]
    lines = out.read_text("utf-8").splitlines()
    assert told["format"] == "quotes"
    assert told["written"] == {"claims": len(lines) - 1}
    assert told["losses"]["further pieces"] > 0
    assert told["bytes"] == out.stat().st_size
    out.write_text("\n".join([*lines, lines[1]]) + "\n", "utf-8")
    done = call(site, "-C", demo, "import", out, "--as", "cora")
    assert done.returncode == 1
    assert "the layer of cora on glacier-survey, claim " in done.stderr
    assert ": the id is given twice; " in done.stderr
    done = call(site, "-C", demo, "import", out, "--as", "dora", "--keep-going")
    assert f"{len(lines) - 1} claims" in done.stderr
    out.write_text("\n".join(lines) + "\n", "utf-8")
    done = call(site, "-C", demo, "import", out, "--as", "cora")
    assert done.returncode == 0, done.stderr
    out.write_text(lines[0] + "\n" + lines[1][:-1] + "\n", "utf-8")
    done = call(site, "-C", demo, "import", out)
    assert done.returncode == 1
    assert f"{out}:2: the words are not those of the article at this place." in done.stderr


@pytest.mark.parametrize(
    ("entry", "code", "talk"),
    [
        ("odd_one:FORMAT", "FORMAT = object()", "lacks help, read or write, the name odd"),
        ("odd_two:FORMAT", "raise RuntimeError('no luck')", "cannot be loaded: no luck"),
        ("odd_three:FORMAT", "class F:\n  name, help = 'odd', 'h'\n  write = None\nFORMAT = F()", "lacks suffix"),
    ],
)
def test_a_broken_package_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, code: str, talk: str
) -> None:
    """What calls itself a format and is none, or fails while it is loaded."""
    module = entry.partition(":")[0]
    info = tmp_path / f"{module}-1.0.dist-info"
    info.mkdir()
    (tmp_path / f"{module}.py").write_text(code, "utf-8")
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[annotator.formats]\nodd = {entry}\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(UsageError, match=talk):
        plugins.writer("odd")


def test_unknown_names_are_answered() -> None:
    """With near names, or with all."""
    with pytest.raises(UsageError, match="There is no format 'clams' to export; did you mean claims"):
        plugins.writer("clams")
    with pytest.raises(UsageError, match="to import; there are claims, articles, bundle"):
        plugins.reader("xyz")


def test_a_missing_library_is_a_sentence() -> None:
    """It names the command that installs it; one that is there but broken says why."""
    with pytest.raises(MissingError, match=r"nowhere is not installed; install it with: pip install 'annotator\[hf\]'"):
        needed("nowhere.parquet", extra="hf")
    assert needed("json.decoder", extra="hf").JSONDecoder


def test_a_broken_library_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library whose own import fails is not called missing."""
    (tmp_path / "broken_lib.py").write_text("import nothing_of_the_kind\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(MissingError, match=r"broken_lib cannot be loaded \(No module named 'nothing_of_the_kind'\)"):
        needed("broken_lib", extra="hf")


@given(st.lists(st.text(min_size=1), unique=True))
def test_file_names_are_safe_and_distinct(ids: list[str]) -> None:
    """Whatever the ids are: no separator, no dot at an end, no device, no two equal on any system."""
    names = file_names(ids)
    assert list(names) == sorted(ids)
    assert len({name.casefold() for name in names.values()}) == len(ids)
    for name in names.values():
        assert name
        assert not set(name) & set('/\\:*?"<>|\0')
        assert name.strip(".") == name


@pytest.mark.parametrize("id", ["CON", "nul.txt", "com1", "../../etc/passwd", "C:\\Users\\x", "..", "a\u202eb"])
def test_odd_ids_make_plain_files(id: str) -> None:
    """Devices, climbing paths and Windows paths become names inside of the folder."""
    (name,) = file_names([id]).values()
    assert Path(name).name == name
    assert name.partition(".")[0].casefold() not in ("con", "nul", "com1")
