"""Processes that run `portal worker` until they are ended: `python -m tests.portal.mail.working`.

Started by tests that kill them. Everything is imported once; each line of the input makes a new process by a fork. Its
number is printed at once, how it ended when it is dead: minus the signal, or the exit code.
"""

import os
import sys

from portal.cli import main


def serve() -> None:
    """Make processes and tell how they ended."""
    for _line in sys.stdin:
        child = os.fork()
        if not child:
            main(["worker"])
        _say(child)
        _, status = os.waitpid(child, 0)
        _say(os.waitstatus_to_exitcode(status))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
