"""Deadlines for the own calendar: a file under a secret address that its owner renews and ends."""
