"""What an operator types: exit codes to rely on, one sentence instead of a trace."""

import os
import socket
import subprocess
import time

import pytest

from portal.accounts.models import Account
from portal.cli import main
from portal.mail import post
from portal.mail.letters import TEST
from portal.orm import utcnow
from portal.projects import queries
from tests import factories
from tests.support.templates import portal_command


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *arguments, **options: runner.invoke(main, list(arguments), **options)


@pytest.fixture
def entry(database, app):
    with database.unit_of_work() as session:
        made = factories.published(session, factories.organisation(session, "Herne"))
    app.extensions["indexer"].drain()
    return made


def test_a_backup_is_restored_with_its_index(run, database, app, entry, tmp_path):
    file = str(tmp_path / "portal.backup")
    assert run("backup", file).exit_code == 0
    with database.unit_of_work() as session:
        factories.published(session, factories.organisation(session, "Witten"))

    assert run("restore", file, input="n\n").exit_code == 1
    assert run("restore", file, "--yes").exit_code == 0

    with database.reading() as session:
        assert list(queries.published_ids(session)) == [entry.id]
    assert not app.extensions["indexer"].check(order=False)


def test_old_backups_are_deleted_where_the_new_one_is_written(run, app, tmp_path):
    old, kept, other = (tmp_path / name for name in ("old.jsonl.gz", "kept.jsonl.gz", "notes.txt"))
    for file in (old, kept):
        assert run("backup", str(file)).exit_code == 0
    other.write_text("no backup")
    for file, days in ((old, 31), (kept, 29), (other, 400)):
        moment = time.time() - days * 86_400
        os.utime(file, (moment, moment))

    told = run("backup", str(tmp_path / "new.jsonl.gz"), "--prune")
    assert "old.jsonl.gz" in told.output
    assert {file.name for file in tmp_path.glob("*.*")} >= {"kept.jsonl.gz", "notes.txt", "new.jsonl.gz"}
    assert not old.exists()


def test_restoring_tells_what_it_holds_and_erases_again(run, database, tmp_path):
    with database.unit_of_work() as session:
        account_id = factories.account(session).id
        post(session, TEST, to="wartet@stadt.example")
    assert run("backup", str(tmp_path / "portal.backup")).exit_code == 0
    with database.unit_of_work() as session:
        session.get(Account, account_id).erased_at = utcnow()
    told = run("restore", str(tmp_path / "portal.backup"), "--yes").output
    assert "Wartende Mails angehalten: 1." in told
    assert "seit der Sicherung gelöscht wurden: 1" in told


def test_a_broken_backup_is_one_sentence(run, tmp_path):
    file = tmp_path / "broken"
    file.write_bytes(b"no backup")

    outcome = run("restore", str(file), "--yes")
    assert outcome.exit_code == 1
    assert "broken" in outcome.output
    assert "Traceback" not in outcome.output


def test_check_tells_differences_by_its_exit_code(run, app, entry):
    assert run("index", "check").exit_code == 0
    with app.extensions["indexer"].index.writing() as batch:
        batch.delete(f"project:{entry.id}")

    found = run("index", "check")
    assert found.exit_code == 1
    assert f"project:{entry.id}" in found.output
    app.extensions["indexer"].drain()
    assert run("index", "check").exit_code == 0


def test_without_an_index_it_says_what_to_do(run, settings, entry):
    (settings.index_directory / "current").unlink()

    checked = run("index", "check")
    assert checked.exit_code == 1
    assert "index rebuild" in checked.output
    assert run("index", "status").exit_code == 0
    assert run("index", "rebuild").exit_code == 0
    assert run("index", "check").exit_code == 0


def test_migrating_and_setting_up_again_change_nothing(run, entry):
    assert run("migrate").exit_code == 0
    assert run("index", "check").exit_code == 0


def test_unsafe_settings_are_one_sentence(place):
    environment = {**place.environment, "DEMO": "", "SECRET_KEY": "weak"}
    outcome = subprocess.run(
        [portal_command(), "migrate"], env=environment, capture_output=True, text=True, check=False
    )

    assert outcome.returncode != 0
    assert "SECRET_KEY" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def outcome_of(*arguments, **environment):
    found = subprocess.run(
        [portal_command(), *arguments], env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    assert len(found.stderr.strip().splitlines()) == 1
    return found.stderr


@pytest.fixture
def bare(tmp_path):
    """The settings of a demo with nothing set up."""
    return {"DEMO": "1", "PORTAL_INSTANCE": str(tmp_path / "bare"), "DATABASE_URL": ""}


def test_before_the_setup_commands_say_so(bare):
    for command in (["index", "status"], ["index", "rebuild"], ["seed"]):
        assert "portal setup" in outcome_of(*command, **bare)


def test_a_database_that_is_away_is_one_sentence(bare):
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        address = f"postgresql://u:geheim@127.0.0.1:{taken.getsockname()[1]}/x"
        told = outcome_of("index", "status", **bare | {"DATABASE_URL": address})

    assert "Die Datenbank ist nicht erreichbar" in told
    assert "geheim" not in told


def test_a_folder_that_cannot_be_made_is_one_sentence(bare, tmp_path):
    (tmp_path / "file").touch()
    assert "startet nicht" in outcome_of("migrate", **bare | {"PORTAL_INSTANCE": str(tmp_path / "file" / "x")})


def test_a_backup_that_cannot_be_written_is_one_sentence(run, tmp_path):
    told = run("backup", str(tmp_path / "nowhere" / "x.gz"))

    assert told.exit_code == 1
    assert told.output.startswith("Error: Die Sicherung")


def test_an_unknown_revision_is_one_sentence(run):
    told = run("rollback", "nonsense")

    assert told.exit_code == 1
    assert "nonsense" in told.output
    assert isinstance(told.exception, SystemExit)
