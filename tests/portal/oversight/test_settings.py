"""The administration reads how the portal is set up, and no secret."""

import dataclasses

import pytest

from portal.access import Role
from portal.identity_providers import IdentityProvider
from portal.oversight import in_force
from portal.settings import Retention, Smtp
from tests import factories

PROVIDER = IdentityProvider(
    name="rathaus",
    issuer="https://sso.example",
    client_id="portal",
    client_secret="zz-client-secret",
    label="Rathaus Herne",
    domains=frozenset({"herne.example"}),
    rules=(),
)


def told(app, settings, **values):
    with app.test_request_context():
        chapters = in_force.chapters(dataclasses.replace(settings, **values))
    return {line.variable: line.value for _, lines in chapters for line in lines}


def test_it_says_what_is_in_force(app, settings):
    smtp = Smtp(host="mail.example", sender="Portal <portal@mail.example>", user="zz-user", password="zz-password")
    found = told(
        app,
        settings,
        database_url="postgresql+psycopg://portal:zz-word@db.example/portal",
        review_period_days=180,
        require_second_factor="coordination",
        smtp=smtp,
        retention=Retention(log=90),
        identity_providers=(PROVIDER,),
    )
    assert found["REVIEW_PERIOD_DAYS"] == "180 Tage"
    assert found["LOG_RETENTION_DAYS"] == "90 Tage"
    assert (found["ANSWER_REMINDER_WORKDAYS"], found["LAPSE_WARNING_DAYS"]) == ("2 Arbeitstage vorher", "7 Tage vorher")
    assert (found["ANSWER_WORKDAYS"], found["LAPSE_DAYS"], found["FREE_EVES"]) == ("7 Arbeitstagen", "60 Tage", "ja")
    assert found["REQUIRE_SECOND_FACTOR"] == "von Koordination und Portalverwaltung verlangt"
    assert found["OIDC_…"] == "Rathaus Herne"
    assert (found["SMTP_HOST, SMTP_PORT"], found["SMTP_SECURITY"]) == ("mail.example:587", "STARTTLS")
    assert found["DATABASE_URL"] == "PostgreSQL"


def test_no_secret_is_among_it(app, settings):
    smtp = Smtp(host="mail.example", sender="portal@mail.example", user="zz-user", password="zz-password")
    found = told(
        app,
        settings,
        secret_key="zz-key" * 9,
        database_url="postgresql+psycopg://portal:zz-word@db.example/portal",
        smtp=smtp,
        identity_providers=(PROVIDER,),
    )
    assert not [value for value in found.values() if "zz-" in value]


@pytest.mark.parametrize(("demo", "said"), [(True, "keiner"), (False, "nicht eingerichtet")])
def test_without_a_mail_server_it_says_so(app, settings, demo, said):
    assert any(value.startswith(said) for value in told(app, settings, demo=demo, smtp=None).values())


def test_the_page_is_for_the_administration(client, database):
    with database.unit_of_work() as session:
        coordinator = factories.account(session, factories.organisation(session), role=Role.COORDINATOR)
        administration = factories.account(session, administration=True)
    assert client.sign_in_as(coordinator).get("/verwaltung/einstellungen").status_code == 403
    page = client.sign_in_as(administration).page("/verwaltung/einstellungen")
    assert "Ändern kann das nur der Betreiber" in page.text
    assert "REVIEW_PERIOD_DAYS" in page.text


def test_each_time_of_retention_is_there(app, settings):
    found = told(app, settings)
    kept = {f"{value} Tage" for value in dataclasses.asdict(Retention()).values()}
    assert kept <= set(found.values())
    assert sum("RETENTION" in variable for variable in found) == len(dataclasses.fields(Retention))
