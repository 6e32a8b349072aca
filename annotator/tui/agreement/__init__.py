"""The agreement page: a report as rows of the screen, and the widget that shows them and follows the project."""
