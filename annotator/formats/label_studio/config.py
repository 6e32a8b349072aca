"""config.xml: the labelling interface that shows a scheme's roles, fields and links in Label Studio."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from annotator.core.scheme import Field, Scheme
from annotator.core.standoff.mapping import NOTE, PIECE, SPEAKER
from annotator.formats.standoff.naming import Names

TEXT, ROLE, RECORD, LAYER = "text", "role", "record", "layer"
"""Names of controls: the article, the labels of spans, the whole claim as JSON, and whose work it is."""
BOOLEANS = ("true", "false")
_COLOURS = ("#4363d8", "#e6194b", "#3cb44b", "#f58231", "#911eb4", "#46f0f0", "#808000", "#9a6324")


def config_xml(scheme: Scheme, names: Names) -> str:
    """The whole configuration. Controls of fields appear when a region is selected."""
    lines = ["<View>", f'  <Labels name="{ROLE}" toName="{TEXT}">']
    for number, role in enumerate(scheme.roles):
        colour = _COLOURS[number % len(_COLOURS)]
        lines.append(f"    <Label value={quoteattr(names.roles[role.key])} background={quoteattr(colour)}/>")
    lines += ["  </Labels>", f'  <Text name="{TEXT}" value="${TEXT}" granularity="symbol"/>', "  <Relations>"]
    lines += [
        f"    <Relation value={quoteattr(names.relations[type])}/>"
        for type in [*(role.key for role in scheme.roles if not role.primary), *scheme.links, PIECE]
    ]
    lines.append("  </Relations>")
    for item in scheme.fields:
        lines += _field(item, names.fields[item.key])
    lines += [*_area(names.fields[SPEAKER]), *_area(names.fields[NOTE]), *_area(RECORD)]
    lines += [f'  <TextArea name="{LAYER}" toName="{TEXT}" editable="false"/>', "</View>", ""]
    return "\n".join(lines)


def _field(item: Field, name: str) -> Iterator[str]:
    if item.type == "number":
        limits = "".join(
            f" {side}={quoteattr(f'{bound:g}')}"
            for side, bound in (("min", item.minimum), ("max", item.maximum))
            if bound is not None
        )
        yield f'  <Number name={quoteattr(name)} toName="{TEXT}" perRegion="true"{limits}/>'
    elif item.type in ("text", "entity"):
        yield from _area(name)
    else:
        several = "multiple" if item.type == "multi" else "single"
        head = f'  <Choices name={quoteattr(name)} toName="{TEXT}" perRegion="true"'
        yield f'{head} choice="{several}" showInline="true">'
        keys = BOOLEANS if item.type == "boolean" else [value.key for value in item.values]
        yield from (f"    <Choice value={quoteattr(key)}/>" for key in keys)
        yield "  </Choices>"


def _area(name: str) -> Iterator[str]:
    yield f'  <TextArea name={quoteattr(name)} toName="{TEXT}" perRegion="true" editable="true"/>'
