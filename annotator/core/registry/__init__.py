"""The registry of speakers: who is listed, what can be changed and what is refused, and where a speaker is named."""
