"""Every address says who may call it, every form is protected, and no address disappears."""

import re

from portal.web import guards

# Addresses people may have kept, and whether one must be signed in. A line here is a promise: it is never taken out.
PAGES = """
public    /
public    /suche
public    /suche/hilfe
public    /wer-darf-was
public    /suche/vorschlaege
public    /projekte/<slug>
public    /kommunen
public    /kommunen/<slug>
public    /gesuche
public    /gesuche/<wanted_id>
public    /anmelden
public    /passwort-vergessen
public    /passwort-vergessen/mail
public    /passwort-neu/<token>
public    /anmelden/sso/<provider>
public    /anmelden/sso/<provider>/zurueck
public    /anmelden/sso/<provider>/konto
public    /anmelden/sso/<provider>/verbinden
public    /anmelden/zweiter-schritt
public    /anmelden/ersatzcode
public    /quellen
public    /impressum
public    /datenschutz
public    /barrierefreiheit
public    /barriere-melden
public    /favicon.ico
public    /robots.txt
public    /gesund
public    /bereit
public    /bestaetigen/<token>
public    /projekte/<slug>/kontakt
public    /projekte/<slug>/kontakt/bestaetigen
public    /kontakt/<token>
public    /kalender/<token>.ics
public    /api/v1/openapi.json
public    /api/v1/projects
public    /api/v1/municipalities
public    /api/v1/wanted
signed-in /meine-kommune
signed-in /meine-kommune/projekte/neu
signed-in /anfragen
signed-in /anfragen.csv
signed-in /anfragen/uebersicht
signed-in /anfragen/uebersicht.csv
signed-in /anfragen/uebersicht.xlsx
signed-in /anfragen/uebersicht/tabelle
signed-in /anfragen/neu
signed-in /anfragen/<sending_id>
signed-in /anfragen/<sending_id>/aendern
signed-in /anfragen/<sending_id>/verwerfen
signed-in /gesuche/neu
signed-in /gesuche/eigene
signed-in /gesuche/<wanted_id>/aendern
signed-in /gesuche/<wanted_id>/noch-aktuell
signed-in /gesuche/<wanted_id>/schliessen
signed-in /gesuche/<wanted_id>/verwerfen
signed-in /partnerschaften/<case_id>
signed-in /partnerschaften/<case_id>/termin
signed-in /partnerschaften/<case_id>/vorlagen/<name>
signed-in /partnerschaften/<case_id>/vorlagen/<name>.txt
signed-in /partnerschaften/<case_id>/<step>
signed-in /verwaltung/partnerschaften
signed-in /projekte/<slug>/bearbeiten
signed-in /projekte/<slug>/bearbeiten/<section>
signed-in /projekte/<slug>/pruefen
signed-in /projekte/<slug>/veroeffentlicht
signed-in /projekte/<slug>/archivieren
signed-in /projekte/<slug>/loeschen
signed-in /projekte/<slug>/verlauf
signed-in /projekte/<slug>/uebernehmen
signed-in /projekte/<slug>/beteiligung/<organisation>
signed-in /projekte/<slug>/pflege
public    /registrieren
public    /registrieren/unterwegs
public    /registrieren/<token>
public    /einladung/<token>
signed-in /organisationen/<slug>/mitglieder
signed-in /organisationen/<slug>/mitglieder/<account_id>/rolle
signed-in /organisationen/<slug>/mitglieder/<account_id>/entfernen
signed-in /organisationen/<slug>/einladen
signed-in /aufnahme/<request_id>/ablehnen
signed-in /konto/organisationen
signed-in /aufnahme/<request_id>/zuordnen
signed-in /organisationen/<slug>/angaben
signed-in /verwaltung/anfragen
signed-in /verwaltung/kommunen
signed-in /verwaltung/einstellungen
signed-in /verwaltung/konten
signed-in /verwaltung/konten/<account_id>/loeschen
signed-in /verwaltung/rollen
signed-in /verwaltung/domains
signed-in /verwaltung/domains/neu
signed-in /verwaltung/domains/<domain_id>/bearbeiten
signed-in /konto
signed-in /adresse-bestaetigen/<token>
signed-in /konto/adresse
signed-in /konto/anmeldungen
signed-in /konto/daten
signed-in /konto/daten.json
signed-in /konto/loeschen
signed-in /konto/bestaetigen
signed-in /konto/kalender
signed-in /konto/mails
signed-in /konto/passwort
signed-in /konto/verbindungen
signed-in /konto/zweiter-schritt
signed-in /konto/zweiter-schritt/app
signed-in /konto/zweiter-schritt/app/entfernen
signed-in /konto/zweiter-schritt/ersatzcodes
signed-in /konto/zweiter-schritt/passkeys/neu
signed-in /konto/zweiter-schritt/passkeys/<passkey_id>/entfernen
signed-in /projekte/<slug>/zustaendig
signed-in /projekte/<slug>/ausblenden
signed-in /projekte/<slug>/zusammenfuehren
signed-in /konto/angaben
signed-in /konto/ansprechperson
signed-in /meldungen
signed-in /verwaltung
signed-in /verwaltung/protokoll
signed-in /verwaltung/veraltet
signed-in /verwaltung/ausgeblendet
signed-in /verwaltung/protokoll.csv
signed-in /organisationen/<slug>/protokoll
signed-in /organisationen/<slug>/protokoll.csv
signed-in /synonyme
signed-in /synonyme/neu
signed-in /synonyme/<synonym_id>/bearbeiten
signed-in /synonyme/<synonym_id>/loeschen
signed-in /verwaltung/mails
public    /mails/abbestellen/<token>
"""
ACTIONS = """
public    /projekte/<slug>/kontakt
public    /kontakt/<token>
public    /bestaetigen/<token>
public    /anmelden
public    /passwort-vergessen
public    /passwort-neu/<token>
public    /anmelden/sso/<provider>/konto
signed-in /anmelden/sso/<provider>/verbinden
public    /anmelden/zweiter-schritt
public    /anmelden/ersatzcode
public    /anmelden/passkey
public    /anmelden/passkey/anfrage
public    /abmelden
public    /barriere-melden
signed-in /adresse-bestaetigen/<token>
signed-in /konto/adresse
signed-in /konto/adresse/zuruecknehmen
public    /registrieren
public    /registrieren/<token>
public    /einladung/<token>
public    /einladung/<token>/ablehnen
signed-in /organisationen/<slug>/mitglieder/<account_id>/rolle
signed-in /organisationen/<slug>/mitglieder/<account_id>/entfernen
signed-in /organisationen/<slug>/einladen
signed-in /organisationen/<slug>/einladungen/<invitation_id>/erneuern
signed-in /organisationen/<slug>/einladungen/<invitation_id>/zurueckziehen
signed-in /aufnahme/<request_id>/aufnehmen
signed-in /aufnahme/<request_id>/ablehnen
signed-in /verwaltung/konten/<account_id>/loeschen
signed-in /aufnahme/<request_id>/zuordnen
signed-in /organisationen/<slug>/angaben
signed-in /konto/organisationen
signed-in /verwaltung/rollen
signed-in /verwaltung/rollen/<account_id>/entziehen
signed-in /verwaltung/domains/neu
signed-in /verwaltung/domains/<domain_id>/bearbeiten
signed-in /verwaltung/domains/<domain_id>/entfernen
signed-in /konto/anmeldungen/<session_id>/abmelden
signed-in /konto/anmeldungen/andere-abmelden
signed-in /konto/bestaetigen
signed-in /konto/kalender
signed-in /konto/kalender/abschalten
signed-in /konto/mails/<kind>/einschalten
signed-in /konto/mails/<kind>/ausschalten
signed-in /konto/mails/<kind>/rhythmus
signed-in /konto/bestaetigen/passkey
signed-in /konto/bestaetigen/passkey/anfrage
signed-in /konto/passwort
signed-in /konto/verbindungen/<identity_id>/loesen
signed-in /konto/zweiter-schritt/app
signed-in /konto/zweiter-schritt/app/bestaetigen
signed-in /konto/zweiter-schritt/app/entfernen
signed-in /konto/zweiter-schritt/ersatzcodes
signed-in /konto/zweiter-schritt/passkeys/anfrage
signed-in /konto/zweiter-schritt/passkeys/neu
signed-in /konto/zweiter-schritt/passkeys/<passkey_id>/entfernen
signed-in /meine-kommune/projekte/neu
signed-in /anfragen/neu
signed-in /anfragen/gesehen
signed-in /anfragen/<sending_id>/aendern
signed-in /anfragen/<sending_id>/senden
signed-in /partnerschaften/<case_id>/gelesen
signed-in /partnerschaften/<case_id>/nachrichten
signed-in /partnerschaften/<case_id>/termin
signed-in /partnerschaften/<case_id>/termin/<meeting_id>/ablehnen
signed-in /partnerschaften/<case_id>/termin/<meeting_id>/absagen
signed-in /partnerschaften/<case_id>/termin/<meeting_id>/zusagen
signed-in /partnerschaften/<case_id>/notizen
signed-in /anfragen/<sending_id>/verwerfen
signed-in /partnerschaften/<case_id>/<step>
signed-in /projekte/<slug>/bearbeiten/<section>
signed-in /projekte/<slug>/pruefen
signed-in /projekte/<slug>/bestaetigen
signed-in /projekte/<slug>/archivieren
signed-in /projekte/<slug>/wiederherstellen
signed-in /projekte/<slug>/loeschen
signed-in /projekte/<slug>/uebernehmen
signed-in /projekte/<slug>/beteiligung/<organisation>
signed-in /projekte/<slug>/beteiligung/<organisation>/entscheidung
signed-in /projekte/<slug>/pflege
signed-in /projekte/<slug>/zustaendig
signed-in /projekte/<slug>/ansprechperson
signed-in /projekte/<slug>/ausblenden
signed-in /projekte/<slug>/zusammenfuehren
signed-in /projekte/<slug>/wieder-zeigen
signed-in /konto/angaben
signed-in /synonyme/neu
signed-in /synonyme/<synonym_id>/bearbeiten
signed-in /synonyme/<synonym_id>/loeschen
signed-in /verwaltung/mails/<mail_id>/erneut-senden
signed-in /verwaltung/mails/testmail
public    /mails/abbestellen/<token>
"""
# Mail services send this by themselves, without a session; the signed address is the proof (RFC 8058).
WITHOUT_TOKEN_OF_A_PAGE = {"/mails/abbestellen/<token>"}


