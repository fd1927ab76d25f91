"""The page of a project, as different people see it."""

from datetime import timedelta

import pytest

from portal.organisations import queries as organisations
from portal.orm import utcnow
from portal.partial_date import PartialDate
from portal.projects import queries, service
from portal.projects.joint import service as joint
from portal.projects.vocabulary import (
    BudgetBand,
    Cooperation,
    LessonKind,
    LinkKind,
    MaturityScale,
    ParticipationState,
    Phase,
    Reuse,
    Visibility,
)
from tests import factories
from tests.support.statements import recorded

EVERYTHING = {
    "title": "Stadtnetz",
    "description": "## Worum es geht\n\nEin Netz für **alle**. <script>alert(1)</script>",
    "problem": "Funklöcher",
    "goal": "Netz in jedem Amt",
    "results": "Zwölf Ämter am Netz",
    "phase": Phase.PILOT,
    "phase_source_word": "läuft probeweise",
    "start": PartialDate(2024, 5),
    "end": PartialDate(2026),
    "next_step": "Ausschreibung",
    "department": "Fachbereich Digitales",
    "it_provider": "Rechenzentrum Ruhr",
    "budget_band": BudgetBand.UNDER_250K,
    "running_cost_band": BudgetBand.NONE,
    "grant_reference": "FKZ 16XYZ",
    "funding_note": "Bescheid vom Land",
    "funding_programme": "Breitband für alle",
    "products": "Netzwerk 3000",
    "standards": "OAuth",
    "licence": "EUPL-1.2",
    "repository_url": "https://code.example.org/stadtnetz",
    "documentation_url": "https://docs.example.org/stadtnetz",
    "cooperation": [Cooperation.SEEK_PARTNERS, Cooperation.OFFER_REUSE],
    "offers": "Leistungsverzeichnis",
    "seeks": "Mitstreiter",
    "reuse": [Reuse.SOURCE_CODE],
    "contact_mailbox": "digital@herne.example",
    "tags": ["Netz", "WLAN"],
    "technologies": ["LoRaWAN"],
    "ozg_topics": ["Umwelt"],
    "services": [
        {
            "leika_key": "99012345678901",
            "maturity_scale": MaturityScale.V2_0,
            "maturity_value": 5,
            "maturity_as_of": PartialDate(2026, 3),
        }
    ],
    "partners": [{"name": "Stadtwerke", "role": "Betrieb"}],
    "lessons": [
        {"kind": LessonKind.WORKED, "text": "Früh gefragt", "visibility": Visibility.PUBLIC},
        {"kind": LessonKind.FAILED, "text": "Zu wenig Masten", "visibility": Visibility.STAFF},
        {"kind": LessonKind.DIFFERENTLY, "text": "Vergabe zuerst", "visibility": Visibility.ORGANISATION},
    ],
    "links": [{"label": "Ratsvorlage 12/2024", "url": "https://rat.example.org/12", "kind": LinkKind.COUNCIL_PAPER}],
    "participants": ["bochum", "xanten"],
}
HIDDEN = ("Zu wenig Masten", "Vergabe zuerst")


@pytest.fixture
def entry(register, database):
    """An entry of Herne that says everything; Xanten has denied its part, Bochum confirmed and described it."""
    with database.unit_of_work() as session:
        project = factories.published(session, organisations.by_slug(session, "herne"), **EVERYTHING)
        parts = {part.organisation.slug: part for part in project.participations}
        parts["xanten"].state = ParticipationState.DENIED
        parts["bochum"].state, parts["bochum"].offers = ParticipationState.CONFIRMED, "Zwei Messwagen"
    return project


@pytest.fixture
def source_entry(register, database):
    with database.unit_of_work() as session:
        return factories.from_public_source(
            session,
            organisations.by_slug(session, "herne"),
            title="Sirenennetz",
            participants=["herne", "bochum"],
            sources=[{"url": "https://www.zeitung.example/sirenen", "date": PartialDate(2023, 4)}],
        )


@pytest.fixture
def change(database):
    """Changes an entry behind everybody's back: `change("stadtnetz", lambda project: ...)`."""

    def change(slug, action):
        with database.unit_of_work() as session:
            return action(session, queries.by_slug(session, slug))

    return change


