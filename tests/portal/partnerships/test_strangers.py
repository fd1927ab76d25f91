"""Who has no part in a case sees nothing of it: every page reads the same as if there were none."""

import io
import re
import zipfile

import pytest
from sqlalchemy import delete, select

from portal.mail.models import Mail
from portal.partnerships import jobs, letters, sending
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.calendar_feeds import service as calendar_feeds
from portal.partnerships.models import Case, DutyNotice, Message, Step
from portal.partnerships.talking import service as talking
from portal.partnerships.talking.models import Seen
from portal.partnerships.vocabulary import Kind, Side, State
from tests import factories
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import DUTIES, MONDAY, later
from tests.portal.partnerships.test_wanted_pages import wanted_of
from tests.support.letters import composed

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


def told(portal, asked, people=STRANGERS):
    """What each of these people is told at each address."""
    read = {}
    for who in people:
        client = portal.browser(who)
        client.get("/")  # which shows what the last page before had still to say
        for address in asked:
            for query in QUERIES if address in {"/suche", "/suche/vorschlaege", "/api/v1/projects"} else QUERIES[:1]:
                answer = client.get(address, query_string=query)
                body = _EACH_TIME.sub("", text_of(answer.get_data()))
                read[who, address, *query.values()] = (answer.status_code, answer.headers.get("Location"), body)
    return read


@pytest.fixture
def next_numbers(portal):
    """The numbers of the three cases that come next, and of their sendings."""
    portal.app.extensions["indexer"].rebuild()
    last = portal.read(portal.case(State.WITHDRAWN))
    return [(last.id + more, last.sending_id + more) for more in (1, 2, 3)]


@pytest.fixture
def wanted_id(portal):
    """A Gesuch that everybody reads."""
    return wanted_of(portal)


@pytest.fixture
def asked(portal, wanted_id, next_numbers):
    """All addresses; the numbers in them are those of the three cases that come next."""
    words = (portal.world.project.slug, "bochum", "ich-kuemmere-mich", "hagen")
    with portal.database.unit_of_work() as session:
        token = calendar_feeds.renew(session, portal.world.people["stranger"], MONDAY)
    found = (address for numbers in next_numbers for address in addresses(portal.app, numbers, words))
    return [*dict.fromkeys([*found, f"/gesuche/{wanted_id}"]), f"/kalender/{token}.ics"]


def both_sides_talk(session, world, case):
    for side, who in ((Side.SENDER, "sender editor"), (Side.ADDRESSEE, "addressee editor")):
        talking.say(session, world.acting(who), case.id, f"{WORD} von {side.value}")
        talking.note(session, world.acting(who), case.id, f"{WORD} für {side.value}")


def propose_hagen(session, world, case):
    """Bochum takes a request up and says that Hagen had better be asked."""
    playing.take(session, world, case, table.TAKE_UP)
    given = {"proposed_partner_id": world.hagen.id, "words": f"Fragen Sie Hagen. {WORD}"}
    playing.take(session, world, case, table.PROPOSE, side=Side.ADDRESSEE, given=given)


