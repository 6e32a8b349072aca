"""What a claim from outside must satisfy beyond its shape: it fits the article's text and the scheme.

Claims may be incomplete (a missing field is not a fault) and long, trimmed or nested in any way; what is there must
be true of this text and known to this scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from math import isfinite
from typing import Any

from annotator.core.article import Article, clean
from annotator.core.errors import Fault
from annotator.core.record import excerpt, quote_faults
from annotator.core.records.canonical import canonical
from annotator.core.records.limits import INTEGER
from annotator.core.scheme import Field, Scheme


def claim_faults(claim: Mapping[str, Any], article: Article, scheme: Scheme | None) -> list[Fault]:
    """Every fault of a line's or body's spans, fields and links. Its shape has been checked already."""
    spans = claim.get("spans", {})
    faults = quote_faults(claim, article.text, quotes)
    for role, parts in spans.items():
        faults += _order_faults(role, parts)
    return faults if scheme is None else faults + _scheme_faults(claim, scheme)


def _scheme_faults(claim: Mapping[str, Any], scheme: Scheme) -> list[Fault]:
    faults: list[Fault] = []
    for role, parts in claim.get("spans", {}).items():
        known = scheme.role(role)
        if known is None:
            keys = [item.key for item in scheme.roles]
            faults.append(
                Fault(f"the scheme has no role {excerpt(role)}", key=f"spans.{role}", right=one_of(role, keys))
            )
        elif len(parts) > 1 and not known.pieces:
            right = f"one span; of the roles, {_listed(item.key for item in scheme.roles if item.pieces)} may have more"
            faults.append(Fault(f"the role {role} has {len(parts)} pieces", key=f"spans.{role}", right=right))
    for key, value in claim.get("fields", {}).items():
        field = scheme.field_of(key)
        if field is None:
            keys = [item.key for item in scheme.fields]
            faults.append(
                Fault(f"the scheme has no field {excerpt(key)}", key=f"fields.{key}", right=one_of(key, keys))
            )
        else:
            faults += value_faults(field, value)
    for index, link in enumerate(claim.get("links", ())):
        if link["type"] not in scheme.links:
            what = f"the scheme has no type of link {excerpt(link['type'])}"
            faults.append(Fault(what, key=f"links[{index}].type", right=one_of(link["type"], scheme.links)))
    return faults


def value_faults(field: Field, value: Any) -> list[Fault]:
    """What is wrong with a field's value as JSON has it."""
    key = f"fields.{field.key}"
    keys = [item.key for item in field.values]
    if not _fits(field.type, value):
        what = _WANTED[field.type]
        return [Fault(f"{shown(value)} is not {what}", key=key, right=f"the field holds {what}")]
    if field.type in ("nominal", "ordinal") and value not in keys:
        return [Fault(f"the field has no value {excerpt(value)}", key=key, right=one_of(value, keys))]
    if field.type == "multi":
        return [
            Fault(f"the field has no value {excerpt(item)}", key=f"{key}[{index}]", right=one_of(item, keys))
            for index, item in enumerate(value)
            if item not in keys
        ]
    if field.type == "number":
        if field.minimum is not None and value < field.minimum:
            return [Fault(f"{shown(value)} is too small", key=key, right=f"at least {field.minimum:g}")]
        if field.maximum is not None and value > field.maximum:
            return [Fault(f"{shown(value)} is too large", key=key, right=f"at most {field.maximum:g}")]
    return []


_WANTED = {
    "nominal": "the key of a value",
    "ordinal": "the key of a value",
    "multi": "a list of keys",
    "entity": "a list of speaker ids",
    "boolean": "true or false",
    "text": "a text",
    "number": "a number",
}


def _fits(type: str, value: Any) -> bool:
    if type in ("multi", "entity"):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if type == "boolean":
        return isinstance(value, bool)
    if type == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool) and _whole(value)
    return isinstance(value, str)


def _whole(number: float) -> bool:
    """Whether JSON keeps a number: no infinity, none that is none, and no whole number of too many digits."""
    return abs(number) <= INTEGER if isinstance(number, int) else isfinite(number)


def quotes(words: str, found: str) -> bool:
    """Whether a text quoted by others is what stands in the frozen text: the same, or the same after cleaning.

    A quote that ends between the two characters of a CRLF ends in a lone CR, which cleans to either.
    """
    if words == found:
        return True
    if len(words) != len(found) or words.isprintable():
        return False
    if words.endswith("\r") and found[-1] in " \n":
        words, found = words[:-1], found[:-1]
    return clean(words) == found


def one_of(given: str, keys: Iterable[str]) -> str:
    """What would be right: the nearest key if there is one that is close, else all of them."""
    keys = list(keys)
    near = get_close_matches(given, keys, 1)
    if near:
        return f"did you mean {near[0]}? The keys are {_listed(keys)}" if len(keys) > 1 else f"did you mean {near[0]}?"
    return f"one of {_listed(keys)}" if keys else "there are none"


def shown(value: Any) -> str:
    """Any JSON value, shortened and safe to print."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    return excerpt(value) if isinstance(value, str) else canonical(value).decode("utf-8")


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(keys) or "none"


def _order_faults(role: str, parts: Iterable[Mapping[str, Any]]) -> list[Fault]:
    faults, reached = [], 0
    for index, part in enumerate(parts):
        if part["start"] < reached:
            what = f"the span [{part['start']}, {part['end']}) overlaps or comes before the piece in front of it"
            right = "pieces in the order of the text, none of them overlapping"
            faults.append(Fault(what, key=f"spans.{role}[{index}]", right=right))
        reached = part["end"]
    return faults
