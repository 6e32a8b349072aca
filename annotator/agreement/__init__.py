"""Agreement: measures, and the report that is made of them. Pure; the core only."""
