"""The pages of Gesuche: writing, making known, finding, offering, closing; and every answer to what cannot be."""

import pytest
from sqlalchemy import select

from portal import audit
from portal.mail.models import Mail
from portal.partnerships import transitions as table
from portal.partnerships.models import Case, Wanted
from portal.partnerships.seeking import service as seeking
from portal.partnerships.vocabulary import Kind, State, WantedState
from portal.projects.vocabulary import ActionField
from tests.portal.partnerships.playing import later
from tests.portal.partnerships.test_seeking import need

TEXT = {"kind": "visit", "title": "Wer zeigt uns seine Bauakte?", "need": "Einen Tag bei Ihnen."}
OFFER = {"wants": "Kommen Sie gern zu uns."}


def wanted_of(portal, *, state=WantedState.OPEN, **values):
    """A Gesuch of Bochum that "addressee contributor" looks after; return its number."""
    with portal.database.unit_of_work() as session:
        world = portal.fresh(session)
        editor = world.acting("addressee editor")
        made = seeking.write(session, world.acting("addressee contributor"), world.bochum, need(**values))
        if state is not WantedState.DRAFT:
            seeking.publish(session, editor, made.id, made.version)
        if state in (WantedState.MET, WantedState.CLOSED):
            seeking.close(session, editor, made.id, made.version, met=state is WantedState.MET)
        return made.id


def read(portal, wanted_id):
    with portal.database.reading() as session:
        return session.get(Wanted, wanted_id)


def rows(portal, entity):
    with portal.database.reading() as session:
        return session.execute(select(entity).order_by(entity.id)).scalars().all()


def version(portal, wanted_id):
    return read(portal, wanted_id).version


def offering_to_what_is_closed_meanwhile(portal):
    """The form of an offer, open since before the Gesuch was closed."""
    made = wanted_of(portal)
    page = portal.page("sender editor", "/anfragen/neu", gesuch=made)
    with portal.database.unit_of_work() as session:
        seeking.close(session, portal.fresh(session).acting("addressee editor"), made, version(portal, made), met=True)
    return page


def offer(portal, wanted_id, name="sender editor", *, sent=True, **values):
    """Let somebody offer; return the case."""
    page = portal.page(name, "/anfragen/neu", gesuch=wanted_id).submit(".form", **OFFER | values)
    if sent:
        page.submit("#senden form")
    return rows(portal, Case)[-1]


