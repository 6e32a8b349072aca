"""What a scheme file may say, for pydantic. Loaded only when a file is new or changed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[^\W\d][\w-]*$", max_length=64)]
ValueKey = Annotated[str, StringConstraints(pattern=r"^[\w.-]+$", max_length=64)]
Hotkey = Annotated[str, StringConstraints(pattern=r"^[^\s\d?\p{C}\p{M}]$")]
OptionalHotkey = Annotated[str, StringConstraints(pattern=r"^[^\s\d?\p{C}\p{M}]?$")]
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f-\x9f]*$", max_length=200)]


class Table(BaseModel):
    """A table of the file: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Head(Table):
    """`[scheme]`."""

    id: Key
    version: Annotated[Line, StringConstraints(min_length=1, max_length=32)]
    title: Line = ""
    threshold: Annotated[float, Field(gt=0, le=1)] = 0.5
    ties: list[str] = []


class Features(Table):
    """`[features]`: what is built in and switched on here."""

    speakers: bool = True
    speaker_types: list[Literal["person", "organization", "media", "group", "artifact"]] = []
    attribution: bool = False
    links: list[Key] = []
    note: bool = True


class RoleTable(Table):
    """`[[role]]`."""

    key: Key
    label: Line
    hotkey: OptionalHotkey = ""
    primary: bool = False
    pieces: bool = False
    required: bool = False
    speaker: bool = False
    cue: bool = False
    guideline: str = ""
    help: Line = ""


class ValueTable(Table):
    """`[[field.value]]`."""

    key: ValueKey
    hotkey: Hotkey
    label: Line = ""
    help: Line = ""
    retired: bool = False


class FieldTable(Table):
    """`[[field]]`."""

    key: Key
    type: Literal["nominal", "ordinal", "boolean", "multi", "entity", "number", "text"]
    label: Line
    hotkey: Hotkey
    leader: Literal["t", "y", "i", ""] = ""
    value: list[ValueTable] = []
    required: bool = False
    advanced: bool = False
    counts: bool = False
    distance: Literal["masi", "jaccard", ""] = ""
    guideline: str = ""
    default: str = ""
    help: Line = ""
    minimum: FiniteFloat | None = None
    maximum: FiniteFloat | None = None


class ChangeTable(Table):
    """`[[change]]`: what a new version renames, merges, splits or requires."""

    version: str
    action: Literal["rename", "merge", "split", "require", "retire"]
    field: Key
    values: list[str] = []
    into: list[str] = []


class SchemeFile(Table):
    """The whole file."""

    scheme: Head
    features: Features = Features()
    role: Annotated[list[RoleTable], Field(min_length=1)]
    field: list[FieldTable] = []
    change: list[ChangeTable] = []
