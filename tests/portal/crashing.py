"""A process that publishes an entry and is killed at once: `python -m tests.portal.crashing TITLE DELAY`.

Started by tests that then look whether the entry is found. The settings come from the environment, DELAY is in
seconds between the commit and the end; the background thread works meanwhile.
"""

import os
import signal
import sys
import time

from portal.accounts import queries as accounts
from portal.app import create_app
from portal.database import after_commit
from portal.projects import service
from tests import factories


def main(title: str, delay: float) -> None:
    """Publish and die, without a chance to tidy up."""
    app = create_app()
    app.extensions["worker"].start()
    with app.extensions["database"].unit_of_work() as session:
        organisation = factories.organisation(session, f"Stadt {title}")
        editor = accounts.actor_of(factories.account(session, organisation, email=f"{title}@stadt.example"))
        project = service.create(session, editor, organisation, factories.complete(title=title))
        service.publish(session, editor, project, project.version)
        after_commit(session, lambda: _die(delay))


def _die(delay: float) -> None:
    time.sleep(delay)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
