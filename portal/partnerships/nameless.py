"""Taking the name and the address of a person out of what somebody wrote."""

import re
from collections.abc import Callable
from typing import Any

from portal.accounts.models import Account

_TAKEN_OUT = "…"


def without_name_of(account: Account | None) -> Callable[[Any], Any] | None:
    """Return what takes the account's name and address out of a text, whatever its case, and leaves all else as it is.

    None where there is nobody to be found any more.
    """
    marks = [mark for mark in (account.display_name, account.email) if mark.strip()] if account else []
    if not marks:
        return None
    name = re.compile("|".join(map(re.escape, marks)), re.IGNORECASE)
    return lambda value: name.sub(_TAKEN_OUT, value) if isinstance(value, str) else value
