"""What the counting process is asked about, and what it tells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotator.agreement.report import Report
    from annotator.config.project import ProjectConfig
    from annotator.core.scheme import Scheme


class Source(NamedTuple):
    """What is counted, and who looks: a project as the window that asks has opened it, and one of its rounds."""

    folder: Path
    config: ProjectConfig
    scheme: Scheme
    store: Path
    annotator: str
    round: str


class Heard(NamedTuple):
    """What the process tells: count, report, same, failed; and ended, when it is no more."""

    kind: str
    done: int = 0
    of: int = 0
    """Of `count`: articles."""
    report: Report | None = None
    counted: int = 0
    """Of `report`: articles that were counted anew, ever."""
    unread: frozenset[str] = frozenset()
    """Of `report`: articles that whoever looks is still to label."""
    message: str = ""
    """Of `failed` and `ended`: a sentence."""
