"""Talking in a case."""
