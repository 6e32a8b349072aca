"""CSV: one row for each claim, made to be looked at in a spreadsheet and to come back from it."""
