"""Reviewing, from the pure core to a session with a real store."""
