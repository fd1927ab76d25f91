"""What the portal keeps on disk is for its own account."""

import stat

import pytest

from portal.app import create_app
from portal.database import Database
from portal.private import private_folder
from portal.settings import Settings

DEMO = {"DEMO": "1", "PORT": "8000"}


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def start(tmp_path):
    """Starts a demo in an instance folder, writes to its database and returns the folder."""

    def started():
        instance = tmp_path / "instance"
        app = create_app(Settings.from_environment({**DEMO, "PORTAL_INSTANCE": str(instance)}))
        with app.extensions["database"].unit_of_work() as session:
            session.connection().exec_driver_sql("CREATE TABLE IF NOT EXISTS t (x)")
            files = {path.name: mode(path) for path in instance.iterdir()}
        app.extensions["database"].dispose()
        return instance, files

    return started


def test_a_new_instance_is_private(start):
    instance, files = start()

    assert mode(instance) == 0o700
    assert {"portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm"} <= set(files)
    assert set(files.values()) == {0o600}


def test_an_open_one_of_this_account_is_closed(start):
    instance, _ = start()
    instance.chmod(0o755)
    for path in instance.iterdir():
        path.chmod(0o644)
    (instance / "secret-key").chmod(0o600)

    _, files = start()
    assert mode(instance) == 0o700
    assert set(files.values()) == {0o600}


def test_a_folder_that_everybody_shares_stays_as_it_is(tmp_path):
    tmp_path.chmod(0o1777)
    private_folder(tmp_path)

    assert mode(tmp_path) == 0o777 | stat.S_ISVTX


def test_a_database_elsewhere_leaves_its_folder_alone(tmp_path):
    tmp_path.chmod(0o755)
    Database(f"sqlite:///{tmp_path / 'own.sqlite3'}").dispose()

    assert mode(tmp_path) == 0o755
    assert mode(tmp_path / "own.sqlite3") == 0o600
