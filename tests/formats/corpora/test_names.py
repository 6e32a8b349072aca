"""Corpora by name and ending: the table, and what packages of others bring."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import plugins
from annotator.core.errors import Fault, UsageError
from annotator.core.records.corpus import Chosen, Raw
from annotator.core.records.format import Source
from annotator.project.corpus.taking import frozen
from tests.cli.test_odd import call

ROOT = Path(__file__).parents[3]
CODE = """
from annotator.core.records.corpus import Raw
class Poems:
    name, help, endings, many = "poems", "stanzas", (".poem",), True
    def read(self, source, chosen):
        with source.open() as stream:
            for number, text in enumerate(stream.read().decode().split("\\n\\n"), 1):
                yield Raw(text, line=number, number=number)
CORPUS = Poems()
"""


def installed(folder: Path, code: str) -> None:
    """A package with a corpus `poems`."""
    info = folder / "poems-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "poems_of_others.py").write_text(code, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: poems\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[annotator.corpora]\npoems = poems_of_others:CORPUS\n", "utf-8")


@pytest.mark.parametrize(
    ("file", "name"),
    [("a.txt", "text"), ("A.MD", "markdown"), ("a.b.HTM", "html"), ("a.tsv", "csv"), ("a", "text"), ("a.rst", "text")],
)
def test_endings(file: str, name: str) -> None:
    """In any case; what nothing takes is text."""
    assert plugins.corpus_of(file, plugins.corpora()).name == name


def test_the_table_holds_corpora() -> None:
    """Each under its own name, and no ending is taken twice."""
    assert [each.name for each in plugins.corpora(installed=False)] == list(plugins.CORPORA)
    endings = [ending for each in plugins.corpora() for ending in each.endings]
    assert len(set(endings)) == len(endings)


def test_a_package_of_others(tmp_path: Path) -> None:
    """Listed in help, and used for files of its ending."""
    installed(tmp_path / "site", CODE)
    path = f"{tmp_path / 'site'}:{ROOT}"
    (tmp_path / "spring.poem").write_text("One stanza.\n\nAnother.", "utf-8")
    assert call(tmp_path, "init", "p").status == 0
    assert b"poems      .poem" in call(tmp_path, "add", "--help", PYTHONPATH=path).out
    found = call(tmp_path, "-C", "p", "add", "spring.poem", PYTHONPATH=path)
    assert found.talk == "added    spring.poem: 2 articles\n2 added.\n"


@pytest.mark.parametrize(
    ("code", "talk"),
    [
        ("CORPUS = object()", "lacks help, endings, many, read, the name poems"),
        ("raise RuntimeError('no luck')", "cannot be loaded: no luck"),
    ],
)
def test_a_broken_package_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, talk: str) -> None:
    """What calls itself a corpus and is none, or fails while it is loaded."""
    installed(tmp_path, code)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "poems_of_others", raising=False)
    with pytest.raises(UsageError, match=talk):
        plugins.corpus("poems")


@pytest.mark.parametrize(("value", "words"), [(2**53, "up to 2^53 - 1"), ({1}, "not JSON"), (float("nan"), "NaN")])
def test_metadata_that_nobody_could_read_again(value: object, words: str) -> None:
    """Of a package of others: the article is refused here, and not by every copy that it is sent to."""

    class Odd:
        name, help, endings, many = "odd", "", (".odd",), True

        def read(self, source: Source, chosen: Chosen) -> Iterator[Raw]:
            yield Raw("Rents fell.", "a", meta={"id": value}, line=3)

    (fault,) = frozen(Odd(), Source("a.odd", io.BytesIO), Chosen(), "a")
    assert isinstance(fault, Fault)
    assert (fault.line, words in str(fault)) == (3, True)
