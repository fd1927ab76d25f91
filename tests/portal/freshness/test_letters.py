"""What the monthly mail says to whom, and the mail that offers entries to who comes first."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from portal.access import ANYONE, Role
from portal.accounts.models import Membership
from portal.freshness import mails, service
from portal.freshness.letters import REVIEW
from portal.mail.models import Mail, MailState
from portal.mail.unsubscribing import switch
from portal.members import service as members
from portal.organisations import queries as organisations
from portal.projects.models import Project
from tests import factories
from tests.portal.freshness.conftest import BEGIN, REVIEW_PERIOD, hold


@pytest.fixture
def begin(database):
    """Begins the round of so many months after the first one."""

    def run(months=0):
        with database.unit_of_work() as session:
            service.remind(session, BEGIN + timedelta(days=REVIEW_PERIOD - 5 + 31 * months), REVIEW_PERIOD)

    return run


def states(database):
    with database.reading() as session:
        return [mail.state for mail in session.execute(select(Mail).order_by(Mail.id)).scalars()]


class TestReview:
    def test_each_entry_has_its_own_link_with_the_button_and_one_to_edit(self, begin, sent, town, database):
        with database.unit_of_work() as session:
            other = factories.published(session, organisations.by_slug(session, "herne"), title="Zwilling")
            hold(session, other, town["contributor"])
        begin()

        [(reader, subject, text)] = sent()
        assert (reader, subject) == ("contributor", "Stimmen die Angaben noch? 2 Einträge")
        assert len(set(re.findall(r"http://localhost/bestaetigen/\S+", text))) == 2
        assert "http://localhost/projekte/bauantrag/bearbeiten" in text
        assert "Bestätigt am 10.01.2026" in text or "Zuletzt bestätigt am 10.01.2026" in text
        assert "höchstens einmal im Monat" in text

    def test_the_coordination_and_the_moderation_read_what_nobody_answered(self, begin, sent, town):
        readers = []
        for months in range(4):
            begin(months)
            mails = sent()
            readers.append([reader for reader, _, _ in mails])

        assert readers == [
            ["contributor"],
            ["contributor"],
            ["contributor", "coordinator"],
            ["contributor", "coordinator", "moderation"],
        ]
        texts = {reader: (subject, text) for reader, subject, text in mails}
        subject, text = texts["coordinator"]
        assert subject == "Stimmt „Bauantrag“ noch?"
        assert "In Ihrer Organisation ohne Antwort" in text
        assert "Bisher 3-mal erinnert." in text
        assert "/bestaetigen/" in text
        subject, text = texts["moderation"]
        assert subject == "Veraltete Einträge im Portal"
        assert "Gepflegt von Herne." in text
        assert "Auch die Koordination" not in text  # there may be none
        assert "oder es gibt niemanden, der antworten kann" in " ".join(text.split())
        assert "http://localhost/verwaltung/veraltet" in text
        assert "/bestaetigen/" not in text

    def test_what_was_answered_before_the_mail_goes_out_is_not_in_it(self, begin, sent, town, database):
        begin()
        with database.unit_of_work() as session:
            session.get_one(Project, town["entry"].id).confirmed_at = BEGIN + timedelta(days=REVIEW_PERIOD)
        assert sent() == []
        assert states(database) == [MailState.DROPPED]

    def test_whoever_has_left_before_it_goes_out_gets_none(self, begin, sent, town, database):
        begin()
        with database.unit_of_work() as session:
            session.execute(delete(Membership).where(Membership.account_id == town["contributor"].id))
        assert sent() == []

    def test_a_hundred_entries_are_told_in_one_mail_that_can_be_read(self, begin, sent, town, database):
        with database.unit_of_work() as session:
            herne = organisations.by_slug(session, "herne")
            for _ in range(103):
                hold(session, factories.published(session, herne), town["contributor"])
        begin()
        [(_, _, text)] = sent()
        assert len(set(re.findall(r"/bestaetigen/\S+", text))) == 104
        assert "im Portal." not in text

    def test_only_a_list_too_long_for_any_mail_is_cut_off_and_says_so(self, begin, sent, town, database, monkeypatch):
        monkeypatch.setattr(mails, "ITEMS_MAX", 5)
        with database.unit_of_work() as session:
            herne = organisations.by_slug(session, "herne")
            for _ in range(7):
                hold(session, factories.published(session, herne), town["contributor"])
        begin()
        [(_, _, text)] = sent()
        assert len(set(re.findall(r"/bestaetigen/\S+", text))) == 5
        more, _, rest = text.partition("3 weitere Einträge stehen im Portal.")
        assert more
        assert rest.lstrip().startswith("Alle Einträge auf „Meine Kommune“")
        assert "http://localhost/meine-kommune" in rest

    def test_the_moderation_reads_what_nobody_keeps(self, begin, sent, town, database):
        with database.unit_of_work() as session:
            session.get_one(Project, town["entry"].id).confirmed_at = BEGIN + timedelta(days=300)
            old, new = (factories.from_public_source(session, title=title) for title in ("Brunnen", "Radweg"))
            old.created_at, new.created_at = BEGIN - timedelta(days=10), BEGIN + timedelta(days=1)
        begin()
        [(reader, subject, text)] = sent()
        assert (reader, subject) == ("moderation", "Veraltete Einträge im Portal")
        assert "Ohne Pflege" in text
        assert "Brunnen" in text
        assert "Radweg" not in text
        assert "http://localhost/verwaltung/veraltet" in text

    def test_where_the_responsible_want_no_mail_the_coordination_is_told_why_it_reads_it(
        self, begin, sent, town, database
    ):
        with database.unit_of_work() as session:
            switch(session, town["contributor"].id, REVIEW, wanted=False)
        begin()
        [(reader, _, text)] = sent()
        assert reader == "coordinator"
        assert "Die Erinnerung erreicht niemanden, der zuständig ist." in " ".join(text.split())


class TestOffer:
    @pytest.fixture
    def join(self, database, app):
        """Lets somebody join Bochum, as an accepted invitation does."""

        def admit(email, role):
            with database.unit_of_work() as session:
                bochum = organisations.by_slug(session, "bochum") or factories.organisation(session, "Bochum")
                account = factories.account(session, email=f"{email}@bochum.example")
                members.admit(session, ANYONE, app.extensions["member_hooks"], account, bochum, role, by="Einladung")

        return admit

    @pytest.fixture
    def sources(self, database):
        with database.unit_of_work() as session:
            factories.organisation(session, "Bochum")
            factories.from_public_source(session, lead="bochum", title="Glasfaser", summary="Schnelles Netz.")
            factories.from_public_source(session, participants=["bochum"], title="Radweg")
            factories.from_public_source(session, title="Anderswo")

    def test_the_first_who_may_take_over_is_told_what_there_is(self, join, sources, sent):
        join("mitwirkung", Role.CONTRIBUTOR)
        assert sent() == []
        join("koordination", Role.COORDINATOR)

        [(reader, subject, text)] = sent()
        assert (reader, subject) == ("koordination", "2 Einträge über Bochum warten auf Sie")
        assert "Schnelles Netz." in text
        assert "http://localhost/projekte/glasfaser/uebernehmen" in text
        assert "Anderswo" not in text

    @pytest.mark.parametrize("gone", [delete(Membership), update(Membership).values(role=Role.CONTRIBUTOR)])
    def test_whoever_may_not_any_more_when_it_goes_out_is_not(self, join, sources, sent, database, gone):
        join("koordination", Role.COORDINATOR)
        with database.unit_of_work() as session:
            session.execute(gone)
        assert sent() == []

    def test_whoever_comes_later_is_not(self, join, sources, sent):
        join("koordination", Role.COORDINATOR)
        join("redaktion", Role.EDITOR)
        assert [reader for reader, _, _ in sent()] == ["koordination"]

    def test_whoever_rises_first_is_told_once(self, app, join, sources, sent, database):
        join("mitwirkung", Role.CONTRIBUTOR)
        with database.unit_of_work() as session:
            bochum = organisations.by_slug(session, "bochum")
            [member] = session.execute(select(Membership)).scalars()
            administration = factories.actor(session, administration=True)
            for role in (Role.EDITOR, Role.COORDINATOR):
                hooks = app.extensions["member_hooks"]
                members.change_role(session, administration, hooks, bochum, member.account_id, role)
        offers = [reader for reader, subject, _ in sent() if subject == "2 Einträge über Bochum warten auf Sie"]
        assert offers == ["mitwirkung"]

    def test_without_such_entries_there_is_no_mail(self, join, sent):
        join("koordination", Role.COORDINATOR)
        assert sent() == []
