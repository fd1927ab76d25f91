"""Writes the letters about responsibility."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.links import Links
from portal.mail import Button, Content, LetterKind, Paragraph
from portal.mail.composing import Composer
from portal.projects.responsibility import letters, queries


def _asked(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    asked = queries.contacts_of(session, params["asked_id"])
    project = next(
        (each for each, contact in asked if each.id == params["project_id"] and not contact.consented_at), None
    )
    if project is None:
        return None
    return Content(
        subject=_("Sollen Sie Ansprechperson sein? %(title)s", title=project.title),
        blocks=(
            Paragraph(_("Ihre Organisation schlägt Sie als Ansprechperson für „%(title)s“ vor.", title=project.title)),
            Paragraph(
                _(
                    "Sind Sie einverstanden, dann sehen angemeldete Beschäftigte anderer Kommunen bei diesem Eintrag "
                    "Ihren Namen, Ihre E-Mail-Adresse und, wenn Sie sie angegeben haben, Funktion und Telefon. Die "
                    "Öffentlichkeit sieht davon nichts."
                )
            ),
            Paragraph(
                _(
                    "Es ist Ihre Entscheidung. Sie können Nein sagen, und ein Ja können Sie jederzeit zurücknehmen. "
                    "Ohne Antwort wird nichts gezeigt."
                )
            ),
            Button(_("Antworten"), links.url("/konto/ansprechperson")),
        ),
        why=_("Sie bekommen diese Mail, weil jemand aus Ihrer Organisation Sie vorgeschlagen hat."),
    )


COMPOSERS: Mapping[LetterKind, Composer] = {letters.CONTACT_ASKED: _asked}
