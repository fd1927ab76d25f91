"""An entry as people fill it in: its chapters as a table, as forms, as pages."""
