"""How often somebody may try: guessing is slow from one place and from many, and the real person still gets in.

Tries are counted before they are made, and one that succeeds is taken back. They are counted for the account together
with the address they come from, and for the address alone. Guessing that is spread over many addresses is caught by a
limit for the account. So that nobody can lock a person out by running into it on purpose, a browser in which the
person has signed in before is counted apart and not held up by others: neither by those who guess elsewhere nor by
those who come from the same address. Codes of six digits are few: for them a limit for the account holds everywhere.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from portal import throttle

WINDOW = timedelta(minutes=15)
SPREAD_WINDOW = timedelta(days=1)
PER_ACCOUNT_AND_ADDRESS = 10
PER_ADDRESS = 200  # a whole town hall may come from one address
PER_ACCOUNT = 100  # from all browsers that are not known; NIST SP 800-63B-4 allows no more in a row
PER_KNOWN_BROWSER = 10
SHORT_PER_ACCOUNT = 30  # in the longer window, from all browsers


@dataclass(frozen=True)
class Try:
    """A try at one secret. `what` names the secret, `who` the account, `browser` the mark of a known browser.

    `short` says that the secret is so short that guessing goes on too long even if it is slow in each browser.
    """

    what: str
    who: str
    address: str
    browser: str | None = None
    short: bool = False

    def _own(self) -> tuple[str, int]:
        if self.browser:
            return throttle.bucket(self.what, "browser", self.browser, self.who), PER_KNOWN_BROWSER
        return throttle.bucket(self.what, "account and address", self.who, self.address), PER_ACCOUNT_AND_ADDRESS

    def limits(self) -> list[tuple[str, int, timedelta]]:
        """Return the counters that concern this try: name, limit, window."""
        own, most = self._own()
        found = [(own, most, WINDOW)]
        if not self.browser:
            found.append((throttle.bucket(self.what, "address", self.address), PER_ADDRESS, WINDOW))
        if self.short or not self.browser:
            at_most = SHORT_PER_ACCOUNT if self.short else PER_ACCOUNT
            found.append((throttle.bucket(self.what, "account", self.who), at_most, SPREAD_WINDOW))
        return found


def begin(session: Session, tried: Try) -> None:
    """Count a try before it is made: of many at the same moment no more are let through than one after the other.

    To be committed before the secret is looked at. Raises Throttled when there were too many failed tries.
    """
    for name, limit, window in tried.limits():
        throttle.count_within(session, name, limit, window)


def succeeded(session: Session, tried: Try) -> None:
    """Start anew for this browser; what came from elsewhere stays counted, this try does not."""
    own, *others = tried.limits()
    throttle.forget(session, own[0])
    for name, _limit, _window in others:
        throttle.take_back(session, name)
