"""What annotator.toml may say, for pydantic. Loaded only when the file is new or changed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from annotator.config.user import name_fault
from annotator.core.records.limits import TITLE


def _name(text: str) -> str:
    # What a team rules is gold wherever it is; a file that says so is right.
    fault = name_fault(text) if text != "team" else None
    if fault:
        raise ValueError(fault.right)
    return text


def _whole(given: object) -> object:
    """TOML tells `true` from `1`; Python compares them as equal."""
    if type(given) is not int:
        raise ValueError("it takes the number 1")
    return given


Name = Annotated[str, AfterValidator(_name)]


class Table(BaseModel):
    """A table of the file: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Proposals(Table):
    """`[proposals]`."""

    on: bool = True
    holdout: Annotated[float, Field(ge=0, le=1)] = 0.0
    proposers: list[Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,64}$")]] = ["rules", "models"]
    dim: bool = True
    sticky: list[Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,64}$")]] = []


class Review(Table):
    """`[review]`."""

    trivial: bool = False


class ProjectFile(Table):
    """The whole file."""

    format: Annotated[Literal[1], BeforeValidator(_whole)]
    id: Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,100}$")]
    title: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f-\x9f]*$", max_length=TITLE)] = ""
    gold: list[Name] = []
    proposals: Proposals = Proposals()
    review: Review = Review()
