"""Feedback: reported mistakes in entries and reported barriers, answered by the portal administration."""
