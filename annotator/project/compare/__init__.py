"""Comparing layers: which count, how far they agree, and what a reference says of them."""
