import pytest
from sqlalchemy import select

from portal.access import ANYONE, allowed
from portal.feedback import access, service
from portal.feedback.models import MESSAGE_MAX, Report
from tests import factories
from tests.support.statements import recorded


@pytest.fixture
def report(database, entry):
    return report_mistake(database, entry)


def report_mistake(database, entry, message="Der Titel stimmt nicht."):
    with database.unit_of_work() as session:
        project = session.merge(entry, load=False)
        return service.report_mistake(
            session, ANYONE, project, field="title", message=message, email="du@post.example", address="192.0.2.1"
        )


def report_barrier(database, message="Zu klein"):
    with database.unit_of_work() as session:
        return service.report_barrier(
            session, ANYONE, page="/kommunen", message=message, email=None, address="192.0.2.1"
        )


def test_who_may_report_and_answer(session):
    herne = factories.organisation(session, "Herne")
    unconfirmed = factories.from_public_source(session, herne)
    confirmed, draft = factories.published(session, herne), factories.draft(session, herne)
    people = {
        "anyone": ANYONE,
        "editor": factories.actor(session, herne),
        "administration": factories.actor(session, administration=True),
    }
    may = {
        (name, what)
        for name, person in people.items()
        for what, permission, subject in (
            ("report unconfirmed", access.REPORT_MISTAKE, unconfirmed),
            ("report confirmed", access.REPORT_MISTAKE, confirmed),
            ("report draft", access.REPORT_MISTAKE, draft),
            ("report barrier", access.REPORT_BARRIER, None),
            ("answer", access.ANSWER, None),
        )
        if allowed(person, permission, subject)
    }

    assert may == {
        *((name, "report unconfirmed") for name in people),
        *((name, "report barrier") for name in people),
        ("administration", "answer"),
    }


@pytest.mark.parametrize("address", ["/meldungen", "/meldungen/1/antworten"])
def test_only_the_administration_reads_reports(client, editor, report, address):
    assert client.get(address).location.startswith("/anmelden?next=/meldungen")
    assert editor.get(address).status_code == 403


@pytest.mark.parametrize("answer", ["", "\x00", "x" * (MESSAGE_MAX + 1)])
def test_whoever_may_not_answer_does_not_read_the_report_above_a_refused_form(editor, report, answer):
    token = dict(editor.page("/barriere-melden").fields("main form"))["csrf_token"]
    refused = editor.post(f"/meldungen/{report.id}/antworten", data={"csrf_token": token, "answer": answer})
    assert refused.status_code == 403
    assert report.message not in refused.text


def test_nobody_else_can_answer(client, editor, report, stored):
    token = dict(editor.page("/barriere-melden").fields("main form"))["csrf_token"]
    answer = editor.post(f"/meldungen/{report.id}/antworten", data={"csrf_token": token, "answer": "Nein."})

    assert answer.status_code == 403
    assert stored()[0].answer is None


def test_reports_that_wait_come_first_the_oldest_on_top(administration, database, entry):
    first, second, third = (report_mistake(database, entry, text) for text in ("eins", "zwei", "drei"))
    administration.page(f"/meldungen/{second.id}/antworten").submit("main form", answer="Erledigt.")
    listed = administration.page("/meldungen")

    assert "2 Meldungen warten auf Antwort." in listed.text
    assert [link.get("href") for link in listed.all(".card__link")] == [
        f"/meldungen/{number}/antworten" for number in (first.id, third.id, second.id)
    ]


def test_the_answer_stands_on_the_private_page(administration, client, report):
    form = administration.page(f"/meldungen/{report.id}/antworten")
    assert form.all("a[href='mailto:du@post.example']")
    done = form.submit("main form", answer="Danke!\n\nWir haben den Titel berichtigt.")

    assert f"Die Antwort auf Meldung {report.id} ist gespeichert." in done.text
    status = client.page(f"/meldungen/{report.token}")
    assert "Danke!\n\nWir haben den Titel berichtigt." in status.response.text
    assert "Noch keine Antwort" not in status.text
    assert "Ombuds" not in status.text


def test_an_answer_about_a_barrier_names_the_ombudsman(administration, client, database):
    report = report_barrier(database)
    administration.page(f"/meldungen/{report.id}/antworten").submit("main form", answer="Ist behoben.")

    assert "Ombudsstelle für barrierefreie Informationstechnik" in client.page(f"/meldungen/{report.token}").text


@pytest.mark.parametrize("text", ["", " \n", "x" * (MESSAGE_MAX + 1), "a\x00b"])
def test_an_answer_that_cannot_be_shown_is_refused_and_kept_in_the_form(administration, report, text):
    form = administration.page(f"/meldungen/{report.id}/antworten")
    again = form.submit("main form", status=422, answer=text.replace("\x00", "\x01"))

    assert again.all(".error-summary a[href='#answer']")


def test_of_two_answers_the_second_is_told_and_loses_nothing(administration, client, report):
    both = [administration.page(f"/meldungen/{report.id}/antworten") for _ in range(2)]
    both[0].submit("main form", answer="Erste Antwort")
    told = both[1].submit("main form", status=409, answer="Zweite Antwort")

    assert "Erste Antwort" in told.text
    assert told.one("#answer").text.strip() == "Zweite Antwort"
    assert "Erste Antwort" in client.page(f"/meldungen/{report.token}").text

    told.submit("main form", answer="Beide Antworten")
    assert "Beide Antworten" in client.page(f"/meldungen/{report.token}").text


@pytest.mark.parametrize("number", ["0", "999999", "9" * 19, "9" * 400, "-1", "1.5", "eins"])
def test_a_report_that_does_not_exist(administration, number):
    assert administration.get(f"/meldungen/{number}/antworten").status_code == 404


def test_a_report_outlives_its_entry(administration, database, report):
    with database.unit_of_work() as session:
        kept = session.get(Report, report.id)
        kept.project_id = None

    assert "Titel" in administration.page("/meldungen").text


def test_the_list_asks_the_database_as_often_for_one_report_as_for_many(administration, database, entry):
    counts = []
    for number in (1, 10):
        for _ in range(number):
            report_mistake(database, entry)
        with database.unit_of_work() as session:
            newest = session.execute(select(Report).order_by(Report.id.desc())).scalars().first()
            service.answer(session, _administration(session), newest, "Erledigt.", seen="")
        with recorded(database.engine) as statements:
            administration.page("/meldungen")
        counts.append(len([sql for sql in statements if sql.lstrip().upper().startswith("SELECT")]))

    assert counts[0] == counts[1] <= 8


def _administration(session):
    return factories.actor(session, administration=True)
