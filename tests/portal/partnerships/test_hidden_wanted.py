"""A Gesuch that the moderation has hidden: read by its own people with the reason, by others the reason only."""

import pytest
from sqlalchemy import select

from portal import audit
from portal.mail.models import Mail
from tests.portal.partnerships.playing import later
from tests.portal.partnerships.test_wanted_pages import TEXT, offer, read, version, wanted_of
from tests.support.letters import composed

REASON = "Das ist Werbung für ein Produkt."


def hide(portal, made):
    """Let the moderation hide it, who forgets the reason at first."""
    page = portal.page("moderation", f"/gesuche/{made}").follow("Gesuch ausblenden")
    page = page.submit(".form", status=422)
    assert page.texts(".error-summary a") == ["Grund: Bitte füllen Sie dieses Feld aus."]
    return page.submit(".form", reason=REASON)


def test_it_is_found_nowhere_and_its_address_says_why(portal):
    made = wanted_of(portal)
    case = offer(portal, made)
    page = hide(portal, made)
    assert "Das Gesuch ist ausgeblendet." in page.text
    for name in ("anonymous", "stranger", "sender editor"):
        gone = portal.page(name, f"/gesuche/{made}", 410)
        assert REASON in gone.text
        assert TEXT["title"] not in gone.text
    for address in ("/gesuche", "/kommunen/bochum", "/projekte?q=Bauakte", "/api/v1/wanted"):
        assert TEXT["title"] not in portal.browser("anonymous").get(address).text
    assert portal.browser("anonymous").get(f"/api/v1/wanted/{made}").status_code == 404
    seen = portal.page("sender editor", f"/partnerschaften/{case.id}")
    assert "ein Gesuch, das die Moderation ausgeblendet hat" in seen.text
    assert TEXT["title"] not in seen.text
    portal.page("stranger", "/anfragen/neu", 410, gesuch=made)


def test_its_people_read_it_and_can_do_nothing(portal):
    made = wanted_of(portal)
    form = portal.page("addressee editor", f"/gesuche/{made}/aendern")
    hide(portal, made)
    page = portal.page("addressee contributor", f"/gesuche/{made}")
    assert TEXT["need"] in page.text
    assert REASON in page.text
    assert "Wer sich um das Gesuch kümmert, hat dazu eine Mail bekommen" in page.text
    assert "Gesuch schließen" not in page.text
    assert "Wieder zeigen" not in page.text
    form.submit(".form", status=409, version=version(portal, made), title="Anders")
    assert read(portal, made).title == TEXT["title"]
    with portal.database.reading() as session:
        mails = session.execute(select(Mail.account_id).where(Mail.kind == "wanted.hidden")).scalars().all()
    assert mails == [portal.world.people["addressee contributor"].account_id]


def test_the_moderation_shows_it_again_from_the_list(portal):
    made = wanted_of(portal)
    hide(portal, made)
    page = portal.page("moderation", "/verwaltung/ausgeblendete-gesuche").follow(TEXT["title"])
    page.submit("section[aria-labelledby=ausgeblendet] form")
    assert TEXT["need"] in portal.page("anonymous", f"/gesuche/{made}").text
    with portal.database.reading() as session:
        events = session.execute(
            select(audit.AuditEntry.event).where(audit.AuditEntry.about_kind == "wanted").order_by("id")
        )
        assert events.scalars().all() == ["wanted.decided", "wanted.hidden", "wanted.shown"]


@pytest.mark.parametrize("name", ["addressee coordinator", "sender coordinator", "account"])
def test_nobody_else_may(portal, name):
    made = wanted_of(portal)
    portal.page(name, f"/gesuche/{made}/ausblenden", 403)
    portal.page(name, "/verwaltung/ausgeblendete-gesuche", 403)


def test_each_letter_tells_of_its_own_time_and_what_is_undone_is_not_told(portal, clock):
    made = wanted_of(portal)

    def to_tell():
        """The letters that would go out if the worker looked only now."""
        with portal.database.reading() as session:
            kinds = ("wanted.hidden", "wanted.shown")
            mails = session.execute(select(Mail).where(Mail.kind.in_(kinds)).order_by(Mail.id)).scalars().all()
            return [(mail.kind, mail.id) for mail in mails if composed(portal.app, session, mail)]

    def show():
        portal.page("moderation", f"/gesuche/{made}").submit("section[aria-labelledby=ausgeblendet] form")

    for day in (1, 2):
        clock(later(day))
        hide(portal, made)
        [(kind, first)] = to_tell()
        assert kind == "wanted.hidden"
        clock(later(day + 0.5))
        show()
        [(kind, second)] = to_tell()
        assert (kind, second > first) == ("wanted.shown", True)


def test_of_two_who_hide_it_the_second_is_told(portal):
    made = wanted_of(portal)
    second = portal.page("administration", f"/gesuche/{made}/ausblenden")
    hide(portal, made)
    page = second.submit(".form", status=409, reason="Auch Werbung.")
    assert "Jemand anderes hat dieses Gesuch inzwischen ausgeblendet." in page.text
    assert page.one("textarea[name=reason]").text.strip() == "Auch Werbung."
    assert "Gesuch ausblenden" not in page.texts("main button")
    assert read(portal, made).hidden_reason == REASON


def test_the_reason_stays_when_the_gesuch_was_changed_meanwhile(portal):
    made = wanted_of(portal)
    seen = portal.page("moderation", f"/gesuche/{made}/ausblenden")
    portal.page("addressee editor", f"/gesuche/{made}/aendern").submit(".form", title="Anders")
    page = seen.submit(".form", status=409, reason=REASON)
    assert "Jemand anderes hat dieses Gesuch inzwischen geändert." in page.text
    assert page.one("textarea[name=reason]").text.strip() == REASON
    assert not read(portal, made).hidden
    page.submit(".form")
    assert read(portal, made).hidden_reason == REASON
