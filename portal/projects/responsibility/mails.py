"""Writes the letters about responsibility."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.links import Links
from portal.mail import Button, Content, Items, LetterKind, Paragraph
from portal.mail.composing import Composer
from portal.organisations.models import Organisation
from portal.projects.models import Project
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
            _what_is_shown(),
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


def _asked_again(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    named = queries.contacts_of(session, params["asked_id"])
    asked = [project.title for project, contact in named if not contact.consented_at]
    if not asked:
        return None
    return Content(
        subject=_("Bitte noch einmal: Sollen Sie Ansprechperson sein?"),
        blocks=(
            Paragraph(
                _(
                    "Das Portal musste auf einen älteren Stand zurückgesetzt werden. Ob Sie seither Ja oder Nein "
                    "gesagt haben, wissen wir nicht mehr. Deshalb fragen wir noch einmal. Es geht um:"
                )
            ),
            Items(tuple(asked)),
            _what_is_shown(),
            Paragraph(
                _(
                    "Bis Sie antworten, wird nichts von Ihnen gezeigt. Sie können Nein sagen, und ein Ja können Sie "
                    "jederzeit zurücknehmen."
                )
            ),
            Button(_("Antworten"), links.url("/konto/ansprechperson")),
        ),
        why=_("Sie bekommen diese Mail, weil Sie bei diesen Einträgen als Ansprechperson vorgeschlagen sind."),
    )


def _what_is_shown() -> Paragraph:
    return Paragraph(
        _(
            "Sind Sie einverstanden, dann sehen angemeldete Beschäftigte anderer Kommunen bei diesem Eintrag "
            "Ihren Namen, Ihre E-Mail-Adresse und, wenn Sie sie angegeben haben, Funktion und Telefon. Die "
            "Öffentlichkeit sieht davon nichts."
        )
    )


def _moved_away(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    project = session.get(Project, params["project_id"])
    if project is None or project.keeper_id != params["keeper_id"]:
        return None
    keeper = session.get(Organisation, project.keeper_id) if project.keeper_id else None
    name = keeper.name if keeper else _("die Portalverwaltung")
    return Content(
        subject=_("Nicht mehr bei Ihnen: %(title)s", title=project.title),
        blocks=(
            Paragraph(
                _("Den Eintrag „%(title)s“ pflegt jetzt jemand anderes: %(keeper)s.", title=project.title, keeper=name)
            ),
            Paragraph(
                _(
                    "Sie sind nicht mehr für ihn zuständig und werden nicht mehr an ihn erinnert. Auch als "
                    "Ansprechperson nennt er Sie nicht mehr. Lesen können Sie ihn weiterhin, solange er "
                    "veröffentlicht ist."
                )
            ),
            Paragraph(_("Ist es ein Versehen? Dann wenden Sie sich bitte an die Portalverwaltung.")),
            Button(_("Zu Meine Kommune"), links.url("/meine-kommune")),
        ),
        why=_("Sie bekommen diese Mail, weil Sie für diesen Eintrag zuständig oder seine Ansprechperson waren."),
    )


COMPOSERS: Mapping[LetterKind, Composer] = {
    letters.CONTACT_ASKED: _asked,
    letters.CONTACT_ASKED_AGAIN: _asked_again,
    letters.MOVED_AWAY: _moved_away,
}
