"""What argparse refuses, in the words of this program."""

from __future__ import annotations

import re

_WRONG = re.compile(
    r"argument (\S+?): (?:invalid (int|float) value: |(invalid) choice: )('.*?'|\".*?\")(?: \(choose from (.*)\))?",
    re.S,
)


def plainly(message: str) -> str:
    """What argparse says of a word, as a sentence without its full stop."""
    found = _WRONG.fullmatch(message)
    if found is None:
        return message.removeprefix("argument ")
    name, kind, _, word, choices = found.groups()
    named = f"{name}: " if name.startswith("-") else ""
    if kind:
        return f"{named}{word} is no {'whole ' if kind == 'int' else ''}number"
    offered = [each for each in re.findall(r"'([^']*)'", choices or "") if each]
    return f"{named}{word} is none of {', '.join(offered)}"
