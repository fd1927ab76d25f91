"""The list of all Kommunen says what each has and what is missing."""

import pytest

from portal.access import Role
from portal.accounts import queries as accounts
from portal.members.domains import service as domains
from portal.members.invitations import service as invitations
from portal.organisations.models import OrganisationKind
from tests import factories
from tests.support.statements import recorded


@pytest.fixture
def administration(database):
    with database.unit_of_work() as session:
        herne, bochum, _essen = (factories.organisation(session, name) for name in ("Herne", "Bochum", "Essen"))
        factories.organisation(session, "Kreis Unna", kind=OrganisationKind.DISTRICT)
        factories.organisation(session, "Firma", kind=OrganisationKind.COMPANY)
        factories.account(session, herne, role=Role.COORDINATOR)
        factories.account(session, bochum)
        factories.published(session, herne)
        made = factories.account(session, administration=True)
        actor = accounts.actor_of(made)
        domains.confirm(session, actor, "herne.example", [herne])
        domains.confirm(session, actor, "it.example", [herne, bochum])
        invitations.invite(session, actor, _essen, "neu@essen.example", Role.COORDINATOR)
    return made


def test_each_has_its_line(client, database, administration):
    client.sign_in_as(administration)
    with recorded(database.engine) as statements:
        page = client.page("/verwaltung/kommunen")
    assert page.texts("tbody tr") == [
        "Bochum 1 fehlt einladen it.example 0 0 ändern",
        "Essen 0 eingeladen bestätigen 0 0 ändern",
        "Herne 2 ja herne.example, it.example 1 0 ändern",
        "Kreis Unna 0 einladen bestätigen 0 0 ändern",
    ]
    assert page.texts(".stat dd") == ["4", "3", "0"]
    assert len(statements) <= 10


def test_the_first_coordination_is_invited_from_there(client, administration):
    client.sign_in_as(administration)
    page = client.page("/verwaltung/kommunen")
    form = client.page(page.all("tbody a[href$=einladen]")[0].get("href"))
    assert form.texts("[type=radio][checked] + label")[0].startswith("Koordination:")
