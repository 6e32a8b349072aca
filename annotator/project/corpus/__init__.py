"""Articles on their way into a project: which files, what of them is new, what is much alike."""
