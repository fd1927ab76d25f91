"""What can go wrong on purpose, and the one table that says how it is answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.text import N_


class UnsafeSettingsError(Exception):
    """The portal must not start like this; the message says what to change."""


class PortalError(Exception):
    """A refusal people can understand. `message` is a German msgid; the door translates it.

    `heading` is the title of the page where what is said of all errors of the same status would mislead.
    """

    heading: str | None = None
    message = N_("Das hat nicht geklappt.")

    def __init__(self, message: str | None = None, **values: object) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
        self.values = values


class NotFound(PortalError):
    """There is no such thing, or the reader must not know of it."""

    message = N_("Diese Seite gibt es nicht.")


class Gone(PortalError):
    """It was there and has been taken away: its title, and the reason that was given.

    `message` says in a sentence what became of it, `told` why, with the place {reason} where a reason was given.
    """

    message = N_("Dieser Eintrag ist archiviert.")

    def __init__(
        self,
        title: str | None = None,
        reason: str | None = None,
        *,
        message: str | None = None,
        told: str | None = None,
    ) -> None:
        super().__init__(message)
        self.title, self.reason = title, reason
        self.told = told or (N_("Grund: {reason}") if reason else None)


class Forbidden(PortalError):
    """The actor may not do this."""

    message = N_("Dafür fehlt Ihnen die Berechtigung.")


class Invalid(PortalError):
    """The input breaks rules. `errors` maps a field name to German messages."""

    message = N_("Bitte prüfen Sie Ihre Angaben.")

    def __init__(self, errors: Mapping[str, Sequence[Any]], message: str | None = None) -> None:
        super().__init__(message)
        self.errors = {name: [str(message) for message in messages] for name, messages in errors.items()}


class Conflict(PortalError):
    """Somebody else was first; nothing was changed."""

    message = N_("Jemand anderes war schneller. Es wurde nichts geändert.")


class Throttled(PortalError):
    """Too many tries. `retry_after` is in seconds."""

    message = N_("Zu viele Versuche. Bitte warten Sie etwas und versuchen Sie es dann noch einmal.")

    def __init__(self, retry_after: int, message: str | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


STATUS: dict[type[PortalError], int] = {
    NotFound: 404,
    Gone: 410,
    Forbidden: 403,
    Invalid: 422,
    Conflict: 409,
    Throttled: 429,
}


def status_of(error: PortalError) -> int:
    """Return the HTTP status of an error; 400 for one without a line of its own."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)
