"""Writes the letters about members and their roles."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.links import Links
from portal.mail import Button, Content, Facts, LetterKind, Paragraph
from portal.mail.composing import Composer, Reader
from portal.members import elsewhere, letters, queries
from portal.members.wording import members_path

Params = Mapping[str, Any]


def _address_elsewhere(session: Session, params: Params, links: Links) -> Content | None:
    held = queries.membership(session, params["organisation_id"], params["member_id"])
    account = accounts.by_id(session, params["member_id"], fresh=True)
    if account is None or held is None or not elsewhere.is_elsewhere(session, account):
        return None
    place = held.organisation
    return Content(
        subject=_("%(name)s hat eine neue E-Mail-Adresse", name=account.display_name),
        blocks=(
            Paragraph(
                _(
                    "%(name)s gehört bei Projektnachbarn zu %(organisation)s und hat jetzt eine E-Mail-Adresse, deren "
                    "Domain für %(organisation)s nicht bestätigt ist.",
                    name=account.display_name,
                    organisation=place.name,
                )
            ),
            Facts(((_("Name"), account.display_name), (_("Neue Adresse"), account.email))),
            Paragraph(
                _(
                    "Arbeitet die Person noch für %(organisation)s? Dann brauchen Sie nichts zu tun. Arbeitet sie "
                    "jetzt woanders, dann entfernen Sie sie bitte aus den Mitgliedern.",
                    organisation=place.name,
                )
            ),
            Button(_("Mitglieder ansehen"), links.url(members_path(place))),
        ),
        why=_(
            "Sie bekommen diese Mail, weil Sie die Mitglieder von %(organisation)s betreuen.", organisation=place.name
        )
        if queries.coordinators(session, place.id) and not queries.is_only_coordinator(session, place.id, account.id)
        else _("Sie bekommen diese Mail, weil Sie zur Portalverwaltung gehören und sonst niemand entscheiden kann."),
    )


def _watches(session: Session, params: Params, account_id: int) -> bool:
    watching = elsewhere.watching(session, params["organisation_id"], params["member_id"])
    return account_id in {one.id for one in watching}


COMPOSERS: Mapping[LetterKind, Composer] = {letters.ADDRESS_ELSEWHERE: _address_elsewhere}
READERS: Mapping[LetterKind, Reader] = {letters.ADDRESS_ELSEWHERE: _watches}
