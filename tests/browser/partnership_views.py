"""The pages of requests, partnerships and Gesuche."""

from playwright.sync_api import Page

from tests.browser.viewing import ADMINISTRATION, EDITOR, VISITOR, View, opened, refused, saved_by_others
from tests.support.steps import heading, press


def _new_feed(page: Page) -> None:
    press(page, "Adresse anlegen")
    heading(page, "Ihre Kalender-Adresse")


PARTNERSHIPS = [
    View("requests", EDITOR, "/anfragen"),
    View("requests-others", EDITOR, "/anfragen?liste=bei-anderen"),
    View("calendar-feed", EDITOR, "/konto/kalender"),
    View("calendar-feed-new", EDITOR, "/konto/kalender", act=_new_feed),
    View("requests-board", EDITOR, "/anfragen/uebersicht"),
    View("requests-table", EDITOR, "/anfragen/uebersicht/tabelle"),
    View("requests-table-nothing", EDITOR, "/anfragen/uebersicht/tabelle?nur=ueberfaellig&art=visit"),
    View("request-new", EDITOR, "/anfragen/neu", act=opened),
    View("request-about", EDITOR, "/anfragen/neu?projekt={asked_about}&kommune=bochum"),
    View("request-refused", EDITOR, "/anfragen/neu?kommune=xanten", act=refused("Weiter zum Prüfen")),
    View("request-check", EDITOR, "/anfragen/{sending_draft}"),
    View("request-change", EDITOR, "/anfragen/{sending_draft}/aendern"),
    View("request-discard", EDITOR, "/anfragen/{sending_draft}/verwerfen"),
    View("request-several", EDITOR, "/anfragen/{sending_several}"),
    View("case-waiting", EDITOR, "/partnerschaften/{case_waiting}"),
    View("case-proposed", EDITOR, "/partnerschaften/{case_proposed}", act=opened),
    View("case-accepted", EDITOR, "/partnerschaften/{case_accepted}"),
    View("case-shown", EDITOR, "/partnerschaften/{case_shown}", act=opened),
    View("kommune-adapted", VISITOR, "/kommunen/herne", act=opened),
    View("withhold", EDITOR, "/partnerschaften/{case_accepted}/nicht-oeffentlich-zeigen"),
    View("state-reuse", EDITOR, "/partnerschaften/{case_shown}/nachnutzung-beschreiben"),
    View("meeting", EDITOR, "/partnerschaften/{case_proposed}/termin"),
    View(
        "meeting-wrong",
        EDITOR,
        "/partnerschaften/{case_proposed}/termin",
        act=refused("Terminvorschlag senden", **{"slots-0-day": "gestern"}),
    ),
    View("template", EDITOR, "/partnerschaften/{case_accepted}/vorlagen/absichtserklaerung"),
    View("case-called", ADMINISTRATION, "/partnerschaften/{case_called}"),
    View(
        "case-stale",
        EDITOR,
        "/partnerschaften/{case_accepted}/oeffentlich-zeigen",
        act=saved_by_others("Öffentlich zeigen", "Hier hat sich inzwischen etwas getan."),
    ),
    View(
        "step-refused",
        EDITOR,
        "/partnerschaften/{case_accepted}/vereinbarung-festhalten",
        act=refused("Vereinbarung festhalten", agreed_on="unsinn"),
    ),
    View("requests-overdue", ADMINISTRATION, "/verwaltung/partnerschaften"),
    View("request-offer", EDITOR, "/anfragen/neu?gesuch={wanted_of_others}"),
    View("request-offer-check", EDITOR, "/anfragen/{offer_draft}"),
    View("wanted-list", VISITOR, "/gesuche"),
    View("wanted-list-empty", VISITOR, "/gesuche?art=hospitation&kommune=herne"),
    View("wanted-list-own", EDITOR, "/gesuche?kommune=herne"),
    View("wanted-visitor", VISITOR, "/gesuche/{wanted_of_others}"),
    View("wanted-others", EDITOR, "/gesuche/{wanted_of_others}"),
    View("wanted-own", EDITOR, "/gesuche/{wanted_open}"),
    View("wanted-draft", EDITOR, "/gesuche/{wanted_draft}"),
    View("wanted-over", EDITOR, "/gesuche/{wanted_met}"),
    View("wanted-gone", VISITOR, "/gesuche/{wanted_met}", status=410),
    View("wanted-hidden", EDITOR, "/gesuche/{wanted_hidden}"),
    View("wanted-hidden-gone", VISITOR, "/gesuche/{wanted_hidden}", status=410),
    View("wanted-hide", ADMINISTRATION, "/gesuche/{wanted_open}/ausblenden"),
    View("wanted-hide-refused", ADMINISTRATION, "/gesuche/{wanted_open}/ausblenden", act=refused("Gesuch ausblenden")),
    View("wanted-all-hidden", ADMINISTRATION, "/verwaltung/ausgeblendete-gesuche"),
    View("wanted-all-own", EDITOR, "/gesuche/eigene"),
    View("wanted-new", EDITOR, "/gesuche/neu"),
    View("wanted-refused", EDITOR, "/gesuche/neu", act=refused("Weiter zum Prüfen")),
    View("wanted-change", EDITOR, "/gesuche/{wanted_open}/aendern"),
    View(
        "wanted-stale",
        EDITOR,
        "/gesuche/{wanted_open}/aendern",
        act=saved_by_others("Speichern", "Jemand anderes hat dieses Gesuch inzwischen geändert."),
    ),
    View("wanted-confirm", EDITOR, "/gesuche/{wanted_open}/noch-aktuell"),
    View("wanted-close", EDITOR, "/gesuche/{wanted_open}/schliessen"),
    View("wanted-close-refused", EDITOR, "/gesuche/{wanted_open}/schliessen", act=refused("Gesuch schließen")),
    View("wanted-discard", EDITOR, "/gesuche/{wanted_draft}/verwerfen"),
]
