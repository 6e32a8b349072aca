"""The arrival: what of a reading goes into the store, beside what the project has already.

What is there stands where a file says nothing else: an export shows speakers as they are after merges and leaves out
what its format has no place for, so it must not undo what it does not know of. A copy of a whole project is exact and
holds as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from annotator.core.article import Article
from annotator.core.claim import Claim, Layer
from annotator.core.errors import StaleError
from annotator.core.event import Body, Change, Key
from annotator.core.record import article_body, claim_body, claim_from_body, speaker_body
from annotator.core.records.assignment import Status, assignment_body, refusal_body, status_body
from annotator.core.records.canonical import canonical
from annotator.core.records.dataset import Content
from annotator.core.records.decision import IMPORT, Decision, decision_body, decision_from_body
from annotator.core.records.format import Reading
from annotator.core.records.gold import GOLD, imported
from annotator.core.records.line import Context, claim_line
from annotator.project.exchange.moment import Moment
from annotator.project.exchange.shelf import Articles, Lately
from annotator.project.project import Project


class Arrival:
    """What a reading brings to a project."""

    def __init__(self, project: Project, found: Reading, adjudicator: str = "") -> None:
        """`adjudicator`: who answers for gold that comes in; empty: nobody is named."""
        self.same = 0
        """Records that are there already."""
        self.kept = 0
        """Speakers whose record in the project says something else, and stands."""
        self._store = project.store
        self._data, self._exact, self._adjudicator = found.data, found.exact, adjudicator
        self._moment = Moment.now(project)
        self._context = Context(self._moment.speakers(), project.scheme)
        self._known = Lately(Articles(self._moment, project.article_ids()))

    def changes(self) -> list[Change]:
        """What is to be written; what is there already is counted. Raises StaleError."""
        data = self._data
        changes: list[Change] = []
        for article in data.articles.values():
            self._add(changes, "article", (article.id,), article_body(article))
        for speaker in data.speakers.values():
            self._speaker(changes, (speaker.id,), speaker_body(speaker))
        for assignment in data.assignments:
            self._add(changes, "assign", assignment.key, assignment_body(assignment))
        for layer, content in data.layers.items():
            if layer.kind == GOLD:
                # Gold is never put: its claims become decisions.
                for key, body in self._gold(layer, content):
                    self._add(changes, "decide", key, body)
            else:
                self._layer(changes, layer, content)
        for refusal in data.refusals:
            self._add(changes, "refuse", refusal.key, refusal_body(refusal))
        for decision in data.decisions:
            self._add(changes, "decide", decision.key, decision_body(decision, self._article(decision.article).text))
        return changes

    def _add(self, changes: list[Change], kind: str, key: Key, body: Body) -> None:
        current = self._store.get(kind, key)
        if current is not None and (current.body == body or (kind == "put" and self._put(current.body, body))):
            self.same += 1
        elif kind == "article" and current is not None and current.body.get("sha256") != body["sha256"]:
            raise StaleError(f"Another text was added as {key[0]} meanwhile; nothing was written. Call again.")
        else:
            changes.append(Change(kind, key, body, current.event if current else self._store.head(kind, key)))

    def _speaker(self, changes: list[Change], key: Key, body: Body) -> None:
        """A speaker of the project stands as it is: others name it in passing."""
        current = None if self._exact else self._store.get("speaker", key)
        if current is not None and current.body != body:
            self.kept += 1
        else:
            self._add(changes, "speaker", key, body)

    def _put(self, before: Body, after: Body) -> bool:
        """Whether a claim that is there says what the one that comes in does."""
        return not self._exact and self._alike(claim_from_body(before), claim_from_body(after))

    def _layer(self, changes: list[Change], layer: Layer, content: Content) -> None:
        text = self._article(layer.article).text
        for claim in content.claims:
            self._add(changes, "put", claim.key, claim_body(claim, text))
        status = Status(layer.article, layer.annotator, layer.round, layer.kind, content.status, content.proposals)
        current = self._store.get("status", status.key)
        if current is not None and not status.proposals and not self._exact:
            status = status._replace(proposals=str(current.body.get("proposals", "")))
        self._add(changes, "status", status.key, status_body(status))

    def _gold(self, layer: Layer, content: Content) -> Iterator[tuple[Key, Body]]:
        """The decisions that gold claims become, where gold does not say the same already."""
        known = {claim.id: claim for claim in self._moment.claims(layer)}
        now = datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
        for claim in content.claims:
            stands = known.get(claim.id)
            # What is decided last is in force, so a claim that replaces another is decided now.
            decision = imported(claim, self._adjudicator or IMPORT, now if stands else claim.created or now)
            gold = decision.results[0]
            before = self._brought(gold, decision.id)
            if before and self._alike(before.results[0], gold):
                # Whatever was decided since stays; only who answers for it may be new.
                if self._adjudicator in ("", before.adjudicator):
                    self.same += 1
                    continue
                decision = replace(before, adjudicator=self._adjudicator)
            elif stands and self._alike(stands, gold):
                self.same += 1
                continue
            elif before:
                decision = replace(decision, id=before.id)
            yield decision.key, decision_body(decision, self._article(claim.article).text)

    def _brought(self, gold: Claim, id: str) -> Decision | None:
        """The decision with which an earlier import brought a gold claim."""
        # It was named by the claim's id alone once, whatever the article and the round.
        for each in (f"{gold.id}-import", id):
            current = self._store.get("decide", (each,))
            found = decision_from_body(current.body) if current else None
            if found and found.action == "import" and [result.key for result in found.results] == [gold.key]:
                return found
        return None

    def _alike(self, one: Claim, other: Claim) -> bool:
        """Whether two claims of one article are the same in an export, where speakers are resolved."""
        lines = (claim_line(each, self._article(one.article), self._context) for each in (one, other))
        return len(set(map(canonical, lines))) == 1

    def _article(self, id: str) -> Article:
        return self._data.articles.get(id) or self._known[id]
