"""The sheet: what is written, and what comes back from a spreadsheet."""
