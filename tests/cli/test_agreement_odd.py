"""`annotator agreement` on what comes in badly: a sensible report and a sentence in every format, never a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from annotator.agreement.show import FORMATS
from annotator.cli import run
from annotator.core.claim import SchemeRef
from annotator.core.records.dataset import Dataset
from annotator.core.span import Span
from annotator.core.visible import cells
from annotator.project.project import SCHEME
from tests.agreement.marked import row
from tests.compared import DAMS, RENTS, WAGES, Marked, dataset, project


class Said(NamedTuple):
    """What a call did."""

    status: int
    out: str
    talk: str


Ask = Callable[..., Said]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Makes the project once, and calls the verb on it."""
    folder = tmp_path / "p"

    def asked(data: Dataset, *words: str) -> Said:
        if not folder.exists():
            project(folder, data).close()
        capsys.readouterr()
        try:
            status = run(["-C", str(folder), "agreement", "--resamples", "20", *words])
        except SystemExit as left:
            status = int(left.code or 0)
        return Said(status, *capsys.readouterr())

    return asked


def as_json(ask: Ask, data: Dataset, *words: str) -> Any:
    """The report as scripts get it."""
    said = ask(data, "--format", "json", *words)
    assert said.status == 0
    return json.loads(said.out)


FOREIGN = SchemeRef("other", "3.0", "x" * 64)
ODD = {
    "nothing": dataset(),
    "one annotator": dataset(Marked("ana"), Marked("ana", "b")),
    "no overlap": dataset(Marked("ana", rows=[row(RENTS)]), Marked("ben", rows=[row(DAMS)])),
    "found nothing": dataset(Marked("ana"), Marked("ben", rows=())),
    "nobody found anything": dataset(Marked("ana", rows=()), Marked("ben", rows=()), Marked("ana", "b")),
    "another scheme": dataset(Marked("ana"), Marked("ben", scheme=FOREIGN)),
    "nobody is done": dataset(Marked("ana", status="open"), Marked("ben", status="open")),
    "everything is open": dataset(Marked("ana", rows=[row(RENTS, "")]), Marked("ben", rows=[row(RENTS, "")])),
    "a name of 64 letters": dataset(
        Marked("a" * 64), Marked("b" * 64), Marked("a" * 64, "x" * 100), Marked("ben", "x" * 100)
    ),
}

SIXTY = dataset(*(Marked(f"p{at:02}", rows=[row((RENTS, WAGES)[at % 2])]) for at in range(60)))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ODD)
def test_every_format_of_everything_odd(ask: Ask, name: str, format: str) -> None:
    """Exit 0, something on stdout that can be printed, and a sentence when nothing can be compared."""
    said = ask(ODD[name], "--format", format, "--by", "value")
    assert said.status == 0
    assert said.out.strip()
    assert said.out.isprintable() or set("".join(said.out.split("\n"))).isdisjoint(map(chr, range(32)))
    assert "nan" not in said.out.lower().replace("finance", "")
    nothing = name in ("nothing", "one annotator", "another scheme", "nobody is done")
    assert said.talk == (
        "Nothing can be compared yet; what was left out, and why, stands in the report.\n" if nothing else ""
    )
    if format == "table":
        assert max(map(cells, said.out.splitlines())) <= 80


def test_one_annotator_only(ask: Ask) -> None:
    """Undefined with its reason, and which articles are read by one alone."""
    found = as_json(ask, ODD["one annotator"])
    assert (found["articles"], found["annotators"], found["pairs"]) == (0, [], [])
    assert found["overall"]["f1"] is None
    assert found["overall"]["reason"] == "no claims; no matched claims"
    assert found["left_out"] == [{"what": "a, b", "why": "read by one annotator only"}]
    assert all(each["value"] is None and each["reason"] for each in found["fields"].values())


def test_no_overlap(ask: Ask) -> None:
    """An F1 of 0 is a number; what rests on matches is undefined."""
    (pair,) = as_json(ask, ODD["no overlap"])["pairs"]
    assert (pair["f1"], pair["f1_soft"], pair["mean_iou"], pair["boundary"]["start"]) == (0, 0, None, None)
    assert pair["reason"] == "an interval needs two articles; no matched claims"


def test_sixty_annotators(ask: Ask) -> None:
    """All 1,770 pairs are in the JSON; the table shows those that agree least, and says how many more there are."""
    found = as_json(ask, SIXTY)
    assert len(found["pairs"]) == 1770
    assert found["fields"]["stance"]["coverage"] == 1
    out = ask(SIXTY).out
    assert "Pairs: the 20 that agree least" in out
    assert "1,750 pairs more" in out
    assert "and 48 more" in out


def test_five_thousand_claims_in_one_article_and_one_over_all_of_them(ask: Ask) -> None:
    """Three people; one claim ties everything into one component, which is still exact."""
    text = "Rents fell again. " * 1667
    data = dataset(
        *(Marked(name, rows=[row(f"<Rents fell> {text}"[:40])]) for name in ("ana", "ben", "cleo")), text=text
    )
    layers = {}
    for shift, (layer, held) in enumerate(data.layers.items()):
        (first,) = held.claims
        spans = [Span(18 * at + shift, 18 * at + 14) for at in range(1667)]
        spans += [Span(0, len(text))] if layer.annotator == "ana" else []
        made = (
            replace(first, id=f"{layer.annotator}{at}", spans={"content": (each,)}) for at, each in enumerate(spans)
        )
        layers[layer] = held._replace(claims=tuple(made))
    found = as_json(ask, replace(data, layers=layers))
    assert (found["components"], found["not_proved"]) == (1, 0)
    assert found["overall"]["f1"] == pytest.approx(2 * 5001 / 10004, abs=1e-6)


def test_a_field_retired_in_the_middle(ask: Ask, tmp_path: Path) -> None:
    """Retiring all its values changes no meaning: what was said with them still counts, and nothing is left out."""
    data = dataset(
        Marked("ana", rows=[row(RENTS, quote="direct"), row(WAGES, quote="none")]),
        Marked("ben", rows=[row(RENTS, quote="direct"), row(WAGES)]),
    )
    before = as_json(ask, data)
    path = tmp_path / "p" / SCHEME
    head, quote = path.read_text("utf-8").split('key = "quote"')
    quote, tail = quote.split('\n[[field]]\nkey = "flags"')
    quote = quote.replace("\n  help =", "\n  retired = true\n  help =").replace('default = "quotation"\n', "")
    path.write_text(f'{head}key = "quote"{quote}\n[[field]]\nkey = "flags"{tail}', "utf-8")
    after = as_json(ask, data)
    assert after["left_out"] == []
    assert after["fields"]["quote"]["n"] == before["fields"]["quote"]["n"] == 1
    assert after["fields"]["quote"]["agreement"] == 1
    assert ask(data, "--by", "quote").status == 0


def test_a_layer_for_a_changed_text(ask: Ask, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The import refuses it by the text's hash; the report stands on what is left."""
    data = dataset(Marked("ana"), Marked("ben"))
    ask(data)
    claim = {
        "format": "claims/1",
        "id": "x",
        "article": {"id": "a", "sha256": "0" * 64, "length": 99},
        "annotator": "cleo",
        "spans": {"content": [{"start": 90, "end": 95, "text": "moved"}]},
    }
    (tmp_path / "cleo.jsonl").write_text(json.dumps(claim) + "\n", "utf-8")
    assert run(["-C", str(tmp_path / "p"), "import", str(tmp_path / "cleo.jsonl")]) == 1
    assert "text" in capsys.readouterr().err
    assert as_json(ask, data)["annotators"] == ["ana", "ben"]
