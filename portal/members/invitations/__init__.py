"""Invitations of colleagues by mail."""
