"""The agreement page as rows: every number of the report, at every width, and nothing that somebody has typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import regex
from rich.cells import cell_len

from annotator.agreement.report import Estimate, LeftOut, Report
from annotator.agreement.show.number import apart, interval, percent, share
from annotator.core.claim import Layer
from annotator.core.records.dataset import Content, Dataset
from annotator.core.scheme import Field
from annotator.tui.agreement.articles import READ_FIRST
from annotator.tui.agreement.figure import axis, bar, fill, left, right
from annotator.tui.agreement.matrix import Cell, matrix
from annotator.tui.agreement.pairs import OVERLAPS
from annotator.tui.agreement.parts import PARTS, ROUNDS, Part, parts_of, shown, tabs
from annotator.tui.agreement.view import View
from annotator.tui.drawing.paint import strip
from annotator.tui.drawing.theme import DARK, LIGHT, PLAIN
from annotator.tui.listing import Line
from tests.tui.compared import HOSTILE, claims, dataset, made, names
from tests.tui.scenes import SCHEME

UNSAFE = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]")
WIDE = View(114, 36)
OVERVIEW, PAIRS, VALUES, KINDS, ARTICLES, PEOPLE, LEFT_OUT = range(len(PARTS))


def text(line: Line) -> str:
    """A row as it is read."""
    return "".join(run for run, _ in line.runs).rstrip()


def rows(report: Report, part: int, view: View = WIDE) -> list[str]:
    """A part as it is read."""
    found = shown(report, part, view)
    return [text(line) for line in (*found.head, *found.lines)]


def row(report: Report, part: int, name: str, view: View = WIDE) -> str:
    """The row that begins with this name."""
    return next(each for each in rows(report, part, view) if each.strip().startswith(name))


@pytest.fixture(scope="module")
def three() -> Report:
    """Three annotators, three articles."""
    return made(dataset(names(3)))


@pytest.fixture(scope="module")
def sixty() -> Report:
    """Sixty annotators of one article."""
    return made(dataset(names(60), articles=1, count=4))


def test_the_five_parts_of_the_overview(three: Report) -> None:
    """Found with F1 and soft F1, gamma, ends, alpha with coverage, n and AC1, rates; each with its range."""
    seen = three.overall
    for name, of in (("F1 ", seen.f1), ("F1, soft", seen.f1_soft), ("overlap (IoU)", seen.mean_iou)):
        assert f"{share(of.value)}  {interval(of)}" in row(three, OVERVIEW, name)
    assert "annotator agreement --gamma" in row(three, OVERVIEW, "gamma")
    for name, of in (("starts differ", seen.boundary.start), ("ends differ", seen.boundary.end)):
        assert f"{apart(of.value)}  {interval(of, apart)}" in row(three, OVERVIEW, name)
    for field in three.fields:
        found = row(three, OVERVIEW, field.label)
        beside = (percent(field.coverage), str(field.alpha.n), share(field.ac1.value), percent(field.percent.value))
        assert found.split("  ")[-1].strip() == beside[-1]
        for each in (share(field.alpha.value), interval(field.alpha), *beside):
            assert each in found
    for kind, name in (("agree", "no difference"), ("missing", "missed"), ("split_merge", "split")):
        assert percent(three.rate(kind)) in row(three, OVERVIEW, name)
    assert three.planning.split(";")[0] in " ".join(rows(three, OVERVIEW))


def test_the_overview_of_the_default_scheme_is_one_screen(three: Report) -> None:
    """At 80×24 every number is in view; on a taller screen the parts stand apart."""
    tight = rows(three, OVERVIEW, View(74, 20))
    assert next(at for at, each in enumerate(tight) if "split or merged" in each) < 20
    assert "" not in tight
    assert rows(three, OVERVIEW).count("") == 4
    assert not any("…" in strip(line.runs, DARK, 74).text for line in shown(three, OVERVIEW, View(74, 20)).lines)


@pytest.mark.parametrize("choice", range(len(OVERLAPS) + 4))
def test_every_pair_stands_in_the_matrix(three: Report, choice: int) -> None:
    """Twice, in the row and the column of both; the names are the heads."""
    found = rows(three, PAIRS, WIDE._replace(choice=choice))
    head = next(at for at, each in enumerate(found) if each.split() == ["ana", "ben", "cleo"])
    table = [[cell.rstrip("▁▂▃▄▅▆▇█") for cell in each.split()] for each in found[head + 1 : head + 4]]
    key = three.fields[choice - len(OVERLAPS)].key if choice >= len(OVERLAPS) else ""
    for pair in three.pairs:
        of = pair.fields[key] if key else getattr(pair.overlap, OVERLAPS[choice][1])
        one, two = (names(3).index(each) for each in pair.annotators)
        assert table[one][two + 1] == table[two][one + 1] == share(of.value)
    assert [table[at][at + 1] for at in range(3)] == ["·"] * 3


def test_a_matrix_of_sixty_goes_on_below(sixty: Report) -> None:
    """Every number is there, under its column's number; the lowest are named above."""
    found = rows(sixty, PAIRS)
    assert any("columns at a time" in each for each in found)
    at = {name: number for number, name in enumerate(sixty.annotators, 1)}
    seen: dict[tuple[int, int], str] = {}
    heads: list[int] = []
    for each in found:
        cells = each.split()
        if cells and all(cell.isdecimal() for cell in cells):
            heads = [int(cell) for cell in cells]
        elif heads and len(cells) == len(heads) + 2 and cells[0].isdecimal():
            seen |= {(int(cells[0]), head): cell for head, cell in zip(heads, cells[2:], strict=True)}
    assert len(seen) == 60 * 60
    for pair in sixty.pairs:
        one, two = (at[name] for name in pair.annotators)
        number = share(pair.overlap.f1.value)
        assert seen[one, two].startswith(number)
        assert seen[two, one].startswith(number)
    low = min(sixty.pairs, key=lambda pair: (pair.overlap.f1.value, pair.annotators))
    lowest = found[found.index("The lowest") + 1]
    assert lowest.startswith(f"{low.annotators[0]}  {low.annotators[1]}  ")


