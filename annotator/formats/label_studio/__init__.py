"""Label Studio: tasks with regions, relations and choices, and the labelling configuration."""
