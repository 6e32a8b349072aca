"""What layers of one article have to do with each other: which claims match, and how those that match differ."""
