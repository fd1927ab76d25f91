"""The browser of the tests: $PORTAL_BROWSER, one on PATH, else the portable one that `make test` fetches."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support import portable_browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",  # only our own pages are shown, and containers have no sandbox to offer
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

MISSING = (
    "Es ist kein Browser da: Bitte rufen Sie `make test` auf, das einen mitbringt, oder installieren Sie "
    "Chromium (Debian, Ubuntu: apt-get install chromium)."
)


class NoBrowserError(Exception):
    """The browser that was asked for cannot be started; the message says what to do."""


@dataclass(frozen=True)
class Browser:
    """A Chromium and how it is started."""

    program: Path
    flags: tuple[str, ...] = FLAGS
    environment: dict[str, str] = field(default_factory=dict)

    def options(self) -> dict[str, Any]:
        """Return what Playwright's `launch` has to be told."""
        environment = {**os.environ, **self.environment}
        return {"executable_path": self.program, "args": list(self.flags), "env": environment}


def find() -> Browser | None:
    """Return the browser the tests use, None if there is none yet. Raises NoBrowserError."""
    chosen = os.environ.get("PORTAL_BROWSER", "")
    if chosen:
        if not shutil.which(chosen):
            raise NoBrowserError(f"PORTAL_BROWSER={chosen} lässt sich nicht starten: Bitte prüfen Sie den Pfad.")
        return Browser(Path(chosen))
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Browser(Path(found))
    home = portable_browser.folder()
    if portable_browser.program(home).exists():
        return Browser(portable_browser.program(home), (*FLAGS, "--no-zygote"), portable_browser.environment(home))
    return None
