"""A project in which every string is a payload, through every screen, page and verb."""
