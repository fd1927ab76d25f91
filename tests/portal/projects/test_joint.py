"""Joint entries: one keeper, and every participant speaks for itself only."""

import pytest
from sqlalchemy import delete, select

from portal import audit
from portal.access import ANYONE
from portal.accounts import queries as accounts
from portal.errors import Conflict, Forbidden, Invalid
from portal.mail.models import Mail
from portal.organisations.models import OrganisationKind
from portal.projects import access, document, queries, service
from portal.projects.joint import service as joint
from portal.projects.lists import published as listing
from portal.projects.models import ProjectResponsible
from portal.projects.vocabulary import ParticipationState, Provenance
from tests import factories
from tests.support.letters import composed, texts


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def herne(session):
    return factories.organisation(session, "Herne")


@pytest.fixture
def bochum(session):
    return factories.organisation(session, "Bochum")


@pytest.fixture
def witten(session):
    return factories.organisation(session, "Witten")


@pytest.fixture
def source_entry(session, herne, bochum):
    """From a public source: Herne leads, Bochum takes part, nobody keeps it."""
    return factories.from_public_source(session, herne, lead="herne", participants=["bochum"])


@pytest.fixture
def kept(session, herne, bochum):
    """Herne's own, published, with Bochum named."""
    return factories.published(session, herne, participants=["bochum"])


def part_of(session, project, organisation):
    return queries.participation(session, project.id, organisation.id)


class TestTakeOver:
    """The first of those involved becomes the keeper; the second is told who."""

    def test_a_participant_becomes_keeper_and_never_lead(self, session, source_entry, bochum):
        actor = factories.actor(session, bochum)
        version = source_entry.version

        joint.take_over(session, actor, source_entry, bochum)

        assert source_entry.keeper is bochum
        assert source_entry.lead.slug == "herne"
        assert source_entry.provenance is Provenance.PUBLIC_SOURCE
        assert not source_entry.confirmed
        assert source_entry.version == version + 1
        change = queries.history(session, source_entry.id)[0]
        assert (change.action, change.changes) == ("take-over", {"keeper": [None, "bochum"]})

    def test_the_second_is_told_who_was_first(self, session, source_entry, herne, bochum):
        joint.take_over(session, factories.actor(session, bochum), source_entry, bochum)

        with pytest.raises(joint.AlreadyKept) as told:
            joint.take_over(session, factories.actor(session, herne), source_entry, herne)
        assert told.value.message.format(**told.value.values) == "Diesen Eintrag pflegt schon: Bochum."

    def test_who_is_not_involved_cannot(self, session, source_entry, witten):
        with pytest.raises(Forbidden):
            joint.take_over(session, factories.actor(session, witten), source_entry, witten)

    def test_nobody_takes_over_for_another(self, session, source_entry, herne, bochum, witten):
        with pytest.raises(Forbidden):
            joint.take_over(session, factories.actor(session, bochum), source_entry, herne)
        with pytest.raises(Forbidden):
            joint.take_over(session, factories.actor(session, bochum), source_entry, witten)
        assert source_entry.keeper is None

    @pytest.mark.parametrize("nobody", [ANYONE, "administration"])
    def test_without_an_organisation_nobody_can(self, session, source_entry, herne, nobody):
        actor = nobody if nobody is ANYONE else factories.actor(session, administration=True)
        with pytest.raises(Forbidden):
            joint.take_over(session, actor, source_entry, herne)

    def test_who_has_denied_its_part_cannot(self, session, source_entry, bochum):
        actor = factories.actor(session, bochum)
        joint.decide(session, actor, part_of(session, source_entry, bochum), source_entry, takes_part=False)

        assert joint.organisations_that_may_take_over(actor, source_entry) == []
        with pytest.raises(Forbidden):
            joint.take_over(session, actor, source_entry, bochum)

    def test_an_archived_entry_stays_with_the_administration(self, session, source_entry, herne):
        administration = factories.actor(session, administration=True)
        service.archive(session, administration, source_entry, source_entry.version, "Doppelt")

        with pytest.raises(Conflict):
            joint.take_over(session, factories.actor(session, herne), source_entry, herne)

    def test_what_an_organisation_wrote_itself_is_not_taken_over(self, session, kept, bochum):
        administration = factories.actor(session, administration=True)
        joint.move(session, administration, kept, kept.version, None)

        with pytest.raises(Forbidden):
            joint.take_over(session, factories.actor(session, bochum), kept, bochum)

    def test_the_choice_is_ones_own_involved_organisations(self, session, source_entry, bochum, witten):
        assert joint.organisations_that_may_take_over(factories.actor(session, bochum), source_entry) == [bochum]
        assert joint.organisations_that_may_take_over(factories.actor(session, witten), source_entry) == []
        assert joint.organisations_that_may_take_over(ANYONE, source_entry) == []

    def test_the_keeper_edits_and_the_administration_no_longer(self, session, source_entry, bochum, herne):
        administration = factories.actor(session, administration=True)
        assert access.allowed(administration, access.EDIT, source_entry)

        joint.take_over(session, factories.actor(session, bochum), source_entry, bochum)

        assert access.allowed(factories.actor(session, bochum), access.EDIT, source_entry)
        assert not access.allowed(administration, access.EDIT, source_entry)
        assert not access.allowed(factories.actor(session, herne), access.EDIT, source_entry)


