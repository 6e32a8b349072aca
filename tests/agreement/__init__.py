"""Agreement: published values, degenerate input, laws, and other libraries as oracles."""
