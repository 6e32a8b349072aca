"""annotator.toml: what makes a folder a project."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from annotator.config.lines import line_of
from annotator.config.scheme import syntax_fault
from annotator.core.errors import Fault

FORMAT = 1
FILE = "annotator.toml"


@dataclass(frozen=True, slots=True)
class ProjectConfig:
    """The project as its file says."""

    id: str
    title: str
    gold: tuple[str, ...] = ()
    """Names whose decisions are gold."""
    proposals_on: bool = True
    holdout: float = 0.0
    """Share of articles that are shown without proposals, 0 to 1."""

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self)


def config_from_dict(stored: Mapping[str, Any]) -> ProjectConfig:
    """What `to_dict` wrote."""
    return ProjectConfig(**{**stored, "gold": tuple(stored["gold"])})


def read_project(text: str, *, file: str = FILE) -> tuple[ProjectConfig | None, list[Fault]]:
    """The project of a TOML text, or None and all of its faults."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return None, [syntax_fault(problem, file)]
    version = data.get("format")
    if isinstance(version, int) and version > FORMAT:
        right = f"this program reads format {FORMAT}; install a newer one"
        return None, [Fault(f"the project has format {version}", file, line_of(text, ("format",)), "format", right)]
    from pydantic import ValidationError

    from annotator.config.project_model import ProjectFile

    try:
        parsed = ProjectFile.model_validate(data)
    except ValidationError as problem:
        faults = []
        for error in problem.errors():
            place = tuple(part for part in error["loc"] if not str(part).startswith("constrained"))
            key = ".".join(str(part) for part in place)
            what = f"{key} is missing" if error["type"] == "missing" else f"{key} is not right: {error['input']!r}"
            if error["type"] == "extra_forbidden":
                what = f"{key} is unknown here"
            faults.append(Fault(what, file, line_of(text, place), key, error["msg"].lower()))
        return None, faults
    proposals = parsed.proposals
    return ProjectConfig(parsed.id, parsed.title or parsed.id, tuple(parsed.gold), proposals.on, proposals.holdout), []


def write_project(config: ProjectConfig) -> str:
    """The project as TOML."""
    import tomli_w

    data = {
        "format": FORMAT,
        "id": config.id,
        "title": config.title,
        "gold": list(config.gold),
        "proposals": {"on": config.proposals_on, "holdout": config.holdout},
    }
    return tomli_w.dumps(data)
