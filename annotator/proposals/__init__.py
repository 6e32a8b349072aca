"""Rules that propose claims: a lexicon of cues, and where their source and content stand. Pure."""
