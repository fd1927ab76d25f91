"""What people read about tries and waiting."""

from flask_babel import gettext as _

from portal.errors import Throttled


def please_wait(error: Throttled) -> str:
    """Return how long to wait, in minutes or hours."""
    minutes = -(-error.retry_after // 60)
    if minutes <= 90:
        return str(_("Zu viele Versuche. Bitte warten Sie %(minutes)s Minuten.", minutes=minutes))
    return str(_("Zu viele Versuche. Bitte warten Sie %(hours)s Stunden.", hours=-(-minutes // 60)))


def waiting_header(error: Throttled) -> dict[str, str]:
    """Return the header that tells programs the same."""
    return {"Retry-After": str(error.retry_after)}
