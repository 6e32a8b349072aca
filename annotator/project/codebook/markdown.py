"""The codebook as Markdown: roles, fields, values and their tests, each with its passage of the guidelines."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.config.guidelines import body, passage, sections
from annotator.core.compare.sense import Sense
from annotator.core.scheme import Change, Field, Role, Scheme
from annotator.core.visible import visible
from annotator.project.paper.markdown import escaped

_LEVELS = {
    "nominal": "nominal",
    "ordinal": "ordinal",
    "interval": "interval",
    "masi": "MASI",
    "jaccard": "Jaccard",
}


def markdown(scheme: Scheme, guidelines: str = "") -> str:
    """The whole codebook; safe to print. A passage that two parts name stands under the first."""
    named = {*(role.guideline for role in scheme.roles), *(field.guideline for field in scheme.fields)}
    before, after = _others(guidelines, named)
    lines = [
        f"# Codebook: {escaped(scheme.title)}",
        "",
        f"Scheme `{scheme.id}`, version {escaped(scheme.version)}. Two annotators' claims match when the intersection "
        f"over union of their {escaped(scheme.primary.label)} is at least {scheme.threshold:g}.",
        "",
        *_sections(before),
        "## What is marked",
        "",
    ]
    shown = {""}
    for role in scheme.roles:
        lines += _role(role, _passage(guidelines, role.guideline, shown))
    lines += ["## What is said about it", "", *_built_in(scheme)]
    for field in scheme.fields:
        lines += _field(field, scheme, _passage(guidelines, field.guideline, shown))
    lines += _sections(after)
    if scheme.changes:
        lines += ["## Changes", "", *map(_change, scheme.changes), ""]
    return visible("\n".join(lines).rstrip() + "\n", keep_newline=True)


def _others(guidelines: str, named: set[str]) -> tuple[list[str], list[str]]:
    """The sections that no part names: those before the first that is named, and those after it."""
    before: list[str] = []
    after: list[str] = []
    into = before
    for slug, text in sections(guidelines):
        if slug in named:
            into = after
        else:
            into.append(text)
    return before, after


def _sections(texts: Iterable[str]) -> list[str]:
    lines: list[str] = []
    for text in texts:
        heading = text.split("\n", 1)[0].lstrip("# ").rstrip("# ")
        lines += [f"## {heading}", "", *_words(body(text, 3))]
    return lines


def _words(text: str) -> list[str]:
    return [*text.split("\n"), ""] if text else []


def _passage(guidelines: str, slug: str, shown: set[str]) -> str:
    found = "" if slug in shown else passage(guidelines, slug)
    shown.add(slug)
    return body(found, 4) if found else ""


def _help(words: str, text: str) -> list[str]:
    """The one line of help, unless the passage begins with it."""
    return [] if text.casefold().startswith(words.rstrip(".").casefold()) else _sentence(escaped(words))


def _role(role: Role, text: str) -> list[str]:
    marks = [
        ("claims are matched on it", role.primary),
        ("required", role.required),
        ("may have several pieces", role.pieces),
        ("its words name the speaker", role.speaker),
        ("its words attribute the claim", role.cue),
    ]
    what = "; ".join(word for word, holds in marks if holds)
    return [f"### {escaped(role.label)} (`{role.key}`)", "", *_help(role.help, text), *_sentence(what), *_words(text)]


def _field(field: Field, scheme: Scheme, text: str) -> list[str]:
    about = [field.type, "required" if field.required else "optional"]
    if field.minimum is not None or field.maximum is not None:
        about.append(f"from {_bound(field.minimum)} to {_bound(field.maximum)}")
    level = _LEVELS[Sense(scheme, {}).level(field.key)]
    about.append(f"counts in agreement by {level} distance" if field.counts else "does not count in agreement")
    if field.type == "ordinal":
        about.append("the values are a scale, lowest first")
    lines = [f"### {escaped(field.label)} (`{field.key}`)", "", *_help(field.help, text), *_sentence("; ".join(about))]
    if field.values:
        lines += ["| value | test |", "|---|---|"]
        for value in field.values:
            label = value.label or value.key
            key = "" if label == value.key else f" (`{value.key}`)"
            retired = " *(retired)*" if value.retired else ""
            lines.append(f"| {escaped(label)}{key}{retired} | {escaped(value.help)} |")
        lines.append("")
    return [*lines, *_words(text)]


def _bound(number: float | None) -> str:
    return "any" if number is None else f"{number:g}"


def _built_in(scheme: Scheme) -> list[str]:
    lines = []
    if scheme.speakers:
        types = f" of these types: {escaped(', '.join(scheme.speaker_types))}" if scheme.speaker_types else ""
        lines.append(
            f"- **Speakers**: one or more from the project's registry{types}. Counts in agreement by MASI distance."
        )
    if scheme.attribution:
        lines.append(
            "- **Attribution**: the chain of those who pass the claim on, outermost first. Counts in agreement."
        )
    if scheme.links:
        lines.append(f"- **Links** to other claims: {escaped(', '.join(scheme.links))}. Do not count in agreement.")
    if scheme.note:
        lines.append("- **Note**: free text. Does not count in agreement.")
    return [*lines, ""] if lines else []


def _change(change: Change) -> str:
    into = f" into {', '.join(change.into)}" if change.into else ""
    values = f": {', '.join(change.values)}{into}" if change.values else into
    return f"- {change.version}: {change.action} in `{change.field}`{values}"


def _sentence(words: str) -> list[str]:
    return [words[:1].upper() + words[1:].rstrip(".") + ".", ""] if words else []