def test_the_confusion_matrix_and_what_is_mixed_up_most(three: Report) -> None:
    """Every count, in the scheme's order; then the greatest off the diagonal."""
    stance = next(at for at, field in enumerate(three.fields) if field.key == "stance")
    seen = three.fields[stance].confusion
    found = rows(three, VALUES, WIDE._replace(choice=stance))
    assert f"alpha {share(three.fields[stance].alpha.value)}" in found[0]
    head = next(at for at, each in enumerate(found) if each.split() == list(seen.labels))
    for label, counts, each in zip(seen.labels, seen.counts, found[head + 1 :], strict=False):
        assert [cell.rstrip("▁▂▃▄▅▆▇█") for cell in each.split()] == [label, *(str(n) if n else "·" for n in counts)]
    most = max(seen.counts[one][two] for one in range(len(seen.values)) for two in range(one))
    first = found[next(at for at, each in enumerate(found) if each.startswith("Most often")) + 1]
    assert first.split()[0] == str(most)


def test_kinds_articles_people(three: Report) -> None:
    """All kinds with counts and shares; articles by mass, each to be opened; people with their numbers."""
    for kind, count in three.kinds.items():
        label = {"agree": "no disagreement"}.get(kind, f"{kind}:")
        assert row(three, KINDS, label).split("   ")[-1] or count
        assert f" {count} " in row(three, KINDS, label)
        assert percent(three.rate(kind)) in row(three, KINDS, label)
    listed = shown(three, ARTICLES, WIDE).lines
    assert [line.key for line in listed if line.key] == [each.id for each in three.articles]
    for each, line in zip(three.articles, listed, strict=False):
        assert text(line).split()[-5:] == [
            str(len(each.annotators)),
            str(each.claims),
            str(each.components),
            f"{each.mass:g}",
            share(each.overlap.f1.value),
        ]
    for person in three.people:
        found = row(three, PEOPLE, person.name)
        for number in (str(person.claims), apart(person.per_thousand), percent(person.found.value)):
            assert number in found