class TestWriting:
    def test_from_the_form_to_everybody(self, portal):
        page = portal.page("addressee editor", "/gesuche").follow("Gesuch schreiben")
        page = page.submit(".form", **TEXT, gives="Kuchen", action_field="mobility")
        assert "Das ist ein Entwurf" in page.text
        [made] = rows(portal, Wanted)
        assert (made.state, made.person_id) == (
            WantedState.DRAFT,
            portal.world.people["addressee editor"].account_id,
        )
        page = page.submit("#veroeffentlichen form")
        assert "Ihr Gesuch ist veröffentlicht." in page.text
        seen = portal.page("anonymous", f"/gesuche/{made.id}")
        for text in (TEXT["title"], TEXT["need"], "Kuchen", "Bochum", "Hospitation", "Mobilität"):
            assert text in seen.text
        assert "Addressee Editor" not in seen.text
        with portal.database.reading() as session:
            events = session.execute(select(audit.AuditEntry.event).where(audit.AuditEntry.about_kind == "wanted"))
            assert events.scalars().all() == ["wanted.decided"]

    def test_whoever_is_not_offered_is_refused_beside_the_field_and_what_was_typed_stays(self, portal):
        others = portal.world.people["addressee coordinator"].account_id
        page = portal.page("addressee contributor", "/gesuche/neu").submit(".form", 422, **TEXT, person=others)
        assert "Bitte wählen Sie eine Person aus der Liste." in page.texts("#person-error")[0]
        assert page.one("textarea[name=need]").text.strip() == TEXT["need"]
        assert rows(portal, Wanted) == []

    def test_a_contributor_drafts_and_the_editors_make_it_known(self, portal):
        page = portal.page("addressee contributor", "/gesuche/neu").submit(".form", **TEXT)
        assert "Jetzt veröffentlichen" not in page.text
        [made] = rows(portal, Wanted)
        desk = portal.page("addressee editor", "/meine-kommune")
        assert "1 Gesuch ist noch nicht veröffentlicht" in desk.text
        assert made.title in desk.follow("Ansehen und veröffentlichen").text
        portal.page("addressee editor", f"/gesuche/{made.id}").submit("#veroeffentlichen form")
        assert read(portal, made.id).state is WantedState.OPEN
        assert "1 eigenes Gesuch ist offen" in portal.page("addressee contributor", "/meine-kommune").text

    @pytest.mark.parametrize("name", ["anonymous", "sender coordinator", "stranger", "moderation", "account"])
    def test_a_draft_is_seen_by_the_own_organisation_only(self, portal, name):
        made = wanted_of(portal, state=WantedState.DRAFT)
        assert portal.page("addressee contributor", f"/gesuche/{made}").title == TEXT["title"]
        assert portal.browser(name).get(f"/gesuche/{made}").status_code == 404
        assert TEXT["title"] not in portal.page(name, "/gesuche").text
        assert TEXT["title"] not in portal.page(name, "/kommunen/bochum").text

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, portal):
        page = portal.page("addressee editor", "/gesuche/neu")
        page = page.submit(".form", status=422, **TEXT | {"title": "", "need": "Etwas"})
        assert page.texts(".error-summary a") == ["Worum geht es? Bitte füllen Sie dieses Feld aus."]
        assert "Etwas" in page.text
        assert rows(portal, Wanted) == []

    def test_of_two_who_change_it_the_second_loses_nothing(self, portal):
        made = wanted_of(portal)
        first, second = (portal.page("addressee editor", f"/gesuche/{made}/aendern") for _ in range(2))
        first.submit(".form", title="Anders")
        page = second.submit(".form", status=409, title="Noch anders")
        assert "Jemand anderes hat dieses Gesuch inzwischen geändert." in page.text
        assert read(portal, made).title == "Anders"
        page.submit(".form")
        assert read(portal, made).title == "Noch anders"

    def test_what_a_contributor_was_writing_can_be_copied_when_the_editors_made_it_known(self, portal):
        made = wanted_of(portal, state=WantedState.DRAFT)
        seen = portal.page("addressee contributor", f"/gesuche/{made}/aendern")
        portal.page("addressee editor", f"/gesuche/{made}").submit("#veroeffentlichen form")
        page = seen.submit(".form", status=403, need="Zwei Tage,\ngern im Mai.")
        assert "Zwei Tage,\ngern im Mai." in [pre.text for pre in page.all("pre")]
        assert read(portal, made).need == TEXT["need"]

    def test_who_does_not_look_after_it_cannot_change_it(self, portal):
        made = wanted_of(portal)
        for name in ("addressee person", "sender coordinator", "moderation"):
            for part in ("aendern", "schliessen"):
                assert portal.browser(name).get(f"/gesuche/{made}/{part}").status_code == 404

    def test_a_draft_can_be_thrown_away_and_what_is_known_cannot(self, portal):
        made, known = wanted_of(portal, state=WantedState.DRAFT), wanted_of(portal, state=WantedState.DRAFT)
        portal.page("addressee editor", f"/gesuche/{made}").follow("Entwurf verwerfen").submit("main form")
        assert read(portal, made) is None
        page = portal.page("addressee editor", f"/gesuche/{known}/verwerfen")
        portal.page("addressee editor", f"/gesuche/{known}").submit("#veroeffentlichen form")
        page.submit("main form", status=409, version=version(portal, known))
        assert read(portal, known).state is WantedState.OPEN

    def test_who_belongs_to_several_says_for_which(self, portal):
        page = portal.page("of both", "/gesuche/neu")
        page = page.follow("Herne").submit(".form", **TEXT)
        [made] = rows(portal, Wanted)
        assert made.organisation_id == portal.world.herne.id

    def test_accounts_without_a_kommune_have_nobody_to_write_for(self, portal):
        assert portal.browser("account").get("/gesuche/neu").status_code == 403
        assert "Gesuch schreiben" not in portal.page("account", "/gesuche").text


