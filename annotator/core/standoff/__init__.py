"""Stand-off annotation as other tools keep it, and the way between it and claims."""
