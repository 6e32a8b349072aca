"""What a model says of a claim, from a layer without cues to the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.claim import Claim
from annotator.core.event import Batch, Change
from annotator.core.record import claim_body, speaker_body
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from annotator.project.create import create
from annotator.project.proposing import ProjectProposing
from tests.hand import Hand

TEXT = "The bridge will stay open. She told reporters that the cracks had been known since spring."


@pytest.mark.parametrize("speakers", [("brandt", "ruiz"), ("@unknown",), ("@author",)])
@pytest.mark.parametrize("trim", ["", "{"])
def test_a_model_that_marks_no_cue(tmp_path: Path, speakers: tuple[str, ...], trim: str) -> None:
    """What it says is dim before and after its claim is taken, and the second Enter stores it: all of its speakers."""
    project = create(tmp_path / "p")
    project.config = replace(project.config, proposers=("models",))
    hand = Hand(tmp_path, TEXT, proposing=ProjectProposing(project))
    start = TEXT.index("the cracks")
    spans = {"content": (Span(start, start + 37),)}
    fields = {"stance": "denies", "evidence": "supported"}
    claim = Claim("m1", "a1", "model-x", layer="model", spans=spans, speakers=speakers, fields=fields, score=0.5)
    known = [Change("speaker", (id,), speaker_body(Speaker(id, id.title()))) for id in ("brandt", "ruiz")]
    changes = (Change("put", claim.key, claim_body(claim, TEXT)), *known)
    project.store.record(Batch("m", changes[:1], "model-x"))
    hand.store.record(Batch("s", changes[1:], "lead"))
    hand.open(0)
    hand.press("n")
    before = hand.state.dim
    assert (before.speakers, dict(before.fields)) == (speakers, fields)
    hand.press(f"⏎ {trim}".strip())
    assert hand.state.dim == before
    hand.press("⏎")
    (stored,) = hand.state.claims
    assert (stored.speakers, {key: stored.fields[key] for key in fields}) == (speakers, fields)
    hand.close()
    project.close()
