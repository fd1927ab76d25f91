"""Accounts: who signs in, where they belong and what role they hold."""