def test_no_number_of_an_article_that_is_still_to_be_read(three: Report) -> None:
    """Last, by id, with its title alone; it can still be opened."""
    first = three.articles[0].id
    listed = [line for line in shown(three, ARTICLES, WIDE._replace(unread=frozenset((first,)))).lines if line.key]
    assert [line.key for line in listed] == [*(each.id for each in three.articles[1:]), first]
    assert text(listed[-1]).split("  ")[-1].strip() == READ_FIRST
    assert not any(READ_FIRST in text(line) for line in listed[:-1])


SECRET = "nobody-is-to-read-this"
TYPED = Field("topic", "text", "Topic", "z", counts=True)


@pytest.mark.parametrize("alike", [False, True])
def test_what_somebody_has_typed_is_not_shown(alike: bool) -> None:
    """A field of free text has numbers, and none of its words; not even where nearly all have typed the same."""

    def typed(who: str, at: int) -> str:
        return SECRET if alike and (who, at) != ("ana", 1) else f"{SECRET} {who}"

    data = dataset(names(3))
    layers = {
        layer: held._replace(
            claims=tuple(
                replace(claim, fields={**claim.fields, "topic": typed(layer.annotator, at)})
                for at, claim in enumerate(held.claims)
            )
        )
        for layer, held in data.layers.items()
    }
    scheme = replace(SCHEME, fields=(*SCHEME.fields, TYPED))
    found = made(replace(data, layers=layers), scheme=scheme)
    at = next(number for number, field in enumerate(found.fields) if field.key == "topic")
    assert any(SECRET in value for value in found.fields[at].confusion.values)
    assert (SECRET in found.fields[at].hint) is alike
    for part in range(len(PARTS)):
        assert SECRET not in "\n".join(rows(found, part, WIDE._replace(choice=at)))
    assert "numbers only" in "\n".join(rows(found, VALUES, WIDE._replace(choice=at)))


def hostile() -> Report:
    """Nine with names, titles, labels and reasons of the worst kind."""
    people = [f"{HOSTILE} {number} 家族の長い名前です" for number in range(9)]
    fields = tuple(
        replace(each, label=HOSTILE, values=tuple(replace(value, label=HOSTILE) for value in each.values))
        for each in SCHEME.fields
    )
    found = made(
        dataset(people, title=HOSTILE),
        scheme=replace(SCHEME, fields=fields),
        rounds=True,
        left_out=[LeftOut(f"{HOSTILE} on a, b and 3 more", HOSTILE)] * 2,
    )
    return replace(found, title=HOSTILE)


@pytest.mark.parametrize("people", [2, 9, 60, 0])
@pytest.mark.parametrize("room", [14, 34, 74, 114, 200])
def test_every_part_at_every_width(people: int, room: int, request: pytest.FixtureRequest) -> None:
    """Each row is exactly as wide as the page, with and without colour, and holds nothing that a terminal acts on."""
    report = request.getfixturevalue("sixty") if people == 60 else made(dataset(names(people))) if people else hostile()
    for number, part in enumerate(parts_of(report)):
        count = len(part.choices(report))
        for choice in {0, count - 1} if people == 60 else range(max(1, count)):
            found = shown(report, number, View(room, 20, choice))
            for line in (*found.head, *found.lines):
                for theme in (DARK, PLAIN):
                    painted = strip(line.runs, theme, room)
                    assert not UNSAFE.search(painted.text)
                    assert sum(cell_len(segment.text) for segment in painted) == room
                    assert all(segment.style is not None for segment in painted)
        line = tabs([each.name for each in parts_of(report)], number, room)
        assert part.name in strip(line, DARK, room + 2).text or room < 20


def test_nothing_to_compare_says_why_and_what_would_help() -> None:
    """No parts to go to, the reasons, and the key that would help."""
    data = dataset(names(1))
    found = made(data, left_out=[LeftOut("article-0, article-1", "read by one annotator only")])
    assert parts_of(found) == ()
    page = "\n".join(rows(found, 0))
    assert "Nothing can be compared yet." in page
    assert "presses Z" in page
    assert "Read by one annotator only\n  article-0, article-1" in page


