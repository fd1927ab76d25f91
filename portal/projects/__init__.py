"""Projects: the entries of the register from the first draft to the archive."""
