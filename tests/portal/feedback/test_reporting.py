import pytest
from sqlalchemy import select

from portal.access import ANYONE
from portal.feedback import service
from portal.feedback.models import MESSAGE_MAX
from portal.feedback.service import REPORTS_PER_ADDRESS
from portal.projects import queries as projects
from portal.projects import service as project_service
from portal.throttle import ThrottleCount
from tests import factories

HOSTILE = {
    "control": "Das\x00ist\x07falsch",
    "too long": "x" * (MESSAGE_MAX + 1),
    "empty": "   \n ",
}


@pytest.fixture
def mistake(page, entry):
    return page(f"/projekte/{entry.slug}/fehler-melden")


def test_only_what_the_entry_states_can_be_wrong_besides_what_is_missing(mistake):
    labels = mistake.texts("#field option")

    assert labels[1:6] == ["Titel", "Kurzbeschreibung", "Handlungsfeld", "Schlagwörter", "Quellen"]
    assert labels[6:] == ["Es fehlt etwas", "Etwas anderes"]


def test_a_report_leads_to_its_number_and_private_address(mistake, entry, stored):
    status = mistake.submit(field="title", message="Heißt anders.\n\nSiehe Ratsinformation.", email="Du@Post.example")
    (report,) = stored()

    assert status.path == f"/meldungen/{report.token}"
    assert len(report.token) == 43
    assert status.title == f"Ihre Meldung mit der Nummer {report.id}"
    assert f"http://localhost/meldungen/{report.token}" in status.text
    assert "Noch keine Antwort" in status.text
    assert (report.project_id, report.field) == (entry.id, "title")
    assert (report.message, report.email) == ("Heißt anders.\n\nSiehe Ratsinformation.", "Du@Post.example")


def test_the_private_page_is_not_indexed_kept_or_told_the_mail_address(mistake):
    status = mistake.submit(field="other", message="Falsch.", email="geheim@post.example")

    assert status.one("meta[name=robots]").get("content") == "noindex"
    assert status.response.headers["Cache-Control"] == "no-store"
    assert "geheim@post.example" not in status.response.text


def test_each_report_has_an_address_of_its_own(page, entry, stored):
    for _ in range(2):
        page(f"/projekte/{entry.slug}/fehler-melden").submit(field="other", message="Falsch.")

    assert len({report.token for report in stored()}) == 2


@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_refused_and_nothing_is_kept(client, mistake, stored, message):
    token = dict(mistake.fields("main form"))["csrf_token"]
    answer = client.post(mistake.path, data={"csrf_token": token, "field": "title", "message": message})

    assert answer.status_code == 422
    assert not stored()


