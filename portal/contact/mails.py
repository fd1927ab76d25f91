"""Writes the letters that carry messages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.contact import letters, queries, tokens
from portal.links import Links
from portal.mail import Button, Content, Facts, LetterKind, Paragraph, Quote
from portal.mail.composing import Composer, Reader


def _confirm(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    message = queries.by_id(session, params["message_id"])
    if message is None or message.confirmed_at is not None:
        return None
    # Nothing of what was typed is in it: else anybody could have us send any text to any address.
    return Content(
        subject=_("Bitte bestätigen Sie Ihre Nachricht"),
        blocks=(
            Paragraph(
                _("Mit dieser Adresse wurde eine Nachricht zu „%(title)s“ geschrieben.", title=message.project.title)
            ),
            Paragraph(_("Wir leiten sie weiter, sobald Sie das bestätigen. Der Link gilt sieben Tage.")),
            Button(_("Nachricht ansehen und abschicken"), tokens.address(links, message.id)),
            Paragraph(_("Waren Sie das nicht? Dann brauchen Sie nichts zu tun. Die Nachricht wird gelöscht.")),
        ),
        why=_("Sie bekommen diese Mail, weil jemand Ihre Adresse in ein Kontaktformular eingetragen hat."),
    )


def _forward(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    message = queries.by_id(session, params["message_id"])
    if message is None or message.confirmed_at is None:
        return None
    entry = queries.entry_of(session, message)
    return Content(
        subject=_("Nachricht zu „%(title)s“", title=entry.title),
        blocks=(
            Paragraph(_("Über das Portal hat Ihnen jemand zu „%(title)s“ geschrieben:", title=entry.title)),
            Quote(message.message),
            Facts(((_("Name"), message.name), (_("E-Mail-Adresse"), message.email))),
            Paragraph(
                _(
                    "Antworten Sie einfach auf diese Mail. Wer geschrieben hat, kennt Ihre Adresse bisher nicht und "
                    "erfährt sie erst durch Ihre Antwort."
                )
            ),
            Button(_("Eintrag ansehen"), links.url(f"/projekte/{entry.slug}")),
        ),
        why=_("Sie bekommen diese Mail, weil Sie für diesen Eintrag zuständig sind oder ihn betreuen."),
        reply_to=message.email,
    )


def _reads(session: Session, params: Mapping[str, Any], account_id: int) -> bool:
    message = queries.by_id(session, params["message_id"])
    return message is not None and account_id in {one.id for one in queries.readers(session, message)}


COMPOSERS: Mapping[LetterKind, Composer] = {letters.CONFIRM: _confirm, letters.FORWARD: _forward}
READERS: Mapping[LetterKind, Reader] = {letters.FORWARD: _reads}
