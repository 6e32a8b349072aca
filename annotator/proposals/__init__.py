"""Rules that propose claims."""
