"""Writes the letter to those who can look what an older state of the portal has got wrong."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import PortalRole, Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.links import Links
from portal.mail import Content, Heading, Item, Items, LetterKind, Link, Paragraph
from portal.mail.composing import Composer, Reader
from portal.mail.content import Block
from portal.members import letters, restored
from portal.members.wording import members_path
from portal.organisations.models import Organisation
from portal.web.presentation import german_moment

Params = Mapping[str, Any]


def _restored(session: Session, params: Params, links: Links) -> Content | None:
    account = accounts.by_id(session, params["for_account"])
    if account is None:
        return None
    administers = account.portal_role is PortalRole.ADMINISTRATION
    pages = [(each.name, links.url(members_path(each))) for each in _coordinated(account)]
    overall = [(_("Verwaltung"), links.url("/verwaltung"))]
    return Content(
        subject=_("Bitte prüfen: Das Portal hat einen älteren Stand"),
        blocks=(
            Paragraph(_("Nach einer Störung wurde eine Sicherung des Portals eingespielt.")),
            Paragraph(_what_counts(params["made_at"])),
            *(_to_check(_("Mitglieder"), restored.OF_ORGANISATIONS, pages) if pages else ()),
            *(_to_check(_("Das ganze Portal"), restored.OF_THE_PORTAL, overall) if administers else ()),
            Paragraph(
                _(
                    "Ansprechpersonen fragt das Portal selbst noch einmal. Bis sie antworten, zeigt es sie nicht. "
                    "Gelöschte Konten bleiben gelöscht."
                )
            ),
        ),
        why=_("Sie bekommen diese Mail, weil Sie Mitglieder einer Organisation oder das Portal betreuen."),
    )


def _what_counts(made_at: str | None) -> str:
    if made_at is None:
        return str(_("Was seit der Sicherung geändert wurde, fehlt. Bitte prüfen Sie:"))
    moment = german_moment(datetime.fromisoformat(made_at))
    return str(_("Was seit dem %(moment)s geändert wurde, fehlt. Bitte prüfen Sie:", moment=moment))


def _to_check(heading: str, points: Sequence[str], pages: Sequence[tuple[str, str]]) -> tuple[Block, ...]:
    """Return what to look at, and where: the name and address of each page."""
    where = [Item(name, links=(Link(_("Ansehen"), url),)) for name, url in pages]
    return (Heading(heading), Items(tuple(_(each) for each in points)), Items(tuple(where)))


def _coordinated(account: Account) -> list[Organisation]:
    return [each.organisation for each in accounts.memberships_of(account) if each.role is Role.COORDINATOR]


def _looks(session: Session, _params: Params, account_id: int) -> bool:
    account = accounts.by_id(session, account_id)
    if account is None:
        return False
    return account.portal_role is PortalRole.ADMINISTRATION or bool(_coordinated(account))


COMPOSERS: Mapping[LetterKind, Composer] = {letters.RESTORED: _restored}
READERS: Mapping[LetterKind, Reader] = {letters.RESTORED: _looks}
