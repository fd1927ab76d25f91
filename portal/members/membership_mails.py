"""Writes the letters about members and their roles."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.access import PORTAL_ROLE_LABELS, PORTAL_ROLE_MEANINGS
from portal.accounts import queries as accounts
from portal.links import Links
from portal.mail import Button, Content, Facts, Item, Items, LetterKind, Link, Paragraph
from portal.mail.composing import Composer, Reader
from portal.members import elsewhere, letters, queries
from portal.members.doors import hooks
from portal.members.wording import members_path, role_in_words
from portal.organisations.models import Organisation

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


def _role_changed(session: Session, params: Params, links: Links) -> Content | None:
    held = queries.membership(session, params["organisation_id"], params["member_id"])
    if held is None or held.role.value != params["role"]:
        return None  # a later letter says what counts by now
    place = held.organisation.name
    return Content(
        subject=_("Ihre Rolle bei %(organisation)s wurde geändert", organisation=place),
        blocks=(
            Paragraph(
                _("Sie haben bei Projektnachbarn für %(organisation)s jetzt eine andere Rolle.", organisation=place)
            ),
            Facts(((_("Ihre Rolle"), role_in_words(held.role)),)),
            Paragraph(
                _(
                    "Ist es ein Versehen? Dann wenden Sie sich an die Koordination von %(organisation)s.",
                    organisation=place,
                )
            ),
            Button(_("Zu Meine Kommune"), links.url("/meine-kommune")),
        ),
        why=_("Sie bekommen diese Mail, weil Sie bei Projektnachbarn zu %(organisation)s gehören.", organisation=place),
    )


def _portal_role(session: Session, params: Params, links: Links) -> Content | None:
    account = accounts.by_id(session, params["for_account"])
    role = account.portal_role if account else None
    if account is None or (role.value if role else None) != params["role"]:
        return None
    why = _("Sie bekommen diese Mail, weil sich Ihre Rolle für das ganze Portal geändert hat.")
    if role is None:
        return Content(
            subject=_("Sie haben keine portalweite Rolle mehr"),
            blocks=(
                Paragraph(_("Die Portalverwaltung hat Ihnen die Rolle für das ganze Portal entzogen.")),
                Paragraph(_("Ihre Rollen in Organisationen bleiben, wie sie sind.")),
                Button(_("Zu Mein Konto"), links.url("/konto")),
            ),
            why=why,
        )
    label = _(PORTAL_ROLE_LABELS[role])
    return Content(
        subject=_("Sie haben jetzt die Rolle %(role)s", role=label),
        blocks=(
            Paragraph(_("Die Portalverwaltung hat Ihnen bei Projektnachbarn eine Rolle für das ganze Portal gegeben.")),
            Facts(((_("Ihre Rolle"), f"{label}. {_(PORTAL_ROLE_MEANINGS[role])}"),)),
            Button(_("Zur Verwaltung"), links.url("/verwaltung")),
        ),
        why=why,
    )


def _successor(session: Session, params: Params, links: Links) -> Content | None:
    place = session.get(Organisation, params["organisation_id"])
    things = hooks().things(session, params["handed"], params["successor_id"])
    if place is None or not things:
        return None
    former = accounts.names(session, [params["former_id"]]).get(params["former_id"])
    gone = former.name if former and not former.erased else _("ein früheres Mitglied")
    more = params["more"]
    return Content(
        subject=_("%(organisation)s: Sie haben Aufgaben übernommen", organisation=place.name),
        blocks=(
            Paragraph(
                _(
                    "Bisher kümmerte sich %(name)s bei %(organisation)s um das Folgende. Jetzt sind Sie zuständig.",
                    name=gone,
                    organisation=place.name,
                )
            ),
            Items(
                tuple(
                    Item(f"{_(each.label)}: {each.title}", links=(Link(_("Ansehen"), links.url(each.path)),))
                    for each in things
                )
            ),
            *([Paragraph(ngettext("Und %(num)d weiteres.", "Und %(num)d weitere.", more))] if more else []),
            Paragraph(_("Alles davon steht auf „Meine Kommune“. Die Koordination kann es auch jemand anderem geben.")),
            Button(_("Zu Meine Kommune"), links.url("/meine-kommune")),
        ),
        why=_(
            "Sie bekommen diese Mail, weil Sie bei Projektnachbarn zu %(organisation)s gehören.",
            organisation=place.name,
        ),
    )


def _belongs(session: Session, params: Params, account_id: int) -> bool:
    return queries.membership(session, params["organisation_id"], account_id) is not None


COMPOSERS: Mapping[LetterKind, Composer] = {
    letters.ADDRESS_ELSEWHERE: _address_elsewhere,
    letters.ROLE_CHANGED: _role_changed,
    letters.PORTAL_ROLE: _portal_role,
    letters.SUCCESSOR: _successor,
}
READERS: Mapping[LetterKind, Reader] = {letters.ADDRESS_ELSEWHERE: _watches, letters.SUCCESSOR: _belongs}
