"""Writing to others: the form, its check, sending, and what has become of what was sent."""
