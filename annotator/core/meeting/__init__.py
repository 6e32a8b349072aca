"""The meeting: what the guidelines do not settle, as a list of points."""
