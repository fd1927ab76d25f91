"""Accounts on the command line, and the accounts of the demo."""

import json
import secrets
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal import running
from portal.access import ANYONE, ROLE_LABELS, PortalRole, Role
from portal.accounts import passwords, queries, service
from portal.accounts.factors import service as factors
from portal.errors import Invalid
from portal.organisations import queries as organisations
from portal.settings import Settings
from portal.work import reading, unit_of_work

# Accounts of the demo: organisation and role there; none for the portal administration.
_DEMO: dict[str, tuple[str, Role] | None] = {
    "herne@demo.example": ("herne", Role.COORDINATOR),
    "bochum@demo.example": ("bochum", Role.COORDINATOR),
    "gelsenkirchen@demo.example": ("gelsenkirchen", Role.COORDINATOR),
    "mitwirkung.herne@demo.example": ("herne", Role.CONTRIBUTOR),
    "verwaltung@demo.example": None,
}


@click.group(help="Konten anlegen, schließen und wieder öffnen.")
def account() -> None:
    """Create accounts and let people in again."""


@account.command(
    "recover",
    help="Gibt dem Konto der Adresse EMAIL ein neues Passwort und entfernt den zweiten Schritt: für Menschen, die ihr "
    "Gerät und ihre Ersatzcodes verloren haben. Überzeugen Sie sich vorher, dass es die richtige Person ist.",
)
@click.argument("email")
@click.password_option(help="15 Zeichen oder mehr; wird sonst erfragt.")
@with_appcontext
def recover(email: str, password: str) -> None:
    """Let somebody in again who has lost every second step."""
    try:
        with unit_of_work() as session:
            found = queries.by_email(session, email)
            if found is None:
                raise click.ClickException(f"Ein Konto {email} gibt es nicht.")
            if not found.active:
                raise click.ClickException(
                    f"Das Konto {email} ist geschlossen. Soll die Person wieder hinein, öffnen Sie es zuerst mit "
                    f"`portal account reopen {email}`."
                )
            factors.recover(session, ANYONE, found)
            service.set_password(session, ANYONE, found, password, least=passwords.LEAST)
    except Invalid as error:
        raise click.ClickException(" ".join(message for each in error.errors.values() for message in each)) from None
    click.echo(f"Konto {email}: neues Passwort, kein zweiter Schritt, überall abgemeldet")


@account.command(
    "reopen",
    help="Öffnet das geschlossene Konto der Adresse EMAIL wieder, mit den Rollen, die es noch hat.",
)
@click.argument("email")
@with_appcontext
def reopen(email: str) -> None:
    """Let the account of EMAIL in again."""
    with unit_of_work() as session:
        known = queries.by_email(session, email)
        found = queries.by_id(session, known.id, for_update=True) if known else None  # nobody erases it meanwhile
        if found is None or not found.closed:
            raise click.ClickException(f"Ein geschlossenes Konto {email} gibt es nicht.")
        service.reopen(session, ANYONE, found)
    click.echo(f"Konto {email}: wieder offen")


@click.command(help="Legt die Konten der Vorführung einmal an.")
@with_appcontext
def demo() -> None:
    """Create the demo accounts once; their passwords are made at random and kept in the instance folder."""
    settings = running.settings()
    if not settings.demo:
        raise click.ClickException("Konten der Vorführung gibt es nur mit DEMO=1.")
    path = _kept(settings)
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    with reading() as session:
        known = organisations.by_slugs(session, {place[0] for place in _DEMO.values() if place})
        existing = queries.existing_emails(session, _DEMO)
    wanted = [email for email, place in _DEMO.items() if place is None or place[0] in known]
    missing = [email for email in wanted if email not in existing]
    if not missing:
        return
    kept |= {email: _password() for email in missing}
    path.touch(mode=0o600)
    path.write_text(json.dumps(kept, indent=2))
    with unit_of_work() as session:
        for email in missing:
            slug, role = _DEMO[email] or ("", Role.COORDINATOR)
            organisation = organisations.by_slug(session, slug) if slug else None
            service.create_account(
                session,
                email=email,
                display_name=f"{ROLE_LABELS[role]} {organisation.name}" if organisation else "Portalverwaltung",
                password=kept[email],
                organisation=organisation,
                role=role,
                portal_role=None if organisation else PortalRole.ADMINISTRATION,
            )


def show_demo(settings: Settings) -> None:
    """Print the demo accounts with their passwords."""
    path = _kept(settings)
    if path.exists():
        click.echo("  Konten zum Ausprobieren (E-Mail-Adresse, Passwort):")
        for email, password in json.loads(path.read_text()).items():
            click.echo(f"    {email:28} {password}")
        click.echo("")


def _kept(settings: Settings) -> Path:
    return settings.instance / "demo-accounts.json"


def _password() -> str:
    return "-".join(secrets.token_hex(3) for _ in range(3))
