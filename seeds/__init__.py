"""Reference data and the register's first real entries; loads through the domains' services."""