class TestFinding:
    @pytest.fixture
    def several(self, portal):
        wanted_of(portal, title="Bauakte")
        wanted_of(portal, title="Ampeln", kind=Kind.PROCUREMENT, action_field=ActionField.MOBILITY)
        wanted_of(portal, title="Vorbei", state=WantedState.MET)

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ({}, ["Ampeln", "Bauakte"]),
            ({"art": "hospitation"}, ["Bauakte"]),
            ({"handlungsfeld": "mobilitaet"}, ["Ampeln"]),
            ({"kommune": "bochum", "art": "gemeinsame-beschaffung"}, ["Ampeln"]),
            ({"art": "nachnutzung"}, []),
            ({"art": "erfunden", "kommune": "hagen", "handlungsfeld": "\x00", "seite": "99"}, ["Ampeln", "Bauakte"]),
        ],
    )
    def test_the_list_shows_what_is_open_and_fits(self, portal, several, query, titles):
        page = portal.page("anonymous", "/gesuche", **query)
        assert page.texts(".card__title") == titles

    def test_on_the_page_of_the_kommune(self, portal, several):
        page = portal.page("anonymous", "/kommunen/bochum")
        assert page.texts("section[aria-labelledby=gesuche] li a") == ["Ampeln", "Bauakte"]
        assert "Gesuche" not in portal.page("anonymous", "/kommunen/hagen").texts("main h2")

    @pytest.mark.parametrize(("state", "text"), [(WantedState.MET, "gefunden"), (WantedState.CLOSED, "nicht mehr")])
    def test_what_is_over_says_so(self, portal, state, text):
        page = portal.page("addressee person", f"/gesuche/{wanted_of(portal, state=state)}")
        assert "Dieses Gesuch ist nicht mehr offen" in page.text
        assert text in page.text
        assert "Hilfe anbieten" not in page.text

    def test_what_is_over_is_read_by_the_own_organisation_and_who_has_offered(self, portal):
        made = wanted_of(portal)
        offer(portal, made)
        portal.page("addressee editor", f"/gesuche/{made}/schliessen").submit(".form", ende="erfuellt")
        for name in ("addressee person", "sender editor", "moderation"):
            assert TEXT["need"] in portal.page(name, f"/gesuche/{made}").text
        for name in ("anonymous", "stranger", "sender contributor", "account"):
            page = portal.page(name, f"/gesuche/{made}", 410)
            assert "Dieses Gesuch ist nicht mehr offen" in page.text
            assert TEXT["need"] not in page.text
            assert TEXT["title"] not in page.text
        assert portal.browser("anonymous").get(f"/api/v1/wanted/{made}").status_code == 404


