"""Writes the letters about requests to join."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.models import Membership
from portal.links import Links
from portal.mail import Button, Content, Facts, LetterKind, Paragraph, Quote
from portal.mail.composing import Composer, Reader
from portal.members import letters, queries
from portal.members.joining import queries as requests
from portal.members.models import MembershipRequest, RequestState
from portal.members.wording import members_path, role_in_words
from portal.organisations.models import Organisation
from portal.web.presentation import german_moment

Params = Mapping[str, Any]


def _request(session: Session, params: Params, links: Links) -> Content | None:
    request = _waiting(session, params)
    if request is None:
        return None
    subject = _("%(name)s möchte mitarbeiten", name=request.account.display_name)
    return _to_decide(session, request, links, subject, ())


def _reminder(session: Session, params: Params, links: Links) -> Content | None:
    request = _waiting(session, params)
    if request is None:
        return None
    subject = _("Erinnerung: %(name)s wartet auf Ihre Antwort", name=request.account.display_name)
    patience = Paragraph(
        _("Über diese Anfrage hat seit einer Woche niemand entschieden. Daran erinnert das Portal nur dieses eine Mal.")
    )
    return _to_decide(session, request, links, subject, (patience,))


def _to_decide(
    session: Session, request: MembershipRequest, links: Links, subject: str, opening: tuple[Paragraph, ...]
) -> Content:
    account, organisation = request.account, request.organisation
    name = organisation.name if organisation else _("einer Organisation, die noch nicht feststeht")
    coordinated = organisation is not None and queries.team(session, organisation).coordinated
    facts = (
        (_("Name"), account.display_name),
        (_("E-Mail-Adresse"), account.email),
        (_("Organisation"), organisation.name if organisation else _("noch nicht bekannt")),
        (_("Angefragt am"), german_moment(request.created_at)),
    )
    return Content(
        subject=subject,
        blocks=(
            *opening,
            Paragraph(
                _(
                    "%(name)s möchte bei Projektnachbarn zu %(organisation)s gehören. Die Adresse ist bestätigt.",
                    name=account.display_name,
                    organisation=name,
                )
            ),
            Facts(facts),
            *([Quote(request.note)] if request.note else []),
            Button(
                _("Anfrage ansehen und entscheiden"),
                links.url(members_path(organisation) if organisation else "/verwaltung/anfragen"),
            ),
        ),
        why=_("Sie bekommen diese Mail, weil Sie die Mitglieder von %(organisation)s betreuen.", organisation=name)
        if coordinated
        else _("Sie bekommen diese Mail, weil Sie zur Portalverwaltung gehören und sonst niemand entscheiden kann."),
    )


def _accepted(session: Session, params: Params, links: Links) -> Content | None:
    held = _membership(session, requests.by_id(session, params["request_id"]))
    if held is None:
        return None
    return Content(
        subject=_("Willkommen bei %(organisation)s", organisation=held.organisation.name),
        blocks=(
            Paragraph(
                _("Sie gehören bei Projektnachbarn jetzt zu %(organisation)s.", organisation=held.organisation.name)
            ),
            Facts(((_("Ihre Rolle"), role_in_words(held.role)),)),
            Button(_("Zu Meine Kommune"), links.url("/meine-kommune")),
        ),
        why=_asked_for(),
    )


def _declined(session: Session, params: Params, _links: Links) -> Content | None:
    request = requests.by_id(session, params["request_id"])
    if request is None or request.state is not RequestState.DECLINED:
        return None
    asked = (
        _("Ihre Anfrage, zu %(organisation)s zu gehören, wurde abgelehnt.", organisation=request.organisation.name)
        if request.organisation
        else _("Ihre Anfrage, bei Projektnachbarn mitzuarbeiten, wurde abgelehnt.")
    )
    return Content(
        subject=_("Ihre Anfrage wurde abgelehnt"),
        blocks=(Paragraph(asked), Paragraph(_("Der Grund:")), Quote(request.reason or "")),
        why=_asked_for(),
    )


def _unanswered(session: Session, params: Params, links: Links) -> Content:
    organisation = session.get(Organisation, params["organisation_id"]) if params["organisation_id"] else None
    asked = (
        _("Niemand hat Ihre Anfrage beantwortet, zu %(organisation)s zu gehören.", organisation=organisation.name)
        if organisation
        else _("Niemand hat Ihre Anfrage beantwortet, bei Projektnachbarn mitzuarbeiten.")
    )
    return Content(
        subject=_("Ihre Anfrage ist ohne Antwort abgelaufen"),
        blocks=(
            Paragraph(asked),
            Paragraph(_("Das tut uns leid. Die Anfrage wartet nicht länger und ist gelöscht. Ihr Konto bleibt.")),
            Paragraph(
                _(
                    "Möchten Sie noch mitarbeiten? Dann sprechen Sie am besten jemanden aus Ihrer Verwaltung an und "
                    "fragen danach noch einmal."
                )
            ),
            Button(_("Noch einmal fragen"), links.url("/konto/organisationen")),
        ),
        why=_asked_for(),
    )


def _waiting(session: Session, params: Params) -> MembershipRequest | None:
    request = requests.by_id(session, params["request_id"])
    return request if request is not None and request.state is RequestState.WAITING else None


def _membership(session: Session, request: MembershipRequest | None) -> Membership | None:
    if request is None or request.organisation_id is None:
        return None
    return queries.membership(session, request.organisation_id, request.account_id)


def _asked_for() -> str:
    return str(_("Sie bekommen diese Mail, weil Sie bei Projektnachbarn um Aufnahme gebeten haben."))


def _decides(session: Session, params: Params, account_id: int) -> bool:
    request = requests.by_id(session, params["request_id"])
    return request is not None and account_id in {one.id for one in requests.deciders(session, request)}


COMPOSERS: Mapping[LetterKind, Composer] = {
    letters.REQUEST: _request,
    letters.REQUEST_REMINDER: _reminder,
    letters.ACCEPTED: _accepted,
    letters.DECLINED: _declined,
    letters.UNANSWERED: _unanswered,
}
READERS: Mapping[LetterKind, Reader] = {letters.REQUEST: _decides, letters.REQUEST_REMINDER: _decides}
