"""Exchanging events with others through a folder: what goes out, what comes in, and what has to wait."""
