"""What comes into a project and goes out of it: imports, exports, and what they report."""
