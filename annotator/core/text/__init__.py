"""The text: graphemes, words, sentences, quotations, clauses; motions, rows, search."""
