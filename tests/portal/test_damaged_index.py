"""A damaged or missing index: the portal notices, says so, finds by the database, and one command heals it."""

import json
import shutil
import threading

import pytest

from portal.cli import main
from portal.organisations import queries as organisations
from tests import factories

NOTICE = "Die Suche arbeitet gerade eingeschränkt"
TITLE = "Straßenbäume am Kanal"


def each(directory, pattern, change):
    paths = list(directory.glob(pattern))
    assert paths
    for path in paths:
        change(path)


def halve(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def age(directory):
    pointer = json.loads((directory / "current").read_text())
    (directory / "current").write_text(json.dumps(pointer | {"fingerprint": "0" * 16}))


def empty(directory):
    shutil.rmtree(directory)
    directory.mkdir(mode=0o700)


DAMAGES = {
    "no directory": shutil.rmtree,
    "empty directory": empty,
    "no pointer": lambda directory: (directory / "current").unlink(),
    "truncated segment": lambda directory: each(directory, "g-*/*.seg", halve),
    "truncated contents": lambda directory: each(directory, "g-*/*.toc", halve),
    "of an older program": age,
    "open to others": lambda directory: directory.chmod(0o777),
}


@pytest.fixture
def entry(app, database):
    with database.unit_of_work() as session:
        factories.published(session, factories.organisation(session, "Herne"), title=TITLE)
    app.extensions["indexer"].drain()


@pytest.mark.parametrize("damage", DAMAGES)
def test_it_is_noticed_the_search_goes_on_and_a_rebuild_heals_it(app, settings, database, page, client, entry, damage):
    assert NOTICE not in page("/suche", q="Kanal").text
    DAMAGES[damage](settings.index_directory)
    app.extensions["indexer"].index._start_afresh()  # as a process that starts now

    shown = page("/suche", q="Kanal")
    assert NOTICE in shown.text
    assert TITLE in shown.text
    assert client.get("/bereit").status_code == 503
    with database.unit_of_work() as session:  # saving goes on, and what is saved waits
        factories.published(session, organisations.by_slug(session, "herne"), title="Leihräder")
    assert "Leihräder" in page("/suche", q="Leihräder").text
    assert app.extensions["indexer"].waiting()
    outcome = app.test_cli_runner().invoke(main, ["index", "status"])
    assert (outcome.exit_code, "Traceback" in outcome.output) == (0, False)

    assert rebuilt_while_reading(app) == {200}
    healed = page("/suche", q="Leihräder")
    assert NOTICE not in healed.text
    assert "Leihräder" in healed.text
    assert client.get("/bereit").status_code == 200
    assert not app.extensions["indexer"].check(order=False)


def rebuilt_while_reading(app):
    """Rebuild by the command of operators; give the answers that readers got meanwhile."""
    answers, done = set(), threading.Event()

    def read():
        reader = app.test_client()
        while not done.is_set():
            answers.add(reader.get("/suche?q=Kanal").status_code)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        assert app.test_cli_runner().invoke(main, ["index", "rebuild"]).exit_code == 0
    finally:
        done.set()
        thread.join()
    return answers
