"""What is to be labelled: the layers of a bundle, claim by claim in reading order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from annotator.config.scheme import read_scheme
from annotator.core.article import Article
from annotator.core.claim import Claim
from annotator.core.record import article_from_body, claim_from_body, speaker_from_body
from annotator.core.scheme import Scheme
from annotator.core.speaker import Speaker

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
NEWS = ROOT / "bench" / "news"
WRITTEN_ON = frozenset(["glacier-survey", "harbor-bridge", "water-vote"])
"""Sample articles that the rules were written on; of the news it is what `NEWS/written-on.txt` lists."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One annotator's claims on one article."""

    article: Article
    annotator: str
    claims: tuple[Claim, ...]
    speakers: Mapping[str, Speaker]
    unseen: bool
    """Whether the rules were written without this article."""
    folder: Path = SAMPLES

    def first(self, most: int) -> Layer:
        """The layer with its first claims only."""
        return replace(self, claims=self.claims[:most])


@cache
def scheme() -> Scheme:
    """The default scheme."""
    found, faults = read_scheme((ROOT / "schemas" / "claims.toml").read_text("utf-8"))
    assert found is not None, faults
    return found


def layers(folder: Path) -> Iterator[Layer]:
    """The human layers of a bundle, by article and annotator."""
    listed = folder / "written-on.txt"
    written_on = set(listed.read_text("utf-8").split()) if listed.exists() else WRITTEN_ON
    for line in (folder / "articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        article = article_from_body(row, row["text"])
        for each in row["layers"]:
            if each["kind"] != "human":
                continue
            speakers: dict[str, Speaker] = {}
            claims = []
            for body in each["claims"]:
                for given in (*body["speakers"], *body.get("mentioned", ())):
                    speakers[given["id"]] = speaker_from_body(given)
                claims.append(claim_from_body(_flat(body, row["id"], each)))
            yield Layer(article, each["annotator"], tuple(claims), speakers, row["id"] not in written_on, folder)


def _flat(body: Mapping[str, object], article: str, layer: Mapping[str, object]) -> dict[str, object]:
    """A claim nested in an article line, as the body of an event."""
    speakers = body["speakers"]
    assert isinstance(speakers, list)
    return {
        **body,
        "article": article,
        "annotator": layer["annotator"],
        "round": layer["round"],
        "layer": layer["kind"],
        "speakers": [each["id"] for each in speakers],
    }
