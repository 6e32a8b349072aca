"""Use cases, called by both fronts (the screen and the command line)."""
