"""Discovery: start, search, and the pages that show several domains together."""
