"""Measures of agreement between annotators."""
