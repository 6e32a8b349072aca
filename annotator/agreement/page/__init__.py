"""The report as a page: one file of HTML that loads nothing, runs nothing, and can be printed."""
