"""Joint entries: taken over by one, spoken for by each participant, handed on."""
