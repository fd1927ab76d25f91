"""Reference data of the Ruhr area and the register's first entries, loaded through the portal's domains."""
