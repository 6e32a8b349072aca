"""Reviewing in a project: who decides about what, in which order; rules that decide by themselves; the session."""
