"""How well and how fast the search is, measured beside its peers: `make eval` (quality/), `make bench` (speed/)."""
