"""Who looks after an entry for the organisation that keeps it, and whom staff of others may turn to."""
