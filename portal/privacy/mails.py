"""Writes the letters of this domain."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import running
from portal.links import Links
from portal.mail import Content, LetterKind, Paragraph
from portal.mail.composing import Composer
from portal.privacy import letters, service


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


COMPOSERS: Mapping[LetterKind, Composer] = {letters.ERASED: _erased}
