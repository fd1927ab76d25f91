"""Writes the letters to whoever looks after an entry that the moderation has touched."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.links import Links
from portal.mail import Button, Content, Facts, LetterKind, Paragraph, Quote
from portal.mail.composing import Composer, Reader
from portal.projects import queries
from portal.projects.moderation import letters
from portal.projects.responsibility.queries import colleagues, looking_after
from portal.projects.vocabulary import Publication


def _hidden(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    project = queries.by_id(session, params["project_id"])
    if project is None or not project.hidden:
        return None
    return Content(
        subject=_("Ausgeblendet: %(title)s", title=project.title),
        blocks=(
            Paragraph(_("Die Moderation hat Ihren Eintrag „%(title)s“ ausgeblendet. Der Grund:", title=project.title)),
            Quote(project.archive_reason or ""),
            Paragraph(
                _(
                    "Er steht nicht mehr in Suche und Listen. Unter seiner Adresse steht nur noch der Grund. "
                    "Ihre Angaben sind nicht verloren: Sie können sie weiter lesen."
                )
            ),
            Paragraph(
                _(
                    "Sind Sie anderer Meinung, oder hat sich etwas geändert? Dann antworten Sie auf diese Mail. Nur "
                    "die Moderation kann den Eintrag wieder zeigen."
                )
            ),
            Button(_("Eintrag ansehen"), links.url(f"/projekte/{project.slug}")),
        ),
        why=_why(),
    )


def _shown(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    project = queries.by_id(session, params["project_id"])
    if project is None or project.publication is not Publication.PUBLISHED:
        return None
    return Content(
        subject=_("Wieder sichtbar: %(title)s", title=project.title),
        blocks=(
            Paragraph(
                _(
                    "Die Moderation zeigt Ihren Eintrag „%(title)s“ wieder. Er steht wie vorher in Suche und Listen.",
                    title=project.title,
                )
            ),
            Button(_("Eintrag ansehen"), links.url(f"/projekte/{project.slug}")),
        ),
        why=_why(),
    )


def _merged(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    duplicate, stays = (queries.by_id(session, params[name]) for name in ("duplicate_id", "stays_id"))
    if duplicate is None or stays is None:
        return None
    return Content(
        subject=_("Zusammengeführt: %(title)s", title=duplicate.title),
        blocks=(
            Paragraph(_("Zwei Einträge beschrieben dasselbe Projekt. Die Moderation hat sie zusammengeführt.")),
            Facts(
                (
                    (_("Es bleibt"), stays.title),
                    (_("Gepflegt von"), stays.keeper.name if stays.keeper else _("Portalverwaltung")),
                    (_("Doppelter Eintrag"), duplicate.title),
                )
            ),
            Paragraph(
                _(
                    "Alle Adressen des doppelten Eintrags führen jetzt zum Eintrag, der bleibt. Beteiligte, "
                    "Schlagwörter, Links und Quellen, die dort fehlten, kamen dazu. An seinen Texten hat sich nichts "
                    "geändert."
                )
            ),
            Paragraph(_("Ist das falsch, oder fehlt etwas? Dann antworten Sie auf diese Mail.")),
            Button(_("Eintrag ansehen"), links.url(f"/projekte/{stays.slug}")),
        ),
        why=_(
            "Sie bekommen diese Mail, weil Sie einen der beiden Einträge pflegen oder die Organisation koordinieren."
        ),
    )


def _why() -> str:
    return str(
        _(
            "Sie bekommen diese Mail, weil Sie für diesen Eintrag zuständig sind oder die Organisation koordinieren, "
            "die ihn pflegt."
        )
    )


def _looks_after(session: Session, params: Mapping[str, Any], account_id: int) -> bool:
    project = queries.by_id(session, params["project_id"])
    return project is not None and account_id in {each.id for each in looking_after(session, project)}


def _belongs_to_a_keeper(session: Session, params: Mapping[str, Any], account_id: int) -> bool:
    """Merged, an entry has nobody any more who looks after it: whoever did is still told while belonging there."""
    both = [queries.by_id(session, params[name]) for name in ("duplicate_id", "stays_id")]
    return any(account_id in {one.id for one in colleagues(session, each.keeper_id)} for each in both if each)


COMPOSERS: Mapping[LetterKind, Composer] = {
    letters.HIDDEN: _hidden,
    letters.MERGED: _merged,
    letters.SHOWN: _shown,
}
READERS: Mapping[LetterKind, Reader] = {
    letters.HIDDEN: _looks_after,
    letters.MERGED: _belongs_to_a_keeper,
    letters.SHOWN: _looks_after,
}
