import pytest

from portal.projects.vocabulary import ParticipationState
from tests import factories


def part_of(project, organisation):
    return next(part for part in project.participations if part.organisation_id == organisation.id)


class TestTakeOver:
    @pytest.fixture
    def project(self, world, make):
        return make(factories.from_public_source, participants=["herne", "bochum"])

    def test_the_first_wins_and_the_second_is_told_who_was_first(self, herne, bochum, world, project, saved):
        first = herne.page(f"/projekte/{project.slug}/uebernehmen")
        second = bochum.page(f"/projekte/{project.slug}/uebernehmen")

        assert "Herne pflegt diesen Eintrag jetzt." in first.submit().text
        assert "Diesen Eintrag pflegt schon: Herne" in second.submit(status=409).text
        now = saved(project)
        assert now.keeper_id == world.herne.id
        assert now.lead_id is None

    def test_nobody_takes_over_what_does_not_concern_them(self, administration, bochum, world, make):
        project = make(factories.from_public_source, world.herne, lead="herne")

        bochum.page(f"/projekte/{project.slug}/uebernehmen", status=403)
        administration.page(f"/projekte/{project.slug}/uebernehmen", status=403)

    @pytest.mark.parametrize(("organisation", "status"), [("bochum", 403), ("gibt-es-nicht", 404), ("", 422)])
    def test_nobody_takes_over_for_others(self, herne, project, saved, organisation, status):
        page = herne.page(f"/projekte/{project.slug}/uebernehmen")
        page.submit(organisation=organisation, status=status)
        assert saved(project).keeper_id is None


class TestOwnPart:
    @pytest.fixture
    def project(self, world, make):
        return make(factories.published, world.bochum, participants=["herne"])

    @pytest.fixture
    def address(self, project):
        return f"/projekte/{project.slug}/beteiligung/herne"

    def test_yes_confirms(self, herne, world, address, project, saved):
        page = herne.page(address)
        form = page.all("main form")[0]
        assert form.get("action").endswith("/entscheidung")

        answer = page.submit("section.section form:first-of-type[action$=entscheidung]", takes_part="ja")
        assert "Die Beteiligung ist bestätigt." in answer.text
        assert part_of(saved(project), world.herne).state is ParticipationState.CONFIRMED

    def test_no_takes_the_name_off_at_once_and_can_be_undone(self, herne, world, address, project, saved):
        answer = herne.page("/meine-kommune").submit(
            "section:has(#entscheiden-herne) form:last-of-type", takes_part="nein"
        )
        assert "steht ab sofort nicht mehr" in answer.text
        assert [one.slug for one in saved(project).municipalities] == ["bochum"]

        answer.submit("main form[action$=entscheidung]")
        assert part_of(saved(project), world.herne).state is ParticipationState.CONFIRMED

    def test_the_own_part_is_described(self, herne, world, address, project, saved):
        herne.page(address).submit("form.form", offers="Wir zeigen es gern", contact_mailbox="it@herne.example")

        part = part_of(saved(project), world.herne)
        assert (part.offers, part.contact_mailbox) == ("Wir zeigen es gern", "it@herne.example")

    def test_refused_input_stays_in_the_form(self, herne, address):
        form = herne.page(address).submit("form.form", contact_mailbox="keine Adresse", seeks="Erfahrung", status=422)

        assert form.one("#contact_mailbox").get("value") == "keine Adresse"
        assert form.texts("#seeks") == ["Erfahrung"]

    def test_who_saves_second_does_not_overwrite_the_first(self, herne, world, address, project, saved):
        mine = herne.page(address)
        herne.page(address).submit("form.form", offers="Zuerst")

        again = mine.submit("form.form", offers="Danach", status=409)
        assert "Zuerst" in again.text
        assert again.texts("#offers") == ["Danach"]
        assert part_of(saved(project), world.herne).offers == "Zuerst"
        again.submit("form.form")
        assert part_of(saved(project), world.herne).offers == "Danach"

    def test_only_the_participant_itself_speaks_for_it(self, bochum, administration, address):
        bochum.page(address, status=403)
        administration.page(address, status=403)

    def test_what_does_not_take_part_has_no_part(self, herne, project):
        herne.page(f"/projekte/{project.slug}/beteiligung/witten", status=404)
        herne.page(f"/projekte/{project.slug}/beteiligung/gibt-es-nicht", status=404)

    def test_a_draft_of_others_is_not_there(self, herne, world, make):
        draft = make(factories.draft, world.bochum, participants=["herne"])
        herne.page(f"/projekte/{draft.slug}/beteiligung/herne", status=404)

    def test_an_archived_entry_of_others_is_gone(self, herne, world, make):
        project = make(factories.archived, world.bochum, participants=["herne"])
        herne.page(f"/projekte/{project.slug}/beteiligung/herne", status=410)

    @pytest.mark.parametrize("decision", ["", "vielleicht", None])
    def test_a_decision_is_yes_or_no(self, herne, world, address, project, saved, decision):
        page = herne.page(address)
        page.submit("section.section form:first-of-type[action$=entscheidung]", takes_part=decision, status=422)
        assert part_of(saved(project), world.herne).state is ParticipationState.NAMED


class TestKeeping:
    def test_the_administration_hands_the_keeping_on_and_back(self, administration, world, make, saved):
        project = make(factories.published, world.herne)
        address = f"/projekte/{project.slug}/pflege"

        administration.page(address).submit(keeper="bochum")
        assert saved(project).keeper_id == world.bochum.id
        administration.page(address).submit(keeper="")
        assert saved(project).keeper_id is None

    def test_others_do_not(self, herne, world, make):
        project = make(factories.published, world.herne)
        herne.page(f"/projekte/{project.slug}/pflege", status=403)

    def test_an_unknown_organisation_is_refused(self, administration, world, make):
        project = make(factories.published, world.herne)
        form = administration.page(f"/projekte/{project.slug}/pflege").submit(keeper="gibt-es-nicht", status=422)
        assert form.texts("#keeper-error")

    def test_a_change_in_between_asks_again(self, herne, administration, world, make, saved):
        project = make(factories.published, world.herne)
        form = administration.page(f"/projekte/{project.slug}/pflege")
        herne.page(f"/projekte/{project.slug}/bearbeiten/stand").submit(next_step="Ausschreibung")

        again = form.submit(keeper="bochum", status=409)
        assert saved(project).keeper_id == world.herne.id
        again.submit()
        assert saved(project).keeper_id == world.bochum.id
