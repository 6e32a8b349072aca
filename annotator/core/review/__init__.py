"""Reviewing: what is to be decided in an article, what a majority says of it, and what a key makes of it."""
