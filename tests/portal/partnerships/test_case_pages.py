"""The page of a case and of its steps: who sees what, what is to do, and what happens when others are faster."""

import pytest

from portal.partnerships import access, queries, service
from portal.partnerships import transitions as table
from portal.partnerships.cases.explaining import MEANINGS, meanings
from portal.partnerships.cases.page import ADDRESSES
from portal.partnerships.models import Case
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Kind, Side, State
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import DUTIES, MONDAY


def address(case_id, transition=None):
    path = f"/partnerschaften/{case_id}"
    return f"{path}/{ADDRESSES[transition.name]}" if transition else path


class TestWhoSeesIt:
    @pytest.mark.parametrize("name", ["sender person", "sender editor", "addressee person", "responsible", "of both"])
    def test_both_sides_see_the_same_timeline(self, portal, name):
        case_id = portal.case(State.CLARIFYING)
        page = portal.page(name, address(case_id))
        told = [text.removesuffix(" neu") for text in page.texts(".timeline h3")]  # what is new differs by reader
        assert told == ["Bochum kümmert sich um die Anfrage", "Herne hat die Anfrage gesendet"]

    @pytest.mark.parametrize(
        "name", ["stranger", "sender contributor", "addressee contributor", "account", "moderation"]
    )
    def test_for_others_there_is_no_such_page(self, portal, name):
        case_id = portal.case(State.CLARIFYING)
        assert portal.browser(name).get(address(case_id)).status_code == 404
        assert portal.browser(name).get(address(case_id, table.ACCEPT)).status_code == 404

    def test_the_moderation_sees_it_once_it_is_called(self, portal):
        case_id = portal.case(State.CLARIFYING, called=True)
        page = portal.page("moderation", address(case_id))
        assert "Moderation hinzugezogen" in page.text
        assert "Anfrage schließen" in page.text

    def test_people_are_named_to_their_own_side_only(self, portal):
        case_id = portal.case(State.CLARIFYING)
        assert "Addressee Person" in portal.page("addressee editor", address(case_id)).text
        assert "Addressee Person" not in portal.page("sender editor", address(case_id)).text

    def test_a_draft_leads_to_where_it_is_checked(self, portal):
        case = portal.draft()
        page = portal.page("sender editor", address(case.id))
        assert page.path == f"/anfragen/{case.sending_id}"


