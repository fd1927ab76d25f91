"""Synonyms: words that the portal administration lets the search treat alike, beside those that come with it."""
