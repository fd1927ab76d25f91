"""The second step of a sign-in: codes of an app, passkeys, and recovery codes for when neither is at hand."""
