"""The portal as it will be some time later: `python -m tests.support.later SECONDS run`.

Its clock is moved before anything else reads it; what comes after the seconds is a command of `portal`.
"""

import sys
from datetime import timedelta

from portal import orm


def main() -> None:
    """Move the clock ahead and hand over to the portal."""
    ahead = timedelta(seconds=float(sys.argv.pop(1)))
    present = orm.utcnow
    orm.utcnow = lambda: present() + ahead
    from portal.cli import main as portal  # noqa: PLC0415 - everything it imports takes the clock along

    portal()


if __name__ == "__main__":
    main()
