"""The results page: from an address to what its template shows."""
