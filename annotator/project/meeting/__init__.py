"""The meeting: its list, what it rules, and what is to be looked at again."""
