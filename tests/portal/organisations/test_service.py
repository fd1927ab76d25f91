"""What the portal says of an organisation is stated by its coordination, or by the portal administration."""

import pytest
from sqlalchemy import select

from portal.access import ANYONE, Actor, PortalRole, Role, allowed
from portal.audit import AuditEntry
from portal.errors import Forbidden, Invalid
from portal.organisations import access, service
from portal.organisations.importing import OrganisationRecord, load_organisations
from portal.organisations.models import OrganisationKind
from tests import factories

STATED = {
    "about": "Wir digitalisieren Herne.",
    "mailbox": "digitales@herne.example",
    "office_url": "https://www.herne.example/digital",
    "website": "https://www.herne.example",
}


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def herne(session):
    return factories.organisation(session, "Herne", website="https://herne.example")


@pytest.fixture
def coordinator(session, herne):
    return factories.actor(session, herne, role=Role.COORDINATOR)


def log(session):
    return session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars().all()


def test_it_is_stated_and_the_log_has_before_and_after(session, herne, coordinator):
    service.change(session, coordinator, herne, STATED, seen="1")

    assert {name: getattr(herne, name) for name in STATED} == STATED
    assert herne.version == 2
    [entry] = log(session)
    assert (entry.event, entry.organisation_id, entry.account_id) == (
        "organisation.changed",
        herne.id,
        coordinator.account_id,
    )
    assert entry.changes == {name: [None, value] for name, value in STATED.items()} | {
        "website": ["https://herne.example", "https://www.herne.example"],
        "mailbox": [None, "eingetragen"],  # an address may be a person's, and the log forgets nothing
    }


def test_a_website_is_checked_once_the_administration_has_stated_it(session, herne, coordinator):
    administration = factories.actor(session, administration=True)
    checked = []
    for actor, website in (
        (coordinator, "https://www.bund.example"),  # its host is proposed as a domain of service addresses
        (administration, "https://www.bund.example"),
        (coordinator, "https://www.bund.example"),
        (coordinator, "https://www.land.example"),
        (administration, None),
    ):
        service.change(session, actor, herne, {"website": website}, seen=str(herne.version))
        checked.append(herne.website_verified)
    assert checked == [False, True, True, False, False]


def test_a_long_text_is_cut_in_the_log(session, herne, coordinator):
    service.change(session, coordinator, herne, {"about": "Wort " * 100}, seen="1")
    assert len(log(session)[0].changes["about"][1]) <= 200


def test_what_stays_as_it_was_is_no_change(session, herne, coordinator):
    for _ in range(2):
        service.change(session, coordinator, herne, STATED, seen=str(herne.version))
    assert (herne.version, len(log(session))) == (2, 1)


def test_of_two_at_once_the_second_is_told(session, herne, coordinator):
    service.change(session, coordinator, herne, {"about": "Zuerst"}, seen="1")
    with pytest.raises(service.Overtaken):
        service.change(session, coordinator, herne, {"about": "Danach"}, seen="1")
    assert herne.about == "Zuerst"


def test_the_administration_corrects_the_name(session, herne, coordinator):
    administration = factories.actor(session, administration=True)
    service.change(session, administration, herne, {"name": "Stadt Herne"}, seen="1")
    assert (herne.name, herne.name_folded, herne.slug) == ("Stadt Herne", "stadt herne", "herne")
    with pytest.raises(Forbidden):
        service.change(session, coordinator, herne, {"name": "Herne"}, seen="2")


def test_two_organisations_have_two_names(session, herne):
    factories.organisation(session, "Bochum")
    with pytest.raises(Invalid) as refused:
        service.change(session, factories.actor(session, administration=True), herne, {"name": "BOCHUM"}, seen="1")
    assert list(refused.value.errors) == ["name"]


def test_the_reference_data_leaves_alone_what_people_have_stated(session, herne, coordinator):
    record = OrganisationRecord(
        slug="herne", kind=OrganisationKind.MUNICIPALITY, name="Herne (Westf.)", website="https://alt.example"
    )
    load_organisations(session, [record])
    assert (herne.name, herne.website) == ("Herne (Westf.)", "https://alt.example")

    service.change(session, coordinator, herne, STATED, seen="1")
    load_organisations(session, [OrganisationRecord(slug="herne", kind=herne.kind, name="Anders")])
    assert (herne.name, herne.website) == ("Herne (Westf.)", STATED["website"])


def test_an_address_is_forgotten_wherever_it_stands(session, herne, coordinator):
    service.change(session, coordinator, herne, {"mailbox": "Anna@herne.example"}, seen="1")
    service.forget_address(session, lambda address: address == "Otto@herne.example")
    assert herne.mailbox
    service.forget_address(session, lambda address: address == "Anna@herne.example")
    session.refresh(herne)
    assert (herne.mailbox, herne.version) == (None, 3)


@pytest.mark.parametrize(
    ("permission", "who"),
    [(access.CHANGE, {"coordination", "administration"}), (access.RENAME, {"administration"})],
)
def test_exactly_these_roles_have_the_permission(session, herne, permission, who):
    bochum = factories.organisation(session, "Bochum")
    roles = {
        "anyone": ANYONE,
        "account": Actor(1),
        "contributor": Actor(1, {herne.id: Role.CONTRIBUTOR}),
        "editor": Actor(1, {herne.id: Role.EDITOR}),
        "coordination": Actor(1, {herne.id: Role.COORDINATOR}),
        "elsewhere": Actor(1, {bochum.id: Role.COORDINATOR}),
        "moderation": Actor(1, portal_role=PortalRole.MODERATION),
        "administration": Actor(1, portal_role=PortalRole.ADMINISTRATION),
    }
    assert {name for name, actor in roles.items() if allowed(actor, permission, herne)} == who


def test_a_company_states_nothing(session):
    company = factories.organisation(session, "Firma", kind=OrganisationKind.COMPANY)
    with pytest.raises(Forbidden):
        service.change(session, factories.actor(session, administration=True), company, STATED, seen="1")
