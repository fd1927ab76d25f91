"""The digest: what waits for somebody and what is new, in one mail each day or week."""
