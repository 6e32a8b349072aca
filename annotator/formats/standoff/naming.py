"""Names of files for layers; names for roles, fields and links that other tools accept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.core.claim import MAIN, Layer
from annotator.core.records.filename import file_names
from annotator.core.scheme import Scheme
from annotator.core.standoff.mapping import NOTE, PIECE, SPEAKER

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WORD = re.compile(r"[^\W\d_][\w-]*")


def layer_name(layer: Layer) -> str:
    """What a layer is called in one word: `ana`, `ana@pilot`, `bot@main@model`, `gold`.

    No annotator's name has an `@`, so different layers have different names.
    """
    if layer.kind == "model":
        return f"{layer.annotator}@{layer.round}@model"
    return layer.annotator if layer.round == MAIN else f"{layer.annotator}@{layer.round}"


def layer_files(layers: Iterable[Layer]) -> dict[Layer, str]:
    """Layer → the stem of its file or folder, the same for one annotator's layers on all articles."""
    named = {layer: layer_name(layer) for layer in layers}
    stems = file_names(set(named.values()))
    return {layer: stems[name] for layer, name in named.items()}


def page_files(layers: Iterable[Layer]) -> dict[Layer, str]:
    """Layer → the stem of a file for it alone: article and annotator, `harbor-bridge-ana`."""
    named = {layer: f"{layer.article}/{layer_name(layer)}" for layer in layers}
    stems = file_names(named.values())
    return {layer: stems[name] for layer, name in named.items()}


class Names(NamedTuple):
    """The names that a format uses for the scheme's own words; letters, digits, `_` and `-`, a letter first."""

    roles: Mapping[str, str]
    relations: Mapping[str, str]
    """Role or type of link → name."""
    fields: Mapping[str, str]


def names(scheme: Scheme, *, plain: bool = False, besides: Iterable[str] | None = None) -> Names:
    """Names that the guess finds the way back from: labels, else keys; `plain`: in ASCII, else by their number.

    `besides`: words that are taken; with them every name is an identifier, and no two are alike whatever they name.
    """
    form = _WORD if not plain else _PLAIN if besides is None else _IDENTIFIER
    roles = _unique("role", ((role.key, role.label) for role in scheme.roles), form, besides or ())
    ties = [(role.key, f"{roles[role.key]}Of") for role in scheme.roles if not role.primary]
    said = [*ties, *((link, link) for link in scheme.links), (PIECE, "PieceOf")]
    apart = () if besides is None else (*besides, *roles.values())
    relations = _unique("relation", said, form, apart)
    if besides is not None:
        apart = (*apart, *relations.values())
    said = [*((item.key, item.label) for item in scheme.fields), (SPEAKER, "Speaker"), (NOTE, "Note")]
    return Names(roles, relations, _unique("field", said, form, apart))


def _unique(
    kind: str, wanted: Iterable[tuple[str, str]], form: re.Pattern[str], besides: Iterable[str] = ()
) -> dict[str, str]:
    found: dict[str, str] = {}
    taken = {name.casefold() for name in besides}
    for number, (key, label) in enumerate(wanted, 1):
        tries = [_bare(label, form), _bare(key, form), f"{kind}{number}"]
        name = next(each for each in tries if form.fullmatch(each) and each.casefold() not in taken)
        taken.add(name.casefold())
        found[key] = name
    return found


def _bare(word: str, form: re.Pattern[str]) -> str:
    """The word without accents where the form has none, and without what it does not allow."""
    if form is not _WORD:
        word = unicodedata.normalize("NFKD", word.replace("ß", "ss"))
    return "".join(char for char in word if form.fullmatch(f"x{char}"))
