"""XML from outside as a small tree. A document type, and with it every entity, is refused before it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from annotator.core.records import limits

_CHUNK, _LARGEST_CHUNK = 1 << 16, 4 << 20
"""Bytes that are read first, and at most. The parser goes through an unfinished attribute once more for each."""
_SPACE = "\x1f"
"""What the parser puts between a namespace and a name; no name can have it."""


class UnreadableError(ValueError):
    """The file is no XML that is taken, and why."""

    def __init__(self, what: str, line: int | None, right: str = "") -> None:
        super().__init__(what)
        self.line, self.right = line, right


@dataclass(slots=True)
class Element:
    """One element with what is in it."""

    space: str
    """Its namespace, as an address; empty when it has none."""
    name: str
    values: dict[str, str]
    """Attributes; one with a namespace has it and a blank before its name."""
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""


def tree(stream: BinaryIO, own: bytes = b"") -> Element:
    """The root of a file. Raises UnreadableError with a sentence and the line.

    `own`: what stands early in files that an export has written, which may be larger.
    """
    reading = _Reading()
    read, most = 0, limits.XML
    try:
        while chunk := stream.read(min(max(_CHUNK, read), _LARGEST_CHUNK)):
            most = limits.OWN_LINE if own and not read and own in chunk else most
            read += len(chunk)
            if read > most:
                raise UnreadableError(
                    f"the file is larger than {limits.shown(most)}", reading.line, "one article in a file"
                )
            reading.parser.Parse(chunk, False)
        reading.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableError(f"this is no XML ({expat.ErrorString(error.code)})", error.lineno) from None
    except (LookupError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("the encoding of the file is not known", reading.line, "UTF-8") from None
    assert reading.root is not None
    return reading.root


class _Reading:
    """A parser and the elements that are open in it."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator=_SPACE)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber

    def _refuse(self, *_: Any) -> None:
        what = "the file has a document type (<!DOCTYPE), which can name entities and other files"
        raise UnreadableError(what, self.line, "XML without one; no UIMA tool writes it")

    def _start(self, name: str, values: dict[str, str]) -> None:
        if len(self._open) >= limits.DEPTH:
            raise UnreadableError(f"elements are nested more than {limits.DEPTH} levels deep", self.line)
        space, _, bare = name.rpartition(_SPACE)
        named = {key.replace(_SPACE, " "): value for key, value in values.items()}
        element = Element(space, bare, named, self.line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _text(self, data: str) -> None:
        self._open[-1].text += data


_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def escaped(text: str) -> str:
    """A text as it can stand in an attribute or an element, white space included."""
    return text.translate(_ESCAPES)


def written(name: str, values: Iterable[tuple[str, object]] = (), inner: str = "") -> str:
    """A line with one element: its attributes, and what stands in it as XML."""
    head = "".join(f' {key}="{escaped(str(value))}"' for key, value in values)
    return f"<{name}{head}>{inner}</{name}>\n" if inner else f"<{name}{head}/>\n"
