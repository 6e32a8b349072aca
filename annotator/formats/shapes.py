"""The scalars and small parts of which records are made, as pydantic types."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from annotator.core.records.canonical import levels
from annotator.core.records.limits import KEPT


def _name(value: str) -> str:
    if not all(char.isalnum() or char in "_.-" or char.isidentifier() for char in value):
        raise PydanticCustomError("name", "an annotator's name has only letters, digits, _ . and -")
    return value


def _adjudicator(value: str) -> str:
    return value if value in ("@rule", "@import") else _name(value)


def _no_nul(value: str) -> str:
    if "\0" in value:
        raise PydanticCustomError("nul", "the text has a NUL character; leave it out")
    return value


def _id(value: str) -> str:
    if not value.isprintable():
        raise PydanticCustomError("id", "an id has no control characters and no line ends")
    return value


def _field_value(value: Any) -> Any:
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise PydanticCustomError("field_value", "a field holds a text, true or false, a number, or a list of texts")


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        raise PydanticCustomError("whole", "an offset is a whole number without a decimal point")
    return value


def _shallow(value: Any) -> Any:
    if levels(value) > KEPT:
        raise PydanticCustomError("deep", f"what is only kept has at most {KEPT} levels of nesting")
    return value


Kept = Annotated[Any, AfterValidator(_shallow)]
"""An unknown key's value."""
Meta = Annotated[dict[str, JsonValue], AfterValidator(_shallow)]
Id = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_id)]
IdOrNone = Annotated[str, Field(max_length=200), AfterValidator(_id)]
Name = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_name)]
NameOrNone = Annotated[str, Field(max_length=64), AfterValidator(_name)]
Adjudicator = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_adjudicator)]
Words = Annotated[str, AfterValidator(_no_nul)]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
HashOrNone = Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]
Time = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z)?$")]
Offset = Annotated[int, Field(ge=0), BeforeValidator(_whole, json_schema_input_type=int)]
Seconds = Annotated[float, Field(ge=0)]
Kind = Literal["human", "model", "gold"]
Origin = Literal["manual", "proposed", "default", "edited", "imported"]
_VALUE_SCHEMA = {
    "anyOf": [
        {"type": "string"},
        {"type": "boolean"},
        {"type": "number"},
        {"type": "array", "items": {"type": "string"}},
    ]
}
FieldValue = Annotated[Any, PlainValidator(_field_value), WithJsonSchema(_VALUE_SCHEMA)]


class Record(BaseModel):
    """A record whose unknown keys are kept."""

    model_config = ConfigDict(strict=True, extra="allow", protected_namespaces=())
    __pydantic_extra__: dict[str, Kept]


class Part(BaseModel):
    """A piece of a record that has no place for unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid", protected_namespaces=())


class Line(BaseModel):
    """A record in a file of its own says first what it is."""

    format: str


class PieceShape(Part):
    """`[start, end)` in Unicode code points of the article's text, with the words that stand there."""

    start: Offset
    end: Offset
    text: str


class ArticleRef(Part):
    """The article, by id and by the hash of its frozen text."""

    id: Id
    sha256: Hash
    length: int = Field(default=0, ge=0)


class LinkShape(Part):
    """A typed link to another claim; what is not given is the claim's own."""

    type: Id
    target: Id
    annotator: NameOrNone = ""
    round: NameOrNone = ""
    article: IdOrNone = ""


class SchemeShape(Part):
    """The scheme that the claim was made under."""

    id: Words
    version: Words
    meaning: Words


class InputShape(Part):
    """A claim that a decision settles, and what it said then."""

    annotator: Name
    round: Name = "main"
    id: Id
    hash: HashOrNone = ""
    layer: Kind = "human"
