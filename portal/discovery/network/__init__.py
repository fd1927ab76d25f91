"""The network of partnerships: who works with whom, on the map and in a table."""
