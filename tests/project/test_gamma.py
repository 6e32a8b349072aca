"""Gamma as the project has it: its own process, its recipe, and a reason wherever there is no number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from annotator.agreement.report import GammaRow
from annotator.agreement.tally import tally
from annotator.core.article import freeze
from annotator.core.claim import Claim, FieldValue
from annotator.core.compare.sense import Sense
from annotator.core.errors import UsageError
from annotator.core.scheme import Field, Role, Scheme, Value
from annotator.core.span import pieces
from annotator.project.compare.choice import Wanted
from annotator.project.compare.gamma import Category, continuum
from annotator.project.compare.measure import agreement
from annotator.project.practice.demo import demo
from annotator.project.project import Project
from tests.agreement.marked import row
from tests.compared import DAMS, RENTS, WAGES, Marked, dataset
from tests.compared import project as compared
from tests.terminal import Terminal

HERE = find_spec("numpy") is not None and find_spec("scipy") is not None
needs_extra = pytest.mark.skipif(not HERE, reason="numpy and scipy are not installed here: make test-gamma")
ROOT = Path(__file__).parents[2]
GAMMA = Wanted(gamma=True, resamples=50)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The sample project."""
    found = demo(tmp_path_factory.mktemp("gamma") / "p")
    yield found
    found.close()


@needs_extra
def test_the_row_has_its_whole_recipe(project: Project) -> None:
    """Value, interval, and everything that moves the number; twice the same."""
    row = agreement(project, GAMMA).gamma
    of, recipe = row.estimate, dict(row.recipe)
    assert of.value is not None
    assert of.low is not None
    assert of.high is not None
    assert of.low < of.value < of.high
    assert "numpy" in str(recipe.pop("versions"))
    assert recipe.pop("observed") == pytest.approx((1 - of.value) * float(str(recipe.pop("expected"))))
    assert recipe == {
        "alpha": 1.0,
        "beta": 1.0,
        "delta": 1.0,
        "category": "stance",
        "contents": "hull",
        "sampler": "shift",
        "samples": 30,
        "seed": 0,
    }
    assert agreement(project, GAMMA).gamma == row
    other = agreement(project, replace(GAMMA, seed=1)).gamma.estimate
    assert of.value != other.value == pytest.approx(of.value, abs=0.02)


@needs_extra
def test_articles_are_drawn_whoever_has_read_them(tmp_path: Path) -> None:
    """Of several rounds, an article that two have read twice is one article: it has no interval."""
    layers = [
        Marked(name, article, rows=[row(RENTS), row(WAGES if round == "main" else DAMS)], round=round)
        for name in ("ana", "ben")
        for article in "ab"
        for round in ("main", "recheck")
    ]
    with compared(tmp_path / "p", dataset(*layers)) as held:
        wanted = replace(GAMMA, rounds=("main", "recheck"))
        one = agreement(held, replace(wanted, articles=("a",))).gamma.estimate
        assert (one.no_interval, one.value is None) == ("an interval needs two articles", False)
        both = agreement(held, wanted).gamma
        assert both.estimate.low is not None


@needs_extra
def test_what_is_asked_for_is_in_the_recipe(project: Project) -> None:
    """The category is the first field that counts; precision adds samples; all samplers have names."""
    wanted = replace(GAMMA, fields=("evidence",), sampler="statistical", precision=0.01, samples=5)
    recipe = agreement(project, wanted).gamma.recipe
    assert (recipe["category"], recipe["sampler"], recipe["precision"]) == ("evidence", "statistical", 0.01)
    assert int(str(recipe["samples"])) > 5


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (replace(GAMMA, samples=0), r"made of 0 samples; 30 are usual"),
        (replace(GAMMA, precision=1.0), r"precision 1 is no share; .* like 0\.02"),
        (replace(GAMMA, precision=float("nan")), r"precision nan is no share"),
        (replace(GAMMA, sampler="shuffle"), r"no sampler 'shuffle'; there is shift, shift-half, statistical"),
    ],
)
def test_a_wrong_recipe_is_refused(project: Project, wanted: Wanted, sentence: str) -> None:
    """Before anything is computed, with what would be right."""
    with pytest.raises(UsageError, match=sentence):
        agreement(project, wanted)


@needs_extra
def test_one_annotator_is_no_comparison(project: Project) -> None:
    """A reason in place of a number."""
    row = agreement(project, replace(GAMMA, annotators=("ana",))).gamma
    assert (row.estimate.value, row.estimate.reason) == (None, "no two annotators")


@pytest.mark.skipif(HERE, reason="numpy and scipy are installed here")
def test_without_the_extra_the_way_to_it_is_said(project: Project) -> None:
    """The rest of the report is there."""
    report = agreement(project, GAMMA)
    assert report.gamma.estimate == (
        None,
        "it needs numpy and scipy: pip install 'annotator[gamma]'",
        0,
        None,
        None,
        "",
    )
    assert report.overall.f1.value is not None


