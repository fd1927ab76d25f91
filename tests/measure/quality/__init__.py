"""How good the answers are: judged queries against our search and its peers, over the same documents."""
