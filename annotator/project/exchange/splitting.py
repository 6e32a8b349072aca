"""The split of a moment's articles, with the portions of earlier releases kept and copies held together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.core.errors import Fault, UsageError
from annotator.core.release.likeness import families, sketch
from annotator.core.release.split import Dealt, Split, deal, split_of
from annotator.project.exchange.asked import Asked
from annotator.project.exchange.moment import Moment


def split_asked(asked: Asked) -> Split | None:
    """The split that is asked for; None: none. Raises UsageError."""
    if not asked.split:
        return None
    found = split_of(asked.split, asked.split_by, asked.seed)
    if isinstance(found, Fault):
        raise UsageError(str(found))
    return found


def dealt(moment: Moment, split: Split, earlier: Mapping[str, str]) -> Dealt:
    """The portion of every article of the moment, whatever else is chosen: so no filter moves an article.

    `earlier` are portions that are kept.
    """
    sketches, groups = {}, {}
    for id, body in moment.bodies():
        sketches[id] = sketch(moment.store.text(str(body["sha256"])))
        groups[id] = _group(body.get("meta", {}).get(split.by))
    alike: Sequence[Sequence[str]] = [family for family in families(sketches) if len(family) > 1]
    return deal(split, groups, alike, earlier)


def _group(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
