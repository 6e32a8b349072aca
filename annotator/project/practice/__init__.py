"""Practice: a copy of the sample project, and the lesson on one of its articles. Nothing in them can be broken."""
