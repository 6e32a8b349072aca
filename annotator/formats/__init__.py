"""Bytes to core values and back, one file per format."""
