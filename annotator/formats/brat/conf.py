"""annotation.conf: what brat lets its users mark, made from the scheme."""

from __future__ import annotations

from annotator.core.scheme import Field, Scheme
from annotator.core.standoff.style import LISTS
from annotator.formats.standoff.naming import Names

BOOLEANS = ("true", "false")


def attributes(item: Field, names: Names) -> dict[str, tuple[str, ...]]:
    """Attribute → its values, none for one that is present or absent. brat has no lists, so a set is several."""
    name = names.fields[item.key]
    if item.type == "multi":
        return {flag(item, names, value.key): () for value in item.values}
    return {name: BOOLEANS if item.type == "boolean" else tuple(value.key for value in item.values)}


def flag(item: Field, names: Names, key: str) -> str:
    """The attribute that stands for one value of a set."""
    number = next(number for number, value in enumerate(item.values, 1) if value.key == key)
    return f"{names.fields[item.key]}_{key if key.isascii() else f'value{number}'}"


def annotation_conf(scheme: Scheme, names: Names) -> str:
    """The whole file."""
    primary = names.roles[scheme.primary.key]
    lines = ["[entities]", *(names.roles[role.key] for role in scheme.roles), "", "[relations]"]
    lines += [
        f"{names.relations[role.key]}\tArg1:{names.roles[role.key]}, Arg2:{primary}"
        for role in scheme.roles
        if not role.primary
    ]
    lines += [f"{names.relations[link]}\tArg1:{primary}, Arg2:{primary}" for link in scheme.links]
    lines += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", "", "[attributes]"]
    for item in scheme.fields:
        for name, values in attributes(item, names).items() if item.type in LISTS else ():
            lines.append(f"{name}\tArg:<ENTITY>" + (f", Value:{'|'.join(values)}" if values else ""))
    return "\n".join(lines) + "\n"
