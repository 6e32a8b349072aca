"""The bundle: a folder that is a whole project, lossless and byte for byte the same when it is written again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from annotator.core.errors import Fault
from annotator.core.event import Key
from annotator.core.record import speaker_body, speaker_from_body
from annotator.core.records.assignment import (
    Assignment,
    Refusal,
    assignment_body,
    assignment_from_body,
    refusal_body,
    refusal_from_body,
)
from annotator.core.records.canonical import canonical
from annotator.core.records.check import shown
from annotator.core.records.dataset import Dataset
from annotator.core.records.decision import Decision
from annotator.core.records.digest import SUMS, Digests, changed
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.records.gold import GOLD
from annotator.core.records.line import ARTICLE_FORMAT, Context, article_lines
from annotator.formats.decisions import gather, lines_of

if TYPE_CHECKING:
    from annotator.formats.gathering import Gathering

TEXTS = ("annotator.toml", "guidelines.md", "lexicon.toml", "rulings.toml", "scheme.toml")
"""Files of the project that are carried word for word, when they are there."""
LINES = ("articles.jsonl", "speakers.jsonl", "assignments.jsonl", "decisions.jsonl")
REFUSALS = "refusals.jsonl"
"""Written only when a proposal was refused."""
SPEAKER_FORMAT, ASSIGNMENT_FORMAT = "speaker/1", "assignment/1"
REFUSAL_FORMAT = "refusal/1"


class BundleFormat:
    """A folder of articles, speakers, assignments, decisions, and the project's own files."""

    name = "bundle"
    help = "a folder with everything: articles, layers, speakers, plan, decisions, scheme"
    suffix = ""
    files = (*LINES, REFUSALS, *TEXTS, SUMS)

    def recognises(self, names: Sequence[str], head: bytes) -> bool:
        """Whether the folder has a bundle's articles and speakers."""
        return {LINES[0], LINES[1]} <= set(names)

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The whole bundle. `known` needs only the scheme, and is otherwise what the bundle is added to."""
        from annotator.formats.gathering import Gathering
        from annotator.formats.intake import lines
        from annotator.formats.own_form import OwnForm

        gathering = Gathering(known, wanted, exact=True)
        files = {source.name.replace("\\", "/").rsplit("/", 1)[-1]: source for source in sources}
        if SUMS in files:
            gathering.faults += changed(files[SUMS], files, files.keys() & {*LINES, REFUSALS, *TEXTS})
        elif files:
            gathering.notes[f"The bundle has no {SUMS}: whether it is as it was written, nobody can tell."] = None
        texts, faults = _texts(files)
        gathering.faults += faults
        if LINES[0] not in files:
            right = "a folder with " + ", ".join(LINES)
            where = sources[0].name.replace("\\", "/").rpartition("/")[0] if sources else ""
            gathering.faults.append(Fault("the bundle has no articles.jsonl", where, right=right))
        for taken in lines(files[LINES[1]], SPEAKER_FORMAT) if LINES[1] in files else ():
            gathering.faults += taken.faults
            if taken.record is not None:
                gathering.speaker(speaker_from_body(taken.record), taken)
        own = OwnForm(gathering, {})
        for taken in lines(files[LINES[0]], ARTICLE_FORMAT, shortcut=own.take_article) if LINES[0] in files else ():
            gathering.article(taken)
        assignments: dict[Key, Assignment] = {}
        decisions: dict[str, Decision] = {}
        for taken in lines(files[LINES[2]], ASSIGNMENT_FORMAT) if LINES[2] in files else ():
            gathering.faults += taken.faults
            if taken.record is not None and gathering.has(taken, taken.record["article"], "article"):
                assignment = assignment_from_body(taken.record)
                assignments[assignment.key] = assignment
        if LINES[3] in files:
            gather(gathering, files[LINES[3]], known, decisions)
        return gathering.reading(
            assignments=tuple(assignments.values()),
            decisions=tuple(decisions.values()),
            refusals=tuple(_refusals(gathering, files)),
            files=texts,
        )

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """Every file of the bundle, those of the project last, then the list of their hashes."""
        digests = Digests()
        yield from map(digests.add, self._parts(data, losses))
        yield digests.sums()

    def _parts(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        # Speakers are left as they were when claims were made.
        context = Context(data.speakers, data.scheme, merged=False)
        yield Part(LINES[0], b"")
        for article, held in data.by_article():
            # Gold is the fold of the decisions, which are written below.
            layers = [(layer, content) for layer, content in held if layer.kind != GOLD]
            losses.wrote("articles")
            losses.wrote("claims", sum(len(content.claims) for _, content in layers))
            for line in article_lines(article, layers, context):
                yield Part(LINES[0], line)
        speakers = (speaker_body(data.speakers[id]) for id in sorted(data.speakers))
        yield Part(LINES[1], _lines(SPEAKER_FORMAT, speakers))
        yield Part(LINES[2], _lines(ASSIGNMENT_FORMAT, map(assignment_body, sorted(data.assignments))))
        yield Part(LINES[3], b"".join(lines_of(data, losses)))
        if data.refusals:
            yield Part(REFUSALS, _lines(REFUSAL_FORMAT, (refusal_body(each) for each in data.refusals)))
        for name in sorted(data.files):
            yield Part(name, data.files[name].encode("utf-8"))


def _refusals(gathering: Gathering, files: dict[str, Source]) -> Iterator[Refusal]:
    """The refused proposals whose article is known and whose words stand where they say."""
    from annotator.formats.intake import lines

    for taken in lines(files[REFUSALS], REFUSAL_FORMAT) if REFUSALS in files else ():
        gathering.faults += taken.faults
        article = gathering.has(taken, taken.record["article"], "article") if taken.record else None
        if article is None or taken.record is None:
            continue
        refusal = refusal_from_body(taken.record)
        if refusal.cue is not None and article.text[slice(*refusal.cue)] != refusal.text:
            what = f"the text at {refusal.cue.start} is not {shown(refusal.text)}"
            gathering.fault_all(taken, [Fault(what, key="cue.text", right="the words of this article's text")])
            continue
        yield refusal


def _lines(format: str, bodies: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(canonical({"format": format, **body}) + b"\n" for body in bodies)


def _texts(files: dict[str, Source]) -> tuple[dict[str, str], list[Fault]]:
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for name in TEXTS:
        if name in files:
            with files[name].open() as stream:
                raw = stream.read()
            try:
                texts[name] = raw.decode("utf-8")
            except UnicodeDecodeError as error:
                what = f"byte {error.start} is not UTF-8"
                faults.append(Fault(what, file=files[name].name, right="save the file as UTF-8"))
    return texts, faults


FORMAT = BundleFormat()
