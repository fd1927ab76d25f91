"""German analysis: text to words, words to the keys that are indexed and looked up."""