class TestOffering:
    def test_from_the_button_to_who_seeks(self, portal):
        made = wanted_of(portal)
        page = portal.page("sender editor", f"/gesuche/{made}").follow("Hilfe anbieten")
        assert page.title == "Hilfe anbieten"
        assert page.all("input[name=addressees]") == []
        assert [one.get("value") for one in page.all("select[name=kind] option[selected]")] == ["visit"]
        page = page.submit(".form", **OFFER)
        assert page.title == "Angebot prüfen"
        assert "Was bieten Sie an?" in page.text
        page = page.submit("#senden form")
        assert "Ihr Angebot ist gesendet." in page.text
        [case] = rows(portal, Case)
        assert (case.state, case.wanted_id, case.addressee_id) == (State.SENT, made, portal.world.bochum.id)
        seen = portal.page("addressee editor", f"/gesuche/{made}")
        assert seen.texts("#angebote") == ["Angebote 1"]
        seen = seen.follow("Herne")
        assert "Was angeboten wird" in seen.text
        assert seen.follow(TEXT["title"]).path == f"/gesuche/{made}"

    def test_who_looks_after_the_gesuch_gets_the_offers_and_answers(self, portal):
        made = wanted_of(portal)
        case = offer(portal, made)
        with portal.database.reading() as session:
            told = session.execute(select(Mail.account_id).where(Mail.kind == "partnership.request")).scalars().all()
        assert told == [portal.world.people["addressee contributor"].account_id]
        page = portal.page("addressee contributor", f"/gesuche/{made}").follow("Herne")
        assert page.path == f"/partnerschaften/{case.id}"
        assert "1 Antwort von Ihnen fehlt noch" in portal.page("addressee contributor", "/meine-kommune").text
        page.submit(".next-step form")
        assert portal.read(case.id).state is State.CLARIFYING
        assert portal.browser("addressee person").get(f"/partnerschaften/{case.id}").status_code == 404

    def test_others_see_nothing_of_an_offer(self, portal):
        made = wanted_of(portal)
        offer(portal, made)
        for name in ("anonymous", "stranger", "account", "moderation"):
            page = portal.page(name, f"/gesuche/{made}")
            assert page.all("#angebote") == []
            assert "Herne" not in page.text
        assert portal.page("sender editor", f"/gesuche/{made}").texts("#angebote") == ["Ihre Angebote 1"]

    def test_a_draft_of_an_offer_is_not_seen_by_who_seeks(self, portal):
        made = wanted_of(portal)
        case = offer(portal, made, sent=False)
        assert "Herne" not in portal.page("addressee editor", f"/gesuche/{made}").text
        page = portal.page("sender editor", f"/gesuche/{made}").follow("Herne")
        assert page.path == f"/anfragen/{case.sending_id}"
        page = portal.page("sender editor", f"/anfragen/{case.sending_id}/aendern")
        assert page.title.startswith("Angebot ändern")
        page.submit(".form", wants="Besser so.").submit("#senden form")
        [sent] = rows(portal, Case)
        assert (sent.state, sent.wanted_id) == (State.SENT, made)

    def test_visitors_read_how_it_is_done(self, portal):
        page = portal.page("anonymous", f"/gesuche/{wanted_of(portal)}")
        assert "Angebote schreiben Beschäftigte der Kommunen." in page.text
        assert page.follow("Anmelden und Hilfe anbieten").path.startswith("/anmelden")
        account = portal.page("account", page.path)
        assert "Ihr Konto gehört zu keiner Kommune." in account.text
        assert "partnership" not in account.text

    def test_to_the_own_gesuch_there_is_nothing_to_offer(self, portal):
        made = wanted_of(portal)
        assert "Hilfe anbieten" not in portal.page("addressee editor", f"/gesuche/{made}").text
        page = portal.page("addressee editor", "/anfragen/neu", 409, gesuch=made)
        assert "Das ist das Gesuch Ihrer eigenen Organisation." in page.text

    def test_of_both_organisations_the_other_one_offers(self, portal):
        page = portal.page("of both", "/anfragen/neu", gesuch=wanted_of(portal))
        page.submit(".form", **OFFER)
        assert rows(portal, Case)[-1].sender_id == portal.world.herne.id

    def test_to_a_closed_one_there_is_nothing_to_offer(self, portal):
        page = portal.page("sender editor", "/anfragen/neu", 410, gesuch=wanted_of(portal, state=WantedState.MET))
        assert "Dieses Gesuch ist nicht mehr offen" in page.text

    def test_nor_is_a_closed_one_read_by_sending_an_empty_form(self, portal):
        page = offering_to_what_is_closed_meanwhile(portal)
        page = page.submit(".form", status=410, wants=" ", offers="")
        assert "und die Moderation" in page.text
        assert TEXT["title"] not in page.text

    def test_closed_while_somebody_writes(self, portal):
        page = offering_to_what_is_closed_meanwhile(portal)
        page = page.submit(".form", status=422, **OFFER)
        assert "Dieses Gesuch ist nicht mehr offen." in page.text
        assert OFFER["wants"] in page.text
        assert rows(portal, Case) == []

    def test_a_second_offer_leads_to_the_first(self, portal):
        made = wanted_of(portal)
        first = offer(portal, made)
        assert "Hilfe anbieten" not in portal.page("sender editor", f"/gesuche/{made}").text
        page = portal.page("sender editor", "/anfragen/neu", gesuch=made)
        assert page.follow("Zur ersten Anfrage").path == f"/partnerschaften/{first.id}"
        page = page.submit(".form", status=409, **OFFER | {"kind": "reuse"})
        assert "schon eine Anfrage oder Partnerschaft" in page.text
        assert len(rows(portal, Case)) == 1

    @pytest.mark.parametrize("number", ["0", "999", "x", "-1", "9" * 30, "\x00", "١"])
    def test_a_gesuch_that_does_not_exist(self, portal, number):
        portal.page("sender editor", "/anfragen/neu", 404, gesuch=number)

    def test_nor_to_the_draft_of_others(self, portal):
        portal.page("sender editor", "/anfragen/neu", 404, gesuch=wanted_of(portal, state=WantedState.DRAFT))


