"""Makes the lexicon out of the packages simplemma and wordfreq and our lists; needed when building only."""