class TestWhatIsToDo:
    def test_who_is_asked_reads_until_when_and_has_one_button(self, portal):
        case_id = portal.case(State.SENT)
        page = portal.page("addressee editor", address(case_id))
        assert page.texts(".next-step h2") == ["Ihre Antwort fehlt noch"]
        assert "Antwort bis Mittwoch, 2. Dezember 2026 (noch 7 Arbeitstage)." in page.text
        assert page.texts(".next-step .kern-btn") == ["Ich kümmere mich"]

    def test_who_asked_reads_for_whom_it_waits(self, portal):
        page = portal.page("sender editor", address(portal.case(State.SENT)))
        assert page.texts(".next-step h2") == ["Bochum hat noch nicht geantwortet"]
        assert page.texts(".next-step .kern-btn") == []

    def test_the_last_day_is_said_to_be_today(self, portal, clock):
        case_id = portal.case(State.SENT)
        clock(playing.later(9))
        page = portal.page("addressee editor", address(case_id))
        assert "Antwort bis heute, Mittwoch, 2. Dezember 2026." in page.text

    def test_a_late_answer_is_said_to_be_late(self, portal, clock):
        case_id = portal.case(State.SENT)
        clock(playing.later(20))
        page = portal.page("addressee editor", address(case_id))
        assert "Überfällig: Die Antwort war bis Mittwoch, 2. Dezember 2026 fällig." in page.text
        assert page.all(".next-step--late")

    @pytest.mark.parametrize(
        ("state", "name", "button"),
        [
            (State.CLARIFYING, "addressee editor", ["Anfrage annehmen"]),
            (State.CLARIFYING, "sender editor", []),
            (State.ACCEPTED, "sender editor", ["Absichtserklärung festhalten"]),
            (State.INTENT, "addressee editor", ["Vereinbarung festhalten"]),
            (State.AGREED, "sender editor", ["Die Zusammenarbeit läuft"]),
            (State.RUNNING, "sender editor", []),
            (State.DECLINED, "sender editor", []),
        ],
    )
    def test_one_button_leads_on(self, portal, state, name, button):
        assert portal.page(name, address(portal.case(state))).texts(".next-step .kern-btn") == button

    def test_a_proposal_is_shown_to_who_decides_about_it(self, portal):
        case_id = portal.case(State.CLARIFYING)
        values = {"proposed_time": "nach den Ferien", "words": "Vorher schaffen wir es nicht."}
        portal.take(case_id, table.PROPOSE, side=Side.ADDRESSEE, given=values)
        page = portal.page("sender editor", address(case_id))
        assert page.texts(".next-step h2") == ["Sie haben einen Gegenvorschlag bekommen"]
        assert page.texts(".next-step .kern-btn") == ["Gegenvorschlag annehmen"]
        assert "nach den Ferien" in page.texts(".next-step")[0]
        assert portal.page("addressee editor", address(case_id)).texts(".next-step .kern-btn") == []

    def test_only_who_is_asked_can_name_another_kommune(self, portal):
        where = address(portal.case(State.CLARIFYING), table.PROPOSE)
        assert portal.page("addressee editor", where).all("[name=proposed_partner_id]")
        assert not portal.page("sender editor", where).all("[name=proposed_partner_id]")

    def test_who_may_not_send_is_told_who_can_ask_the_proposed_kommune(self, portal):
        case_id = portal.case(State.CLARIFYING)
        given = {"proposed_partner_id": portal.world.hagen.id, "words": "Fragen Sie Hagen."}
        portal.take(case_id, table.PROPOSE, side=Side.ADDRESSEE, given=given)
        told = {
            name: [text for text in portal.page(name, address(case_id)).texts(".next-step p") if "kann nur" in text]
            for name in ("sender person", "sender editor", "addressee person")
        }
        [sentence] = told.pop("sender person")
        label = "Stattdessen die vorgeschlagene Kommune anfragen"
        people = "Sender Coordinator, Of Both, Sender Editor"
        assert sentence == f"„{label}“ kann nur die Redaktion von Herne: {people}."
        assert told == {"sender editor": [], "addressee person": []}

    def test_another_kind_that_was_agreed_to_is_named_with_the_first(self, portal):
        case_id = portal.case(State.CLARIFYING)
        values = {"proposed_kind": Kind.VISIT, "proposed_time": "im Mai", "words": "Kommen Sie vorbei."}
        portal.take(case_id, table.PROPOSE, side=Side.ADDRESSEE, given=values)
        page = portal.page("addressee editor", address(case_id, table.ACCEPT_ORIGINAL))
        assert "Hospitation" in page.text
        portal.take(case_id, table.AGREE, side=Side.SENDER)
        page = portal.page("sender editor", address(case_id))
        assert "Hospitation (zuerst: Nachnutzung)" in page.texts(".facts")[0]

    def test_who_is_asked_instead_reads_only_what_it_is_asked_for(self, portal):
        """Also when another kind is agreed to there: what was written to somebody else was never asked for here."""
        case_id = portal.case(State.CLARIFYING)
        instead = {"proposed_kind": Kind.VISIT, "proposed_time": "im Mai", "proposed_partner_id": portal.world.hagen.id}
        portal.take(case_id, table.PROPOSE, side=Side.ADDRESSEE, given=instead | {"words": "Fragen Sie Hagen."})
        portal.take(case_id, table.REDIRECT, at=playing.later(1))
        [further] = portal.cases_of("hagen")
        page = portal.page("stranger", address(further.id))
        assert "Hospitation Gewünschter Zeitraumim Mai" in page.texts(".facts")[0]
        assert "zuerst" not in page.text
        with portal.database.unit_of_work() as session:
            for name, step, given in (
                ("stranger", table.TAKE_UP, {}),
                ("stranger", table.PROPOSE, {"proposed_kind": Kind.FUNDING, "words": "Lieber so."}),
                ("sender editor", table.AGREE, {}),
            ):
                case = queries.by_id(session, further.id)
                playing.perform(session, portal.world, case, name, step, playing.later(2), **given)
        page = portal.page("stranger", address(further.id))
        assert "Gemeinsamer Förderantrag" in page.texts(".facts")[0]
        assert "zuerst" not in page.text

    @pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
    @pytest.mark.parametrize("name", ["sender editor", "addressee person", "moderation"])
    def test_exactly_the_steps_that_are_open_are_offered(self, portal, state, name):
        called = state not in (State.ENDED, State.ABORTED, State.DECLINED, State.WITHDRAWN, State.LAPSED)
        case_id = portal.case(state, called=called)
        if name == "moderation" and not called:
            return
        page = portal.page(name, address(case_id))
        linked = {one.get("href").partition("?")[0] for one in page.all(".next-step a")}
        pressed = {one.get("action") for one in page.all(".next-step form")}
        acting = Acting(portal.world.people[name], MONDAY, DUTIES)
        open_steps = service.open_to(acting, portal.read(case_id))
        assert linked | pressed == {address(case_id, step) for step in open_steps}


