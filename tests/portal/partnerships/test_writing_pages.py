"""Writing to others: from a project and from a Kommune, checked, sent; and every answer to what cannot be."""

import pytest
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.partnerships import sending
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.models import Case, Sending
from portal.partnerships.vocabulary import Kind, State
from portal.projects.vocabulary import Cooperation
from tests import factories
from tests.portal.partnerships import playing

TEXT = {"kind": "reuse", "wants": "Wir möchten Ihr Verfahren nachnutzen."}


def cases(portal):
    with portal.database.reading() as session:
        return session.execute(select(Case).order_by(Case.id)).scalars().all()


def about_project(portal, name="sender editor", status=200):
    return portal.page(name, "/anfragen/neu", status, projekt=portal.world.project.slug)


def draft_path(case):
    return f"/anfragen/{case.sending_id}"


def error_links(page):
    return page.texts(".error-summary a")


class TestFromWhere:
    def test_from_a_project(self, portal):
        project = portal.page("sender contributor", f"/projekte/{portal.world.project.slug}")
        [link] = [one.get("href") for one in project.all("a") if (one.get("href") or "").startswith("/anfragen/neu")]
        page = portal.page("sender contributor", link)
        assert page.text.count(portal.world.project.title) == 1
        [box] = page.all("input[name=addressees]")
        assert (box.get("value"), box.get("checked") is not None) == (str(portal.world.bochum.id), True)

    def test_from_a_kommune(self, portal):
        kommune = portal.page("sender editor", "/kommunen/bochum")
        [link] = [one.get("href") for one in kommune.all("a") if (one.get("href") or "").startswith("/anfragen/neu")]
        page = portal.page("sender editor", link)
        assert [one.get("value") for one in page.all("input[name=addressees][checked]")] == [
            str(portal.world.bochum.id)
        ]
        assert page.texts("input[name=addressees] + label") == ["Bochum", "Hagen"]

    def test_visitors_are_led_to_the_sign_in_and_accounts_without_a_kommune_have_nobody_to_write_for(self, portal):
        project = f"/projekte/{portal.world.project.slug}"
        assert "Partnerschaft anfragen" in portal.page("anonymous", project).text
        assert portal.page("anonymous", "/anfragen/neu", projekt=portal.world.project.slug).path.startswith("/anmelden")
        assert "Partnerschaft anfragen" not in portal.page("account", project).text
        assert portal.browser("account").get("/anfragen/neu").status_code == 403

    def test_the_own_project_and_the_own_kommune_have_no_such_button(self, portal):
        for address in (f"/projekte/{portal.world.project.slug}", "/kommunen/bochum"):
            assert "Partnerschaft anfragen" not in portal.page("addressee editor", address).text

    def test_who_belongs_to_several_says_for_which(self, portal):
        page = portal.page("of both", "/anfragen/neu", kommune="hagen")
        assert page.texts("main .link-list a") == ["Bochum", "Herne"]
        page = portal.page("of both", page.all("main .link-list a")[1].get("href"))
        assert "Für Herne" in page.text
        assert page.texts("input[name=addressees] + label") == ["Bochum", "Hagen"]
        assert [one.get("value") for one in page.all("input[name=addressees][checked]")] == [str(portal.world.hagen.id)]


