"""The mail address of an account is changed once the new one is confirmed by a link in a mail."""
