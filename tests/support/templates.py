"""Filled databases that are made once per run; each test works on a copy of its own."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.databases import Databases
from tests.support.postgres import Server

# What fills each template: commands of `portal`, as an operator would type them. "empty" has tables without rows.
STEPS = {
    "empty": (["migrate"], ["index", "rebuild"]),
    "seeded": (["setup"],),
}


@dataclass(frozen=True)
class Place:
    """Where one portal keeps everything: its instance folder and, on PostgreSQL, a database beside it."""

    instance: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a portal that lives here, in demo mode, on top of this process's environment."""
        own = {"PORTAL_INSTANCE": str(self.instance), "DATABASE_URL": self.database_url, "DEMO": "1"}
        # Only tests that are about it pay for loading the model.
        return {**os.environ, "SEARCH_BY_MEANING": "0", **own}

    def portal(self, *arguments: str) -> str:
        """Run a `portal` command here and return what it printed; its errors fail the test."""
        command = [portal_command(), *arguments]
        outcome = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if outcome.returncode:
            raise AssertionError(f"portal {' '.join(arguments)} failed:\n{outcome.stdout}{outcome.stderr}")
        return outcome.stdout


def portal_command() -> Path:
    """Return the installed command of the portal."""
    return Path(sys.executable).with_name("portal")


class Templates:
    """The templates of one run, shared by all of its processes."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        self._folder = folder
        self._server = server
        self._databases = Databases(server) if server else None

    @contextmanager
    def copy(self, name: str, instance: Path) -> Iterator[Place]:
        """Give a copy of a template in the folder `instance`, which must not exist yet."""
        shutil.copytree(self._made(name), instance)
        with self._database(f"template_{name}", bare=name == "empty") as url:
            yield Place(instance, url)

    @contextmanager
    def blank(self, instance: Path) -> Iterator[Place]:
        """Give a place with nothing in it, not even tables."""
        with self._database("template0", bare=False) as url:
            yield Place(instance, url)

    @contextmanager
    def _database(self, template: str, *, bare: bool) -> Iterator[str]:
        if self._databases is None:
            yield ""
            return
        with self._databases.copy(template, bare=bare) as url:
            yield url

    def _made(self, name: str) -> Path:
        """Return the template's folder, made by the first process that needs it while the others wait."""
        place = Place(self._folder / name, self._server.url(f"template_{name}") if self._server else "")
        done = self._folder / f"{name}.done"
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(place.instance, ignore_errors=True)
                if self._server:
                    self._server.drop(f"template_{name}")
                    self._server.create(f"template_{name}")
                for step in STEPS[name]:
                    place.portal(*step)
                done.touch()
        return place.instance
