"""Making an export or a release of a project, and writing a release again as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from annotator import __version__
from annotator.core.errors import UsageError
from annotator.core.records.format import Writer
from annotator.core.release.pseudonym import Pseudonyms
from annotator.project.exchange.asked import Asked
from annotator.project.exchange.moment import Moment
from annotator.project.exchange.outgoing import Export, formats
from annotator.project.exchange.report import Report
from annotator.project.exchange.selection import select
from annotator.project.exchange.splitting import dealt, split_asked
from annotator.project.project import Project
from annotator.project.release import manifest as frozen
from annotator.project.release.privacy import pseudonyms

MEASURED = 100_000
"""Claims up to which a release says how far its annotators agree, because all of them are held in memory for it."""


@dataclass(slots=True)
class Prepared:
    """An export that can be written, and what is said about it."""

    export: Export
    about: dict[str, Any]
    """What it was asked for, from what, and how it was split: the head of its manifest."""

    @property
    def public(self) -> dict[str, Any]:
        """The same as it may leave the project: no names of people where pseudonyms stand for them."""
        asked = self.export.selection.asked
        about = {**self.about, "asked": asked.as_json()}
        if asked.pseudonyms:
            about.pop("command", None)
        return about


@contextmanager
def prepared(project: Project, asked: Asked, writers: Sequence[Writer], *, several: bool) -> Iterator[Prepared]:
    """An export of the project as it is, which sees one moment until the block ends. Raises UsageError."""
    split = split_asked(asked)
    with project.store.snapshot(), _people(project, asked) as people:
        moment = Moment.now(project)
        record: dict[str, Any] | None = None
        portions: dict[str, str] = {}
        unplaced: dict[str, str] = {}
        if split is not None:
            found = dealt(moment, split, {} if asked.afresh else frozen.kept(project, split.names, split.by))
            portions, unplaced = dict(found.portions), dict(found.left_out)
            sides = {name: [id for id, held in portions.items() if held == name] for name in split.names}
            record = {
                "shares": asked.split,
                "by": split.by,
                "seed": split.seed,
                "portions": sides,
                "unplaced": unplaced,
            }
        selection = select(
            moment,
            asked,
            split=portions,
            portions=split.names if split else (),
            left_out=unplaced,
            pseudonyms=people,
        )
        names = [each.name for each in writers]
        yield Prepared(Export(selection, writers, several), _about(project, moment, asked, names, record))


def freeze(project: Project, name: str, asked: Asked, writers: Sequence[Writer]) -> tuple[dict[str, Any], Report]:
    """Make a release: its manifest and report. Raises UsageError for a name that is taken."""
    frozen.name_checked(name)
    if frozen.taken(project, name):
        raise frozen.taken_already(name)
    with project.store.snapshot():
        vector = project.store.vector()
        with prepared(project, asked, writers, several=True) as found:
            found.export.to_nothing()
        report = found.export.report
        if report.missing:
            raise UsageError("\n".join(report.skipped.values()))
        named = ",".join(each.name for each in writers)
        words = f"annotator release {name} --format {named} {asked.words(release=True)}".rstrip()
        record = {
            "format": frozen.FORMAT,
            "name": name,
            "created": datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z",
            "command": words,
            "vector": vector,
            **found.about,
            "agreement": _agreement(project, asked, found.export.selection.data.articles),
            **report.as_json(),
            "files": found.export.hashes(),
            "project_files": project.files(),
        }
    frozen.save(project, name, record)
    return record, report


@contextmanager
def again(project: Project, name: str, writers: Sequence[Writer] | None) -> Iterator[tuple[Prepared, list[str]]]:
    """A release as it was, in its own formats or in others, and the hashes it should have as `path sha256`."""
    found = frozen.release(project, name)
    asked, split = found.asked, found.record.get("split")
    with frozen.moment_of(project, found) as moment, moment.store.snapshot(), _people(project, asked) as people:
        selection = select(
            moment,
            asked,
            split=found.portions,
            portions=tuple(split["portions"]) if split else (),
            left_out=found.unplaced,
            pseudonyms=people,
        )
        own = writers is None
        chosen = formats(found.formats, asked.offsets) if writers is None else writers
        made = Export(selection, chosen, several=own or len(chosen) > 1)
        about = {key: value for key, value in found.record.items() if key != "project_files"}
        if not own:
            about["made_in"] = [each.name for each in chosen]
            about = {key: value for key, value in about.items() if key not in ("formats", "skipped", "files")}
        hashes = [f"{each['path']} {each['sha256']}" for each in found.record["files"]] if own else []
        yield Prepared(made, about), hashes


@contextmanager
def _people(project: Project, asked: Asked) -> Iterator[Pseudonyms | None]:
    if not asked.pseudonyms:
        yield None
        return
    with pseudonyms(project) as found:
        yield found


def _about(
    project: Project, moment: Moment, asked: Asked, formats: Sequence[str], split: dict[str, Any] | None
) -> dict[str, Any]:
    scheme = moment.scheme
    return {
        "program": f"annotator {__version__}",
        "project": {"id": moment.config.id, "title": moment.config.title},
        "scheme": {"id": scheme.id, "version": scheme.version, "meaning": scheme.meaning},
        "asked": asked.as_json(),
        "made_in": list(formats),
        "split": split,
    }


def _agreement(project: Project, asked: Asked, articles: Iterable[str]) -> dict[str, Any]:
    """How far the annotators agree on what is released, in the few numbers that belong beside it."""
    from annotator.agreement.report import Estimate
    from annotator.project.compare.choice import Wanted
    from annotator.project.compare.measure import agreement

    def shown(found: Estimate) -> dict[str, Any]:
        return {key: value for key, value in found._asdict().items() if value not in (None, "")}

    if sum(project.store.counts_by_layer().values()) > MEASURED:
        return {"reason": f"not measured with more than {MEASURED:,} claims; `annotator agreement` does"}
    wanted = Wanted(rounds=(asked.round or "main",), articles=tuple(articles))
    if not wanted.articles:
        return {"reason": "no article is released"}
    if asked.layer not in ("all", "gold"):
        return {"reason": "only one layer is released"}
    report = agreement(project, wanted)
    return {
        "round": report.round,
        "annotators": len(report.annotators),
        "articles": len(report.articles),
        "threshold": report.threshold,
        "f1": shown(report.overall.f1),
        "alpha": {row.key: shown(row.alpha) for row in report.fields},
    }
