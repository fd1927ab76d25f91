"""Sign-ins that last: one row for each browser somebody is signed in with."""
