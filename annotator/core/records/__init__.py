"""Records: the one codec between values and bytes, datasets, decisions and their fold."""
