"""The pages about responsibility, as each role sees them."""

import pytest

from portal.accounts import queries
from portal.orm import utcnow
from portal.projects import queries as projects
from portal.projects.vocabulary import Publication
from tests import factories


@pytest.fixture
def entry(town, make):
    return make(factories.published, town.herne, title="Bauantrag")


@pytest.fixture
def address(entry):
    return f"/projekte/{entry.slug}/zustaendig"


def sent(client, address, **data):
    """The answer to a form that no page offers."""
    token = client.page("/meine-kommune").one(".site-menu [name=csrf_token]").get("value")
    return client.post(address, data={"csrf_token": token, **data})


def test_members_of_the_keeper_are_chosen(browser, town, entry, address, saved):
    editing = browser(town.editor).page(f"/projekte/{entry.slug}/bearbeiten")
    assert address in [link.get("href") for link in editing.all("main a")]

    page = browser(town.editor).page(address)
    assert str(town.stranger.id) not in [value for _, value in page.fields("main form")]
    answer = page.submit(responsibles=[town.contributor.id], contact_person=town.contributor.id)

    assert "Gespeichert." in answer.text
    now = saved(entry)
    assert now.responsible_ids == {town.contributor.id}
    assert (now.contact.account_id, now.contact.consented_at) == (town.contributor.id, None)
    assert "hat noch nicht geantwortet" in browser(town.editor).page(address).text
    history = browser(town.editor).page(f"/projekte/{entry.slug}/verlauf").text
    assert "Zuständigkeit festgelegt" in history
    assert "Geändert: Zuständige, Ansprechperson" in history


def test_nobody_may_be_chosen(browser, town, address, entry, saved):
    browser(town.coordinator).page(address).submit(responsibles=None, contact_person="")
    assert saved(entry).responsible_ids == frozenset()


@pytest.mark.parametrize("chosen", ["stranger", "0", "-1", "zwei", "999999999999999999", "9" * 30, "\x00"])
def test_whoever_does_not_belong_is_refused(browser, town, address, entry, saved, chosen):
    before = saved(entry).responsible_ids
    value = town.stranger.id if chosen == "stranger" else chosen
    page = browser(town.editor).page(address)

    assert page.submit(responsibles=[value], contact_person=value, status=422).all(".error-summary")
    assert saved(entry).responsible_ids == before


def test_who_saves_second_is_told(browser, town, address):
    first, second = (browser(account).page(address) for account in (town.editor, town.coordinator))
    first.submit(responsibles=[town.editor.id])

    answer = second.submit(responsibles=[town.coordinator.id], status=409)
    assert "Jemand anderes hat diesen Eintrag inzwischen geändert." in answer.text


def test_others_do_not_decide_it(browser, town, entry, address, client):
    browser(town.contributor).page(address, status=403)
    browser(town.stranger).page(address, status=403)
    assert client.page(address).path.startswith("/anmelden")
    assert sent(browser(town.contributor), address, version="1").status_code == 403