class TestSteps:
    def test_every_step_that_people_take_has_a_page_that_explains_it(self):
        assert set(MEANINGS) == set(ADDRESSES) == set(access.STEPS) - {"send"}

    @pytest.mark.parametrize("transition", [table.BY_NAME[name] for name in MEANINGS], ids=lambda each: each.name)
    def test_it_promises_the_letters_that_are_written(self, app, world, transition):
        case = Case(wanted_id=None)
        with app.test_request_context():
            told = " ".join(meanings(transition, case, world.people["sender editor"]))
        by_people = transition.by != (Side.MODERATION,)
        assert ("Die andere Seite bekommt eine Mail." in told) is (transition.tells_at_once and by_people)
        in_digest = transition.tells and not transition.tells_at_once
        assert ("in ihrem Überblick" in told) is in_digest

    def test_who_looks_after_it_can_hand_it_over_to_who_sees_it_all(self, portal):
        case_id = portal.case(State.CLARIFYING)
        numbers = {name: str(actor.account_id) for name, actor in portal.world.people.items()}
        page = portal.page("sender person", address(case_id, table.ASSIGN))
        offered = {one.get("value") for one in page.all("[name=person_id] option")} - {""}
        assert offered == {
            numbers[name] for name in ("sender person", "sender editor", "sender coordinator", "of both")
        }
        page = page.submit(".form", 422, person_id=numbers["sender contributor"])
        assert page.texts("#person_id-error") == ["Bitte wählen Sie eine Person aus der Liste."]
        assert str(portal.read(case_id).sender_person_id) == numbers["sender person"]
        page = page.submit(".form", person_id=numbers["sender editor"])
        assert page.path == "/anfragen"
        assert page.texts(".kern-alert--success .kern-title") == ["Erledigt: Zuständige Person ändern"]
        assert str(portal.read(case_id).sender_person_id) == numbers["sender editor"]

    def test_one_press_takes_it_up(self, portal):
        case_id = portal.case(State.SENT)
        page = portal.page("addressee person", address(case_id)).submit(".next-step form")
        assert page.texts(".kern-alert--success .kern-title") == ["Erledigt: Ich kümmere mich"]
        case = portal.read(case_id)
        assert (case.state, case.addressee_person_id) == (
            State.CLARIFYING,
            portal.world.people["addressee person"].account_id,
        )

    def test_a_million_letters_come_back_whole(self, portal):
        page = portal.page("addressee editor", address(portal.case(State.CLARIFYING), table.DECLINE))
        text = "ö" * 1_000_000
        page = page.submit(".form", 422, refusal="no-time", words=text)
        assert page.texts("#words-error") == ["Der Text ist zu lang. Bitte kürzen Sie ihn auf höchstens 5000 Zeichen."]
        assert page.one("textarea[name=words]").text.strip() == text

    def test_declining_asks_for_a_reason(self, portal):
        case_id = portal.case(State.CLARIFYING)
        page = portal.page("addressee editor", address(case_id, table.DECLINE)).submit(
            ".form", 422, words="Leider nein"
        )
        assert page.texts(".error-summary a") == ["Grund: Bitte wählen Sie eine Möglichkeit aus."]
        assert page.one("textarea").text.strip() == "Leider nein"
        page = page.submit(".form", refusal="no-time")
        assert portal.read(case_id).state is State.DECLINED
        assert "Derzeit keine Zeit" in page.texts(".timeline li")[0]

    def test_a_wrong_date_and_a_missing_link_are_told_where_they_are(self, portal):
        case_id = portal.case(State.ACCEPTED)
        page = portal.page("sender editor", address(case_id, table.CONCLUDE))
        page = page.submit(".form", 422, agreement="contract", agreed_on="31.02.2026", council="not-needed")
        assert page.texts(".error-summary a") == [
            "Datum der Vereinbarung: Bitte geben Sie ein Datum an, zum Beispiel 31.12.2026."
        ]
        page = page.submit(".form", 422, agreed_on="28.02.2026", council="decided", council_on="1.3.2026")
        assert page.texts(".error-summary a") == [
            "Link zum Ratsbeschluss: Bitte geben Sie den Link zum Ratsbeschluss an."
        ]
        page.submit(".form", council_link="https://rat.example/1")
        assert portal.read(case_id).state is State.AGREED

    def test_what_is_only_planned_is_refused_beside_its_field(self, portal):
        case_id = portal.case(State.AGREED)
        page = portal.page("sender editor", address(case_id, table.START))
        page = page.submit(".form", 422, started_on="24.11.2026", words="Ab morgen!")
        assert page.texts(".error-summary a") == [
            "Läuft seit: Dieses Datum liegt in der Zukunft. Bitte tragen Sie nur ein, was schon geschehen ist."
        ]
        assert page.one("textarea").text.strip() == "Ab morgen!"
        page.submit(".form", started_on="23.11.2026")
        assert portal.read(case_id).state is State.RUNNING

    def test_what_came_of_it_is_asked_in_plain_numbers(self, portal):
        case_id = portal.case(State.RUNNING)
        page = portal.page("sender editor", address(case_id, table.FINISH))
        page = page.submit(".form", 422, outcome="Läuft.", hours_saved="viele", would_do_again="ja")
        assert page.texts(".error-summary a") == [
            "Ersparter Aufwand in Stunden, wenn bekannt: Bitte geben Sie eine ganze Zahl ab 0 an, zum Beispiel 1.200."
        ]
        page.submit(".form", hours_saved="1.200", euros_saved="")
        case = portal.read(case_id)
        assert (case.state, case.hours_saved, case.euros_saved, case.would_do_again) == (State.ENDED, 1200, None, True)

    def test_a_long_text_comes_back_whole(self, portal):
        case_id = portal.case(State.CLARIFYING)
        text = "ä" * 100_000
        page = portal.page("addressee editor", address(case_id, table.DECLINE))
        page = page.submit(".form", 422, refusal="law", words=text)
        assert page.one("textarea").text.strip() == text

    def test_only_colleagues_can_be_put_in_charge(self, portal):
        case_id = portal.case(State.CLARIFYING)
        page = portal.page("addressee editor", address(case_id, table.ASSIGN))
        names = page.texts("select option")
        assert "Addressee Coordinator" in names
        assert not [name for name in names if name.startswith("Sender")]
        chosen = portal.world.people["addressee contributor"].account_id
        page.submit(".form", person_id=chosen)
        assert portal.read(case_id).addressee_person_id == chosen
        stranger = portal.world.people["sender editor"].account_id
        answer = portal.browser("addressee editor").post(
            address(case_id, table.ASSIGN),
            data=dict(page_fields(portal, case_id, table.ASSIGN)) | {"person_id": stranger},
        )
        assert answer.status_code == 422
        assert "Bitte wählen Sie eine Person aus der Liste." in answer.text

    def test_a_step_that_is_not_open_leads_back(self, portal):
        case_id = portal.case(State.DECLINED)
        page = portal.page("addressee editor", address(case_id, table.ACCEPT))
        assert page.path == address(case_id)
        assert "Das ist gerade nicht möglich" in page.text

    @pytest.mark.parametrize("step", ["anfrage-senden", "verfallen", "moderation-benachrichtigen", "irgendwas"])
    def test_what_people_do_not_take_has_no_page(self, portal, step):
        case_id = portal.case(State.SENT)
        assert portal.browser("addressee editor").get(f"{address(case_id)}/{step}").status_code == 404

    def test_in_a_draft_there_are_no_steps(self, portal):
        case = portal.draft()
        page = portal.page("sender editor", f"/anfragen/{case.sending_id}")
        data = dict(page.fields("#senden form"))
        answer = portal.browser("sender editor").post(address(case.id, table.WITHDRAW), data=data)
        assert (answer.status_code, answer.location) == (303, f"/anfragen/{case.sending_id}")
        assert portal.steps(case.id) == []

    def test_a_page_changes_nothing(self, portal):
        case_id = portal.case(State.CLARIFYING)
        for name in ADDRESSES:
            portal.browser("addressee editor").get(address(case_id, table.BY_NAME[name]))
        assert portal.steps(case_id) == ["send", "take-up"]


