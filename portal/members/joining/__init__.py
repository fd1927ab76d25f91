"""Own registration, and asking to join an organisation."""
