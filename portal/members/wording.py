"""What the letters of this domain share."""

from flask_babel import gettext as _

from portal.access import ROLE_LABELS, ROLE_MEANINGS, Role
from portal.organisations.models import Organisation


def members_path(organisation: Organisation) -> str:
    """Return where the members of an organisation are listed."""
    return f"/organisationen/{organisation.slug}/mitglieder"


def role_in_words(role: Role) -> str:
    """Return what a role is called and what it means."""
    return f"{_(ROLE_LABELS[role])}. {_(ROLE_MEANINGS[role])}"
