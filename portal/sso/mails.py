"""Writes the letters of this domain."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.links import Links
from portal.mail import Button, Content, Items, LetterKind, Paragraph
from portal.mail.composing import Composer, Reader
from portal.members import queries as members
from portal.members.wording import members_path
from portal.sso import letters

Params = Mapping[str, Any]


def _headless(session: Session, params: Params, links: Links) -> Content | None:
    place, member = params["organisation_id"], params["member_id"]
    held = members.membership(session, place, member)
    if held is None or not members.is_only_coordinator(session, place, member):
        return None  # somebody has seen to it
    names = {"name": held.account.display_name, "organisation": held.organisation.name}
    if members.colleagues(session, place, member):
        stays = _("Damit die anderen dort nicht ohne Koordination sind, bleibt sie im Portal vorerst bestehen.")
    else:
        stays = _("Damit %(organisation)s nicht ohne Koordination ist, bleibt sie im Portal vorerst bestehen.", **names)
    return Content(
        subject=_("%(organisation)s braucht eine neue Koordination", organisation=names["organisation"]),
        blocks=(
            Paragraph(
                _(
                    "%(name)s hat bei %(organisation)s als einzige Person die Rolle Koordination. Der Anmeldedienst "
                    "der Verwaltung sieht diese Rolle nicht mehr vor.",
                    **names,
                )
            ),
            Paragraph(stays),
            Paragraph(_("Das können Sie tun:")),
            Items(
                (
                    _("Fragen Sie bei %(organisation)s nach, wer die Koordination übernimmt.", **names),
                    _("Ist %(name)s noch da, kann %(name)s die Rolle selbst weitergeben.", **names),
                    _(
                        "Ist %(name)s gegangen, schließen Sie das Konto auf der Seite der Mitglieder. Danach können "
                        "Sie dort jemand anderem die Rolle geben.",
                        **names,
                    ),
                )
            ),
            Paragraph(
                _("Sobald es eine andere Koordination gibt, endet die Rolle bei der nächsten Anmeldung von selbst.")
            ),
            Button(_("Mitglieder ansehen"), links.url(members_path(held.organisation))),
        ),
        why=_("Sie bekommen diese Mail, weil Sie zur Portalverwaltung gehören."),
    )


def _administers(session: Session, _params: Params, account_id: int) -> bool:
    return account_id in {one.id for one in members.administrators(session)}


COMPOSERS: Mapping[LetterKind, Composer] = {letters.HEADLESS: _headless}
READERS: Mapping[LetterKind, Reader] = {letters.HEADLESS: _administers}