def test_a_broken_installation_is_said(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process ends, and the last thing that it has said is the reason."""
    for name in ("numpy", "scipy"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"raise ImportError('{name} is broken here')", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    row = agreement(project, GAMMA).gamma
    assert row == GammaRow(
        row.estimate._replace(
            value=None, reason="the process that computes it ended: ImportError: numpy is broken here"
        )
    )


@needs_extra
def test_numpy_stays_in_the_worker(project: Project) -> None:
    """Neither numpy nor scipy in the process that asks; nothing of a folder called numpy in the current one is run."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom annotator.project.project import Project\n"
        "from annotator.project.compare.measure import agreement\nfrom annotator.project.compare.choice import Wanted\n"
        f"report = agreement(Project.open(Path({str(project.folder)!r})), Wanted(gamma=True, resamples=0, samples=2))\n"
        "print(report.gamma.estimate.value is not None, {'numpy', 'scipy'} & set(sys.modules))"
    )
    trap = project.folder / "numpy.py"
    trap.write_text("raise SystemExit('this folder was imported from')", "utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=project.folder, capture_output=True, text=True, check=True
    )
    trap.unlink()
    assert done.stdout.split() == ["True", "set()"]


def children(pid: int) -> list[int]:
    """Processes that a process has started, while they live."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def until(what: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something to become true; a test that waits in vain fails."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def gone(pid: int) -> bool:
    """Whether a process has ended, and nobody has to be told any more."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


LONG = ["agreement", "--gamma", "--samples", "1000000"]


@needs_extra
@pytest.mark.pty
def test_an_interrupt_ends_both(project: Project) -> None:
    """Ctrl-C at the keyboard: no trace, no process left behind."""
    screen = Terminal([sys.executable, "-m", "annotator", "-C", str(project.folder), *LONG])
    try:
        until(lambda: children(screen.pid))
        (worker,) = children(screen.pid)
        screen.send("\x03")
        assert screen.wait_end() == 130
        until(lambda: gone(worker))
        assert b"Traceback" not in screen.raw
    finally:
        screen.close()


@needs_extra
def test_the_worker_ends_with_the_one_that_asked(project: Project) -> None:
    """Also when that was killed and could not say so."""
    asker = subprocess.Popen(
        [sys.executable, "-m", "annotator", "-C", str(project.folder), *LONG], stdout=subprocess.DEVNULL
    )
    until(lambda: children(asker.pid))
    (worker,) = children(asker.pid)
    asker.send_signal(signal.SIGKILL)
    asker.wait()
    until(lambda: gone(worker))


def sense_of(*fields: Field) -> Sense:
    """Claims with these fields, of which those that count count."""
    role = Role("content", "Content", primary=True, pieces=True)
    return Sense(Scheme("s", "1", "S", (role,), fields, speakers=False), {})


def claim(by: str, *spans: tuple[int, int], **fields: FieldValue) -> Claim:
    """A claim with values."""
    return Claim(f"{by}{spans[0][0]}", "a", by, spans={"content": pieces(spans)}, fields=fields)


def field(key: str, type: str, *values: str, counts: bool = True) -> Field:
    """A field with these values."""
    return Field(key, type, key, key[0], values=tuple(Value(each, each) for each in values), counts=counts)


def test_a_claim_with_gaps_is_one_unit() -> None:
    """From its first to its last code point; who has found nothing is there with nothing."""
    sense = sense_of(field("stance", "nominal", "a", "b"))
    layers = {"ana": (claim("ana", (10, 20), (30, 60), stance="b"),), "ben": (), "cleo": (claim("cleo", (5, 9)),)}
    category = Category(sense, [each for layer in layers.values() for each in layer])
    name, length, units = continuum(tally(freeze("a", "x" * 400), layers, sense, 0.5), "content", category)
    assert (name, length, units) == ("a", 400, [[(10, 60, 0)], [], [(5, 9, 1)]])
    assert category.table() == ((0, 0), (0, 0))


@pytest.mark.parametrize(
    ("of", "said", "expected"),
    [
        (field("stance", "nominal", "a", "b", "c"), ["a", "b", None], [[0, 1, 0], [1, 0, 0], [0, 0, 0]]),
        (field("sure", "ordinal", "a", "b", "c"), ["c", "a", "b"], [[0, 1, 0.5, 0], [1, 0, 0.5, 0]]),
        (field("sure", "ordinal", "a", "b", "c"), ["a", "b"], [[0, 0.5, 0], [0.5, 0, 0]]),
        (field("sure", "boolean"), [True, False], [[0, 1, 0], [1, 0, 0]]),
        (field("size", "number"), [1, 2, 5], [[0, 1 / 16, 1, 0], [1 / 16, 0, 9 / 16, 0]]),
        (field("tags", "multi", "a", "b"), [("a", "b"), ("a",)], [[0, 2 / 3, 0], [2 / 3, 0, 0]]),
        (field("note", "nominal", "a", counts=False), ["a"], [[0]]),
    ],
    ids=["nominal, one open", "a scale", "a part of a scale", "yes or no", "numbers", "sets", "nothing counts"],
)
def test_how_far_categories_are_apart(of: Field, said: list[FieldValue | None], expected: list[list[float]]) -> None:
    """By the level of the field, at most 1; the last row is that of open values, which are apart from nothing."""
    claims = [claim("ana", (at, at + 1), **({} if v is None else {of.key: v})) for at, v in enumerate(said)]
    category = Category(sense_of(of), claims)
    table = category.table()
    assert [list(row) for row in table[: len(expected)]] == [pytest.approx(row) for row in expected]
    assert set(table[-1]) == {0.0}
    assert category.key == (of.key if of.counts else "")


def test_the_first_field_that_counts_is_the_category() -> None:
    """In the order of the scheme, whatever is counted before the fields."""
    fields = (field("note", "text", counts=False), field("sure", "ordinal", "a"), field("stance", "nominal", "a"))
    assert (
        Category(replace(sense_of(*fields), scheme=replace(sense_of(*fields).scheme, speakers=True)), []).key == "sure"
    )
