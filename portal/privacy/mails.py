"""Writes the letters of this domain."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import running
from portal.accounts import queries as accounts
from portal.links import Links
from portal.mail import Button, Content, LetterKind, Paragraph
from portal.mail.composing import Composer
from portal.orm import utcnow
from portal.privacy import letters, service
from portal.privacy.unused import NOTICE
from portal.web.presentation import german_date


def _erased(_session: Session, params: Mapping[str, Any], _links: Links) -> Content:
    return Content(
        subject=_("Ihr Konto bei Projektnachbarn ist gelöscht"),
        blocks=(
            Paragraph(_(service.REASONS[params["why"]])),
            Paragraph(
                _(
                    "Name, Adresse und alles andere, was Sie nennt, ist gelöscht. Im Verlauf von Einträgen und "
                    "Anfragen steht statt Ihres Namens „ehemaliges Mitglied“. Was andere über Sie in freie Texte "
                    "geschrieben haben, kann stehen bleiben. Aus den Sicherungskopien verschwinden Ihre Angaben "
                    "spätestens nach %(days)s Tagen.",
                    days=running.settings().retention.backups,
                )
            ),
            Paragraph(_("Das ist die letzte Mail an diese Adresse. Mit dem Versand vergisst das Portal auch sie.")),
        ),
        why=_("Sie bekommen diese Mail, weil diese Adresse zu dem Konto gehörte."),
    )


def _unused(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    account = accounts.by_id(session, params["for_account"])
    if account is None or account.warned_at is None:
        return None  # used again, or gone already
    when = german_date(utcnow() + NOTICE)  # from the day on which it goes out
    return Content(
        subject=_("Ihr Konto bei Projektnachbarn wird bald gelöscht"),
        blocks=(
            Paragraph(
                _(
                    "Ihr Konto gehört zu keiner Organisation und wurde lange nicht benutzt. Geschieht nichts, löscht "
                    "das Portal es am %(when)s oder wenige Tage danach.",
                    when=when,
                )
            ),
            *(
                (
                    Paragraph(_("Möchten Sie es behalten? Dann melden Sie sich bis dahin einmal an.")),
                    Button(_("Zur Anmeldung"), links.url("/anmelden")),
                )
                if account.active
                else (
                    Paragraph(
                        _("Es ist geschlossen. Möchten Sie es behalten, wenden Sie sich an die Portalverwaltung.")
                    ),
                )
            ),
            Paragraph(_("Brauchen Sie es nicht mehr? Dann brauchen Sie nichts zu tun.")),
        ),
        why=_("Sie bekommen diese Mail, weil diese Adresse zu dem Konto gehört."),
    )


COMPOSERS: Mapping[LetterKind, Composer] = {letters.ERASED: _erased, letters.UNUSED: _unused}
