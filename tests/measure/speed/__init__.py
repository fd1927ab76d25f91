"""How fast the search is beside its peers, over generated documents."""
