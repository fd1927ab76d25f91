"""Processes that publish an entry and are killed: `python -m tests.portal.crashing`.

Started by tests that then look whether the entry is found. The settings come from the environment. Each line of the
input, `TITLE MOMENT DELAY`, makes a new process; when it is dead, a line says by which signal. MOMENT is `before` or
`after` the commit, DELAY in seconds from the start of the work or from the commit; the background thread works
meanwhile.
"""

import os
import signal
import sys
import threading
import time

from portal.accounts import queries as accounts
from portal.app import create_app
from portal.database import after_commit
from portal.projects import service
from tests import factories


def main() -> None:
    """Make processes and let them die."""
    for line in sys.stdin:
        title, moment, delay = line.split()
        child = os.fork()
        if not child:
            publish(title, moment, float(delay))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{-os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def publish(title: str, moment: str, delay: float) -> None:
    """Publish and die, without a chance to tidy up."""
    app = create_app()
    app.extensions["worker"].start()
    if moment == "before":
        threading.Thread(target=_die, args=[delay], daemon=True).start()
    with app.extensions["database"].unit_of_work() as session:
        organisation = factories.organisation(session, f"Stadt {title}")
        editor = accounts.actor_of(factories.account(session, organisation, email=f"{title}@stadt.example"))
        project = service.create(session, editor, organisation, factories.complete(title=title))
        service.publish(session, editor, project, project.version)
        if moment == "after":
            after_commit(session, lambda: _die(delay))
    time.sleep(60)  # the other thread ends it


def _die(delay: float) -> None:
    time.sleep(delay)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
