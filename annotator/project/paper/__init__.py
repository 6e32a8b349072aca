"""Paper: what is written for people to read, as blocks that become plain text or Markdown."""
