"""Entries in lists: in which order, how many, which wait at the desk."""
