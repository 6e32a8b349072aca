"""annotator.toml: what makes a folder a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from annotator.core.errors import Fault

FORMAT = 1
FILE = "annotator.toml"
PROPOSERS = ("rules", "models")
"""Who proposes unless the file says otherwise."""


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
    proposers: tuple[str, ...] = PROPOSERS
    """Who proposes, by name: `rules`, `models`, and plug-ins."""
    dim: bool = True
    """Whether open values are suggested dim."""
    sticky: tuple[str, ...] = ()
    """Fields whose last value is offered for the next claim."""
    trivial: bool = False
    """Whether a rule settles boundaries that differ in white space, punctuation or "that" only."""

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self)


def config_from_dict(stored: Mapping[str, Any]) -> ProjectConfig:
    """What `to_dict` wrote."""
    lists = {key: tuple(stored[key]) for key in ("gold", "proposers", "sticky")}
    return ProjectConfig(**{**stored, **lists})


def read_project(text: str, *, file: str = FILE) -> tuple[ProjectConfig | None, list[Fault]]:
    """The project of a TOML text, or None and all of its faults."""
    from annotator.config.lines import line_of
    from annotator.config.toml import load

    data, faults = load(text, file)
    if data is None:
        return None, faults
    version = data.get("format")
    if isinstance(version, int) and version > FORMAT:
        newer = f"this program reads format {FORMAT}; install a newer one"
        return None, [Fault(f"the project has format {version}", file, line_of(text, ("format",)), "format", newer)]
    from pydantic import ValidationError

    from annotator.config.project_model import ProjectFile

    try:
        parsed = ProjectFile.model_validate(data)
    except ValidationError as problem:
        return None, sorted((_fault(error, text, file) for error in problem.errors()), key=lambda each: each.line or 0)
    given = parsed.proposals
    config = ProjectConfig(
        parsed.id,
        parsed.title or parsed.id,
        tuple(parsed.gold),
        given.on,
        given.holdout,
        tuple(given.proposers),
        given.dim,
        tuple(given.sticky),
        parsed.review.trivial,
    )
    return config, []


def _fault(error: Any, text: str, file: str) -> Fault:
    """A fault in our words, for one of pydantic's."""
    from difflib import get_close_matches

    from annotator.config.lines import line_of
    from annotator.config.project_model import ProjectFile, Proposals, Review, Table
    from annotator.config.toml import SHOWN, right, shown

    place: tuple[str | int, ...] = error["loc"]
    key = ".".join(str(part)[:SHOWN] for part in place)
    what, better = f"{key} is not right: {shown(error.get('input'))}", right(error)
    if error["type"] == "missing":
        what = f"{key} is missing"
    elif error["type"] == "extra_forbidden":
        tables: dict[str, type[Table]] = {"proposals": Proposals, "review": Review}
        known = (tables[str(place[0])] if len(place) > 1 else ProjectFile).model_fields
        near = get_close_matches(str(place[-1]), known, 1)
        what, better = f"{key} is unknown here", f"did you mean {near[0]}" if near else f"known are {', '.join(known)}"
    elif error["type"] == "value_error":
        better = str(error["ctx"]["error"])
    elif error["type"] == "string_pattern_mismatch":
        better = "no line breaks or control characters" if key == "title" else "letters, digits, _ . and - only"
    return Fault(what, file, line_of(text, place), key, better)


def write_project(config: ProjectConfig) -> str:
    """The project as TOML."""
    import tomli_w

    given: dict[str, Any] = {"on": config.proposals_on, "holdout": config.holdout}
    if config.proposers != PROPOSERS:
        given["proposers"] = list(config.proposers)
    if not config.dim:
        given["dim"] = False
    if config.sticky:
        given["sticky"] = list(config.sticky)
    data = {"format": FORMAT, "id": config.id, "title": config.title, "gold": list(config.gold), "proposals": given}
    if config.trivial:
        data["review"] = {"trivial": True}
    return tomli_w.dumps(data)
