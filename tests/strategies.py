"""Hypothesis strategies that tests share."""

from __future__ import annotations

from hypothesis import strategies as st

from annotator.core.article import clean

_WORDS = st.sampled_from(
    'Rents fell said Brandt that the mayor 4.1% U.S. Sen. don\'t co-operate “No” "yes" ‘so’ — , . ? ! ; : ( ) 家族 '
    "です。 "
    "é e\u0301 👩🏽‍🔬 👨‍👩‍👧 🇫🇷 1️⃣ \u200b ﷽ \x1b[31m \u202e Žofie ’90s …".split(" ")
)
_HOSTILE = st.text(st.characters(codec="utf-8"), max_size=6)
_JOIN = st.sampled_from([" ", " ", " ", "", "\n", "\n\n", "\r\n", "\t"])

news = st.lists(st.tuples(st.one_of(_WORDS, _WORDS, _HOSTILE), _JOIN), max_size=30).map(
    lambda rows: clean("".join(word + join for word, join in rows))
)
"""Texts as an article has them: newsy words, wide and joined characters, hostile bits, already cleaned."""
