"""The kinds of disagreement as they are shown: every one that the scheme makes possible, always in one order."""

from __future__ import annotations

from annotator.agreement.report import Report
from annotator.core.compare.kinds import AGREE, BOUNDARY, FRAGMENTATION, MISSING, SPLIT
from annotator.core.compare.sense import Sense

_WORDS = {
    AGREE: "no disagreement",
    MISSING: "missing: a reader has no such claim",
    BOUNDARY: "boundary: it begins or ends elsewhere",
    FRAGMENTATION: "fragmentation: other pieces",
    SPLIT: "split_merge: one claim or several",
    "speakers": "speakers: somebody else is speaking",
    "attribution": "attribution: another chain",
}


def every_kind(report: Report) -> dict[str, int]:
    """Kind → components that have it, those that nobody has included."""
    scheme = report.scheme
    names = [AGREE, MISSING, BOUNDARY, FRAGMENTATION, SPLIT]
    names += [f"role:{role.key}" for role in scheme.roles if not role.primary]
    names += [key if scheme.field_of(key) is None else f"field:{key}" for key in Sense(scheme, {}).keys]
    return {kind: report.kinds.get(kind, 0) for kind in dict.fromkeys([*names, *report.kinds])}


def kind_label(kind: str, report: Report) -> str:
    """A kind in words."""
    what, _, key = kind.partition(":")
    if what == "role" and (role := report.scheme.role(key)) is not None:
        return f"{kind}: {role.label} is marked elsewhere"
    if what == "field" and (field := report.scheme.field_of(key)) is not None:
        return f"{kind}: {field.label} has another value"
    return _WORDS.get(kind, kind)
