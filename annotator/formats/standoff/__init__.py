"""What the formats of other tools share: documents become a reading, layers get the names of files."""
