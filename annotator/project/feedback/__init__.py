"""Feedback: what each annotator learns from gold, and what the lead learns about annotators and decisions."""