def test_bytes_that_are_no_text_do_no_harm(client, mistake, stored):
    token = dict(mistake.fields("main form"))["csrf_token"]
    answer = client.post(
        mistake.path,
        data=f"csrf_token={token}&field=title&message=%ED%A0%80%FF".encode(),
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 303
    assert stored()[0].message == "%ED%A0%80%FF"


@pytest.mark.parametrize("field", ["lessons", "search_folded", "<b>", "title\x00", "x" * 5000, None])
def test_a_field_that_does_not_exist_is_refused(client, mistake, stored, field):
    token = dict(mistake.fields("main form"))["csrf_token"]
    answer = client.post(
        mistake.path, data={"csrf_token": token, "message": "Falsch."} | ({"field": field} if field else {})
    )

    assert answer.status_code == 422
    assert not stored()


def test_what_was_typed_is_still_there_after_an_error(mistake):
    again = mistake.submit(status=422, field="title", message="", email="keine Adresse")

    assert again.texts(".error-summary a") == [
        "Was stimmt nicht, und woher wissen Sie es? Bitte füllen Sie dieses Feld aus.",
        "E-Mail-Adresse: Bitte geben Sie eine E-Mail-Adresse an, zum Beispiel name@stadt.de.",
    ]
    assert again.one("#email").get("value") == "keine Adresse"
    assert again.one("#field option[selected]").get("value") == "title"
    assert again.response.text.count("Fehler:") == 1


def test_markup_in_a_report_stays_text(mistake):
    status = mistake.submit(field="title", message="<script>alert(1)</script> {{ 7*7 }}"[:25])

    assert "<script>alert(1)</script>" in status.text


def test_a_report_needs_the_form(client, entry, stored):
    answer = client.post(f"/projekte/{entry.slug}/fehler-melden", data={"field": "title", "message": "Falsch."})

    assert answer.status_code == 400
    assert not stored()


@pytest.mark.parametrize("slug", ["gibt-es-nicht", "%00", "a%00b", "%ff", "x" * 5000])
def test_an_entry_that_does_not_exist_cannot_be_reported(client, slug):
    assert client.get(f"/projekte/{slug}/fehler-melden").status_code == 404


def test_a_draft_stays_unknown_and_an_archived_entry_gone(client, database):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        draft = factories.draft(session, herne)
        archived = factories.archived(session, herne)

    assert client.get(f"/projekte/{draft.slug}/fehler-melden").status_code == 404
    assert client.get(f"/projekte/{archived.slug}/fehler-melden").status_code == 410


def test_a_former_address_leads_to_the_present_one(client, database, entry):
    with database.unit_of_work() as session:
        administration = factories.actor(session, administration=True)
        project = projects.by_id(session, entry.id)
        project_service.update(session, administration, project, project.version, {"title": "Schlaglochmelder"})
    answer = client.get(f"/projekte/{entry.slug}/fehler-melden")

    assert (answer.status_code, answer.location) == (301, "/projekte/schlaglochmelder/fehler-melden")


def test_who_stands_by_an_entry_is_asked_directly(page, database):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        project = factories.published(session, herne, contact_mailbox="digital@herne.example")
    told = page(f"/projekte/{project.slug}/fehler-melden")

    assert told.title == "Dieser Eintrag ist bestätigt"
    assert "Herne pflegt diesen Eintrag" in told.text
    assert told.all("a[href='mailto:digital@herne.example']")


def test_nothing_is_lost_when_the_entry_is_confirmed_while_somebody_writes(mistake, database, entry, stored):
    with database.unit_of_work() as session:
        administration = factories.actor(session, administration=True)
        project = projects.by_id(session, entry.id)
        project_service.confirm(session, administration, project, project.version)
    told = mistake.submit(status=409, field="title", message="Meine lange Erklärung")

    assert "Meine lange Erklärung" in told.text
    assert not stored()


def test_a_town_hall_can_report_much_but_not_without_end(database, mistake, stored, entry):
    with database.unit_of_work() as session:
        for _ in range(REPORTS_PER_ADDRESS):
            service.report_barrier(session, ANYONE, page=None, message="Zu klein", email=None, address="127.0.0.1")
    refused = mistake.submit(status=429, field="title", message="Noch eine")

    assert refused.one("#message").text.strip() == "Noch eine"
    assert int(refused.response.headers["Retry-After"]) <= 3600
    assert "Bitte warten Sie 60 Minuten." in refused.text
    assert len(stored()) == REPORTS_PER_ADDRESS
    with database.reading() as session:
        (kept,) = session.execute(select(ThrottleCount)).scalars()
        assert "127.0.0.1" not in kept.bucket


def test_a_barrier_can_be_reported_with_one_sentence(page, stored):
    status = page("/barriere-melden").submit(message="Die Karte lässt sich nicht mit der Tastatur bedienen.")
    (report,) = stored()

    assert "innerhalb von sechs Wochen" in status.text
    assert (report.kind.value, report.page, report.email) == ("barrier", None, None)


@pytest.mark.parametrize(
    ("referrer", "page_field"),
    [
        ("http://localhost/kommunen/herne?q=geheim", "/kommunen/herne"),
        ("https://anderswo.example/", ""),
        ("http://[", ""),
        ("http://localhost/" + "x" * 1000, "/" + "x" * 499),
    ],
)
def test_the_page_somebody_came_from_is_proposed(client, referrer, page_field):
    form = client.get("/barriere-melden", headers={"Referer": referrer})

    assert f'name="page" type="text" value="{page_field}"' in form.text


@pytest.mark.parametrize("token", ["x" * 43, "x", "a" * 5000, "%00" * 43, "..%2f", "ä" * 43])
def test_a_private_address_cannot_be_guessed(client, token):
    assert client.get(f"/meldungen/{token}").status_code == 404