class TestContactPerson:
    @pytest.fixture
    def asked(self, town, make, entry):
        """The contributor was proposed by a colleague."""
        make(factories.be_contact_person, town.contributor, entry, consents=False)
        return town.contributor

    @pytest.fixture
    def shown(self, browser, town, entry):
        """Who of those looking at the entry reads the address of the contact person."""

        def looking():
            viewers = {"staff": town.stranger, "colleague": town.editor}
            pages = {name: browser(account).page(f"/projekte/{entry.slug}") for name, account in viewers.items()}
            return {name for name, page in pages.items() if "mitwirkung@herne.example" in page.text}

        return looking

    def test_yes_on_the_desk_and_no_longer_on_the_own_page(self, browser, asked, entry, shown, page):
        assert shown() == set()
        desk = browser(asked).page("/meine-kommune")
        assert desk.texts("h2")[0] == "Sollen Sie Ansprechperson sein? 1"

        own = desk.submit("section:has(#ansprechperson) form:first-of-type")
        assert "Sie stehen jetzt als Ansprechperson bei „Bauantrag“." in own.text
        assert shown() == {"staff", "colleague"}
        assert "mitwirkung@herne.example" not in page(f"/projekte/{entry.slug}").text
        assert "Ansprechperson" not in page(f"/projekte/{entry.slug}").text

        assert "Sie stehen bei keinem Eintrag" in own.submit("section:has(#genannt) form").text
        assert shown() == set()

    def test_no(self, browser, asked, entry, shown, saved):
        own = browser(asked).page("/konto/ansprechperson")
        own.submit("section:has(#gefragt) form:last-of-type")

        assert saved(entry).contact is None
        assert shown() == set()
        assert sent(browser(asked), f"/projekte/{entry.slug}/ansprechperson", agrees="ja").status_code == 404

    @pytest.mark.parametrize("state", ["draft", "archived", "hidden"])
    def test_the_consent_can_be_withdrawn_whatever_becomes_of_the_entry(
        self, browser, town, asked, entry, saved, database, state
    ):
        with database.unit_of_work() as session:
            there = projects.by_id(session, entry.id)
            there.contact.consented_at = utcnow()
            there.responsibles = []
            there.publication = Publication.DRAFT if state == "draft" else Publication.ARCHIVED
            there.archived_at, there.archive_reason = (None, None) if state == "draft" else (utcnow(), "Grund")
            there.hidden = state == "hidden"
        assert browser(asked).get(f"/projekte/{entry.slug}").status_code in {404, 410}

        own = browser(asked).page("/konto/ansprechperson")
        assert own.texts(".entry__title") == ["Bauantrag"]
        assert not own.all(".entry__title a")  # it leads nowhere
        assert "Sie stehen bei keinem Eintrag" in own.submit("section:has(#genannt) form").text
        assert saved(entry).contact is None

    @pytest.mark.parametrize("data", [{}, {"agrees": "vielleicht"}])
    def test_half_an_answer_changes_nothing(self, browser, asked, entry, saved, data):
        assert sent(browser(asked), f"/projekte/{entry.slug}/ansprechperson", **data).status_code == 422
        assert saved(entry).contact.consented_at is None

    def test_an_account_that_nobody_has_let_in_sees_nobody(self, browser, asked, entry, database):
        with database.unit_of_work() as session:
            newcomer = factories.account(session)
        browser(asked).page("/konto/ansprechperson").submit("section:has(#gefragt) form:first-of-type")
        assert "mitwirkung@herne.example" not in browser(newcomer).page(f"/projekte/{entry.slug}").text

    def test_the_own_account_says_how_things_stand(self, browser, asked):
        overview = browser(asked).page("/konto")
        assert "Eine Anfrage wartet auf Ihre Antwort." in overview.text


class TestDeskOfSomebodyWhoContributes:
    def test_the_own_entries_to_work_on_and_the_others_to_read(self, browser, town, make, database):
        own = make(factories.draft, town.herne, title="Mein Entwurf")
        with database.unit_of_work() as session:
            factories.be_responsible(session, actor_of(session, town.contributor), session.merge(own))
        make(factories.draft, town.herne, title="Entwurf der anderen")
        make(factories.published, town.herne, title="Von Kolleginnen")
        make(factories.archived, town.herne, title="Vorbei")
        make(factories.from_public_source, town.herne, title="Quelle", lead="herne")

        desk = browser(town.contributor).page("/meine-kommune")
        assert [heading.rsplit(" ", 1)[0] for heading in desk.texts("main h2")] == [
            "Entwürfe",
            "Weitere Einträge Ihrer Organisation",
        ]
        assert desk.texts(".entry__title")[0] == "Mein Entwurf"
        assert sorted(desk.texts(".entry__title")[1:]) == ["Quelle", "Von Kolleginnen"]
        assert not desk.all("main .entry form")

    def test_what_is_offered_can_be_opened(self, browser, town, make):
        for factory in (factories.draft, factories.published, factories.archived):
            make(factory, town.herne)
        make(factories.from_public_source, town.herne, lead="herne")
        for account in (town.contributor, town.editor, town.coordinator):
            client = browser(account)
            links = {link.get("href") for link in client.page("/meine-kommune").all("main .entries a")}
            for address in links:
                client.page(address)


def actor_of(session, account):
    return queries.actor_of(queries.by_id(session, account.id))
