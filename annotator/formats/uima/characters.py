"""Characters that XML 1.0 cannot hold: control characters, U+FFFE and U+FFFF. Frozen texts have only the last two."""

from __future__ import annotations

import re

from annotator.core.text.pattern import lazy

_NOT_XML = lazy("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\u(?=[0-9a-f]{4})")
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
SHOWN = "\ufffd"


def shown(text: str) -> tuple[str, list[list[int]]]:
    """A text with U+FFFD for each character that XML cannot hold, and those: [offset, code]."""
    odd = [[match.start(), ord(match[0])] for match in _NOT_XML.finditer(text)]
    return (_NOT_XML.sub(SHOWN, text) if odd else text), odd


def restored(text: str, odd: list[list[int]]) -> str:
    """The text before `shown`."""
    chars = list(text)
    for at, code in odd:
        chars[at] = chr(code)
    return "".join(chars)


def escaped(text: str) -> str:
    r"""A text with `\u0007` for each such character, and `\u005c` for a backslash that would look like one of these.

    >>> escaped("a\x07b\\u0041")
    'a\\u0007b\\u005cu0041'
    """
    text = _ESCAPE.sub(r"\\u005cu", text)
    return in_json(text)


def unescaped(text: str) -> str:
    """The text before `escaped`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def in_json(text: str) -> str:
    """A JSON text with escapes for such characters; what it says stays the same."""
    return _NOT_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
