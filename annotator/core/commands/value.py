"""Typing a value: what is typed becomes a field's number or text, or is refused in a sentence."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.command import Call, refuse
from annotator.core.commands import tag
from annotator.core.edit import with_field
from annotator.core.state import Prompt, State


def typed(state: State, call: Call, prompt: Prompt) -> State:
    """The state in which the claim has the value that stands in the prompt; nothing typed leaves the field open."""
    field, claim = state.scheme.field_of(prompt.field), tag.target(state)
    if field is None or claim is None:
        return tag.claimless(state)
    text = prompt.text.strip()
    value: str | int | float | None = text or None
    if field.type == "number" and text:
        try:
            value = int(text) if text.lstrip("+-").isdigit() else float(text)
        except ValueError:
            return refuse(replace(state, prompt=prompt), f"{field.label} takes a number, such as 3 or 0.5.")
        low, high = field.minimum, field.maximum
        if not abs(value) < 1e15 or (low is not None and value < low) or (high is not None and value > high):
            return refuse(replace(state, prompt=prompt), f"{field.label} takes a number{_within(low, high)}.")
    after = tag.store(state, call, with_field(claim, field.key, value), field.key, value)
    return replace(after, message=f"Claim {after.numbers[claim.id]}: {field.label.lower()} {tag.shown('', value)}.")


def _within(low: float | None, high: float | None) -> str:
    """The end of a sentence: between which numbers, written as in a scheme."""
    first, last = (f"{bound:.15g}" if bound is not None else "" for bound in (low, high))
    if first and last:
        return f" from {first} to {last}"
    return f" from {first} on" if first else f" up to {last}" if last else ""
