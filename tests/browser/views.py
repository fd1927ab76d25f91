"""Every kind of page of the portal and how people come to see it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from portal.projects.sections.table import SECTIONS
from tests.browser.partnership_views import PARTNERSHIPS
from tests.browser.viewing import ADMINISTRATION, EDITOR, VISITOR, View, opened, refused, saved_by_others
from tests.browser.world import SECURED
from tests.factories import PASSWORD
from tests.support.steps import follow, heading, main, press


def _without_token(page: Page) -> None:
    page.eval_on_selector("main form input[name=csrf_token]", "field => field.remove()")
    press(page, "Meldung senden")
    heading(page, "Das konnten wir nicht lesen")


def _confirmed_meanwhile(page: Page) -> None:
    expect(main(page)).to_contain_text("pflegt diesen Eintrag und steht für seinen Inhalt ein")


def _first_step(page: Page) -> None:
    """Sign in with an account that has second steps, as far as its password goes."""
    address = page.url
    page.goto(address.partition("/anmelden")[0] + "/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(SECURED)
    page.get_by_label("Passwort").fill(PASSWORD)
    press(page, "Anmelden")
    heading(page, "Noch ein Schritt")


def _recovery_code(page: Page) -> None:
    _first_step(page)
    follow(page, "Mit einem Ersatzcode anmelden")


def _wrong_code(page: Page) -> None:
    _first_step(page)
    refused("Anmelden", code="000000")(page)


def at_the_town_hall(provider: str) -> Callable[[Page], None]:
    """Sign in at an identity provider, which asks nothing."""

    def act(page: Page) -> None:
        page.goto(page.url.partition("/anmelden")[0] + f"/anmelden/sso/{provider}")
        expect(page).to_have_url(re.compile(f"/anmelden/sso/{provider}/"))

    return act


def _typed(page: Page) -> None:
    """Type until there are proposals, and choose one."""
    words = page.get_by_role("combobox", name="Projekte suchen")
    words.fill("")
    words.press_sequentially("glasf")
    expect(page.get_by_role("listbox", name="Vorschläge")).to_be_visible()
    words.press("ArrowDown")


PUBLIC = [
    View("start", VISITOR, "/"),
    View("policy", VISITOR, "/wer-darf-was"),
    View("start-opened", VISITOR, "/", act=opened),
    View("start-typed", VISITOR, "/", act=_typed),
    View("search", VISITOR, "/suche"),
    View("search-typed", VISITOR, "/suche?q=App", act=_typed),
    View("search-words", VISITOR, "/suche?q=Sensoren"),
    View("search-filtered", VISITOR, "/suche?q=digital&handlungsfeld=verwaltung&kommune=herne"),
    View("search-opened", VISITOR, "/suche?handlungsfeld=verwaltung", act=opened),
    View("search-nothing", VISITOR, "/suche?q=Qxyzzq"),
    View("search-ways-out", VISITOR, "/suche?q=LoRaWAN&handlungsfeld=mobilitaet&kommune=alpen"),
    View("search-ranges", VISITOR, "/suche?beginn_von=2020&umkreis=10", act=opened),
    View("search-corrected", VISITOR, "/suche?q=glassfaser"),
    View("search-tail", VISITOR, "/suche?q=Glasfaser+Gewerbegebiet", act=opened),
    View("search-unknown", VISITOR, "/suche?phase=unsinn&seite=999"),
    View("search-help", VISITOR, "/suche/hilfe"),
    View("municipalities", VISITOR, "/kommunen"),
    View("municipality", VISITOR, "/kommunen/herne"),
    View("municipality-small", VISITOR, "/kommunen/alpen"),
    View("network", VISITOR, "/partnerschaften"),
    View("network-nothing", VISITOR, "/partnerschaften?art=visit&stand=running"),
    View("project-source", VISITOR, "/projekte/{source}"),
    View("project-joint", VISITOR, "/projekte/{joint}"),
    View("project-rich", VISITOR, "/projekte/{rich}"),
    View("project-overdue", VISITOR, "/projekte/{overdue}"),
    View("sign-in", VISITOR, "/anmelden"),
    View("sign-in-asked-for", VISITOR, "/meine-kommune"),
    View("sign-in-refused", VISITOR, "/anmelden", act=refused("Anmelden", email="niemand@demo.example", password="x")),
    View("sso-begun", VISITOR, "/anmelden/sso/herne"),
    View("sso-refused", VISITOR, "/anmelden/sso/herne/zurueck", 400),
    View("sso-new-account", VISITOR, "/anmelden/sso/herne/konto", act=at_the_town_hall("herne")),
    View("sso-link", VISITOR, "/anmelden/sso/demo/verbinden", act=at_the_town_hall("demo")),
    View("second-step", VISITOR, "/anmelden/zweiter-schritt", act=_first_step),
    View("second-step-refused", VISITOR, "/anmelden/zweiter-schritt", act=_wrong_code),
    View("recovery-code", VISITOR, "/anmelden/ersatzcode", act=_recovery_code),
    View("forgotten", VISITOR, "/passwort-vergessen"),
    View("forgotten-refused", VISITOR, "/passwort-vergessen", act=refused("Link schicken", email="unsinn")),
    View("forgotten-ordered", VISITOR, "/passwort-vergessen/mail"),
    View("new-password", VISITOR, "{reset_link}"),
    View("new-password-refused", VISITOR, "{reset_link}", act=refused("Passwort setzen", password="kurz")),
    View("confirm-address", ADMINISTRATION, "{address_link}"),
    View("confirm-address-elsewhere", EDITOR, "{address_link}", 404),
    View("useless-link", VISITOR, "/passwort-neu/x", 404),
    View("register", VISITOR, "/registrieren"),
    View("register-refused", VISITOR, "/registrieren", act=refused("Weiter", email="anna@gmx.de")),
    View("register-ordered", VISITOR, "/registrieren/unterwegs"),
    View("registration", VISITOR, "{registration_link}"),
    View("registration-refused", VISITOR, "{registration_link}", act=refused("Konto anlegen", password="kurz")),
    View("registration-unknown", VISITOR, "{unknown_link}"),
    View("registration-known", VISITOR, "{known_link}"),
    View("invitation", VISITOR, "{invitation_link}"),
    View(
        "invitation-refused",
        VISITOR,
        "{invitation_link}",
        act=refused("Konto anlegen und Einladung annehmen", password="kurz"),
    ),
    View("invitation-ended", VISITOR, "{ended_link}", 410),
    View("sources", VISITOR, "/quellen"),
    View("imprint", VISITOR, "/impressum"),
    View("privacy", VISITOR, "/datenschutz"),
    View("accessibility", VISITOR, "/barrierefreiheit"),
    View("api", VISITOR, "/api"),
    View("barrier", VISITOR, "/barriere-melden"),
    View("barrier-refused", VISITOR, "/barriere-melden", act=refused("Meldung senden", email="unsinn")),
    View("mistake", VISITOR, "/projekte/{source}/fehler-melden"),
    View("mistake-refused", VISITOR, "/projekte/{source}/fehler-melden", act=refused("Meldung senden")),
    View("contact", VISITOR, "/projekte/{source}/kontakt"),
    View("contact-refused", VISITOR, "/projekte/{source}/kontakt", act=refused("Weiter", email="unsinn")),
    View("contact-written", VISITOR, "/projekte/{source}/kontakt/bestaetigen"),
    View("contact-confirm", VISITOR, "{message_link}"),
    View("contact-sent", VISITOR, "{message_sent}"),
    View("review", VISITOR, "{review_link}"),
    View("review-done", VISITOR, "{review_done}"),
    View("mistake-confirmed", VISITOR, "/projekte/{rich}/fehler-melden", act=_confirmed_meanwhile),
    View("report-waiting", VISITOR, "/meldungen/{waiting}"),
    View("report-answered", VISITOR, "/meldungen/{answered}"),
    View("report-barrier", VISITOR, "/meldungen/{barrier}"),
    View("error-400", VISITOR, "/barriere-melden", act=_without_token),
    View("error-404", VISITOR, "/gibt-es-nicht", 404),
    View("error-405", VISITOR, "/abmelden", 405),
    View("error-410", VISITOR, "/projekte/{archived}", 410),
    View("error-410-hidden", VISITOR, "/projekte/{hidden}", 410),
]

STAFF = [
    View("mine", EDITOR, "/meine-kommune"),
    View("new", EDITOR, "/meine-kommune/projekte/neu"),
    View("new-refused", EDITOR, "/meine-kommune/projekte/neu", act=refused("Entwurf anlegen")),
    View("edit-empty", EDITOR, "/projekte/{empty}/bearbeiten"),
    View("edit-draft", EDITOR, "/projekte/{draft}/bearbeiten"),
    View("edit-published", EDITOR, "/projekte/{rich}/bearbeiten"),
    View("edit-archived", EDITOR, "/projekte/{archived}/bearbeiten"),
    *(View(f"section-{one.slug}", EDITOR, f"/projekte/{{rich}}/bearbeiten/{one.slug}") for one in SECTIONS),
    View(
        "section-refused",
        EDITOR,
        "/projekte/{draft}/bearbeiten/grunddaten",
        act=refused("Speichern und weiter", title="", summary="Viel zu lang. " * 30),
    ),
    View(
        "section-rows-refused",
        EDITOR,
        "/projekte/{draft}/bearbeiten/kontakt",
        act=refused("Speichern und zur Übersicht", **{"links-0-label": "Seite", "links-0-url": "unsinn"}),
    ),
    View(
        "conflict",
        EDITOR,
        "/projekte/{rich}/bearbeiten/grunddaten",
        act=saved_by_others("Speichern und weiter", "Jemand anderes hat inzwischen gespeichert"),
    ),
    View("check-empty", EDITOR, "/projekte/{empty}/pruefen"),
    View("check-draft", EDITOR, "/projekte/{draft}/pruefen"),
    View("check-published", EDITOR, "/projekte/{rich}/pruefen"),
    View("check-archived", EDITOR, "/projekte/{archived}/pruefen"),
    View(
        "check-stale",
        EDITOR,
        "/projekte/{draft}/pruefen",
        act=saved_by_others("Jetzt veröffentlichen", "Jemand anderes hat diesen Eintrag inzwischen geändert."),
    ),
    View("published", EDITOR, "/projekte/{rich}/veroeffentlicht"),
    View("history", EDITOR, "/projekte/{rich}/verlauf"),
    View("archive", EDITOR, "/projekte/{plain}/archivieren"),
    View("archive-refused", EDITOR, "/projekte/{plain}/archivieren", act=refused("Eintrag archivieren")),
    View("delete", EDITOR, "/projekte/{draft}/loeschen"),
    View("take-over", EDITOR, "/projekte/{joint}/uebernehmen"),
    View("taken-over", EDITOR, "/projekte/{kept}/uebernehmen"),
    View("responsible", EDITOR, "/projekte/{rich}/zustaendig"),
    View(
        "responsible-stale",
        EDITOR,
        "/projekte/{rich}/zustaendig",
        act=saved_by_others("Speichern", "Jemand anderes hat diesen Eintrag inzwischen geändert."),
    ),
    View("contact-person", EDITOR, "/konto/ansprechperson"),
    View("absence", EDITOR, "/konto/abwesenheit"),
    View("absence-refused", EDITOR, "/konto/abwesenheit", act=refused("Speichern", first_day="morgen")),
    View("details", EDITOR, "/konto/angaben"),
    View("details-refused", EDITOR, "/konto/angaben", act=refused("Speichern", phone="keins")),
    View("part-named", EDITOR, "/projekte/{named}/beteiligung/herne"),
    View("part-confirmed", EDITOR, "/projekte/{confirmed}/beteiligung/herne"),
    View("part-denied", EDITOR, "/projekte/{denied}/beteiligung/herne"),
    View(
        "part-refused",
        EDITOR,
        "/projekte/{confirmed}/beteiligung/herne",
        act=refused("Beitrag speichern", contact_mailbox="unsinn"),
    ),
    *PARTNERSHIPS,
    View("project-own", EDITOR, "/projekte/{rich}"),
    View("project-draft", EDITOR, "/projekte/{draft}"),
    View("project-archived", EDITOR, "/projekte/{archived}"),
    View("project-hidden", EDITOR, "/projekte/{hidden}"),
    View("project-hidden-moderation", ADMINISTRATION, "/projekte/{hidden}"),
    View("hide", ADMINISTRATION, "/projekte/{plain}/ausblenden"),
    View("hide-refused", ADMINISTRATION, "/projekte/{plain}/ausblenden", act=refused("Eintrag ausblenden")),
    View("merge-choose", ADMINISTRATION, "/projekte/{rich}/zusammenfuehren"),
    View("merge-found", ADMINISTRATION, "/projekte/{rich}/zusammenfuehren?q=Bauantrag"),
    View("merge", ADMINISTRATION, "/projekte/{rich}/zusammenfuehren?bleibt={plain}"),
    View("project-participant", EDITOR, "/projekte/{named}"),
    View("error-403", EDITOR, "/projekte/{foreign}/bearbeiten", 403),
    View("sign-in-again", EDITOR, "/anmelden"),
    View("account", EDITOR, "/konto"),
    View("own-data", EDITOR, "/konto/daten"),
    View("account-deletion-not-yet", EDITOR, "/konto/loeschen"),
    View("account-sessions", EDITOR, "/konto/anmeldungen"),
    View("account-identities", ADMINISTRATION, "/konto/verbindungen"),
    View("account-identities-none", EDITOR, "/konto/verbindungen"),
    View("account-password", EDITOR, "/konto/passwort"),
    View("account-password-refused", EDITOR, "/konto/passwort", act=refused("Passwort ändern", password="zu kurz")),
    View("account-confirm", EDITOR, "/konto/bestaetigen"),
    View("account-confirm-refused", EDITOR, "/konto/bestaetigen", act=refused("Weiter", password="falsch")),
    View("account-address", EDITOR, "/konto/adresse"),
    View(
        "account-address-refused",
        EDITOR,
        "/konto/adresse",
        act=refused("Link zum Bestätigen schicken", email="unsinn"),
    ),
    View("account-second-step-none", EDITOR, "/konto/zweiter-schritt"),
    View("account-app", EDITOR, "/konto/zweiter-schritt/app", act=opened),
    View("account-app-refused", EDITOR, "/konto/zweiter-schritt/app", act=refused("Fertig", code="000000")),
    View("account-passkey", EDITOR, "/konto/zweiter-schritt/passkeys/neu"),
    View("account-second-step", ADMINISTRATION, "/konto/zweiter-schritt"),
    View("account-app-removal", ADMINISTRATION, "/konto/zweiter-schritt/app/entfernen"),
    View("account-passkey-removal", ADMINISTRATION, "/konto/zweiter-schritt/passkeys/2/entfernen"),
    View(
        "account-step-removal-refused",
        ADMINISTRATION,
        "/konto/zweiter-schritt/app/entfernen",
        act=refused("Entfernen", password="falsch"),
    ),
    View("account-confirm-passkey", ADMINISTRATION, "/konto/bestaetigen"),
    View("hidden", ADMINISTRATION, "/verwaltung/ausgeblendet"),
    View("out-of-date", ADMINISTRATION, "/verwaltung/veraltet"),
    View("account-recovery-codes", ADMINISTRATION, "/konto/zweiter-schritt/ersatzcodes"),
    View(
        "account-new-codes",
        ADMINISTRATION,
        "/konto/zweiter-schritt/ersatzcodes",
        act=lambda page: press(page, "Neue Ersatzcodes anzeigen"),
    ),
    View("members", EDITOR, "/organisationen/herne/mitglieder"),
    View("invite", EDITOR, "/organisationen/herne/einladen"),
    View("invite-refused", EDITOR, "/organisationen/herne/einladen", act=refused("Einladung senden", email="unsinn")),
    View("invitation-other", EDITOR, "{invitation_link}"),
    View("role", EDITOR, "/organisationen/herne/mitglieder/{colleague_id}/rolle"),
    View("role-last", EDITOR, "/organisationen/herne/mitglieder/{coordinator_id}/rolle"),
    View("remove", EDITOR, "/organisationen/herne/mitglieder/{colleague_id}/entfernen"),
    View("leave-last", EDITOR, "/organisationen/herne/mitglieder/{coordinator_id}/entfernen"),
    View("decline", EDITOR, "/aufnahme/{request_id}/ablehnen"),
    View("decline-refused", EDITOR, "/aufnahme/{request_id}/ablehnen", act=refused("Anfrage ablehnen")),
    View("account-organisations", EDITOR, "/konto/organisationen"),
    View("account-organisations-refused", EDITOR, "/konto/organisationen", act=refused("Um Aufnahme bitten")),
    View("all-municipalities", ADMINISTRATION, "/verwaltung/kommunen"),
    View("settings", ADMINISTRATION, "/verwaltung/einstellungen"),
    View("closed-accounts", ADMINISTRATION, "/verwaltung/konten"),
    View("closing-account", ADMINISTRATION, "/verwaltung/konten/{colleague_id}/schliessen"),
    View("closed-deletion", ADMINISTRATION, "/verwaltung/konten/{closed_id}/loeschen"),
    View("waiting", ADMINISTRATION, "/verwaltung/anfragen"),
    View("direct", ADMINISTRATION, "/aufnahme/{request_id}/zuordnen"),
    View("profile", EDITOR, "/organisationen/herne/angaben"),
    View("profile-refused", EDITOR, "/organisationen/herne/angaben", act=refused("Speichern", website="herne")),
    View("members-headless", ADMINISTRATION, "/organisationen/essen/mitglieder"),
    View("portal-roles", ADMINISTRATION, "/verwaltung/rollen"),
    View(
        "portal-roles-refused",
        ADMINISTRATION,
        "/verwaltung/rollen",
        act=refused("Rolle vergeben", email="niemand@stadt.example"),
    ),
    View("domains", ADMINISTRATION, "/verwaltung/domains"),
    View("domain-edit", ADMINISTRATION, "/verwaltung/domains/{domain_id}/bearbeiten"),
    View("domain-refused", ADMINISTRATION, "/verwaltung/domains/neu", act=refused("Domain bestätigen")),
    View("mine-administration", ADMINISTRATION, "/meine-kommune?q=glasfaser"),
    View("keeping", ADMINISTRATION, "/projekte/{joint}/pflege"),
    View("oversight", ADMINISTRATION, "/verwaltung"),
    View("mails", ADMINISTRATION, "/verwaltung/mails"),
    View("mails-own", EDITOR, "/konto/mails"),
    View("mails-demo", VISITOR, "/vorfuehrung/mails"),
    View("mail-demo", VISITOR, "/vorfuehrung/mails/{mail}"),
    View("unsubscribe", VISITOR, "{unsubscribe_link}"),
    View("log", ADMINISTRATION, "/verwaltung/protokoll"),
    View("log-of-organisation", EDITOR, "/organisationen/herne/protokoll"),
    View("log-refused", ADMINISTRATION, "/verwaltung/protokoll?von=gestern", 422),
    View("reports", ADMINISTRATION, "/meldungen"),
    View("answer", ADMINISTRATION, "/meldungen/{waiting_id}/antworten"),
    View("answer-again", ADMINISTRATION, "/meldungen/{answered_id}/antworten"),
    View("synonyms", ADMINISTRATION, "/synonyme"),
    View("synonym-new", ADMINISTRATION, "/synonyme/neu"),
    View("synonym-refused", ADMINISTRATION, "/synonyme/neu", act=refused("Speichern", term="der", others="die")),
    View("synonym-edit", ADMINISTRATION, "/synonyme/{synonym}/bearbeiten"),
    View(
        "synonym-conflict",
        ADMINISTRATION,
        "/synonyme/{synonym}/bearbeiten",
        act=saved_by_others("Speichern", "Jemand anderes hat diesen Eintrag inzwischen geändert"),
    ),
    View("synonym-delete", ADMINISTRATION, "/synonyme/{synonym}/loeschen"),
    View("answer-refused", ADMINISTRATION, "/meldungen/{waiting_id}/antworten", act=refused("Antwort senden")),
]

VIEWS = PUBLIC + STAFF
