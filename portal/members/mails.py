"""Writes the letters of this domain."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import running
from portal.accounts import queries as accounts
from portal.links import Links
from portal.mail import Button, Content, Facts, LetterKind, Paragraph
from portal.mail.composing import Composer, Reader
from portal.members import letters, membership_mails, queries, restored_mails
from portal.members.invitations import queries as invitations
from portal.members.invitations.links import token_for
from portal.members.joining import mails as joining
from portal.members.joining.registration import LINK_PURPOSE as REGISTRATION
from portal.members.models import Invitation, InvitationState
from portal.members.wording import role_in_words
from portal.organisations.models import Organisation
from portal.web.presentation import german_moment

Params = Mapping[str, Any]


def _invitation(session: Session, params: Params, links: Links) -> Content | None:
    invitation = invitations.by_id(session, params["invitation_id"])
    if invitation is None or invitation.state is not InvitationState.OPEN or invitation.expired:
        return None
    organisation = invitation.organisation.name
    inviting = _inviting(invitation)
    path = "/einladung/" + token_for(invitation, links)
    return Content(
        subject=_("%(organisation)s: Einladung zu Projektnachbarn", organisation=organisation),
        blocks=(
            Paragraph(
                _(
                    "%(name)s lädt Sie ein, bei Projektnachbarn für %(organisation)s mitzuarbeiten. Projektnachbarn "
                    "ist das gemeinsame Verzeichnis der Digitalprojekte von 53 Städten und Gemeinden im Ruhrgebiet.",
                    name=inviting,
                    organisation=organisation,
                )
            ),
            Facts(((_("Ihre Rolle"), role_in_words(invitation.role)),)),
            Button(_("Einladung ansehen"), links.url(path)),
            Paragraph(
                _(
                    "Der Link gilt bis %(moment)s und nur einmal. Möchten Sie nicht, können Sie dort auch ablehnen.",
                    moment=german_moment(invitation.expires_at),
                )
            ),
        ),
        why=_(
            "Sie bekommen diese Mail, weil jemand von %(organisation)s Sie eingeladen hat.", organisation=organisation
        )
        if _is_colleague(session, invitation)
        else _(
            "Sie bekommen diese Mail, weil die Portalverwaltung Sie für %(organisation)s eingeladen hat.",
            organisation=organisation,
        ),
    )


def _inviting(invitation: Invitation) -> str:
    by = invitation.invited_by
    if by is None:
        return str(_("Die Portalverwaltung"))
    return by.display_name or str(_("Die Koordination"))  # without a name: erased meanwhile


def _is_colleague(session: Session, invitation: Invitation) -> bool:
    by = invitation.invited_by_id
    return by is not None and queries.membership(session, invitation.organisation_id, by) is not None


def _registration(session: Session, params: Params, links: Links) -> Content:
    why = _("Sie bekommen diese Mail, weil jemand mit dieser Adresse ein Konto bei Projektnachbarn anlegen wollte.")
    unasked = Paragraph(_("Waren Sie das nicht? Dann brauchen Sie nichts zu tun."))
    known = accounts.by_email(session, params["email"])
    if known is not None and not known.active:
        return Content(
            subject=_("Ihr Konto bei Projektnachbarn ist geschlossen"),
            blocks=(Paragraph(_("Zu dieser Adresse gibt es ein Konto. Es ist geschlossen.")), _reopening(), unasked),
            why=why,
        )
    if known is not None:
        return Content(
            subject=_("Sie haben schon ein Konto bei Projektnachbarn"),
            blocks=(
                Paragraph(_("Zu dieser Adresse gibt es schon ein Konto. Bitte melden Sie sich damit an.")),
                Button(_("Zur Anmeldung"), links.url("/anmelden")),
                unasked,
            ),
            why=why,
        )
    path = "/registrieren/" + links.token(REGISTRATION, params["email"])
    return Content(
        subject=_("Bitte bestätigen Sie Ihre Adresse"),
        blocks=(
            Paragraph(_("Öffnen Sie den Link. Dort geben Sie Ihren Namen an und wählen ein Passwort.")),
            Button(_("Weiter zur Registrierung"), links.url(path)),
            Paragraph(_("Der Link gilt 24 Stunden.")),
            unasked,
        ),
        why=why,
    )


def _reopening() -> Paragraph:
    operator = running.settings().operator.email
    if operator:
        return Paragraph(_("Möchten Sie wieder mitarbeiten? Dann schreiben Sie an %(address)s.", address=operator))
    return Paragraph(_("Möchten Sie wieder mitarbeiten? Dann wenden Sie sich an die Portalverwaltung."))


def _removed(session: Session, params: Params, links: Links) -> Content | None:
    organisation = session.get(Organisation, params["organisation_id"])
    if organisation is None:
        return None
    return Content(
        subject=_("Sie gehören nicht mehr zu %(organisation)s", organisation=organisation.name),
        blocks=(
            Paragraph(
                _(
                    "Sie gehören bei Projektnachbarn nicht mehr zu %(organisation)s. Die Einträge von "
                    "%(organisation)s können Sie nicht mehr bearbeiten.",
                    organisation=organisation.name,
                )
            ),
            Paragraph(
                _("Waren Sie für Einträge zuständig, kümmert sich jetzt jemand anderes darum.")
                if any(one.account.active for one in queries.members(session, organisation.id))
                else _("Waren Sie für Einträge zuständig, achtet jetzt die Moderation darauf.")
            ),
            Paragraph(
                _(
                    "Ihr Konto bleibt bestehen. Brauchen Sie es nicht mehr, können Sie es selbst löschen. Ist es ein "
                    "Versehen? Dann wenden Sie sich an die Koordination von %(organisation)s.",
                    organisation=organisation.name,
                )
            ),
            Button(_("Zu Mein Konto"), links.url("/konto")),
        ),
        why=_(
            "Sie bekommen diese Mail, weil Sie bei Projektnachbarn zu %(organisation)s gehörten.",
            organisation=organisation.name,
        ),
    )


def _closed(_session: Session, _params: Params, _links: Links) -> Content:
    return Content(
        subject=_("Ihr Konto bei Projektnachbarn ist geschlossen"),
        blocks=(
            Paragraph(_("Ihr Konto wurde geschlossen. Niemand kann sich mehr damit anmelden.")),
            _reopening(),
        ),
        why=_("Sie bekommen diese Mail, weil diese Adresse zu dem Konto gehört."),
    )


COMPOSERS: Mapping[LetterKind, Composer] = {
    letters.INVITATION: _invitation,
    letters.REGISTRATION: _registration,
    letters.REMOVED: _removed,
    letters.CLOSED: _closed,
    **joining.COMPOSERS,
    **membership_mails.COMPOSERS,
    **restored_mails.COMPOSERS,
}
READERS: Mapping[LetterKind, Reader] = {**joining.READERS, **membership_mails.READERS, **restored_mails.READERS}
