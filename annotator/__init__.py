"""annotator: label claims in news articles from the keyboard, in the terminal."""

__version__ = "0.1.0"
