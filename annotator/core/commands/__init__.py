"""What a key does: one function per command, grouped by what the hand is doing."""