class TestChangingWhatIsKnown:
    def test_a_contributor_may_not_rewrite_what_the_editors_made_known(self, portal):
        made = wanted_of(portal)
        page = portal.page("addressee contributor", f"/gesuche/{made}")
        assert "Gesuch ändern" not in page.text
        assert "Ein veröffentlichtes Gesuch ändert die Redaktion oder Koordination." in page.text
        portal.page("addressee contributor", f"/gesuche/{made}/aendern", 403)
        portal.page("addressee editor", f"/gesuche/{made}").follow("Gesuch ändern").submit(".form", title="Anders")
        assert read(portal, made).title == "Anders"


class TestClosing:
    @pytest.mark.parametrize(("end", "state"), [("erfuellt", WantedState.MET), ("aufgegeben", WantedState.CLOSED)])
    def test_with_how_it_ended(self, portal, end, state):
        made = wanted_of(portal)
        page = portal.page("addressee contributor", f"/gesuche/{made}").follow("Gesuch schließen")
        page = page.submit(".form", status=422)
        assert "Bitte wählen Sie, wie das Gesuch ausging." in page.text
        page = page.submit(".form", ende=end)
        assert "Das Gesuch ist geschlossen." in page.text
        assert read(portal, made).state is state
        assert "offen" not in portal.page("addressee editor", "/meine-kommune").texts(".kern-alert")

    def test_offers_that_wait_stay_and_it_says_so(self, portal):
        made = wanted_of(portal)
        case = offer(portal, made)
        page = portal.page("addressee editor", f"/gesuche/{made}/schliessen")
        assert "1 Angebot wartet noch auf Ihre Antwort." in page.text
        page.submit(".form", ende="erfuellt")
        assert portal.read(case.id).state is State.SENT
        portal.take(case.id, table.TAKE_UP)
        assert portal.read(case.id).state is State.CLARIFYING

    def test_of_two_who_close_it_the_second_is_told(self, portal):
        made = wanted_of(portal)
        first, second = (portal.page("addressee editor", f"/gesuche/{made}/schliessen") for _ in range(2))
        first.submit(".form", ende="erfuellt")
        page = second.submit(".form", status=409, ende="aufgegeben")
        assert "Jemand anderes hat dieses Gesuch inzwischen geändert." in page.text
        assert read(portal, made).state is WantedState.MET

    def test_a_get_changes_nothing(self, portal):
        made = wanted_of(portal)
        before = version(portal, made)
        for part in ("", "/aendern", "/schliessen", "/verwerfen"):
            portal.page("addressee editor", f"/gesuche/{made}{part}")
        for part in ("/veroeffentlichen",):
            assert portal.browser("addressee editor").get(f"/gesuche/{made}{part}").status_code == 405
        assert version(portal, made) == before


class TestStillHolding:
    @pytest.fixture
    def asked(self, portal):
        made = wanted_of(portal)
        with portal.database.unit_of_work() as session:
            session.get(Wanted, made).asked_at = later(182)
        return made

    def test_the_button_keeps_it_open(self, portal, asked):
        page = portal.page("addressee contributor", f"/gesuche/{asked}").follow("Bestätigen oder schließen")
        assert read(portal, asked).asked_at == later(182)  # looking changes nothing
        page = page.submit(".form")
        assert "Das Gesuch bleibt offen." in page.text
        assert read(portal, asked).asked_at is None

    def test_others_read_nothing_of_the_question(self, portal, asked):
        for name in ("anonymous", "sender editor", "addressee person"):
            assert "Gilt dieses Gesuch noch?" not in portal.page(name, f"/gesuche/{asked}").text
        assert portal.browser("sender editor").get(f"/gesuche/{asked}/noch-aktuell").status_code == 404

    def test_closed_meanwhile(self, portal, asked):
        page = portal.page("addressee contributor", f"/gesuche/{asked}/noch-aktuell")
        portal.page("addressee editor", f"/gesuche/{asked}/schliessen").submit(".form", ende="erfuellt")
        page.submit(".form", status=409)
        assert read(portal, asked).state is WantedState.MET
