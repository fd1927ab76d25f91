"""The lists of cases, and what they bring to Meine Kommune."""