class TestDraftCheckSend:
    def test_from_the_form_to_the_other_side(self, portal):
        page = about_project(portal).submit(".form", **TEXT, offers="Wir testen mit.", wished_time="ab Januar")
        assert page.title == "Anfrage prüfen"
        assert [case.state for case in cases(portal)] == [State.DRAFT]
        assert "Wir testen mit." in page.text
        page = page.submit("#senden form")
        assert page.texts(".kern-alert--success .kern-title") == ["Ihre Anfrage ist gesendet."]
        [case] = cases(portal)
        assert (case.state, case.kind, case.project_id) == (State.SENT, Kind.REUSE, portal.world.project.id)
        assert case.sender_person_id == portal.world.people["sender editor"].account_id

    def test_to_several_at_once_and_seen_together(self, portal):
        both = [portal.world.bochum.id, portal.world.hagen.id]
        page = portal.page("sender editor", "/anfragen/neu").submit(".form", **TEXT, addressees=both)
        page = page.submit("#senden form")
        assert page.texts("tbody th") == ["Bochum", "Hagen"]
        first, second = cases(portal)
        portal.take(first.id, table.TAKE_UP)
        assert "In Klärung" in portal.page("sender editor", draft_path(first)).text
        seen = portal.page("sender editor", f"/partnerschaften/{second.id}")
        assert "Dieselbe Anfrage ging an eine weitere Stelle" in seen.text
        hidden = portal.browser("stranger").get(draft_path(first))
        assert hidden.status_code == 404  # Hagen sees its own case only
        assert "weitere Stelle" not in portal.page("stranger", f"/partnerschaften/{second.id}").text

    def test_a_contributor_drafts_and_the_editors_send(self, portal):
        page = about_project(portal, "sender contributor").submit(".form", **TEXT)
        assert "Jetzt senden" not in page.text
        [case] = cases(portal)
        assert portal.page("sender editor", "/anfragen").texts(".entry__title") == [page_subject(portal)]
        portal.page("sender editor", draft_path(case)).submit("#senden form")
        assert cases(portal)[0].state is State.SENT

    def test_who_sees_only_the_own_drafts_keeps_them(self, portal):
        names = about_project(portal, "sender contributor").texts("select[name=person] option")
        assert names == ["Bitte auswählen", "Sender Contributor"]

    @pytest.mark.parametrize("whom", ["sender coordinator", "stranger"])
    def test_whoever_is_not_offered_is_refused_beside_the_field_and_what_was_typed_stays(self, portal, whom):
        page = about_project(portal, "sender contributor")
        page = page.submit(".form", 422, **TEXT, person=portal.world.people[whom].account_id)
        assert "Bitte wählen Sie eine Person aus der Liste." in page.texts("#person-error")[0]
        assert page.one("textarea[name=wants]").text.strip() == TEXT["wants"]
        assert cases(portal) == []

    def test_nor_is_such_a_one_entered_when_the_draft_is_changed(self, portal):
        about_project(portal, "sender contributor").submit(".form", **TEXT)
        [case] = cases(portal)
        page = portal.page("sender contributor", f"{draft_path(case)}/aendern")
        others = portal.world.people["sender coordinator"].account_id
        page = page.submit(".form", 422, wants="Etwas anderes.", person=others)
        assert page.one("textarea[name=wants]").text.strip() == "Etwas anderes."
        assert cases(portal)[0].sender_person_id == portal.world.people["sender contributor"].account_id
        assert "Sender Coordinator" in about_project(portal, "sender editor").texts("select[name=person] option")

    def test_a_draft_is_changed(self, portal):
        case = portal.draft()
        page = portal.page("sender editor", f"{draft_path(case)}/aendern")
        assert page.one("textarea[name=wants]").text.strip() == "Wir möchten Ihr Verfahren nachnutzen."
        page = page.submit(".form", wants="Etwas anderes.", kind="visit")
        assert "Etwas anderes." in page.text
        assert [each.kind for each in cases(portal)] == [Kind.VISIT]

    def test_a_draft_is_thrown_away_after_asking(self, portal):
        case = portal.draft()
        page = portal.page("sender editor", f"{draft_path(case)}/verwerfen")
        assert len(cases(portal)) == 1
        page.submit("main form")
        assert cases(portal) == []

    def test_somebody_changed_the_draft_meanwhile(self, portal):
        case = portal.draft()
        seen = portal.page("sender editor", f"{draft_path(case)}/aendern")
        portal.page("sender coordinator", f"{draft_path(case)}/aendern").submit(".form", wants="Schneller.")
        page = seen.submit(".form", 409, wants="Langsamer.")
        assert page.one("textarea[name=wants]").text.strip() == "Langsamer."
        assert "inzwischen geändert" in page.texts(".kern-alert--warning")[0]
        assert "Langsamer." in page.submit(".form").text

    def test_somebody_threw_the_draft_away_meanwhile(self, portal):
        case = portal.draft()
        seen = portal.page("sender editor", f"{draft_path(case)}/aendern")
        portal.page("sender coordinator", f"{draft_path(case)}/verwerfen").submit("main form")
        page = seen.submit(".form", 404, wants="Noch genauer beschrieben.")
        assert "Vielleicht hat jemand anderes inzwischen entfernt" in page.text
        assert "Noch genauer beschrieben." in page.texts("pre")
        assert cases(portal) == []

    @pytest.mark.parametrize("form", ["#senden form"])
    def test_it_is_not_sent_twice(self, portal, form):
        case = portal.draft()
        seen = portal.page("sender editor", draft_path(case))
        portal.page("sender coordinator", draft_path(case)).submit(form)
        page = seen.submit(form, 409)
        assert "schon gesendet" in page.text
        assert portal.steps(case.id) == ["send"]

    def test_what_was_sent_cannot_be_changed(self, portal):
        case = portal.draft()
        seen = portal.page("sender editor", f"{draft_path(case)}/aendern")
        portal.page("sender editor", draft_path(case)).submit("#senden form")
        page = seen.submit(".form", 409, wants="Zu spät.")
        assert page.one("textarea[name=wants]").text.strip() == "Zu spät."
        assert portal.page("sender editor", f"{draft_path(case)}/aendern").path == draft_path(case)
        assert portal.page("sender editor", f"{draft_path(case)}/verwerfen").path == draft_path(case)


