"""Drawing: from marks on a text to the cells of a row."""
