"""From documents to files: schema, commits, rebuilds, and the directory with its generations."""