def page_subject(portal):
    return f"Nachnutzung: {portal.world.project.title}"


class TestWhatCannotBe:
    def test_nothing_filled_in(self, portal):
        page = portal.page("sender editor", "/anfragen/neu").submit(".form", 422)
        assert error_links(page) == [
            "An wen geht die Anfrage? Bitte wählen Sie mindestens eine Kommune.",
            "Art der Zusammenarbeit: Bitte wählen Sie eine Möglichkeit aus.",
            "Was wünschen Sie sich? Bitte füllen Sie dieses Feld aus.",
        ]
        assert cases(portal) == []

    def test_to_oneself(self, portal):
        page = portal.page("sender editor", "/anfragen/neu")
        page = page.submit(".form", 422, **TEXT, addressees=[portal.world.herne.id])
        assert error_links(page) == [
            "An wen geht die Anfrage? Eine Anfrage an die eigene Organisation ist nicht möglich."
        ]
        assert page.one("textarea[name=wants]").text.strip() == TEXT["wants"]

    def test_about_the_own_project(self, portal):
        page = about_project(portal, "addressee editor", 409)
        assert "außer Ihrer eigenen Organisation niemand beteiligt" in page.text

    @pytest.mark.parametrize("numbers", [["0"], ["x"], ["99999"], ["9" * 19], ["-1"]])
    def test_to_nobody_that_exists(self, portal, numbers):
        portal.page("sender editor", "/anfragen/neu").submit(".form", 422, **TEXT, addressees=numbers)
        assert cases(portal) == []

    def test_about_an_archived_project(self, portal):
        page = about_project(portal)
        portal.archive()
        page = page.submit(".form", 422, **TEXT)
        assert "archiviert" in error_links(page)[0]
        assert page.one("textarea[name=wants]").text.strip() == TEXT["wants"]
        answer = portal.browser("sender editor").get(f"/anfragen/neu?projekt={portal.world.project.slug}")
        assert answer.status_code == 410

    def test_about_a_project_that_takes_no_requests(self, portal):
        with portal.database.unit_of_work() as session:
            quiet = factories.published(
                session, session.merge(portal.world.bochum), cooperation=[Cooperation.NO_REQUESTS]
            )
        assert "keine Anfragen" in portal.page("sender editor", "/anfragen/neu", 409, projekt=quiet.slug).text
        assert "Partnerschaft anfragen" not in portal.page("sender editor", f"/projekte/{quiet.slug}").text

    @pytest.mark.parametrize("slug", ["gibt-es-nicht", "%00", "ä" * 500])
    def test_about_nothing(self, portal, slug):
        assert portal.browser("sender editor").get(f"/anfragen/neu?projekt={slug}").status_code == 404

    def test_about_somebody_elses_draft(self, portal):
        with portal.database.unit_of_work() as session:
            hidden = factories.draft(session, session.merge(portal.world.bochum))
        assert portal.browser("sender editor").get(f"/anfragen/neu?projekt={hidden.slug}").status_code == 404
        page = portal.page("sender editor", "/anfragen/neu")
        fields = dict(page.fields(".form")) | TEXT | {"projekt": hidden.slug, "addressees": str(portal.world.bochum.id)}
        assert portal.browser("sender editor").post("/anfragen/neu", data=fields).status_code == 404

    def test_the_second_for_the_same_thing_leads_to_the_first(self, portal):
        first = portal.case(State.CLARIFYING)
        page = about_project(portal).submit(".form", 409, **TEXT)
        assert "schon eine Anfrage" in page.texts(".kern-alert--warning")[0]
        assert [one.get("href") for one in page.all(".kern-alert a")] == [f"/partnerschaften/{first}"]
        assert page.one("textarea[name=wants]").text.strip() == TEXT["wants"]

    def test_who_may_not_see_the_first_is_told_whom_to_ask(self, portal):
        portal.case(State.CLARIFYING)
        page = about_project(portal, "sender contributor").submit(".form", 409, **TEXT)
        assert page.all(".kern-alert a") == []
        assert "Ihre Koordination weiß" in page.text

    def test_the_first_is_found_again_when_it_is_sent(self, portal):
        case = portal.draft()
        with portal.database.unit_of_work() as session:
            world = portal.fresh(session)
            playing.send(session, world, playing.drafted(session, world))
        page = portal.page("sender editor", draft_path(case)).submit("#senden form", 409)
        assert page.texts(".kern-alert--warning a") == ["Zur ersten Anfrage"]
        assert portal.read(case.id).state is State.DRAFT

    def test_where_nobody_is_in_the_portal_the_moderation_gets_it_and_that_is_said(self, portal):
        with portal.database.unit_of_work() as session:
            source = factories.from_public_source(session, factories.organisation(session, "Wetter"), lead="wetter")
        page = portal.page("sender editor", "/anfragen/neu", projekt=source.slug).submit(".form", **TEXT)
        assert "Noch niemand im Portal: Wetter" in page.text
        page = page.submit("#senden form")
        assert "Die Moderation kümmert sich darum." in page.text
        [case] = cases(portal)
        assert (
            "Von Wetter ist noch niemand im Portal." in portal.page("sender editor", f"/partnerschaften/{case.id}").text
        )

    def test_a_million_letters_come_back_whole(self, portal):
        text = "ä" * 1_000_000
        page = about_project(portal).submit(".form", 422, kind="reuse", wants=text)
        assert error_links(page) == [
            "Was wünschen Sie sich? Der Text ist zu lang. Bitte kürzen Sie ihn auf höchstens 5000 Zeichen."
        ]
        assert page.one("textarea[name=wants]").text.strip() == text

    def test_too_many_in_a_day_are_told_to_wait(self, portal, monkeypatch):
        monkeypatch.setattr(sending, "CASES_PER_DAY", 1)
        portal.case(State.SENT)
        page = portal.page("sender editor", "/anfragen/neu", kommune="hagen").submit(".form", **TEXT)
        case = cases(portal)[-1]
        page = portal.page("sender editor", draft_path(case)).submit("#senden form", 429)
        assert "schon sehr viele Anfragen gesendet" in page.text
        assert portal.read(case.id).state is State.DRAFT

    def test_somebody_who_has_left_sends_nothing(self, portal):
        case = portal.draft()
        seen = portal.page("sender editor", draft_path(case))
        with portal.database.unit_of_work() as session:
            account = session.merge(playing_account(session, portal, "sender editor"))
            account.memberships = []
        seen.submit("#senden form", 404)
        assert portal.read(case.id).state is State.DRAFT

    @pytest.mark.parametrize("name", ["addressee editor", "stranger", "moderation", "sender contributor", "account"])
    def test_a_draft_is_nobody_elses_business(self, portal, name):
        case = portal.draft()
        for further in ("", "/aendern", "/verwerfen"):
            assert portal.browser(name).get(draft_path(case) + further).status_code == 404
        with portal.database.reading() as session:
            assert session.get(Sending, case.sending_id).version == case.sending.version


