"""What concerns the whole portal: who may do what, what was decided, and the desk of its administration."""