class TestDecide:
    """A participant confirms or denies; a denial takes the name off at once, everywhere."""

    def test_named_then_confirmed(self, session, kept, bochum):
        part = part_of(session, kept, bochum)
        assert part.state is ParticipationState.NAMED
        actor, version = factories.actor(session, bochum), kept.version

        joint.decide(session, actor, part, kept, takes_part=True)

        assert (part.state, part.decided_by_id) == (ParticipationState.CONFIRMED, actor.account_id)
        assert kept.version == version + 1
        assert queries.history(session, kept.id)[0].organisation is bochum

    def test_a_denial_removes_at_once(self, session, kept, bochum):
        assert "Bochum" in document.document(kept).values["places"]
        assert "bochum" in kept.search_folded

        joint.decide(session, factories.actor(session, bochum), part_of(session, kept, bochum), kept, takes_part=False)

        assert bochum not in kept.involved
        found = document.document(kept)
        assert "Bochum" not in found.values["places"]
        assert "bochum" not in found.values["municipality"]
        assert "bochum" not in kept.search_folded
        assert kept.id not in listing.shared_by(session, bochum.id)

    def test_deciding_the_same_again_changes_nothing(self, session, kept, bochum):
        actor, part = factories.actor(session, bochum), part_of(session, kept, bochum)
        joint.decide(session, actor, part, kept, takes_part=False)
        version = kept.version

        joint.decide(session, actor, part, kept, takes_part=False)

        assert kept.version == version

    def test_a_denial_can_be_taken_back_by_the_participant(self, session, kept, bochum):
        actor, part = factories.actor(session, bochum), part_of(session, kept, bochum)
        joint.decide(session, actor, part, kept, takes_part=False)
        joint.decide(session, actor, part, kept, takes_part=True)

        assert bochum in kept.involved

    def test_the_keeper_cannot_name_it_again(self, session, kept, herne, bochum):
        joint.decide(session, factories.actor(session, bochum), part_of(session, kept, bochum), kept, takes_part=False)
        keeper = factories.actor(session, herne)

        with pytest.raises(Invalid) as refused:
            service.update(session, keeper, kept, kept.version, {"participants": ["bochum"]})
        assert list(refused.value.errors) == ["participants"]
        assert "Bochum" in refused.value.errors["participants"][0]

    def test_the_keeper_does_not_lose_the_denial_by_saving(self, session, kept, herne, bochum):
        joint.decide(session, factories.actor(session, bochum), part_of(session, kept, bochum), kept, takes_part=False)

        assert not service.update(session, factories.actor(session, herne), kept, kept.version, {"participants": []})
        assert part_of(session, kept, bochum).state is ParticipationState.DENIED

    def test_nobody_decides_for_another(self, session, kept, herne, bochum, witten):
        part = part_of(session, kept, bochum)
        for actor in (
            ANYONE,
            factories.actor(session, herne),
            factories.actor(session, witten),
            factories.actor(session, administration=True),
        ):
            with pytest.raises(Forbidden):
                joint.decide(session, actor, part, kept, takes_part=False)


def describe(session, actor, part, project, after):
    """Describe a part as it was just seen."""
    joint.describe(session, actor, part, project, joint.fingerprint(part), after)