def test_what_is_undefined_says_so() -> None:
    """One who found nothing, and one value only: a dash and the reason, never 0 or 1."""
    data = dataset(("ana", "ben"), articles=1)
    one = {Layer("article-0", "ana"): Content("done", ()), Layer("article-0", "ben"): Content("done", ())}
    empty = made(replace(data, layers=one))
    assert row(empty, OVERVIEW, "F1 ").split() == ["F1", "–", *empty.overall.f1.reason.split()]
    assert empty.overall.f1.reason
    alike = tuple(replace(each, fields={"stance": "asserts"}) for each in claims("article-0", "ana", 1, 8))
    both = {Layer("article-0", who): Content("done", alike) for who in ("ana", "ben")}
    found = made(Dataset(data.articles, both, data.speakers))
    assert "–" in row(found, OVERVIEW, "Stance")
    assert "Stance: no alpha, one value only." in rows(found, OVERVIEW)
    assert "alpha undefined: one value only" in row(found, VALUES, "Stance", WIDE._replace(choice=2))


def test_how_much_is_seen_without_colour() -> None:
    """By the digits and by the fill; the tint says the same once more."""
    cells = [[Cell("10", 0.1), Cell("90", 0.9)], [Cell("90", 0.9), Cell("·")]]
    low, high = (line.runs for line in matrix(("a", "b"), cells, 40)[1:])
    texts = ["".join(text for text, _ in runs) for runs in (low, high)]
    assert "10▁" in texts[0]
    assert "90▇" in texts[0]
    for theme in (DARK, LIGHT):
        steps = [theme.style(f"heat:{step}").bgcolor for step in range(4)]
        assert len(set(steps)) == 4
    assert PLAIN.style("heat:3") == PLAIN.style("text")


@pytest.mark.parametrize(
    ("of", "drawn"),
    [
        (Estimate(0.5), "·····●·····"),
        (Estimate(0.5, low=0.3, high=0.6), "···━━●━····"),
        (Estimate(1.0, low=0.9, high=1.0), "·········━●"),
        (Estimate(-0.2, low=-0.4, high=0.1), "◂━·········"),
        (Estimate(None, "nothing"), " " * 11),
    ],
)
def test_a_range_on_its_axis(of: Estimate, drawn: str) -> None:
    """From 0 to 1; what is below stands at the edge with a sign of its own."""
    assert "".join(text for text, _ in axis(of, 11)) == drawn


@pytest.mark.parametrize("words", ["", "ana", "家族", "家族の長い名前です", HOSTILE])
def test_columns_stand_under_each_other(words: str) -> None:
    """Whatever a name is made of, it takes the cells of its column."""
    for column in (left(words, 7), right(words, 7)):
        assert cell_len(column[0]) == 7
        assert not UNSAFE.search(column[0])


def test_bars_and_fills() -> None:
    """In eighths; whatever is above 0 shows."""
    assert ["".join(text for text, _ in bar(part, 4)) for part in (None, 0, 0.5, 0.53125, 1)] == [
        "    ",
        "    ",
        "██  ",
        "██▏ ",
        "████",
    ]
    assert [fill(part) for part in (None, 0.0, 0.001, 0.5, 1.0, 1.2)] == [" ", " ", "▁", "▄", "█", "█"]


def test_rounds_have_a_part_where_there_are_several(three: Report) -> None:
    """Otherwise not."""
    assert parts_of(three) == PARTS
    both = made(dataset(names(3)), rounds=True)
    assert parts_of(both) == (*PARTS, ROUNDS)
    last = len(PARTS)
    for each in both.rounds:
        found = row(both, last, each.round)
        assert share(each.overlap.f1.value) in found
        assert share(each.fields["stance"].value) in found


def test_every_part_has_a_digit() -> None:
    """At most nine."""
    assert len((*PARTS, ROUNDS)) <= 9
    assert all(isinstance(each, Part) and each.name for each in (*PARTS, ROUNDS))
