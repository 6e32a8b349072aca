"""How a program ends: the report of a crash, what was being typed, and what could not be saved."""