def test_everything_that_was_said_is_shown(entry, page):
    text = page("/projekte/stadtnetz").text

    for said in (
        *("Funklöcher", "Netz in jedem Amt", "Zwölf Ämter am Netz", "läuft probeweise", "Mai 2024 bis 2026"),
        *("Ausschreibung", "Fachbereich Digitales", "Rechenzentrum Ruhr", "unter 250.000 €", "keine Kosten"),
        *("FKZ 16XYZ", "Bescheid vom Land", "Breitband für alle", "Netzwerk 3000", "OAuth", "EUPL-1.2"),
        *("https://code.example.org/stadtnetz", "https://docs.example.org/stadtnetz", "Leistungsverzeichnis"),
        *("Sucht Partner", "gepflegt von", "Stadtwerke", "Betrieb", "Früh gefragt"),
        *("Mitstreiter", "Quellcode", "digital@herne.example", "Netz, WLAN", "LoRaWAN", "Umwelt", "99012345678901"),
        *("Reifegrad 5", "Stand März 2026", "Ratsvorlage 12/2024"),
    ):
        assert said in text, said


def test_markdown_is_shown_clean(entry, page):
    shown = page("/projekte/stadtnetz")

    assert shown.texts(".prose strong") == ["alle"]
    assert "Worum es geht" in shown.texts(".prose h3")
    assert not shown.all("main script")


def test_participants_are_shown_with_what_they_said(entry, page):
    shown = page("/projekte/stadtnetz")

    assert "Bochum Bietet: Zwei Messwagen" in shown.texts("section[aria-labelledby=beteiligte] li")
    assert "Xanten" not in shown.text


def test_named_participants_are_named_by_the_keeper_or_by_the_source(entry, source_entry, page, change):
    def named(_session, project):
        for part in project.participations:
            if part.organisation.slug == "bochum":
                part.state = ParticipationState.NAMED

    change("stadtnetz", named)

    assert "Von Herne genannt, noch nicht bestätigt" in page("/projekte/stadtnetz").text
    assert "In der Quelle genannt, noch nicht bestätigt" in page("/projekte/sirenennetz").text


def test_lessons_are_shown_to_whom_they_are_meant_for(entry, app, page, editor, database):
    with database.unit_of_work() as session:
        colleague = factories.account(session, organisations.by_slug(session, "bochum"))
    other = app.test_client().sign_in_as(colleague)

    everybody, staff, own = (ask("/projekte/stadtnetz").text for ask in (page, other.page, editor.page))

    assert [lesson in everybody for lesson in HIDDEN] == [False, False]
    assert [lesson in staff for lesson in HIDDEN] == [True, False]
    assert [lesson in own for lesson in HIDDEN] == [True, True]


def test_an_unconfirmed_entry_says_so_and_takes_reports(source_entry, page):
    shown = page("/projekte/sirenennetz")

    (title,) = shown.texts(".kern-alert .kern-title")
    assert title == "Aus öffentlicher Quelle (Stand April 2023), noch nicht bestätigt"
    assert [link.get("href") for link in shown.all(".kern-alert a")] == ["/projekte/sirenennetz/fehler-melden"]
    assert "Die Quelle berichtet aus Sicht von Herne." in shown.text
    assert "zeitung.example Stand der Quelle: April 2023, heute nicht geprüft" in shown.texts("#quellen + ul li")


def test_a_confirmed_entry_says_since_when_by_the_clock_of_berlin(entry, page, change):
    late = utcnow().replace(hour=23, minute=30)

    def confirm(_session, project):
        project.confirmed_at = late

    change("stadtnetz", confirm)
    tomorrow = late + timedelta(hours=1)
    shown = page("/projekte/stadtnetz")

    assert shown.texts(".kern-alert .kern-title") == [f"Bestätigt am {tomorrow:%d.%m.%Y}"]
    assert "Fehler melden" not in shown.text


def test_an_old_confirmation_is_overdue(entry, page, change):
    def grow_old(_session, project):
        project.confirmed_at = utcnow() - timedelta(days=366)

    change("stadtnetz", grow_old)

    (title,) = page("/projekte/stadtnetz").texts(".kern-alert .kern-title")
    assert title.startswith("Zuletzt bestätigt am ")
    assert title.endswith(", Prüfung überfällig")


def test_a_former_address_leads_to_the_present_one_for_good(entry, client, change):
    def rename(session, project):
        editor = factories.actor(session, project.keeper)
        service.update(session, editor, project, project.version, {"title": "Funknetz"})

    change("stadtnetz", rename)
    answer = client.get("/projekte/stadtnetz")

    assert (answer.status_code, answer.location) == (301, "/projekte/funknetz")


def test_a_draft_exists_only_for_its_own_people(register, page, editor):
    page("/projekte/geheimer-plan", status=404)

    assert (
        "Entwurf: nur die Zuständigen und die Redaktion sehen diesen Eintrag"
        in editor.page("/projekte/geheimer-plan").text
    )


