"""Mail on the command line."""

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.mail.delivery import LEASE, Delivery
from portal.mail.letters import TEST
from portal.mail.models import Mail, MailState
from portal.mail.posting import post
from portal.work import reading, unit_of_work


@click.group(help="Rund um den Mailversand.")
def mail() -> None:
    """Look after the mail."""


@mail.command(help="Schickt eine Testmail an ADDRESS und sagt, was der Mailserver geantwortet hat.")
@click.argument("address")
@with_appcontext
def test(address: str) -> None:
    """Send a test mail to ADDRESS at once and tell what became of it; exit code 1 unless it was taken over."""
    delivery: Delivery = current_app.extensions["delivery"]
    if delivery.transport is None:
        raise click.ClickException("Es ist kein Mailversand eingerichtet: Setzen Sie SMTP_HOST und MAIL_FROM.")
    try:
        with unit_of_work() as session:
            order = post(session, TEST, to=address)
            order.next_try_at += LEASE  # a worker shall leave it to us
    except ValueError:
        raise click.ClickException("Das ist keine E-Mail-Adresse.") from None
    delivery.deliver(order.id)
    with reading() as session:
        found = session.get_one(Mail, order.id)
        if found.state is not MailState.SENT:
            raise click.ClickException(f"Die Testmail ist nicht angekommen: {found.last_error}")
    click.echo(f"Die Testmail an {address} ist unterwegs")
