"""What every test may ask for. A test gets a portal of its own, a copy of a database made once per run."""

import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from hypothesis import settings as hypothesis
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from portal.database import Database
from portal.settings import Settings, database_url
from tests.support import postgres
from tests.support.pages import CheckingClient
from tests.support.passwords import QUICK_HASHER
from tests.support.sharing import SharedRule, share_dialects, share_statements
from tests.support.templates import Place, Templates

# Every change is tested with the same examples, so that a red run is the change's own; `make endure` draws new ones.
hypothesis.register_profile("every-change", derandomize=True)
hypothesis.register_profile("endure", max_examples=1000, deadline=None)
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "every-change"))

share_dialects()

pytest_plugins = ("tests.support.in_browser",)

RESOURCES = pytest.StashKey[ExitStack]()
SERVER = pytest.StashKey[postgres.Server | None]()
FOLDER = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default=os.environ.get("TEST_DATABASE", "sqlite"),
        help="the database all tests run on (TEST_DATABASE says the same)",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "seeded: works on the register with its 53 municipalities and 209 projects")
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        config.stash[FOLDER] = Path(worker["folder"])
        config.stash[SERVER] = postgres.Server(Path(worker["server"])) if worker["server"] else None
        return
    # Asked to end, pytest ends as at Ctrl-C and takes its server along.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    resources = config.stash[RESOURCES] = ExitStack()
    config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="portal-tests-"))
    resources.callback(shutil.rmtree, config.stash[FOLDER], ignore_errors=True)
    config.stash[SERVER] = None
    if config.getoption("--database") == "postgresql":
        try:
            config.stash[SERVER] = resources.enter_context(postgres.running_server())
        except postgres.NoServerError as error:
            raise pytest.UsageError(str(error)) from error


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Tell a process of pytest-xdist what this one has set up."""
    server = node.config.stash[SERVER]
    node.workerinput["folder"] = str(node.config.stash[FOLDER])
    node.workerinput["server"] = str(server.directory) if server else ""


def pytest_unconfigure(config: pytest.Config) -> None:
    if RESOURCES in config.stash:
        config.stash[RESOURCES].close()


def pytest_report_header(config: pytest.Config) -> str:
    server = config.stash[SERVER]
    if server is None:
        return f"database: SQLite {sqlite3.sqlite_version}"
    with psycopg.connect(server.url("postgres")) as connection:
        version = connection.info.server_version
    return f"database: PostgreSQL {version // 10000}.{version % 10000}"


@pytest.fixture(scope="session")
def templates(pytestconfig: pytest.Config) -> Templates:
    """The databases made once per run."""
    return Templates(pytestconfig.stash[FOLDER], pytestconfig.stash[SERVER])


@pytest.fixture
def place(request: pytest.FixtureRequest, templates: Templates, tmp_path: Path) -> Iterator[Place]:
    """Where this test's portal lives: with empty tables, or filled where the test is marked `seeded`."""
    name = "seeded" if request.node.get_closest_marker("seeded") else "empty"
    with templates.copy(name, tmp_path / "instance") as copy:
        yield copy


@pytest.fixture
def settings(place: Place) -> Settings:
    return Settings(
        instance=place.instance,
        database_url=database_url(place.database_url, place.instance),
        secret_key="only-for-tests-0123456789-abcdefghijklmnop",
        base_url="http://localhost",
        testing=True,
    )


@pytest.fixture
def app(settings: Settings, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The portal, without its background thread: `app.extensions["indexer"].drain()` does its work."""
    from portal.accounts import passwords  # noqa: PLC0415 - tests of search/ need no portal
    from portal.app import create_app  # noqa: PLC0415

    monkeypatch.setattr(passwords, "hasher", QUICK_HASHER)
    monkeypatch.setattr(Flask, "url_rule_class", SharedRule)
    app = create_app(settings)
    share_statements(app.extensions["database"].engine)
    app.test_client_class = CheckingClient
    # Each test has an application of its own; the templates need not be compiled for each of them.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(pytestconfig.stash[FOLDER]))
    yield app
    app.extensions["database"].dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    """The portal's database; `with database.unit_of_work() as session:` writes what a client shall see."""
    found: Database = app.extensions["database"]
    return found


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session for tests of services and queries; it never commits, so no client sees what it writes."""
    with database.sessions() as session:
        yield session
        session.rollback()


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    """Somebody's browser without script. Every page it is given is checked."""
    client = app.test_client()
    assert isinstance(client, CheckingClient)
    return client


@pytest.fixture
def page(client: CheckingClient):
    """Fetches an address and returns the page: `page("/suche", q="Baum").texts("h2")`."""
    return client.page
