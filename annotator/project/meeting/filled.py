"""A meeting list that was filled in: its blocks become answers, or faults with their lines. Nothing else is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from annotator.config.lines import line_of
from annotator.config.rulings import date_fault, name_fault, version_fault
from annotator.config.toml import SHOWN, load, shown
from annotator.core.errors import Fault, UsageError
from annotator.core.records import limits

MEETING, RULING = "meeting", "ruling"
"""What stands behind ```` ```toml ```` in the blocks that are read."""
NONE, GOLD = "none", "gold"
"""What can be taken besides a version's number: there is no such claim; what gold has now."""
DIGITS = 4
"""Of a version's number, at most."""
_OPEN = re.compile(r"(`{3,}|~{3,})toml (meeting|ruling)\s*")
_KEYS: dict[str, dict[str, type]] = {
    MEETING: {"date": str, "version": str},
    RULING: {"point": str, "ruling": str, "text": str, "passage": str, "take": str}
    | {"set": dict, "words": dict, "look": dict},
}
_RIGHT: dict[type, str] = {str: "a text in quotation marks", dict: "a table in braces: { key = … }"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a meeting has ruled on one point."""

    point: str
    line: int
    """Where its block begins in the file."""
    ruling: str
    """The name of the ruling; several points may have the same."""
    text: str = ""
    passage: str = ""
    take: str = ""
    """A version's number, `gold`, `none`, or empty: nothing is decided."""
    set: Mapping[str, Any] = field(default_factory=dict)
    """Field or `speakers` → value, as JSON has it."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Role → words of the article; ` … ` parts pieces."""
    look: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    """Key → its line."""

    def fault(self, file: str, key: str, what: str, right: str = "") -> Fault:
        """A fault of this block."""
        return Fault(what, file, self.lines.get(key, self.line), key, right)


class Filled(NamedTuple):
    """All that a filled list says."""

    date: str
    """Empty: not said."""
    version: str
    """The guidelines' version from now on; empty: as before."""
    answers: tuple[Answer, ...]
    """Blocks that name a ruling, in the order of the file."""
    untouched: int
    """Blocks in which nothing was filled in."""
    lines: Mapping[str, int]
    """`date` and `version` → their lines."""


class _Block(NamedTuple):
    kind: str
    line: int
    toml: str


def read_list(path: Path) -> str:
    """A filled list as text. Raises UsageError for a file that cannot be read, or is none."""
    try:
        with path.open("rb") as file:
            held = file.read(limits.LIST + 1)
        if len(held) > limits.LIST:
            raise UsageError(f"{path} is larger than {limits.shown(limits.LIST)}; a list of a meeting never is.")
        return held.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8; save it as UTF-8.") from None
    except OSError as problem:
        raise UsageError(f"{path} cannot be read: {problem.strerror or problem}.") from problem


def read_filled(text: str, *, file: str) -> tuple[Filled, list[Fault]]:
    """What is right in the blocks of a Markdown text, and every fault of them."""
    faults: list[Fault] = []
    date = version = ""
    answers: dict[str, Answer] = {}
    untouched = 0
    heads: dict[str, int] = {}
    for block in _blocks(text, file, faults):
        data, lines = _values(block, file, faults)
        if data is None:
            continue
        if block.kind == MEETING:
            date, version = data.get("date", date), data.get("version", version)
            heads |= lines
            for key, why in (("date", date and date_fault(date)), ("version", version and version_fault(version))):
                if why and key in data:
                    faults.append(Fault(f"{shown(data[key])} is not right", file, lines[key], key, why))
            # What is wrong is told once, and is nothing that another block or a ruling could have.
            date = "" if date and date_fault(date) else date
            version = "" if version and version_fault(version) else version
            continue
        answer = Answer(**{"ruling": "", **data}, line=block.line, lines=lines)
        wrong = _wrong(answer, file, answers)
        faults += wrong
        if answer.ruling:
            # What is wrong already is not tried any further; the rest of the block is.
            take = "" if any(fault.key == "take" for fault in wrong) else answer.take
            answers.setdefault(answer.point, replace(answer, take=take))
        untouched += not wrong and not answer.ruling
    if not (answers or untouched or heads or faults):
        right = "the list that `annotator meeting -o FILE` writes, filled in"
        faults.append(Fault("there is no block of a meeting list in it", file, right=right))
    return Filled(date, version, tuple(answers.values()), untouched, heads), faults


def _blocks(text: str, file: str, faults: list[Fault]) -> Iterator[_Block]:
    """The fenced blocks that are ours."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        found = _OPEN.fullmatch(lines[at].rstrip("\r"))
        at += 1
        if found is None:
            continue
        begun, inside = at, []
        while at < len(lines) and lines[at].rstrip() != found[1]:
            inside.append(lines[at].rstrip("\r"))
            at += 1
        if at == len(lines):
            faults.append(Fault("the block does not end", file, begun, right=f"a line with {found[1]} below it"))
            return
        yield _Block(found[2], begun, "\n".join(inside))
        at += 1


def _values(block: _Block, file: str, faults: list[Fault]) -> tuple[dict[str, Any] | None, dict[str, int]]:
    """The values of a block and the line of each; None when it is no TOML or has a key or type that is wrong."""
    data, wrong = load(block.toml, file)
    if data is None:
        faults += (Fault(each.what, file, block.line + (each.line or 0), each.key, each.right) for each in wrong)
        return None, {}
    known = _KEYS[block.kind]
    lines = {key: block.line + (line_of(block.toml, (key,)) or 0) for key in data}
    sound = True
    for key, value in data.items():
        if key not in known:
            near = get_close_matches(key, known, 1)
            right = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            faults.append(Fault(f"{key[:SHOWN]} is unknown here", file, lines[key], key, right))
        elif not isinstance(value, known[key]):
            faults.append(Fault(f"{key} is not right: {shown(value)}", file, lines[key], key, _RIGHT[known[key]]))
            sound = False
    if block.kind == RULING and "point" not in data:
        faults.append(Fault("the block names no point", file, block.line, "point", "the line that the list had there"))
        sound = False
    for key in ("set", "words", "look"):
        if sound and key in data:
            data[key], fault = _texts(key, data[key])
            if fault:
                faults.append(Fault(fault, file, lines[key], key, _TEXTS[key]))
                sound = False
    return ({key: data[key] for key in data if key in known} if sound else None), lines


_SIMPLE = (str, int, float)
_TEXTS = {
    "set": "{ field = “value” }; a value is a text, a number, true, false, or a list of texts",
    "words": "{ role = “words” }",
    "look": "{ field = [“value”] } or { words = [“word”] }",
}


def _texts(key: str, given: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    found: dict[str, Any] = {}
    for name, value in given.items():
        texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
        if (key == "words" and isinstance(value, str)) or (key == "set" and (texts or isinstance(value, _SIMPLE))):
            found[name] = value
        elif key == "look" and texts:
            found[name] = tuple(value)
        else:
            return {}, f"{key}.{name} is not right: {shown(value)}"
    return found, ""


def _wrong(answer: Answer, file: str, answers: Mapping[str, Answer]) -> list[Fault]:
    """What a block says that cannot be, as far as it can be told without the project."""
    found: list[Fault] = []
    if answer.point in answers:
        what = f"the point {answer.point} is answered twice"
        found.append(answer.fault(file, "point", what, f"one block; the other is in line {answers[answer.point].line}"))
    if not answer.ruling:
        said = [key for key in ("text", "take", "set", "words", "look") if getattr(answer, key)]
        if said:
            what = f"{said[0]} is filled in, but the ruling has no name"
            found.append(answer.fault(file, "ruling", what, "a short name, such as officials-hedge"))
    elif why := name_fault(answer.ruling):
        found.append(answer.fault(file, "ruling", f"{shown(answer.ruling)} cannot be the name of a ruling", why))
    if answer.take not in ("", NONE, GOLD) and not (answer.take.isdecimal() and len(answer.take) <= DIGITS):
        right = f'the number of a version, "{GOLD}", "{NONE}", or nothing'
        found.append(answer.fault(file, "take", f"take is not right: {shown(answer.take)}", right))
    for key in ("set", "words"):
        if getattr(answer, key) and answer.take in ("", NONE):
            what = f"{key} changes a version, and none is taken"
            found.append(answer.fault(file, key, what, f'take = "1" or take = "{GOLD}", whichever is nearest'))
    return found
