"""A forgotten password is set anew by a link in a mail."""
