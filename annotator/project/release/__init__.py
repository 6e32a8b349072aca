"""Releases: exports that are frozen, written again, compared; and what of a project may not be passed on."""
