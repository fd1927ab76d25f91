"""Data protection: what is kept about people, the file somebody gets about himself, and how an account is erased."""
