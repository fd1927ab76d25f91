"""What an operator types: exit codes to rely on, one sentence instead of a trace."""

import subprocess

import pytest

from portal.cli import main
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
