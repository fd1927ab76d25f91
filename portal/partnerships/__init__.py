"""Requests between municipalities, and what comes of them."""
