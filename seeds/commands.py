"""The command that loads reference data and first entries."""

import click


@click.command()
def seed() -> None:
    """Load reference data and the first entries."""
