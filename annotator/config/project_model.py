"""What annotator.toml may say, for pydantic. Loaded only when the file is new or changed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,64}$")]


class Table(BaseModel):
    """A table of the file: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Proposals(Table):
    """`[proposals]`."""

    on: bool = True
    holdout: Annotated[float, Field(ge=0, le=1)] = 0.0


class ProjectFile(Table):
    """The whole file."""

    format: Literal[1]
    id: Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,100}$")]
    title: Annotated[str, StringConstraints(max_length=200)] = ""
    gold: list[Name] = []
    proposals: Proposals = Proposals()
