"""A case as people see it: its page with a page for each step, and what the public sees of it."""
