"""Tests of the portal, its search and its house rules."""
