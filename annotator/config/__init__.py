"""The files a person edits: annotator.toml, scheme.toml, the user's config.toml."""
