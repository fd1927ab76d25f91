"""Filled databases that are made once per run; each test works on a copy of its own."""

import fcntl
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.postgres import Server

# What fills each template: commands of `portal`, as an operator would type them.
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
        return {**os.environ, **own}

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

    @contextmanager
    def copy(self, name: str, instance: Path) -> Iterator[Place]:
        """Give a copy of a template in the folder `instance`, which must not exist yet."""
        source = self._made(name)
        shutil.copytree(source.instance, instance)
        with self._database(f"template_{name}") as url:
            yield Place(instance, url)

    @contextmanager
    def blank(self, instance: Path) -> Iterator[Place]:
        """Give a place with nothing in it, not even tables."""
        with self._database("template0") as url:
            yield Place(instance, url)

    @contextmanager
    def _database(self, template: str) -> Iterator[str]:
        if self._server is None:
            yield ""
            return
        name = f"test_{uuid.uuid4().hex}"
        self._server.create(name, template)
        try:
            yield self._server.url(name)
        finally:
            self._server.drop(name)

    def _made(self, name: str) -> Place:
        """Return the template, made by the first process that needs it while the others wait."""
        database = f"template_{name}"
        place = Place(self._folder / name, self._server.url(database) if self._server else "")
        done = self._folder / f"{name}.done"
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(place.instance, ignore_errors=True)
                if self._server:
                    self._server.drop(database)
                    self._server.create(database)
                for step in STEPS[name]:
                    place.portal(*step)
                done.touch()
        return place
