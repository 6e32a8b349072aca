"""Gamma: positions and categories in one number, by the best alignment of all annotators. Needs the extra `gamma`."""
