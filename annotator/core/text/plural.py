"""One thing or several, in a sentence.

>>> plural(1, "article"), plural(1200, "article"), plural(2, "loss", "losses")
('1 article', '1,200 articles', '2 losses')
"""

from __future__ import annotations


def plural(n: int, word: str, words: str = "") -> str:
    """`1 article`, `5 articles`; `words` where they are made otherwise."""
    return f"{n:,} {word}" if n == 1 else f"{n:,} {words or word + 's'}"
