"""Who has no part in a case sees nothing of it: every page reads the same as if there were none."""

import io
import re
import zipfile

import pytest
from sqlalchemy import select

from portal.mail.models import Mail
from portal.partnerships import jobs
from portal.partnerships.calendar_feeds import service as calendar_feeds
from portal.partnerships.talking import service as talking
from portal.partnerships.vocabulary import Side, State
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import DUTIES, MONDAY, later

STRANGERS = ("stranger", "anonymous")  # the coordination of Hagen, and whoever is not signed in
WORD = "Qxzgeheimnis"  # in everything that is written in the case
QUERIES = ({}, {"q": WORD}, {"q": "Nachnutzung"})
# What differs each time a page is asked for: tokens, nonces, moments.
_EACH_TIME = re.compile(
    r'(name="csrf_token" value="[^"]*"|nonce="[^"]*"|nonce-[^\' ]*|\d\d:\d\d(:\d\d(\.\d+)?)?|"took[^,]*|[\w-]{60,})'
)


def addresses(app, numbers, words):
    """Every address that can be asked for, with the case's numbers and the places' names wherever one is wanted."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint.endswith("static"):
            continue
        for number, word in ((0, 0), (1, 1), (0, 2), (0, 3)):
            values = {
                name: numbers[number] if "int" in type(converter).__name__.lower() else words[word]
                for name, converter in rule._converters.items()
            }
            found.append(app.url_map.bind("localhost").build(rule.endpoint, values, force_external=False))
            if not values:
                break
    return sorted(set(found))


def text_of(data):
    """What a page or a file says; a table of Excel is a packed folder."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        return "".join(folder.read(name).decode() for name in folder.namelist() if "docProps" not in name)


def told(portal, asked):
    """What each stranger is told at each address."""
    read = {}
    for who in STRANGERS:
        client = portal.browser(who)
        for address in asked:
            for query in QUERIES if address in {"/suche", "/suche/vorschlaege", "/api/v1/projects"} else QUERIES[:1]:
                answer = client.get(address, query_string=query)
                body = _EACH_TIME.sub("", text_of(answer.get_data()))
                read[who, address, *query.values()] = (answer.status_code, answer.headers.get("Location"), body)
    return read


@pytest.fixture
def asked(portal):
    """All addresses; the numbers in them are those of the case that comes next."""
    portal.app.extensions["indexer"].drain()
    last = portal.read(portal.case(State.WITHDRAWN))
    numbers = (last.id + 1, last.sending_id + 1)
    words = (portal.world.project.slug, "bochum", "ich-kuemmere-mich", "hagen")
    with portal.database.unit_of_work() as session:
        token = calendar_feeds.renew(session, portal.world.people["stranger"], MONDAY)
    return [*addresses(portal.app, numbers, words), f"/kalender/{token}.ics"]


def test_every_page_reads_as_if_there_were_no_case(portal, asked):
    before = told(portal, asked)
    with portal.database.unit_of_work() as session:
        world = portal.fresh(session)
        case = playing.drafted(session, world, wants=f"Wir suchen {WORD}", offers=WORD, wished_time=WORD)
        for transition in playing.path_to(State.RUNNING):
            playing.take(session, world, case, transition)
        for side, who in ((Side.SENDER, "sender editor"), (Side.ADDRESSEE, "addressee editor")):
            talking.say(session, world.acting(who), case.id, f"{WORD} von {side.value}")
            talking.note(session, world.acting(who), case.id, f"{WORD} für {side.value}")
    portal.app.extensions["indexer"].drain()
    after = told(portal, asked)

    assert f"/partnerschaften/{case.id}" in asked
    assert f"/anfragen/{case.sending_id}" in asked
    assert {key for key in before if before[key] != after[key]} == set()
    assert not [key for key, (_status, _to, body) in after.items() if WORD in body and WORD not in key]
    with portal.database.unit_of_work() as session:
        jobs.digests(DUTIES).run(session, later(1))
        jobs.job(DUTIES).run(session, later(30))
    with portal.database.reading() as session:
        people = {portal.world.people[who].account_id for who in ("stranger", "account")}
        assert not people & set(session.execute(select(Mail.account_id)).scalars())
