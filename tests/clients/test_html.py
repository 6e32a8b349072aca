"""trafilatura takes the articles out of pages of our own, and says so where there is none."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.core.article import clean
from annotator.core.records.corpus import Chosen, Raw
from annotator.core.records.format import Source
from annotator.formats.corpora.html import CORPUS
from annotator.project.project import Project
from tests.formats.corpora.reading import found

trafilatura = pytest.importorskip("trafilatura", reason="not installed: tests/clients/requirements-html.txt")
PAGES = Path(__file__).parent / "pages"
EXTRACTOR = f"trafilatura {trafilatura.__version__}"


def page(name: str) -> tuple[list[Raw], list[str]]:
    """(articles, faults) of one of the pages."""
    raws, faults, notes = found(CORPUS, (PAGES / name).read_bytes())
    assert not notes
    return raws, faults


def test_a_page_of_today() -> None:
    """Title and paragraphs, without banner, menu, byline, comments and most read; what the page says of itself."""
    (raw,), faults = page("bridge.html")
    assert not faults
    paragraphs = raw.text.removesuffix("\n").split("\n\n")
    assert paragraphs[0] == raw.title == "Harrow Bay to close old bridge for two years"
    assert paragraphs[2].startswith("“The steel cannot be trusted any longer,” Mayor Ilse Brandt told the council.")
    assert paragraphs[4] == "A ferry, perhaps"
    assert len(paragraphs) == 7
    for around in ("cookies", "Sport", "Photo", "Storm warning", "rusty", "All rights"):
        assert around not in raw.text
    assert raw.meta == {
        "outlet": "Harbor Post",
        "author": "Ana Ruiz",
        "date": "2026-05-11",
        "language": "en-GB",
        "address": "https://post.example/city/2026/harrow-bridge-closes",
        "extractor": EXTRACTOR,
    }


def test_a_page_of_old() -> None:
    """Its encoding is what browsers take it for, so the quotation marks are there; two authors are two."""
    (raw,), faults = page("gletscher.html")
    assert not faults
    assert "„Es ist ein gutes Jahr und kein Wendepunkt“, sagte Runa Eskil" in raw.text
    assert clean(raw.text) == raw.text
    assert "Startseite" not in raw.text
    assert raw.note == "read as cp1252, as declared"
    assert raw.meta["author"] == ["Ingrid Vale", "Jörg Böhm"]
    assert (raw.meta["date"], raw.meta["language"], raw.meta["encoding"]) == ("2026-08-30", "de", "cp1252")


def test_a_page_that_says_little() -> None:
    """The title is put before the text; nothing is guessed for what the page does not say."""
    (raw,), faults = page("wire.xhtml")
    assert not faults
    assert raw.text.startswith("Ministry: rents down 4.1 percent in May\n\nVALMERE (Coastal Wire)")
    assert raw.meta == {"language": "en", "extractor": EXTRACTOR}


@pytest.mark.parametrize("name", ["front.html", "script.html", "login.html"])
def test_a_page_without_an_article(name: str) -> None:
    """A list of links, a page that a script would fill, a door."""
    raws, (fault,) = page(name)
    assert not raws
    assert "no article was found in the page" in fault
    assert "save the text of the article as a file of its own" in fault


def test_the_text_does_not_depend_on_what_was_read_before() -> None:
    """A page gives the same text again and again, whatever other pages share with it."""
    shared = b"<p>The council voted on Monday night to close the bridge, as residents had feared since spring.</p>"
    other = b"<p>Another paragraph says something else about the town, and about a ferry that may come.</p>"
    pages = [shared + other, shared * 3 + other, other + shared, (PAGES / "bridge.html").read_bytes()]
    first = [found(CORPUS, b"<article>" + page + b"</article>")[0][0].text for page in pages]
    for _ in range(4):
        assert [found(CORPUS, b"<article>" + page + b"</article>")[0][0].text for page in pages] == first


HOSTILE = [
    (b"", "it is empty"),
    (b"<html>", "no article"),
    (b"no page at all, but words; " * 20, "no article"),
    (b"<p>" * 20_000 + b"x" * 200, "no article"),
    (b"<html><body>" + b"<div>" * 3000 + b"<p>Rents fell by 4.1% in May, the ministry said on Tuesday.</p>", ""),
    (b"<html>\x00<p>x", "binary"),
    (b"<html><meta charset='klingon'><p>Caf\xe9 words " + b"and more " * 20, ""),
    (
        b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><html><p>&b;&b;</p></html>",
        "no art",
    ),
    (b"<html><title>\x1b[31mred</title><article><p>" + b"Rents fell, she said. " * 20 + b"</p></article></html>", ""),
    (b"<html><p>Lone &#xD800; and &#0; and &#x1b;[31m red " + b"and more words " * 20 + b"</p></html>", ""),
]


@pytest.mark.parametrize(("raw", "said"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages(raw: bytes, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    """An article that can be frozen, or a sentence; nothing is printed by the library."""
    raws, faults, _ = found(CORPUS, raw)
    assert len(raws) + len(faults) == 1
    assert all(said in fault for fault in faults)
    for each in raws:
        assert len(clean(each.text)) == len(each.text)
        assert "\x00" not in each.text
    assert capfd.readouterr() == ("", "")


def test_the_same_page_again(tmp_path: Path) -> None:
    """One article, whatever the second copy is called, with the hash of the page; no version takes it apart anew."""

    def annotator(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "annotator", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    annotator("init", "p")
    done = annotator("-C", "p", "add", PAGES)
    assert done.stderr.count("no article was found") == 3
    assert done.stderr.endswith("3 added, 3 refused.\n")
    raw = (PAGES / "bridge.html").read_bytes()
    (tmp_path / "copy.htm").write_bytes(raw)
    done = annotator("-C", "p", "add", "copy.htm")
    assert "skipped  copy.htm: its text is in the project already, as bridge" in done.stderr
    with Project.open(tmp_path / "p") as project:
        article = project.article("bridge")
        assert article.source_sha256 == hashlib.sha256(raw).hexdigest()
        assert article.meta["extractor"] == EXTRACTOR
    older = Raw("Another text of the same page.\n", meta={"extractor": "trafilatura 1.0"}, source=raw)
    assert _taken(tmp_path / "p", older) == ("skipped", "bridge", "the same page is in the project already, as bridge")


def _taken(folder: Path, raw: Raw) -> tuple[str, str, str]:
    """What would become of an article that somebody else has taken out of a page."""
    from annotator.project.corpus.taking import Frozen, Taking, frozen

    class Other:
        name, help, endings, many = "other", "", (".other",), False

        def read(self, source: Source, chosen: Chosen) -> list[Raw]:
            return [raw]

    with Project.open(folder) as project:
        (each,) = frozen(Other(), Source("x", io.BytesIO), Chosen(), "other")  # type: ignore[arg-type]
        assert isinstance(each, Frozen)
        return Taking(project).take(each.article)
