"""The duty to answer: what happens when nobody does anything, and how well organisations answer."""
