"""Keys for a disagreement: planned against gold that was made beforehand, and pressed on a real session."""