def promised(lines):
    return {(guard, address) for guard, address in (line.split() for line in lines.split("\n") if line)}


def existing(app, method):
    return {
        (guards.guard_of(app.view_functions[rule.endpoint]), re.sub(r"<[^>]*:", "<", rule.rule))
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ())
    }


def test_every_route_says_who_may_call_it(app):
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if guards.guard_of(app.view_functions[rule.endpoint]) not in {guards.PUBLIC, guards.SIGNED_IN}
    ]
    assert not silent


def test_no_address_disappears_or_changes_its_guard(app):
    assert promised(PAGES) <= existing(app, "GET")
    assert promised(ACTIONS) <= existing(app, "POST")


def test_what_needs_a_sign_in_leads_to_it(app):
    client = app.test_client()
    for guard, address in sorted(existing(app, "GET"), key=str):
        if guard == guards.SIGNED_IN:
            answer = client.get(re.sub(r"<\w+>", "1", address))
            assert answer.status_code == 302, address
            assert answer.location.startswith("/anmelden"), address


def test_every_change_needs_the_token_of_a_page(app):
    client = app.test_client()
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for _guard, address in sorted(existing(app, method), key=str):
            answer = client.open(re.sub(r"<\w+>", "1", address), method=method)
            wanted = 404 if address in WITHOUT_TOKEN_OF_A_PAGE else 400
            assert answer.status_code == wanted, (method, address)


def test_no_route_both_shows_and_changes(app):
    """A view that answers GET reads; the one that answers POST is another function."""
    both = [rule.rule for rule in app.url_map.iter_rules() if {"GET", "POST"} <= (rule.methods or set())]
    assert not both
