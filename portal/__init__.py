"""Projektnachbarn: the register of digitalisation projects of the Ruhr municipalities."""
