"""What may be meant: spelling, completion, similar documents."""
