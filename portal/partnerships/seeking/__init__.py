"""Gesuche: needs that organisations make known."""
