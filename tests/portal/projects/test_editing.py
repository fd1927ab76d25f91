"""What writing values into an entry changes: lists, vocabularies, who is involved, the history."""

import pytest

from portal.errors import Invalid
from portal.partial_date import PartialDate
from portal.projects import queries, service, values
from portal.projects.models import FundingProgramme, Technology
from portal.projects.vocabulary import (
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

LISTS = {
    "tags": ["Bauen", "Verwaltung"],
    "partners": [{"name": "Stadtwerke Musterstadt", "role": "Betrieb"}, {"name": "Hochschule Beispiel", "role": None}],
    "cooperation": [Cooperation.SEEK_PARTNERS, Cooperation.SHARE_EXPERIENCE],
    "services": [
        {
            "leika_key": "99012345678901",
            "maturity_scale": MaturityScale.V2_0,
            "maturity_value": 7,
            "maturity_as_of": PartialDate(2026, 1),
        }
    ],
    "lessons": [
        {"kind": LessonKind.WORKED, "text": "Früh anfangen.", "visibility": Visibility.PUBLIC},
        {"kind": LessonKind.FAILED, "text": "Zu viel auf einmal.", "visibility": Visibility.ORGANISATION},
    ],
    "links": [{"label": "Projektseite", "url": "https://www.musterstadt.example/bau", "kind": LinkKind.WEBSITE}],
    "sources": [{"url": "https://www.example.org/bericht", "date": PartialDate(2024, 5, 3)}],
    "technologies": ["Chatbot", "LoRaWAN"],
    "ozg_topics": ["Bauen & Wohnen"],
    "reuse": [Reuse.SOURCE_CODE, Reuse.FIM_BASED],
}
REPLACED = {
    "tags": ["Verwaltung", "Neu"],
    "partners": [{"name": "Hochschule Beispiel", "role": "Auswertung"}],
    "cooperation": [Cooperation.SHARE_EXPERIENCE, Cooperation.OFFER_REUSE, Cooperation.SEEK_PARTNERS],
    "services": [
        {"leika_key": "99012345678902", "maturity_scale": None, "maturity_value": None, "maturity_as_of": None}
    ],
    "lessons": [
        {"kind": LessonKind.FAILED, "text": "Doch nicht.", "visibility": Visibility.STAFF},
        {"kind": LessonKind.DIFFERENTLY, "text": "Mehr Zeit.", "visibility": Visibility.PUBLIC},
    ],
    "links": [],
    "sources": [{"url": "https://www.example.org/neu", "date": None}],
    "technologies": ["LoRaWAN", "Drohne"],
    "ozg_topics": ["Bildung", "Umwelt"],
    "reuse": [Reuse.NONE],
}
UNORDERED = {"technologies"}


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def herne(session):
    return factories.organisation(session, "Herne")


@pytest.fixture
def editor(session, herne):
    return factories.actor(session, herne)


@pytest.fixture
def draft(session, editor, herne):
    return service.create(session, editor, herne, factories.complete(title="Digitaler Bauantrag"))


def update(session, editor, project, **after):
    return service.update(session, editor, project, project.version, after)


def reload(session, project):
    """The entry as the database has it."""
    session.flush()
    project_id = project.id
    session.expunge_all()
    return queries.by_id(session, project_id)


class TestLists:
    """Lists are replaced as a whole, with no row in the way of another."""

    @pytest.mark.parametrize("name", LISTS)
    def test_each_is_kept_replaced_and_emptied(self, session, editor, draft, name):
        for wanted in (LISTS[name], REPLACED[name], LISTS[name], []):
            version = draft.version
            changed = update(session, editor, draft, **{name: wanted})
            assert draft.version == version + changed
            draft = reload(session, draft)
            kept = values.read(draft)[name]
            assert sorted(kept) == sorted(wanted) if name in UNORDERED else kept == wanted

    def test_all_change_in_one_version(self, session, editor, draft):
        update(session, editor, draft, **LISTS)
        version = draft.version

        update(session, editor, draft, title="Bauantrag", phase=Phase.PILOT, **REPLACED)

        assert draft.version == version + 1
        assert set(queries.history(session, draft.id)[0].changes) == {"title", "phase", *REPLACED}

    @pytest.mark.parametrize("name", ["lessons", "tags", "partners"])
    def test_a_new_order_is_a_change(self, session, editor, draft, name):
        update(session, editor, draft, **LISTS)

        assert update(session, editor, draft, **{name: LISTS[name][::-1]})
        assert values.read(reload(session, draft))[name] == LISTS[name][::-1]

    def test_the_same_once_more_changes_nothing(self, session, editor, draft):
        update(session, editor, draft, **LISTS)
        draft = reload(session, draft)
        version, told = draft.version, len(queries.history(session, draft.id))

        assert not update(session, editor, draft, **values.read(draft))
        assert not update(session, editor, draft, technologies=["LoRaWAN", "Chatbot"])
        assert not update(session, editor, draft, technologies=["lorawan", "CHATBOT"])
        session.flush()

        assert not session.dirty
        assert draft.version == version
        assert len(queries.history(session, draft.id)) == told


class TestVocabularies:
    """Technologies and programmes are found by name; technologies may be added."""

    def test_a_technology_is_found_however_it_is_spelt(self, session, editor, draft):
        session.add(Technology(name="Künstliche Intelligenz", slug="ki", aliases=["KI"]))
        session.flush()

        update(session, editor, draft, technologies=["kuenstliche INTELLIGENZ", "Künstliche Intelligenz"])

        assert [technology.slug for technology in draft.technologies] == ["ki"]

    def test_new_ones_that_read_alike_get_addresses_of_their_own(self, session, editor, draft):
        update(session, editor, draft, technologies=["C", "C++", "C#", "!!!", "???"])

        slugs = {technology.slug for technology in draft.technologies}
        assert slugs == {"c", "c-plus-plus", "c-sharp", "eintrag", "eintrag-2"}

    def test_a_programme_of_the_vocabulary_is_taken_from_there(self, session, editor, draft):
        session.add(FundingProgramme(name="Smart Cities", slug="smart-cities"))
        session.flush()

        update(session, editor, draft, funding_programme="SMART cities")
        assert (draft.funding_programme.slug, draft.funding_programme_other) == ("smart-cities", None)
        assert not update(session, editor, draft, funding_programme="smart cities")

        update(session, editor, draft, funding_programme="Eigenes Programm")
        assert (draft.funding_programme, draft.funding_programme_other) == (None, "Eigenes Programm")

        update(session, editor, draft, funding_programme=None)
        assert values.read(reload(session, draft))["funding_programme"] is None


class TestInvolved:
    """Lead and participants are organisations of the register."""

    @pytest.mark.parametrize("after", [{"lead": "atlantis"}, {"participants": ["bochum", "atlantis"]}])
    def test_unknown_organisations_are_refused(self, session, editor, draft, after):
        factories.organisation(session, "Bochum")

        with pytest.raises(Invalid) as refused:
            update(session, editor, draft, **after)
        assert list(refused.value.errors) == list(after)

    def test_the_lead_can_be_unknown(self, session, editor, draft):
        update(session, editor, draft, lead=None)

        assert reload(session, draft).lead is None

    def test_who_stays_keeps_what_it_said(self, session, editor, draft):
        for name in ("Bochum", "Witten", "Hagen"):
            factories.organisation(session, name)
        update(session, editor, draft, participants=["bochum", "witten"])
        bochum = next(part for part in draft.participations if part.organisation.slug == "bochum")
        bochum.state, bochum.offers = ParticipationState.CONFIRMED, "Unser Lastenheft"

        update(session, editor, draft, participants=["hagen", "bochum"])

        kept = {part.organisation.slug: (part.state, part.offers) for part in reload(session, draft).participations}
        assert kept == {
            "bochum": (ParticipationState.CONFIRMED, "Unser Lastenheft"),
            "hagen": (ParticipationState.NAMED, None),
        }
        assert not update(session, editor, queries.by_id(session, draft.id), participants=["bochum", "hagen"])

    def test_the_lead_stands_first_and_once(self, session, editor, draft, herne):
        factories.organisation(session, "Bochum")

        update(session, editor, draft, participants=["herne", "bochum"])

        assert [organisation.slug for organisation in draft.involved] == ["herne", "bochum"]


class TestHistory:
    """Each recorded change keeps who, when and what, before and after, and nobody's name or address."""

    def test_it_holds_before_and_after_as_plain_values(self, session, editor, draft):
        update(session, editor, draft, phase=Phase.PILOT, start=PartialDate(2025, 8), tags=["Bauen"])

        change = queries.history(session, draft.id)[0]
        assert (change.action, change.version, change.account_id) == ("update", draft.version, editor.account_id)
        assert change.organisation.slug == "herne"
        assert change.changes == {
            "phase": [None, "pilot"], "start": [None, "2025-08"], "tags": [[], ["Bauen"]],
        }  # fmt: skip

    def test_a_mailbox_is_only_said_to_have_changed(self, session, editor, draft):
        update(session, editor, draft, contact_mailbox="geheim@stadt.example")
        update(session, editor, draft, contact_mailbox="anders@stadt.example")

        told = [change.changes for change in queries.history(session, draft.id)]
        assert told[:2] == [{"contact_mailbox": [None, None]}] * 2
        assert "stadt.example" not in str(told)

    def test_versions_count_up_one_by_one(self, session, editor, draft):
        for number in range(3):
            update(session, editor, draft, tags=[f"Runde {number}"], cooperation=[list(Cooperation)[number]])

        assert [change.version for change in queries.history(session, draft.id)] == [4, 3, 2, 1]


def test_the_plain_search_follows_each_change(session, editor, draft):
    update(session, editor, draft, summary="Förderantrag für Straßenbäume")
    assert "foerderantrag fuer strassenbaeume" in draft.search_folded
    update(session, editor, draft, summary=None)
    assert "strassenbaeume" not in draft.search_folded
