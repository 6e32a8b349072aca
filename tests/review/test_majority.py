"""What a majority makes of the speakers of a case, one row per layer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.core.claim import Claim
from annotator.core.event import Batch, Change
from annotator.core.records.decision import decision_body
from annotator.core.review.majority import ATTRIBUTION, SPEAKERS, merged
from tests.review.adjudicator import TEXT, Adjudicator, mark

FELL = "Rents fell"


def said_by(lead: Adjudicator, *rows: str) -> Adjudicator:
    """A layer for each row, `outer>speakers`, opened for review; an empty row leaves the speaker open."""
    for number, row in enumerate(rows):
        *outer, last = row.split(">")
        claim = mark(f"r{number}", FELL, by=last or "-")
        chain = (*(tuple(link.split("+")) for link in outer), claim.speakers) if outer else ()
        lead.layer(f"r{number}", replace(claim, attribution=chain))
    return lead.begin()


def drafted(lead: Adjudicator) -> tuple[Claim, tuple[str, ...]]:
    """The claim that a majority makes, and what is open in it."""
    return merged(lead.focus.clusters[0], lead.review.sense, lead.review.ends)


@pytest.mark.parametrize(
    ("rows", "speakers", "chain", "missing"),
    [
        (["mayor+ruiz", "mayor", "mayor+critics"], "mayor", "", ()),
        (["mayor+ruiz", "mayor", "mayor+critics", ""], "mayor", "", ()),
        (["mayor+ruiz", "mayor+ruiz+critics", "critics+ruiz+mayor", "critics"], "critics+mayor+ruiz", "", ()),
        (["mayor+ruiz", "mayor", "", ""], "", "", (SPEAKERS,)),
        (["mayor", "ruiz", "critics"], "", "", (SPEAKERS,)),
        (["critics>mayor+ruiz", "critics>mayor", "mayor+critics"], "mayor", "critics mayor", ()),
        (["critics>mayor+ruiz", "mayor", "mayor+critics"], "mayor", "", ()),
        (["critics>mayor+ruiz", "mayor", "ruiz>mayor+critics"], "mayor", "", (ATTRIBUTION,)),
        (["critics>mayor", "mayor", "ruiz>mayor"], "mayor", "", (ATTRIBUTION,)),
    ],
)
def test_speakers(tmp_path: Path, rows: list[str], speakers: str, chain: str, missing: tuple[str, ...]) -> None:
    """Each speaker has a majority of those who name any; the chain is that of those who tell of them."""
    lead = said_by(Adjudicator(tmp_path / "project").texts(TEXT), *rows)
    made, open_ = drafted(lead)
    assert ("+".join(made.speakers), " ".join("+".join(link) for link in made.attribution)) == (speakers, chain)
    assert open_ == missing
    assert set(made.fields) == {"stance", "evidence"}
    lead.close()


def test_gold_with_speakers_among_its_fields_is_found_and_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` names the decision, as an import would refuse it; deciding the case again makes it right."""
    lead = said_by(Adjudicator(tmp_path / "project").texts(TEXT), "mayor", "ruiz").press("t c 1").saved()
    (decision,) = lead.review.decisions.values()
    gold = replace(decision.results[0], speakers=(), fields={**decision.results[0].fields, "speakers": ("mayor",)})
    store = lead.project.store
    body = decision_body(replace(decision, results=(gold,)), TEXT)
    store.record(Batch("old", (Change("decide", decision.key, body, store.head("decide", decision.key)),), "lead"))
    lead.close()
    assert run(["-C", str(lead.folder), "check"]) == 1
    assert f'decision {decision.id}, gold {gold.id}: fields.speakers: the scheme has no field "speakers"' in (
        capsys.readouterr().err
    )
    again = Adjudicator(lead.folder).begin()
    assert again.status == "part"
    again.press("@ 1").saved().close()
    assert run(["-C", str(lead.folder), "check"]) == 0


@pytest.mark.parametrize("name", ["team", "majority", "union", "intersection", "edited"])
def test_nobody_is_called_like_what_a_part_comes_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Neither in a file of layers, nor by --as, nor in the plan: gold would be taken for somebody else's."""
    lead = said_by(Adjudicator(tmp_path / "project").texts(TEXT), "mayor", "ruiz")
    lead.close()
    project, lines = ["-C", str(lead.folder)], tmp_path / "claims.jsonl"
    assert run([*project, "export", "-o", str(lines)]) == 0
    capsys.readouterr()
    text = lines.read_text("utf-8")
    lines.write_text(text.replace('"annotator":"r0"', f'"annotator":"{name}"'), "utf-8")
    assert run([*project, "import", str(lines)]) == 1
    assert run([*project, "import", str(lines), "--as", name]) == 2
    assert run([*project, "assign", "a1", "--to", name]) == 2
    assert capsys.readouterr().err.count("is reserved") == 3
    assert run([*project, "import", str(lines), "--as", "ana"]) == 0
