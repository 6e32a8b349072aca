"""What a person asks an export or a release to hold, as one value that is recorded with it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters, the split, and what is held back. Empty means everything."""

    layer: str = "all"
    """`all`, `gold`, or the name of an annotator or model."""
    articles: tuple[str, ...] = ()
    round: str = ""
    where: tuple[str, ...] = ()
    """Conditions as they were written; all must hold."""
    origin: tuple[str, ...] = ()
    """Keep claims whose content was made in one of these ways."""
    min_annotators: int = 0
    """Keep articles that at least so many people have read."""
    include_open: bool = True
    """Whether layers that are not done are taken."""
    split: str = ""
    split_by: str = "article"
    seed: int = 0
    afresh: bool = False
    """Whether the split forgets the portions of earlier releases."""
    offsets: str = ""
    """The unit in which formats that have a choice count."""
    texts: bool = True
    pseudonyms: bool = False

    def as_json(self) -> dict[str, Any]:
        """As it stands in a manifest: what was asked for, without what was not."""
        default = Asked()
        given = asdict(self)
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in given.items()
            if value != getattr(default, key)
        }

    def words(self, *, release: bool) -> str:
        """The options of the command line that ask for this. `release`: open layers are left out unless asked for."""
        found: list[str] = []
        for key, value in self.as_json().items():
            if key == "include_open":
                continue
            option = "--no-text" if key == "texts" else f"--{key.replace('_', '-')}"
            if key == "where":
                found += [word for condition in value for word in (option, condition)]
            elif isinstance(value, bool):
                found.append(option)
            else:
                found += [option, *(map(str, value) if isinstance(value, list) else [str(value)])]
        if self.include_open and (release or self.split):
            found.append("--include-open")
        elif not self.include_open and not (release or self.split):
            found.append("--only-done")
        return shlex.join(found)


def asked_from_json(record: Mapping[str, Any]) -> Asked:
    """What `as_json` wrote; keys that a newer version has written are refused by the manifest's version."""
    known = {each.name for each in fields(Asked)}
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in record.items() if key in known
    }
    return Asked(**given)