class TestDescribe:
    """A participant writes its own part and nothing else."""

    def test_its_own_part_only(self, session, kept, bochum):
        part, version = part_of(session, kept, bochum), kept.version

        describe(
            session,
            factories.actor(session, bochum),
            part,
            kept,
            {"department": "Amt für Digitales", "offers": "Lastenheft", "title": "Gekapert", "state": "confirmed"},
        )

        assert (part.department, part.offers, part.seeks) == ("Amt für Digitales", "Lastenheft", None)
        assert part.state is ParticipationState.NAMED
        assert kept.title != "Gekapert"
        assert kept.version == version + 1

    def test_the_mailbox_is_not_in_the_history(self, session, kept, bochum):
        part, actor = part_of(session, kept, bochum), factories.actor(session, bochum)
        describe(session, actor, part, kept, {"contact_mailbox": "digital@bochum.example"})

        change = queries.history(session, kept.id)[0]
        assert (change.organisation, change.changes) == (bochum, {"contact_mailbox": [None, None]})

    def test_no_mailbox_that_is_a_members_own_address(self, session, kept, herne, bochum):
        part, actor = part_of(session, kept, bochum), factories.actor(session, bochum)
        factories.account(session, bochum, email="anna@bochum.example")
        factories.account(session, herne, email="anna@herne.example")

        with pytest.raises(Invalid) as refused:
            describe(session, actor, part, kept, {"contact_mailbox": "Anna@Bochum.example"})
        assert list(refused.value.errors) == ["contact_mailbox"]
        assert part.contact_mailbox is None
        describe(session, actor, part, kept, {"contact_mailbox": "anna@herne.example"})  # who is there is not told

    def test_not_in_a_draft_of_others(self, session, herne, bochum):
        draft = factories.draft(session, herne, participants=[bochum.slug])
        part, actor = part_of(session, draft, bochum), factories.actor(session, bochum)

        with pytest.raises(Forbidden):
            describe(session, actor, part, draft, {"offers": "Zu früh"})
        with pytest.raises(Forbidden):
            joint.decide(session, actor, part, draft, takes_part=True)

    def test_not_over_what_somebody_else_wrote_since(self, session, kept, bochum):
        part, actor = part_of(session, kept, bochum), factories.actor(session, bochum)
        seen = joint.fingerprint(part)
        describe(session, actor, part, kept, {"seeks": "Partner"})

        with pytest.raises(service.Stale):
            joint.describe(session, actor, part, kept, seen, {"seeks": "Anderes"})
        assert part.seeks == "Partner"

    def test_the_same_again_changes_nothing(self, session, kept, bochum):
        part, actor = part_of(session, kept, bochum), factories.actor(session, bochum)
        describe(session, actor, part, kept, {"seeks": "Partner"})
        version = kept.version

        describe(session, actor, part, kept, {"seeks": "Partner"})

        assert kept.version == version

    def test_the_participant_edits_nothing_of_the_entry(self, session, kept, bochum):
        with pytest.raises(Forbidden):
            service.update(session, factories.actor(session, bochum), kept, kept.version, {"title": "Gekapert"})

    def test_the_keeper_does_not_write_a_participants_part(self, session, kept, herne, bochum):
        with pytest.raises(Forbidden):
            describe(
                session, factories.actor(session, herne), part_of(session, kept, bochum), kept, {"offers": "Alles"}
            )


class TestMove:
    """The administration hands the keeping on."""

    @pytest.fixture
    def administration(self, session):
        return factories.actor(session, administration=True)

    def test_to_another_organisation_and_back(self, session, kept, herne, witten, administration):
        joint.move(session, administration, kept, kept.version, witten)
        assert kept.keeper is witten
        assert kept.lead is herne
        joint.move(session, administration, kept, kept.version, None)

        assert kept.keeper is None
        assert access.allowed(administration, access.EDIT, kept)
        told = [change.changes["keeper"] for change in queries.history(session, kept.id)[:2]]
        assert told == [["witten", None], ["herne", "witten"]]

    def test_who_looked_after_it_reads_who_does_now(self, app, session, kept, herne, witten, administration):
        session.execute(delete(Mail))
        person, named = factories.account(session, herne), factories.account(session, herne)
        factories.be_contact_person(session, named, kept)
        session.refresh(kept, ["contact"])
        kept.responsibles = [ProjectResponsible(account_id=person.id)]
        session.flush()
        joint.move(session, administration, kept, kept.version, witten)

        mails = session.execute(select(Mail).order_by(Mail.id)).scalars().all()
        assert [(mail.kind, mail.account_id) for mail in mails] == [
            ("project.moved-away", person.id),
            ("project.moved-away", named.id),
        ]
        letter = composed(app, session, mails[0])
        assert kept.title in letter.subject
        assert "jemand anderes: Witten" in texts(letter)[0]
        joint.move(session, administration, kept, kept.version, herne)
        assert composed(app, session, mails[0]) is None  # it is back

    def test_what_somebody_consented_to_ends_in_the_log_of_who_kept_it(
        self, session, kept, herne, witten, administration
    ):
        person = factories.account(session, herne)
        factories.be_contact_person(session, person, kept)
        session.refresh(kept, ["contact"])
        factories.be_responsible(session, accounts.actor_of(person), kept)
        joint.move(session, administration, kept, kept.version, witten)

        assert (kept.contact, kept.responsibles) == (None, [])
        logged = [each for each in audit.concerning(session, person.id) if each.account_id == administration.account_id]
        assert [(each.event, each.organisation_id) for each in logged] == [
            ("project.responsible-removed", herne.id),
            ("project.contact-ended", herne.id),
        ]

    def test_to_nobody_who_cannot_keep(self, session, kept, administration):
        company = factories.organisation(session, "Beispiel GmbH", OrganisationKind.COMPANY)
        with pytest.raises(Invalid) as refused:
            joint.move(session, administration, kept, kept.version, company)
        assert list(refused.value.errors) == ["keeper"]

    def test_by_nobody_else(self, session, kept, herne, witten):
        with pytest.raises(Forbidden):
            joint.move(session, factories.actor(session, herne), kept, kept.version, witten)

    def test_not_on_an_older_version(self, session, kept, witten, administration):
        with pytest.raises(service.Stale):
            joint.move(session, administration, kept, kept.version - 1, witten)
