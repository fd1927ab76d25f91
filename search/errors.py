"""What can go wrong here; the messages are German because operators read them."""

NO_INDEX = "Es gibt noch keinen Suchindex."
DAMAGED = "Der Suchindex ist beschädigt."
OUTDATED = "Der Suchindex passt nicht zu dieser Programmfassung."
NOT_PRIVATE = "Der Ordner des Suchindex gehört einem anderen Konto oder ist für andere beschreibbar."
NOT_WRITABLE = "Der Suchindex lässt sich nicht schreiben."
BUSY = "Der Suchindex wird gerade von anderer Stelle geschrieben."


class SearchError(Exception):
    """Everything this package raises on purpose, apart from ValueError for wrong arguments."""


class Unavailable(SearchError):
    """There is no index that may be used; `reason` is one German sentence for the operator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Busy(SearchError):
    """Another thread or process writes; nothing was changed, try again later."""

    def __init__(self) -> None:
        super().__init__(BUSY)


class TooSmall(SearchError):
    """A rebuild got far fewer documents than expected and was not published."""

    def __init__(self, arrived: int, expected: int) -> None:
        super().__init__(f"Nur {arrived} von {expected} erwarteten Einträgen: der alte Suchindex bleibt.")
        self.arrived = arrived
        self.expected = expected
