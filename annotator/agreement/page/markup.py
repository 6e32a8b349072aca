"""Markup by construction: what is not markup yet is text, and text is made visible and escaped on its way in.

>>> tag("p", "a < b", tag("b", "!"), class_="said", hidden=False)
'<p class="said">a &lt; b<b>!</b></p>'
>>> tag("td", "x\\u202ey")
'<td>x<span class="odd" title="U+202E">·</span>y</td>'
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TypeAlias

from annotator.core.text.pattern import lazy
from annotator.core.visible import visible

VOID = frozenset(("meta", "input", "br", "line", "rect", "circle", "path"))
"""Elements without an end tag, and shapes without content."""
_JOINERS = lazy(
    r"(?<=[\p{L}\p{M}\p{Extended_Pictographic}\U0001f3fb-\U0001f3ff])[\u200c\u200d](?=[\p{L}\p{Extended_Pictographic}])"
)
"""Joiners between what they join: letters of Persian and of India, people and their professions. They move nothing."""


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child] | None"
"""Text, markup, nothing, or several of these."""
Attribute: TypeAlias = "str | int | float | bool | None"


def safe(text: str) -> str:
    """The text as it is shown, code point for code point; joiners that join stay, because emoji need them."""
    shown = visible(text, keep_newline=True)
    if shown == text:
        return text
    kept = list(shown)
    for match in _JOINERS.finditer(text):
        kept[match.start()] = match.group()
    return "".join(kept)


def words(text: str, shown: str | None = None) -> Html:
    """Text as markup; what had to be replaced carries its code point, so that no dot is taken for a dot.

    `shown` is the safe text, where it is known: of a cut, as it is within the whole.
    """
    if shown is None:
        shown = safe(text)
    if shown == text:
        return Html(escape(text, quote=False))
    parts: list[str] = []
    for real, seen in zip(text, shown, strict=True):
        if real == seen:
            parts.append(escape(seen, quote=False))
        else:
            parts.append(f'<span class="odd" title="U+{ord(real):04X}">{seen}</span>')
    return Html("".join(parts))


def join(*children: Child) -> Html:
    """Children one after the other."""
    return Html("".join(_flat(children)))


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Html:
    """An element. Of attribute names a last `_` is dropped and others are hyphens; None and False leave one out."""
    head = name + "".join(map(_attribute, attributes, attributes.values()))
    if name in VOID:
        return Html(f"<{head}>" if name in ("meta", "input", "br") else f"<{head}/>")
    return Html(f"<{head}>{''.join(_flat(children))}</{name}>")


def _flat(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, Html):
            yield child
        elif isinstance(child, str):
            yield words(child)
        elif child is not None:
            yield from _flat(child)


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    key = name.removesuffix("_").replace("_", "-")
    if value is True:
        return f" {key}"
    shown = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else safe(str(value))
    return f' {key}="{escape(shown, quote=True)}"'
