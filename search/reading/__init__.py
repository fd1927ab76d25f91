"""One state of the index, opened for reading: postings, facets, orders, vocabulary, texts, as arrays."""
