"""What the moderation does with entries of others: hide them with a reason, merge duplicates."""
