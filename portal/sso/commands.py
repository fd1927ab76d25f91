"""What an operator asks of the single sign-on."""

import click
from flask import current_app
from flask.cli import with_appcontext

from portal import running
from portal.organisations import queries as organisations
from portal.sso.client import Client
from portal.sso.refusals import Refused
from portal.work import reading


@click.group(help="Anmeldung über Anmeldedienste der Verwaltungen.")
def sso() -> None:
    """Commands about identity providers."""


@sso.command(help="Fragt jeden Anmeldedienst und prüft, ob die Regeln zu den Organisationen passen.")
@with_appcontext
def check() -> None:
    """Ask each provider and look at its rules; end with an error when something is wrong."""
    found: dict[str, Client] = current_app.extensions["sso"]
    links = running.links()
    if not found:
        click.echo("Kein Anmeldedienst ist eingerichtet.")
    faults = 0
    for name, client in found.items():
        click.echo(f"{client.provider.label} ({client.provider.issuer})")
        click.echo(f"  Rücksprung-Adresse: {links.url(f'/anmelden/sso/{name}/zurueck')}")
        told = _faults(client)
        for fault in told:
            click.echo(f"  Fehler: {fault}")
        faults += len(told)
        if not told:
            click.echo("  In Ordnung")
    if faults:
        raise click.ClickException("So funktioniert die Anmeldung nicht für alle.")


def _faults(client: Client) -> list[str]:
    slugs = {rule.organisation for rule in client.provider.rules}
    with reading() as db:
        known = {slug for slug, each in organisations.by_slugs(db, slugs).items() if each.can_have_members}
    faults = [f"Eine Organisation {slug}, die Mitglieder haben kann, gibt es nicht." for slug in sorted(slugs - known)]
    try:
        client.look_up()
    except Refused as error:
        faults.append(error.reason)
    return faults
