"""The page as a whole: every section when there is something to say, every number, and nothing from outside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.page.articles import BUDGET, UNFOLDED, Chosen
from annotator.agreement.page.document import page
from annotator.agreement.page.markup import safe
from annotator.agreement.report import Estimate, LeftOut, Report
from annotator.agreement.show.number import apart, percent, share
from annotator.core.article import Article, freeze
from annotator.core.claim import Claim
from tests.agreement.page.outline import checked
from tests.agreement.page.reports import claim, drawn, everything, many
from tests.strategies import news

TEXT = (
    "Harbor bridge safe, mayor says.\n\n“The bridge is safe,” Brandt told reporters, “and it will be for decades.” "
    "A report says otherwise."
)
BRIDGE = freeze("harbor-bridge", TEXT, title="Harbor bridge")
SAFE = (TEXT.index("The bridge is safe"), TEXT.index(",” Brandt"))


def bridge() -> Report:
    """One article, three readers, a disagreement of each kind that a person would look for."""
    ana = [
        claim(BRIDGE, "ana", 1, SAFE, stance="asserts", evidence="attributed", source=(55, 61), note="sure?"),
        claim(BRIDGE, "ana", 2, (TEXT.index("and it"), TEXT.index("decades") + 7), stance="hedges", flags=("discuss",)),
    ]
    ben = [claim(BRIDGE, "ben", 1, SAFE, stance="denies", evidence="hearsay", speakers=("union",))]
    cleo = [claim(BRIDGE, "cleo", 1, (SAFE[0] + 4, SAFE[1]), stance="asserts", evidence="attributed")]
    return drawn([(BRIDGE, {"ana": ana, "ben": ben, "cleo": cleo})])


def empty(article: Article) -> Claim:
    """A claim that nobody else has."""
    return claim(article, "ana", 1, (0, 5), stance="asserts")


ODD = {
    "nothing at all": lambda: drawn([]),
    "one annotator": lambda: drawn([(BRIDGE, {"ana": [empty(BRIDGE)]})]),
    "nobody found anything": lambda: drawn([(BRIDGE, {"ana": [], "ben": []})]),
    "one found nothing": lambda: drawn([(BRIDGE, {"ana": [empty(BRIDGE)], "ben": []})]),
    "all agree": lambda: drawn([(BRIDGE, {"ana": [empty(BRIDGE)], "ben": [replace(empty(BRIDGE), annotator="ben")]})]),
    "no article in common": lambda: drawn(
        [(freeze("one", TEXT), {"ana": [], "ben": []}), (freeze("two", TEXT), {"ana": [], "cleo": []})]
    ),
    "no resamples": lambda: many(2, 2, 3, resamples=0, words=60),
    "a field that is not compared": lambda: drawn(
        [(BRIDGE, {"ana": [empty(BRIDGE)], "ben": []})], withheld={"stance": "not the same in claims 0.9"}
    ),
    "another measure": lambda: drawn([(BRIDGE, {"ana": [empty(BRIDGE)], "ben": []})], measures=("cohen",)),
    "no texts": lambda: replace(bridge(), readings={}, speakers={}),
    "a reference that nobody shares": lambda: replace(bridge(), against="gold"),
    "a breakdown of nothing": lambda: replace(bridge(), by="week"),
    "thirteen annotators": lambda: many(1, 13, 4, words=60),
    "everything": everything,
    "three readers": bridge,
}


@pytest.mark.parametrize("name", ODD)
def test_every_page_is_whole(name: str) -> None:
    """Well formed, ids unique, links lead somewhere, charts and tables speak; the same report gives the same bytes."""
    report = ODD[name]()
    made = page(report)
    checked(made)
    assert page(report) == made


def test_sections_and_words() -> None:
    """Everything that was asked for has its place, and contents lead to it."""
    found = checked(page(everything(), made="2026-11-24"))
    headings = [found.text_in(at) for at, each in enumerate(found.elements) if each.name == "h2"]
    assert headings == [
        *("Overview", "Pairs of annotators", "Fields", "Kinds of disagreement", "Annotators", "Change by round"),
        *("By article", "Scored against gold", "Articles by disagreement", "Disagreements", "Left out"),
    ]
    for words in ("2026-11-24", ".432", ".412 to .457", "sampler", "shift", "cleo on pilot", "not done", "too tangled"):
        assert words in found.text
    assert everything().planning in found.text


def test_without_anything_to_compare() -> None:
    """Nothing is 0 or 1 there: it says that there is nothing, and what was left out."""
    found = checked(page(replace(drawn([]), left_out=(LeftOut("ana on x", "not done"),))))
    assert "Nothing can be compared" in found.text
    assert "ana on x" in found.text
    assert ".000" not in found.text


def test_a_disagreement_in_words() -> None:
    """Who marks what, who has nothing, who says what, and what all say."""
    found = checked(page(bridge()))
    text = " ".join(found.text.split())
    for words in (
        "The bridge is safe",
        "begins 4 later; IoU .778",
        "ben and cleono such claim",
        "asserts ana and cleo",
        "denies ben",
        "Ilse Brandt ana and cleo",
        "Union of Porters ben",
        "not marked ben and cleo",
        "Note of ana: sure?",
        "Said: Speakers Ilse Brandt",
    ):
        assert words in text, words
    own = [found.text_in(at) for at, each in enumerate(found.elements) if each.attributes.get("class") == "own"]
    assert own == ["The "]


def test_the_same_words_elsewhere() -> None:
    """Two sources of the same words are no agreement: each says where it begins."""
    article = freeze("x", "Brandt said so, Brandt said.")
    ana = claim(article, "ana", 1, (7, 14), source=(0, 6), evidence="none")
    ben = claim(article, "ben", 1, (7, 14), source=(16, 22), evidence="none")
    text = " ".join(checked(page(drawn([(article, {"ana": [ana], "ben": [ben]})]))).text.split())
    assert "“Brandt” at 0 ana“Brandt” at 16 ben" in text
    assert "Alike: Speakers Ilse BrandtEvidence none" in text


def numbers(report: Report) -> set[str]:
    """How all numbers of a report are written that a page has to have."""
    seen: set[str] = set()

    def add(of: Estimate, write: object = share) -> None:
        for value in (of.value, of.low, of.high):
            if value is not None:
                seen.add(write(value).replace("-", "−"))  # type: ignore[operator]

    for overlap in [report.overall, *(row.overlap for row in report.pairs)]:
        for of in (overlap.f1, overlap.f1_soft, overlap.f1_exact, overlap.mean_iou):
            add(of)
        for of in (overlap.boundary.start, overlap.boundary.end):
            add(of, apart)
        seen |= {f"{overlap.matched:,}", f"{overlap.exact:,}"}
    for field in report.fields:
        for of in (field.alpha, field.ac1, field.percent):
            add(of)
        seen |= {percent(field.coverage), f"{field.alpha.n:,}", f"{field.disagreements:,}"}
        seen |= {f"{n:,}" for counts in field.confusion.counts for n in counts if n}
    for row in report.people:
        add(row.found)
        add(row.shared)
        seen |= {f"{row.claims:,}", f"{row.words:,}", apart(row.per_thousand), apart(row.length)}
        for value in row.alphas.values():
            add(value)
        for shares in row.bias.values():
            seen |= {f"{100 * value:+.1f}".replace("-", "−") for value in shares.values() if abs(value) >= 0.0005}
    for kind, n in report.kinds.items():
        add(report.rates[kind], percent)
        seen.add(f"{n:,}")
    for article in report.articles:
        add(article.overlap.f1)
        seen |= {f"{article.mass:g}", f"{article.claims:,}", f"{article.components:,}"}
    for scored in report.scored:
        for of in (scored.precision, scored.recall, scored.overlap.f1):
            add(of)
        for values in scored.fields.values():
            for value in values:
                add(value.f1)
    for each in [*report.rounds, *report.slices]:
        add(each.overlap.f1)
        for value in each.fields.values():
            add(value)
    return seen


def test_every_number_is_there() -> None:
    """Each number of the report that has a place on the page stands on it, with its interval."""
    report = everything()
    found = checked(page(report))
    missing = {number for number in numbers(report) if number not in found.said}
    assert missing == set()


def test_a_large_project_is_cut_and_says_so() -> None:
    """Whole articles by mass until the budget is spent; the rest is counted, in the list, and can be asked for."""
    report = many(UNFOLDED + 2, 2, 3, seed=3, words=40)
    every, some = Chosen(report, BUDGET), Chosen(report, 40)
    assert every.left == 0
    assert some.size + some.left == every.size
    assert list(some.numbers) == [row.id for row in report.articles][: len(some.numbers)]
    found = checked(page(report, budget=40))
    assert f"{some.left:,} are not" in found.text
    assert "2 further articles" in found.text
    assert all(row.id in found.text for row in report.articles)
    assert len(list(found.all("article"))) < len(list(checked(page(report)).all("article")))


PAYLOADS = (
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; background: url(//evil.example/x)",
    "javascript:alert(1)",
    "<!-- --> ]]> <svg onload=alert(1)>",
    "\x1b]0;owned\x07\u202eevil\u202c\u2028\x9b2J",
    "{{7*7}} ${7*7} <%= 7 %>",
    "&lt;b&gt; &#x3c;b&#x3e;",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_are_words(payload: str) -> None:
    """In the text, the title, names, notes, values, reasons: shown as they are, and never acted on."""
    article = freeze("x", f"Start {payload} end of it all.", title=payload)
    ana = claim(article, "ana", 1, (0, len(article.text)), stance=payload, speakers=("s",), note=payload)
    ben = claim(article, payload, 1, (6, len(article.text)), stance="denies", cue=(6, 6 + len(payload)))
    report = replace(
        drawn([(article, {"ana": [ana], payload: [ben]})], title=payload, speakers={"s": payload}),
        left_out=(LeftOut(payload, payload),),
        against=payload,
        round=payload,
        by=payload,
    )
    found = checked(page(report))
    shown = safe(payload)
    assert found.text.count(shown) >= 8
    assert not [each for each in found.elements if each.name in ("script", "img")]


@settings(max_examples=25)
@given(news.filter(bool), news.filter(bool), st.data())
def test_any_text_makes_a_whole_page(text: str, name: str, data: st.DataObject) -> None:
    """Emoji, scripts from right to left, half characters: the page is whole, and says what the article says."""
    article = freeze("x", text, title=name)
    start = data.draw(st.integers(0, len(text) - 1))
    layers = {
        "ana": [claim(article, "ana", 1, (start, len(text)), note=name)],
        "ben": [claim(article, "ben", 1, (0, len(text)), speakers=("union",))],
    }
    found = checked(page(drawn([(article, layers)], resamples=0)))
    cells = [at for at, each in enumerate(found.elements) if each.name == "td" and "dir" in each.attributes]
    rows = [found.text_in(at) for at in cells]
    assert rows
    if len(text) < 200:
        assert all(_flat(row) == _flat(safe(text)) for row in rows)


def _flat(text: str) -> str:
    return "".join(text.replace("¶", "").split())
