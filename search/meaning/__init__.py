"""Documents near to a query by meaning, whatever their words; only with an encoder, which is optional."""
