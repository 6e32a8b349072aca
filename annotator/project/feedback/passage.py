"""The passage of the guidelines that a part of a claim belongs to."""

from __future__ import annotations

from collections.abc import Collection

from annotator.core.scheme import Scheme


def passage_of(part: str, scheme: Scheme, slugs: Collection[str]) -> str:
    """The slug that the scheme names for a role or field; else a heading called like the part; empty without one.

    `slugs` are those of all headings. Speakers and chains have no place in the scheme where a slug could stand.
    """
    item = scheme.role(part) or scheme.field_of(part)
    candidates = (item.guideline if item else "", part, part.removesuffix("s"))
    return next((slug for slug in candidates if slug and slug in slugs), "")