def test_every_page_reads_as_if_there_were_no_case(portal, wanted_id, asked):
    """Also where a Gesuch is answered by an offer.

    Nor does whom one side has proposed to the other instead, as long as nobody has asked that municipality.
    """
    before = told(portal, asked)
    written = {"wants": f"Wir suchen {WORD}", "offers": WORD, "wished_time": WORD}
    with portal.database.unit_of_work() as session:
        world = portal.fresh(session)
        case = playing.drafted(session, world, **written)
        for transition in playing.path_to(State.RUNNING):
            playing.take(session, world, case, transition)
        both_sides_talk(session, world, case)
        proposed = playing.send(session, world, playing.drafted(session, world, kind=Kind.VISIT, **written))
        propose_hagen(session, world, proposed)
        both_sides_talk(session, world, proposed)
        to_wanted = Addressee(world.bochum.id, None, wanted_id)
        acting = world.acting("sender editor")
        offered = sending.write(session, acting, world.herne, playing.draft(world, to_wanted, **written))
        [offer] = sending.send(session, acting, offered.id, offered.version)
        playing.take(session, world, offer, table.TAKE_UP)
        both_sides_talk(session, world, offer)
    portal.app.extensions["indexer"].rebuild()
    after = told(portal, asked)

    assert {f"/partnerschaften/{each.id}" for each in (case, proposed, offer)} <= set(asked)
    assert {f"/anfragen/{each.sending_id}" for each in (case, proposed, offer)} <= set(asked)
    assert {key for key in before if before[key] != after[key]} == set()
    assert not [key for key, (_status, _to, body) in after.items() if WORD in body and WORD not in key]
    with portal.database.unit_of_work() as session:
        jobs.digests(DUTIES).run(session, later(1))
        jobs.job(DUTIES).run(session, later(30))
    with portal.database.reading() as session:
        people = {portal.world.people[who].account_id for who in ("stranger", "account")}
        assert not people & set(session.execute(select(Mail.account_id)).scalars())


@pytest.fixture
def siblings(portal):
    """What Bochum and Hagen were asked in the same words: at once, and Hagen instead of Bochum, which proposed it.

    The entry that the first is about, the cases of Hagen, and those of Bochum, with words of their own.
    """
    with portal.database.unit_of_work() as session:
        world = portal.fresh(session)
        joint = factories.published(session, world.bochum, participants=[world.hagen.slug])
        acting = world.acting("sender editor")
        both = [Addressee(each.id, joint.id) for each in (world.hagen, world.bochum)]
        written = sending.write(session, acting, world.herne, playing.draft(world, *both))
        _, to_bochum = sending.send(session, acting, written.id, written.version)
        for transition in playing.path_to(State.RUNNING)[1:]:
            playing.take(session, world, to_bochum, transition)
        both_sides_talk(session, world, to_bochum)

        first = playing.send(session, world, playing.drafted(session, world, kind=Kind.VISIT))
        propose_hagen(session, world, first)
        both_sides_talk(session, world, first)
        playing.take(session, world, first, table.REDIRECT, given={"words": f"Danke. {WORD}"})
    portal.app.extensions["indexer"].rebuild()
    return joint.slug, portal.cases_of("hagen"), [to_bochum, first]


def letters_to(portal, name):
    """All that is written to somebody, as it is sent."""
    with portal.database.reading() as session:
        own = select(Mail).where(Mail.account_id == portal.world.people[name].account_id).order_by(Mail.id)
        return [(mail.kind, composed(portal.app, session, mail)) for mail in session.execute(own).scalars()]


def test_who_was_asked_too_reads_nothing_of_the_others(portal, siblings):
    """Neither what became of the other request nor that there is one: everything reads as if it had never been."""
    entry, own, others = siblings
    words = (entry, "bochum", "ich-kuemmere-mich", "hagen")
    found = (
        address for case in (*own, *others) for address in addresses(portal.app, (case.id, case.sending_id), words)
    )
    asked = list(dict.fromkeys(found))
    with portal.database.unit_of_work() as session:
        jobs.job(DUTIES).run(session, later(7))
        jobs.digests(DUTIES).run(session, later(7))
    with_others, written = told(portal, asked, ["stranger"]), letters_to(portal, "stranger")

    with portal.database.unit_of_work() as session:
        of_others = [case.id for case in others]
        for table_of in (Step, Message, Seen, DutyNotice):
            session.execute(delete(table_of).where(table_of.case_id.in_(of_others)))
        session.execute(delete(Case).where(Case.id.in_(of_others)))
    alone = told(portal, asked, ["stranger"])

    assert {key for key in alone if alone[key] != with_others[key]} == set()
    assert not [key for key, (_status, _to, body) in with_others.items() if WORD in body and WORD not in key]
    assert {alone["stranger", f"/partnerschaften/{case.id}"][0] for case in own} == {200}
    assert {letters.REQUEST.name, letters.DUTY.name, letters.DIGEST.name} <= {kind for kind, _ in written}
    assert written == letters_to(portal, "stranger")
