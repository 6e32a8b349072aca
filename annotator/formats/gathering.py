"""Gathering: claims and articles from outside are checked against text, scheme and each other, and become a dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.core.article import Article, clean, first_line, text_hash
from annotator.core.claim import Claim, Layer
from annotator.core.errors import Fault
from annotator.core.record import article_body, article_from_body
from annotator.core.records.check import claim_faults, shown
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Reading, Wanted
from annotator.core.records.line import CLAIMS_FORMAT, claim_from_line
from annotator.core.speaker import BUILT_IN, Speaker
from annotator.formats.intake import Taken


@dataclass(slots=True)
class Gathering:
    """What has been read so far."""

    known: Dataset
    wanted: Wanted
    exact: bool = False
    """Whether a copy of a whole project is read, of which each record holds as it is."""
    articles: dict[str, Article] = field(default_factory=dict)
    speakers: dict[str, Speaker] = field(default_factory=dict)
    layers: dict[Layer, dict[str, Claim]] = field(default_factory=dict)
    statuses: dict[Layer, str] = field(default_factory=dict)
    proposals: dict[Layer, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)
    _foreign: Counter[tuple[str, str]] = field(default_factory=Counter)
    _met: set[tuple[str, str]] = field(default_factory=set)
    """Id and type of every speaker seen."""
    _links: list[tuple[Taken, str, Claim]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._folded = {id.casefold(): id for id in self.known.articles}

    def claim(self, taken: Taken) -> None:
        """Take a line of `claims/1`."""
        self.faults += taken.faults
        if taken.record is None:
            return
        article, fault = self._article(taken.record["article"])
        if article is None:
            self._fault(taken, fault)
        else:
            record = taken.record
            layer = self.whose(article.id, record, record.get("layer", "human"))
            self._add(taken, "", record, article, layer)
            self.statuses.setdefault(layer, self.wanted.status)

    def article(self, taken: Taken) -> None:
        """Take a line of `article/1`: the text, and the claims of each layer."""
        self.faults += taken.faults
        record = taken.record
        if record is None:
            return
        article, faults = self.frozen(record)
        if self.fault_all(taken, faults) or article is None:
            return
        self.articles[article.id] = article
        for index, held in enumerate(record.get("layers", ())):
            layer = self.layer(taken, article.id, held, f"layers[{index}].")
            kind = held.get("kind", "human")
            head = {"annotator": held["annotator"], "round": held.get("round", "main"), "layer": kind}
            for number, claim in enumerate(held["claims"]):
                place = f"layers[{index}].claims[{number}]."
                whole, wrong = self._whole(claim, head, article)
                for fault in wrong:
                    self._fault(taken, fault, place)
                if not wrong:
                    self._add(taken, place, whole, article, layer)

    def layer(self, taken: Taken, article: str, held: Mapping[str, Any], place: str = "") -> Layer:
        """Begin a layer, or go on with it: `held` says whose it is and how far, as an article's line does."""
        layer = self.whose(article, held, held.get("kind", "human"))
        status = held.get("status", self.wanted.status)
        if self.statuses.setdefault(layer, status) != status:
            what = f"the layer is {status} here and {self.statuses[layer]} in another line"
            self._fault(taken, Fault(what, key="status", right="one status for a layer"), place)
        self.layers.setdefault(layer, {})
        self.proposals.setdefault(layer, held.get("proposals", ""))
        return layer

    def place(self, record: Mapping[str, Any]) -> tuple[Article, Layer] | None:
        """The article and layer of a claim's record; None: there is a fault."""
        article, _ = self._article(record["article"])
        if article is None:
            return None
        layer = self.whose(article.id, record, record["layer"])
        return None if layer.reserved else (article, layer)

    def take(self, claim: Claim, layer: Layer, speakers: Iterable[Speaker], taken: Taken, place: str = "") -> None:
        """Take a claim about which nothing is in doubt, and whose layer has no other of its id."""
        self.layers.setdefault(layer, {})[claim.id] = claim
        known = self.known.scheme
        if claim.scheme and known and claim.scheme.meaning != known.meaning:
            self._foreign[claim.scheme[:2]] += 1
        for speaker in speakers:
            self.speaker(speaker, taken)
        if claim.links:
            self._links.append((taken, place, claim))

    def has(self, taken: Taken, id: str, key: str) -> Article | None:
        """The article that a line names; it is a fault when there is none."""
        article = self.articles.get(id) or self.known.articles.get(id)
        if article is None:
            self._fault(taken, Fault(f"there is no article {shown(id)}", key=key, right="the id of an article"))
        return article

    def fault_all(self, taken: Taken, faults: list[Fault]) -> bool:
        """Note the faults of a line; whether there are any."""
        for fault in faults:
            self._fault(taken, fault)
        return bool(faults)

    def speaker(self, speaker: Speaker, taken: Taken | None = None) -> None:
        """Register a speaker: the first record of an id stands, and another type under the same id is noted once."""
        if speaker.id in BUILT_IN or (speaker.id, speaker.type) in self._met:
            return
        self._met.add((speaker.id, speaker.type))
        first = self.speakers.setdefault(speaker.id, speaker)
        place = "".join(f"{part}:" for part in (taken[:2] if taken else ()) if part is not None)
        known = None if self.exact else self.known.speakers.get(speaker.id)
        for other, where in ((first, "in an earlier record"), (known, "in the project")):
            if other is not None and other.type != speaker.type:
                what = f"the speaker {speaker.id} is of type {speaker.type} here and {other.type} {where}"
                self.notes.setdefault(f"{place}{' ' if place else ''}{what}; the latter was kept.")

    def reading(self, **more: Any) -> Reading:
        """Everything gathered, once the links have been followed. `more` are further parts of the dataset."""
        self._follow(self._links)
        for (id, version), count in self._foreign.items():
            what = f"{count} claim{'s were' if count > 1 else ' was'} made under the scheme {id} {version}"
            self.notes[f"{what}, whose meaning is not that of the project's scheme."] = None
        layers = {
            layer: Content(
                self.statuses.get(layer, self.wanted.status), tuple(claims.values()), self.proposals.get(layer, "")
            )
            for layer, claims in self.layers.items()
        }
        data = Dataset(self.articles, layers, self.speakers, scheme=self.known.scheme, **more)
        return Reading(data, tuple(self.faults), tuple(self.notes), exact=self.exact)

    def _fault(self, taken: Taken, fault: Fault, place: str = "") -> None:
        self.faults.append(replace(fault, file=taken.file, line=taken.line, key=place + fault.key))

    def whose(self, article: str, said: Mapping[str, Any], kind: str) -> Layer:
        """The layer that a record belongs to: what it says, unless the person asked for another."""
        wanted = self.wanted
        kind = wanted.layer or kind
        annotator = "gold" if kind == "gold" else wanted.annotator or said["annotator"]
        return Layer(article, annotator, wanted.round or said.get("round", "main"), kind)

    def _article(self, said: Mapping[str, Any]) -> tuple[Article | None, Fault]:
        """The article of a claim, or why there is none."""
        id = said["id"]
        article = self.articles.get(id) or self.known.articles.get(id)
        if article is None:
            what = f"the project has no article {shown(id)}"
            return None, Fault(what, key="article.id", right="add the article first, or import a bundle that has it")
        if article.sha256 != said["sha256"]:
            what = f"the claim was made on another text of the article {shown(id)} (sha256 {said['sha256'][:12]}…)"
            return None, Fault(what, key="article.sha256", right=f"the text here has {article.sha256[:12]}…")
        return article, Fault("")

    def frozen(self, record: Mapping[str, Any]) -> tuple[Article | None, list[Fault]]:
        """The article of a line, or why there is none. A hash of the raw text is as good as one of the frozen text."""
        raw = record["text"]
        text = clean(raw)
        found, given = text_hash(text), record.get("sha256")
        if given not in (None, found, text_hash(raw)):
            right = f"the text has sha256 {found}"
            return None, [Fault("the text is not the one that was hashed", key="sha256", right=right)]
        said = {"title": first_line(text) or record["id"], **record, "sha256": found}
        before = self.articles.get(record["id"]) or self.known.articles.get(record["id"])
        if before is not None and before.sha256 == found:
            # A key that the line does not have is none that it takes away.
            said = {**article_body(before), **record, "sha256": found}
        article = article_from_body(said, text)
        double = self._folded.setdefault(article.id.casefold(), article.id)
        if double != article.id:
            return None, [Fault(f"the ids {shown(double)} and {shown(article.id)} differ only in case", key="id")]
        places = ((self.articles, "an earlier line"), (self.known.articles, "the project"))
        for other, where in ((held.get(article.id), where) for held, where in places):
            if other is not None and other.sha256 != found:
                what = f"the article {shown(article.id)} has another text in {where}"
                return None, [Fault(what, key="text", right="give it an id of its own")]
        return article, []

    def _whole(
        self, claim: Mapping[str, Any], head: Mapping[str, Any], article: Article
    ) -> tuple[dict[str, Any], list[Fault]]:
        """A nested claim with what its layer says; what the claim itself says of it must be the same."""
        faults = [
            Fault(f"the claim says {shown(claim[key])}", key=key, right=f"the layer around it says {shown(value)}")
            for key, value in head.items()
            if claim.get(key) not in (None, value)
        ]
        said = claim.get("article")
        if said and (said["id"], said["sha256"]) != (article.id, article.sha256):
            faults.append(Fault("the claim is about another article", key="article", right=f"{article.id}, or nothing"))
        reference = {"id": article.id, "sha256": article.sha256, "length": len(article.text)}
        return {**claim, **head, "format": CLAIMS_FORMAT, "article": reference}, faults

    def _add(self, taken: Taken, place: str, record: Mapping[str, Any], article: Article, layer: Layer) -> None:
        faults = claim_faults(record, article, self.known.scheme)
        said = {**record, "annotator": layer.annotator, "round": layer.round, "layer": layer.kind}
        held = self.layers.setdefault(layer, {})
        if layer.reserved:
            faults.append(Fault(f"the name {layer.annotator} is reserved", key="annotator", right="another name"))
        if record["id"] in held:
            what = f"the id {shown(record['id'])} is given twice in the layer of {layer.annotator} on {layer.article}"
            faults.append(Fault(what, key="id", right="an id of its own for every claim of a layer"))
        for fault in faults:
            self._fault(taken, fault, place)
        if faults:
            return
        claim, speakers = claim_from_line(said)
        self.take(claim, layer, speakers, taken, place)

    def _follow(self, links: list[tuple[Taken, str, Claim]]) -> None:
        """A link within the layer must lead to a claim; one into another layer is judged only if that layer is here."""
        asked = {claim.there(link) for _, _, claim in links for link in claim.links}
        ids: dict[tuple[str, str, str], set[str]] = {}
        for layer in self.known.layers if asked else ():
            if layer[:3] in asked:
                ids.setdefault(layer[:3], set()).update(claim.id for claim in self.known.layers[layer].claims)
        for layer, claims in self.layers.items():
            ids.setdefault(layer[:3], set()).update(claims)
        for taken, place, claim in links:
            for index, link in enumerate(claim.links):
                there = claim.there(link)
                if link.target not in ids.get(there, (link.target,)):
                    what = f"the link leads to {shown(link.target)}, which is not in that layer"
                    right = "the id of another claim"
                    self._fault(taken, Fault(what, key=f"links[{index}].target", right=right), place)
