"""Gesuche: written by members, made known by editors, answered by offers, closed once."""

import pytest

from portal.errors import Forbidden, Invalid, NotFound
from portal.partnerships import sending
from portal.partnerships.addressing import Addressee
from portal.partnerships.seeking import service as seeking
from portal.partnerships.seeking.service import Changed, Need
from portal.partnerships.vocabulary import Kind, State, WantedState
from tests.portal.partnerships.playing import draft, later


def need(**values):
    return Need(
        **{"kind": Kind.VISIT, "title": "Wer zeigt uns seine Bauakte?", "need": "Einen Tag bei Ihnen."} | values
    )


@pytest.fixture
def wanted(session, world):
    return seeking.write(session, world.acting("addressee contributor"), world.bochum, need())


def publish(session, world, wanted, by="addressee editor"):
    return seeking.publish(session, world.acting(by, later(1)), wanted.id, wanted.version)


def test_a_member_writes_it_and_an_editor_makes_it_known(session, world, wanted):
    assert (wanted.state, wanted.person_id) == (WantedState.DRAFT, world.people["addressee contributor"].account_id)
    with pytest.raises(Forbidden):
        publish(session, world, wanted, by="addressee contributor")
    publish(session, world, wanted)
    assert (wanted.state, wanted.published_at) == (WantedState.OPEN, later(1))


def test_an_offer_is_a_request_to_who_seeks(session, world, wanted):
    to = Addressee(world.bochum.id, None, wanted.id)
    acting = world.acting("sender editor")
    with pytest.raises(Invalid):
        sending.write(session, acting, world.herne, draft(world, to))
    publish(session, world, wanted)
    written = sending.write(session, acting, world.herne, draft(world, to, kind=Kind.VISIT))
    [case] = sending.send(session, acting, written.id, written.version)
    assert (case.wanted_id, case.state) == (wanted.id, State.SENT)
    with pytest.raises(sending.AlreadyAsked):
        sending.write(session, acting, world.herne, draft(world, to, kind=Kind.VISIT))
    with pytest.raises(Invalid):
        sending.write(session, acting, world.herne, draft(world, Addressee(world.hagen.id, None, wanted.id)))


@pytest.mark.parametrize(("met", "state"), [(True, WantedState.MET), (False, WantedState.CLOSED)])
def test_what_is_over_is_over(session, world, wanted, met, state):
    publish(session, world, wanted)
    seeking.close(session, world.acting("addressee editor", later(3)), wanted.id, wanted.version, met=met)
    assert (wanted.state, wanted.closed_at) == (state, later(3))
    for verb in (seeking.publish, lambda *given: seeking.rewrite(*given, need())):
        with pytest.raises(Changed):
            verb(session, world.acting("addressee editor"), wanted.id, wanted.version)


def test_what_is_known_is_changed_by_who_may_make_it_known(session, world, wanted):
    writer = world.acting("addressee contributor")
    seeking.rewrite(session, writer, wanted.id, wanted.version, need(title="Noch ein Entwurf"))
    publish(session, world, wanted)
    with pytest.raises(Forbidden):
        seeking.rewrite(session, writer, wanted.id, wanted.version, need(title="Anders"))
    seeking.confirm(session, writer, wanted.id, wanted.version)
    seeking.close(session, writer, wanted.id, wanted.version, met=True)


def test_of_two_who_change_it_the_second_hears_of_it(session, world, wanted):
    seen, acting = wanted.version, world.acting("addressee editor")
    seeking.rewrite(session, acting, wanted.id, seen, need(title="Anders"))
    with pytest.raises(Changed):
        seeking.rewrite(session, acting, wanted.id, seen, need(title="Noch anders"))


@pytest.mark.parametrize("by", ["stranger", "sender coordinator", "responsible", "moderation", "account", "anonymous"])
def test_it_is_nobody_elses(session, world, wanted, by):
    with pytest.raises(NotFound):
        seeking.rewrite(session, world.acting(by), wanted.id, wanted.version, need())
    if by != "responsible":
        with pytest.raises(Forbidden):
            seeking.write(session, world.acting(by), world.bochum, need())


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"need": "x" * 1_000_000}, "need"),
        ({"person_id": 0}, "person"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_changed(session, world, wanted, values, field):
    with pytest.raises(Invalid) as refusal:
        seeking.rewrite(session, world.acting("addressee editor"), wanted.id, wanted.version, need(**values))
    assert list(refusal.value.errors) == [field]
    assert wanted.title == "Wer zeigt uns seine Bauakte?"
