"""feedback: where gold differs from an annotator; without a name, the lead's view."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from annotator.core.visible import visible
from annotator.project.paper.block import Block
from annotator.project.project import Project


def feedback_(call: Namespace) -> int:
    """Show it in the format that is asked for."""
    from annotator.core.feedback.wording import Wording
    from annotator.project.feedback import board, lead, own, show

    with Project.open(call.project) as project:
        if not call.name:
            view = lead.lead(project, call.round)
            written(call.format, board.page(view), lead.as_dict(view))
            return 0
        found = own.own(project, call.name, call.round)
        wording = Wording(project.scheme, project.speakers())
        written(call.format, show.page(found, wording, call.by), show.as_dict(found))
    return 0


def written(format: str, blocks: Iterable[Block], record: dict[str, Any]) -> None:
    """Print a page as text or Markdown, or its record as JSON."""
    if format == "json":
        sys.stdout.write(json.dumps(record, ensure_ascii=True, indent=1) + "\n")
        return
    from annotator.project.paper.markdown import markdown
    from annotator.project.paper.text import plain

    sys.stdout.write(visible((markdown if format == "md" else plain)(blocks), keep_newline=True))
