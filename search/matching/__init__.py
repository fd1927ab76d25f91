"""From a plan to the documents that match it, in order, and why."""
