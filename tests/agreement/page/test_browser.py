"""The page in a real browser: it opens, complains about nothing, asks for nothing, and fits every width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.agreement.page.document import page
from annotator.agreement.report import LeftOut
from annotator.core.article import freeze
from tests.agreement.page.reports import claim, drawn, everything, many
from tests.browser import MISSING, PROGRAM, Browser

pytestmark = pytest.mark.skipif(not PROGRAM, reason=MISSING)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests here."""
    found = Browser(tmp_path_factory.mktemp("chromium"))
    yield found
    found.close()


def hostile() -> str:
    """A page whose every word would act, if it were anything but a word."""
    payload = "</style><img src=https://evil.example/x><script>document.title='owned'</script><a href=javascript:x>"
    article = freeze("x", f"Start {payload} \u202eend\u202c 家族 👩🏽‍🔬 שלום " + "long" * 200, title=payload)
    ana = claim(article, "ana", 1, (0, 60), stance=payload, note=payload)
    ben = claim(article, payload[:64], 1, (6, 200), stance="denies", cue=(6, 90), speakers=("union",))
    report = drawn([(article, {"ana": [ana], payload[:64]: [ben]})], title=payload, speakers={"union": payload})
    return page(replace(report, left_out=(LeftOut(payload, payload),)))


PAGES = {
    "everything": lambda: page(everything()),
    "hostile": hostile,
    "nothing": lambda: page(drawn([])),
    "thirteen annotators": lambda: page(many(1, 13, 4, words=60)),
}


@pytest.fixture(scope="module", params=PAGES)
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of the pages, as a file."""
    found = tmp_path_factory.mktemp("page") / "report.html"
    found.write_text(PAGES[request.param](), "utf-8")
    return found


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"


@pytest.mark.parametrize(("width", "dark"), [(360, False), (768, True), (1280, False)], ids=["phone", "night", "wide"])
def test_it_opens_alone_and_fits(browser: Browser, file: Path, width: int, dark: bool) -> None:
    """No error, no violation of its own policy, no request but for itself, nothing wider than the screen."""
    browser.open(file, width, dark=dark)
    assert browser.requests == [file.as_uri()]
    assert browser.complaints == []
    assert browser.value(OVERFLOW) == 0
    browser.value(UNFOLD)
    assert browser.value(OVERFLOW) == 0
    assert browser.value("document.scripts.length + document.images.length") == 0
    ground = browser.value("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(21, 23, 26)" if dark else "rgb(251, 250, 247)")


def test_what_is_watched_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    """The watch itself: a request, a violation of the policy and a wide page do not pass unseen."""
    bad = tmp_path / "bad.html"
    body = '<body style="width:4000px"><img src="https://evil.example/x.png"><script>alert(1)</script></body>'
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; img-src *\">"
    bad.write_text(f"<!DOCTYPE html><title>x</title>{policy}{body}", "utf-8")
    browser.open(bad, 360)
    assert "https://evil.example/x.png" in browser.requests
    assert any("Content Security Policy" in each for each in browser.complaints)
    wide = tmp_path / "wide.html"
    wide.write_text('<!DOCTYPE html><title>x</title><div style="width:4000px">x</div>', "utf-8")
    browser.open(wide, 360)
    assert browser.value(OVERFLOW) > 3000


def test_one_kind_at_a_time(browser: Browser, tmp_path: Path) -> None:
    """A choice hides what has another kind, and articles that have none of it; without any script."""
    file = tmp_path / "report.html"
    file.write_text(page(many(3, 3, 6, seed=5, words=90)), "utf-8")
    browser.open(file)
    seen = "Array.from(document.querySelectorAll('.passage')).filter(each => each.checkVisibility()).length"
    browser.value(UNFOLD)
    every = browser.value(seen)
    browser.value("document.getElementById('only-0').click()")
    some = browser.value(seen)
    assert some == browser.value("document.querySelectorAll('.passage.k0').length")
    assert 0 < some < every


def test_a_link_opens_the_article(browser: Browser, tmp_path: Path) -> None:
    """From the list of articles to the text, though it is folded."""
    file = tmp_path / "report.html"
    file.write_text(page(many(3, 3, 6, seed=5, words=90)), "utf-8")
    browser.open(file)
    assert browser.value("document.querySelector('#a3').open") is False
    browser.value("document.querySelector('#articles a[href=\"#a3\"]').click()")
    assert browser.value("document.querySelector('#a3 summary').getBoundingClientRect().top") < 900
    browser.value("document.querySelector('#a3 .lanes a').dispatchEvent(new MouseEvent('click'))")
    assert browser.value("document.querySelector('#a3').open") is True


def test_it_prints(browser: Browser, tmp_path: Path) -> None:
    """On paper it is by day, and has pages."""
    file = tmp_path / "report.html"
    file.write_text(page(many(2, 3, 5, seed=5, words=90)), "utf-8")
    browser.open(file, dark=True)
    found = browser.paper()
    assert found.startswith(b"%PDF-")
    assert len(found) > 20_000
