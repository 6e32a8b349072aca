"""Beside the keys: pages that need every claim of the project are made in a thread, with a project of its own.

The thread costs keys a few milliseconds while it works; the page says so until it is there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.project.paper.block import Block, Paragraph
from annotator.project.project import Project


def read(
    folder: Path, make: Callable[[Project], Iterable[Block]], tell: Callable[[list[Block]], None]
) -> threading.Thread:
    """Make a page; `tell` gets its blocks, or a sentence why there are none, and is called from the thread."""

    def work() -> None:
        try:
            with Project.open(folder) as project:
                found = list(make(project))
        except (AnnotatorError, OSError) as problem:
            found = [Paragraph(str(problem))]
        tell(found)

    thread = threading.Thread(target=work, name="page", daemon=True)
    thread.start()
    return thread
