"""Which mail domains belong to which organisations."""
