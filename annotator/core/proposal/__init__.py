"""Proposals: what may be a claim here. Never stored before a hand has accepted it."""