def playing_account(session, portal, name):
    return accounts.by_id(session, portal.world.people[name].account_id)


def test_an_addressee_that_can_no_longer_be_asked_is_told_when_sending(portal):
    case = portal.draft()
    portal.archive()
    page = portal.page("sender editor", draft_path(case)).submit("#senden form", 422)
    assert "archiviert" in page.texts(".kern-alert--danger")[0]
    assert portal.read(case.id).state is State.DRAFT


def test_a_proposed_partner_is_asked_with_the_same_text(portal):
    case_id = portal.case(State.CLARIFYING)
    values = {"proposed_partner_id": portal.world.hagen.id, "words": "Hagen ist weiter."}
    portal.take(case_id, table.PROPOSE, side=table.BOTH[1], given=values)
    page = portal.page("sender editor", f"/partnerschaften/{case_id}")
    assert page.texts(".next-step .kern-btn") == ["Stattdessen die vorgeschlagene Kommune anfragen"]
    page = portal.page("sender editor", page.one(".next-step .kern-btn").get("href")).submit(".form")
    assert [case.state for case in cases(portal)] == [State.WITHDRAWN, State.SENT]
    assert "Dieselbe Anfrage ging an eine weitere Stelle" in page.text


def test_a_partner_that_was_asked_already_keeps_the_first(portal):
    case_id = portal.case(State.CLARIFYING)
    values = {"proposed_partner_id": portal.world.hagen.id, "words": "Hagen ist weiter."}
    portal.take(case_id, table.PROPOSE, side=table.BOTH[1], given=values)
    with portal.database.unit_of_work() as session:
        world = portal.fresh(session)
        acting = world.acting("sender editor")
        written = sending.write(session, acting, world.herne, playing.draft(world, Addressee(world.hagen.id)))
        sending.send(session, acting, written.id, written.version)
    page = portal.page("sender editor", f"/partnerschaften/{case_id}")
    page = portal.page("sender editor", page.one(".next-step .kern-btn").get("href")).submit(".form", 409)
    assert "mit Hagen schon eine Anfrage" in page.text
    assert page.follow("Zur ersten Anfrage").path == f"/partnerschaften/{cases(portal)[-1].id}"
    assert portal.read(case_id).state is State.CLARIFYING
