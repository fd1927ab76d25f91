"""Query building: from the words of a user to a plan of keys."""
