"""The commands that make an account, with its role in an organisation, and close one."""

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.access import ANYONE, ROLE_LABELS, PortalRole, Role
from portal.accounts import passwords
from portal.accounts import queries as accounts
from portal.accounts.service import create_account
from portal.errors import PortalError
from portal.members import closing, service
from portal.organisations import queries as organisations
from portal.text import N_
from portal.work import unit_of_work

BY_COMMAND = N_("Betreiber")


@click.command("create", help="Legt ein Konto für die Adresse EMAIL an.")
@click.argument("email")
@click.option("--name", required=True, help="Anzeigename.")
@click.option(
    "--organisation", "slug", help="Kurzname der Organisation, für die die Person Einträge pflegt, z. B. herne."
)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.COORDINATOR.value,
    show_default=True,
    help="Rolle in der Organisation: " + ", ".join(f"{role.value} ({ROLE_LABELS[role]})" for role in Role) + ".",
)
@click.option("--administration", is_flag=True, help="Gibt die Rolle Portalverwaltung.")
@click.password_option(help="15 Zeichen oder mehr; wird sonst erfragt.")
@with_appcontext
def create(email: str, name: str, slug: str | None, password: str, role: str, *, administration: bool) -> None:
    """Create an account for EMAIL; whoever joins by it is welcomed like everybody else."""
    portal_role = PortalRole.ADMINISTRATION if administration else None
    try:
        with unit_of_work() as session:
            organisation = organisations.by_slug(session, slug) if slug else None
            if slug and organisation is None:
                raise click.ClickException(f"Eine Organisation {slug} gibt es nicht.")
            passwords.check(password, words=[organisation.name] if organisation else [])
            account = create_account(
                session, email=email, display_name=name, password=password, portal_role=portal_role
            )
            if organisation is not None:
                hooks = current_app.extensions["member_hooks"]
                service.admit(session, ANYONE, hooks, account, organisation, Role(role), by=BY_COMMAND)
    except PortalError as error:
        reasons = [message for messages in getattr(error, "errors", {}).values() for message in messages]
        raise click.ClickException(" ".join(reasons) or error.message) from None
    click.echo(f"Konto {email} angelegt")


@click.command(
    "close",
    help="Schließt das Konto der Adresse EMAIL: für Menschen, die gegangen sind, ohne ihre Aufgaben zu übergeben. Hat "
    "ihre Organisation keine andere Koordination, bestimmt die Portalverwaltung eine neue.",
)
@click.argument("email")
@with_appcontext
def close(email: str) -> None:
    """Keep the account of EMAIL out."""
    with unit_of_work() as session:
        found = accounts.by_email(session, email)
        if found is None or not found.active:
            raise click.ClickException(f"Ein offenes Konto {email} gibt es nicht.")
        try:
            closing.shut(session, ANYONE, found.id)
        except service.LastAdministrator as error:
            raise click.ClickException(error.message) from None
    click.echo(f"Konto {email}: geschlossen, überall abgemeldet")
