"""The link "Stimmt noch": stands for one person, one entry and its last confirmation. Made anew, never stored."""

from datetime import timedelta
from typing import NamedTuple

from portal.accounts import marks
from portal.accounts.models import Account
from portal.links import LinkBroken, Links
from portal.projects.models import Project

GOOD_FOR = timedelta(days=92)  # each month brings a new one
_PURPOSE = "freshness.confirm"


class Claim(NamedTuple):
    """What a link says: for which entry, whose it is and at which address, and the confirmation it was made after."""

    project_id: int
    account_id: int
    mark: str
    confirmed: int


def address(links: Links, project: Project, account: Account) -> str:
    """Return the whole address of the page with the button, for the mailbox the account has now."""
    claim = Claim(project.id, account.id, marks.of_address(account), confirmation(project))
    return links.url(f"/bestaetigen/{links.token(_PURPOSE, claim)}")


def read(links: Links, token: str) -> Claim:
    """Return what a link says. Raises LinkBroken and LinkExpired."""
    match links.read(_PURPOSE, token, GOOD_FOR):
        case [int(project_id), int(account_id), str(mark), int(confirmed)]:
            return Claim(project_id, account_id, mark, confirmed)
    raise LinkBroken


def confirmation(project: Project) -> int:
    """Return what changes with each confirmation: its moment in seconds since 1970, 0 while there is none."""
    return int(project.confirmed_at.timestamp()) if project.confirmed_at else 0
