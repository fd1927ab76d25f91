"""Entries stay right: who looks after one is asked once a month whether it still is, and who else if nobody answers."""
