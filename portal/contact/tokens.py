"""The link that confirms a message: stands for the message alone."""

from portal.contact.models import CONFIRM_WITHIN
from portal.links import LinkBroken, Links

_PURPOSE = "contact.confirm"


def address(links: Links, message_id: int) -> str:
    """Return the whole address of the page with the button."""
    return links.url(f"/kontakt/{links.token(_PURPOSE, message_id)}")


def read(links: Links, token: str) -> int:
    """Return the number of the message. Raises LinkBroken and LinkExpired."""
    match links.read(_PURPOSE, token, CONFIRM_WITHIN):
        case int(message_id):
            return message_id
    raise LinkBroken
