"""What a key does in a review, beyond what it does to any claim. Loaded by who reviews or lists all commands."""

from __future__ import annotations

from annotator.core.commands.review import cases, focus, remark, verdict

__all__ = ["cases", "focus", "remark", "verdict"]
