"""Where articles come from: one file for each kind of file, or of standard input."""