def page_fields(portal, case_id, transition):
    return portal.page("addressee editor", address(case_id, transition)).fields(".form")


class TestSomebodyWasFaster:
    def test_pressing_at_the_same_time_says_who_did_it(self, portal):
        case_id = portal.case(State.SENT)
        seen = portal.page("addressee editor", address(case_id))
        portal.take(case_id, table.TAKE_UP)
        page = seen.submit(".next-step form", 409)
        assert "Bochum kümmert sich um die Anfrage" in page.texts(".kern-alert--warning")[0]
        assert page.texts(".next-step .kern-btn") == ["Anfrage annehmen"]
        assert portal.steps(case_id) == ["send", "take-up"]

    def test_who_belongs_to_both_sides_is_asked_for_which(self, portal):
        case_id = portal.case(State.CLARIFYING)
        page = portal.page("of both", address(case_id, table.CALL))
        page = page.submit(".form", 422, words="Bitte helfen Sie.")
        assert page.texts(".error-summary a") == ["Für wen handeln Sie? Bitte wählen Sie, für wen Sie handeln."]
        assert "Bitte helfen Sie." in page.text
        page.submit(".form", side="addressee")
        with portal.database.reading() as session:
            step = queries.timeline(session, case_id)[-1]
            assert (step.transition, step.side) == (table.CALL.name, Side.ADDRESSEE)
        page = portal.page("of both", address(case_id)).submit("form[action$=nachrichten]", 422, message="Guten Tag")
        assert "Guten Tag" in page.one("textarea[name=message]").text
        page.submit("form[action$=nachrichten]", message_side="addressee")
        with portal.database.reading() as session:
            assert queries.messages(session, case_id, [])[-1].side is Side.ADDRESSEE
        assert portal.page("sender editor", address(case_id)).all("input[name=message_side]") == []

    def test_a_message_that_crossed_stays_new(self, portal):
        case_id = portal.case(State.CLARIFYING)
        page = portal.page("addressee editor", address(case_id))
        portal.page("sender editor", address(case_id)).submit("form[action$=nachrichten]", message="Noch eine Frage")
        page = page.submit("form[action$=nachrichten]", message="Guten Tag")
        assert page.texts("section[aria-labelledby=neues] li") == ["1 neue Nachricht"]

    def test_what_was_typed_stays_and_can_be_sent_again(self, portal):
        case_id = portal.case(State.CLARIFYING)
        seen = portal.page("addressee editor", address(case_id, table.ACCEPT))
        portal.take(case_id, table.CALL, side=Side.SENDER)
        page = seen.submit(".form", 409, words="Gern!")
        assert "Herne hat die Moderation hinzugezogen" in page.texts(".kern-alert--warning")[0]
        page.submit(".form")
        assert portal.read(case_id).state is State.ACCEPTED
        assert "Gern!" in portal.page("sender editor", address(case_id)).text

    def test_what_was_typed_can_be_copied_when_it_is_too_late(self, portal):
        case_id = portal.case(State.CLARIFYING)
        seen = portal.page("addressee editor", address(case_id, table.ACCEPT))
        portal.take(case_id, table.WITHDRAW)
        page = seen.submit(".form", 409, words="Gern!")
        assert "Herne hat die Anfrage zurückgezogen" in page.texts(".kern-alert--warning")[0]
        assert page.one("textarea").text.strip() == "Gern!"
        assert "Anfrage annehmen" not in page.texts("main button")

    @pytest.mark.parametrize("version", ["", "0", "99", "-1", "x", "9" * 30])
    def test_without_a_version_nothing_happens(self, portal, version):
        case_id = portal.case(State.SENT)
        answer = portal.browser("addressee editor").post(address(case_id, table.TAKE_UP), data={"version": version})
        assert answer.status_code in {400, 409}  # 400: without the token of the form
        assert portal.steps(case_id) == ["send"]
