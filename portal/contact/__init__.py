"""Messages to whoever looks after an entry, forwarded without showing who that is."""
