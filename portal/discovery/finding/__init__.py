"""What is searched for and what is found, in plain values: knows no web."""