def test_the_former_address_of_a_draft_does_not_tell_its_title(register, client, page, change):
    def rename(session, project):
        editor = factories.actor(session, project.keeper)
        service.update(session, editor, project, project.version, {"title": "Noch geheimer"})

    change("geheimer-plan", rename)

    assert "Location" not in client.get("/projekte/geheimer-plan").headers
    page("/projekte/geheimer-plan", status=404)


def test_an_archived_entry_is_gone_with_its_reason_and_a_search(entry, page, editor, change):
    def archive(session, project):
        editor = factories.actor(session, project.keeper)
        service.archive(session, editor, project, project.version, "Doppelt eingetragen")

    change("stadtnetz", archive)
    gone = page("/projekte/stadtnetz", status=410)

    assert "Stadtnetz" in gone.text
    assert "Doppelt eingetragen" in gone.text
    assert "Funklöcher" not in gone.text
    assert gone.submit("main form", q="Mängelmelder").texts(".card__title") == ["Mängelmelder"]
    assert "Grund: Doppelt eingetragen" in editor.page("/projekte/stadtnetz").text


def test_only_who_may_do_something_is_offered_it(entry, source_entry, page, editor):
    def offers(shown):
        return shown.texts("section[aria-labelledby=aufgaben] li")

    assert offers(page("/projekte/stadtnetz")) == []
    assert offers(editor.page("/projekte/stadtnetz")) == ["Angaben bestätigen", "Bearbeiten", "Verlauf der Änderungen"]
    assert offers(editor.page("/projekte/sirenennetz")) == ["Eintrag übernehmen", "Beteiligung von Herne"]


def test_the_keeper_confirms_with_one_click(entry, editor, change):
    def grow_old(_session, project):
        project.confirmed_at = utcnow() - timedelta(days=366)

    change("stadtnetz", grow_old)
    editor.page("/projekte/stadtnetz").submit("section[aria-labelledby=aufgaben] form")

    assert change("stadtnetz", lambda _session, project: project.confirmed_at) > utcnow() - timedelta(minutes=5)


def test_what_is_offered_leads_somewhere(entry, source_entry, editor):
    for slug in ("stadtnetz", "sirenennetz"):
        for link in editor.page(f"/projekte/{slug}").all("section[aria-labelledby=aufgaben] a"):
            editor.page(link.get("href"))


def test_other_projects_of_the_same_kommunen_follow(entry, page):
    related = page("/projekte/stadtnetz").texts("section[aria-labelledby=weitere] .card__title")

    assert related[:2] != []
    assert "Stadtnetz" not in related
    assert "Geheimer Plan" not in related


@pytest.mark.seeded
def test_similar_projects_follow_with_what_they_share(page, client, lose_index):
    address = "/projekte/treecop-smarte-bewaesserung-der-essener-stadtbaeume"
    shown = page(address)
    similar = shown.texts("section[aria-labelledby=aehnlich] .card__title")
    reasons = shown.texts("section[aria-labelledby=aehnlich] .card__why")

    assert similar[0] == "Bodenfeuchtesensoren an Bochumer Stadtbäumen"
    assert len(similar) == len(reasons) <= 4
    assert all(reason.startswith("Gemeinsam: ") for reason in reasons)
    assert "Stadtbäume" in reasons[0]
    assert not set(similar) & set(shown.texts("section[aria-labelledby=weitere] .card__title"))
    lose_index()
    without = page(address)
    assert not without.all("#aehnlich")
    assert without.all("#weitere")


def test_nothing_is_similar_to_a_draft(entry, editor):
    assert not editor.page("/projekte/geheimer-plan").all("#aehnlich")


def test_taking_over_changes_who_keeps_it_and_not_where_it_comes_from(source_entry, page, change):
    def take_over(session, project):
        herne = organisations.by_slug(session, "herne")
        joint.take_over(session, factories.actor(session, herne), project, herne)

    change("sirenennetz", take_over)
    shown = page("/projekte/sirenennetz")

    assert "gepflegt von Herne" in shown.text
    assert "Aus öffentlicher Quelle" in shown.text


@pytest.mark.seeded
def test_entries_of_the_register_are_good_pages_at_a_bounded_price(page, database):
    links = page("/suche", sortierung="titel").all(".card__link") + page("/suche", q="telenotarzt").all(".card__link")
    for address in [link.get("href") for link in links[::3]]:
        with recorded(database.engine) as sent:
            page(address)
        assert len(sent) <= 24, address


@pytest.mark.parametrize("slug", ["gibt-es-nicht", "%00", "%ED%A0%80", "x" * 3000])
def test_other_addresses_are_not_found(register, page, slug):
    page(f"/projekte/{slug}", status=404)
