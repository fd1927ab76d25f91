"""The link "Stimmt noch": stands for one person, one entry and its last confirmation. Made anew, never stored."""

from datetime import timedelta
from typing import NamedTuple

from portal.links import LinkBroken, Links
from portal.projects.models import Project

GOOD_FOR = timedelta(days=92)  # each month brings a new one
_PURPOSE = "freshness.confirm"


class Claim(NamedTuple):
    """What a link says: whose it is, for which entry, and the confirmation it was made after."""

    project_id: int
    account_id: int
    confirmed: int


def address(links: Links, project: Project, account_id: int) -> str:
    """Return the whole address of the page with the button."""
    claim = Claim(project.id, account_id, confirmation(project))
    return links.url(f"/bestaetigen/{links.token(_PURPOSE, claim)}")


def read(links: Links, token: str) -> Claim:
    """Return what a link says. Raises LinkBroken and LinkExpired."""
    match links.read(_PURPOSE, token, GOOD_FOR):
        case [int(project_id), int(account_id), int(confirmed)]:
            return Claim(project_id, account_id, confirmed)
    raise LinkBroken


def confirmation(project: Project) -> int:
    """Return what changes with each confirmation: its moment in seconds since 1970, 0 while there is none."""
    return int(project.confirmed_at.timestamp()) if project.confirmed_at else 0
