"""Feedback: what gold says of each annotator, claim by claim, and the examples that it gives for the guidelines."""
