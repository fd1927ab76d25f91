"""The link of an invitation. It names until when it counts, so that renewing an invitation ends all earlier links."""

from typing import NamedTuple

from portal.links import LinkBroken, Links
from portal.members.models import Invitation

_PURPOSE = "member.invitation"


class Key(NamedTuple):
    """What a link carries: the invitation, and the end of its term when the link was made."""

    invitation_id: int
    until: str


def key_of(invitation: Invitation) -> Key:
    """Return what a link made now would carry."""
    return Key(invitation.id, invitation.expires_at.isoformat())


def token_for(invitation: Invitation, links: Links) -> str:
    """Return the token of a link to the invitation as it stands."""
    return links.token(_PURPOSE, key_of(invitation))


def read(token: str, links: Links) -> Key:
    """Return what a token carries. Raises LinkBroken."""
    match links.read(_PURPOSE, token):
        case [int(invitation_id), str(until)]:
            return Key(invitation_id, until)
        case _:
            raise LinkBroken
