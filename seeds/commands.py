"""The command that loads reference data and first entries."""

import sys
from collections import Counter

import click
from flask.cli import with_appcontext

from portal.projects.importing import Outcome
from portal.work import unit_of_work
from seeds import projects, reference

BATCH = 50  # entries in one unit of work


@click.command(help="Lädt Grunddaten und die ersten Einträge. Was Menschen geändert haben, bleibt.")
@with_appcontext
def seed() -> None:
    """Load reference data and entries from public sources; what people have changed stays as it is."""
    with unit_of_work() as session:
        rows = reference.load(session)
    entries = projects.entries()
    outcomes = Counter[Outcome]()
    # On a first run there is something to wait for; later runs only compare.
    hidden = not rows
    with click.progressbar(length=len(entries), label="Einträge", file=sys.stderr, hidden=hidden) as bar:
        for start in range(0, len(entries), BATCH):
            batch = entries[start : start + BATCH]
            try:
                with unit_of_work() as session:
                    outcomes += projects.load(session, batch)
            except projects.RefusedError as error:
                raise click.ClickException(f"Die Grunddaten lassen sich nicht laden. {error}") from None
            bar.update(len(batch))
    if rows or outcomes[Outcome.ADDED] or outcomes[Outcome.CHANGED]:
        click.echo(
            f"Grunddaten: {rows} Zeilen geändert. Einträge: {outcomes[Outcome.ADDED]} neu, "
            f"{outcomes[Outcome.CHANGED]} geändert, {outcomes[Outcome.UNCHANGED]} wie zuvor, "
            f"{outcomes[Outcome.KEPT]} in der Hand einer Kommune."
        )
