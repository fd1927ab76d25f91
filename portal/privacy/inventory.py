"""What the portal keeps about people, as one table: the privacy page shows it, a test holds it against the models.

Whoever adds a table says here what it keeps of people, or that it keeps nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.settings import Settings
from portal.text import N_


@dataclass(frozen=True)
class Kept:
    """One line: what, what for, for how long (German msgids), and in which columns it lies, by table.

    `how_long` may name {mails}, {reports}, {requests}, {unanswered}, {accounts}, {cases}, {log} (days) and {hours}.
    """

    what: str
    purpose: str
    how_long: str
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_WITH_ACCOUNT = N_(
    "bis Sie das Konto löschen; gehören Sie zu keiner Organisation, {accounts} Tage nachdem zuletzt etwas damit "
    "geschah; einen Monat vorher bekommen Sie eine Mail, ohne die es bleibt"
)
_WITH_ENTRY = N_("so lange wie der Eintrag; nach dem Löschen des Kontos steht dort „ehemaliges Mitglied“")

INVENTORY: tuple[Kept, ...] = (
    Kept(
        N_("Konto: E-Mail-Adresse, Name, Funktion, Telefonnummer, Passwort als Prüfwert, Rolle im Portal"),
        N_("damit Sie sich anmelden und andere Beschäftigte wissen, mit wem sie es zu tun haben"),
        _WITH_ACCOUNT,
        {
            "account": (
                "email",
                "email_folded",
                "display_name",
                "password_hash",
                "portal_role",
                "position",
                "phone",
                "active",
                "created_at",
                "warned_at",
                "erased_at",
                "former_organisation_id",
            )
        },
    ),
    Kept(
        N_("Zweiter Schritt der Anmeldung: Schlüssel der App, Prüfwerte der Ersatzcodes, Passkeys mit ihrem Namen"),
        N_("damit ein Passwort allein nicht genügt"),
        N_("bis Sie ihn entfernen oder das Konto löschen"),
        {
            "authenticator": ("account_id", "sealed_key", "created_at", "confirmed_at", "last_step"),
            "recovery_code": ("account_id", "code_hash"),
            "passkey": (
                "account_id",
                "name",
                "credential_id",
                "public_key",
                "user_handle",
                "sign_count",
                "created_at",
            ),
        },
    ),
    Kept(
        N_("Anmeldung über Ihre Verwaltung: unter welcher Nummer sie Sie führt, seit wann und mit welchen Rollen"),
        N_("damit wir Sie wiedererkennen und Ihre Rolle dem folgt, was dort eingetragen ist"),
        N_("bis Sie die Verbindung lösen oder das Konto löschen"),
        {
            "account_identity": ("account_id", "issuer", "subject", "created_at"),
            "account_identity_role": ("identity_id", "organisation_id", "role", "kept_since"),
        },
    ),
    Kept(
        N_("Neue E-Mail-Adresse, die noch nicht bestätigt ist"),
        N_("damit eine andere Adresse erst gilt, wenn Sie sie bestätigt haben"),
        N_("bis Sie sie bestätigen oder zurücknehmen, höchstens fünf Stunden"),
        {"address_change": ("account_id", "new_address", "requested_at")},
    ),
    Kept(
        N_("Frühere E-Mail-Adressen Ihres Kontos, nur als Prüfwert"),
        N_("damit beim Löschen des Kontos auch gefunden wird, was an sie ging oder unter ihnen geschrieben wurde"),
        N_("bis Sie das Konto löschen"),
        {"former_address": ("account_id", "salt", "address_hash", "until")},
    ),
    Kept(
        N_("Mitgliedschaften: zu welcher Organisation Sie gehören und in welcher Rolle"),
        N_("damit klar ist, wer was darf"),
        N_("bis Sie die Organisation verlassen"),
        {"membership": ("account_id", "organisation_id", "role")},
    ),
    Kept(
        N_("Anmeldungen: seit wann, zuletzt benutzt (auf die Stunde), Art der Anmeldung, Browser und System"),
        N_("damit Sie sehen und beenden können, wo Sie angemeldet sind"),
        N_("bis Sie sich abmelden, sonst etwa {hours} Stunden nach der letzten Benutzung"),
        {"account_session": ("account_id", "token_hash", "created_at", "last_seen_at", "method", "browser", "system")},
    ),
    Kept(
        N_(
            "Einladungen und Anfragen nach Mitgliedschaft: E-Mail-Adresse, Organisation, Rolle, Bemerkung, Entscheidung"
        ),
        N_("damit Kommunen selbst entscheiden, wer für sie arbeitet"),
        N_("{requests} Tage nach der Entscheidung oder dem Ablauf; Anfragen ohne Antwort {unanswered} Tage"),
        {
            "invitation": ("email", "email_folded", "role", "invited_by_id", "account_id"),
            "membership_request": ("account_id", "note", "reason", "decided_by_id", "passed_on_at", "reminded_at"),
        },
    ),
    Kept(
        N_("Zuständigkeit: für welche Einträge Sie zuständig sind und wo Sie als Ansprechperson genannt werden"),
        N_("damit jemand gefragt und erinnert werden kann; genannt werden Sie nur mit Ihrem Einverständnis"),
        N_("bis die Zuständigkeit endet oder Sie Ihr Einverständnis zurücknehmen"),
        {
            "project_responsible": ("account_id",),
            "project_contact": ("account_id", "asked_at", "consented_at"),
        },
    ),
    Kept(
        N_("Verlauf der Einträge: Nummer des Kontos, das etwas geändert oder bestätigt hat, nie der Name"),
        N_("damit nachvollziehbar bleibt, woher eine Angabe kommt"),
        _WITH_ENTRY,
        {
            "project": ("created_by_id", "confirmed_by_id"),
            "project_change": ("account_id", "at", "action"),
            "participation": ("decided_by_id",),
            "synonym_change": ("account_id",),
            "mail_domain": ("confirmed_by_id",),
        },
    ),
    Kept(
        N_(
            "Anfragen, Partnerschaften und Gesuche: wer sich darum kümmert, die Nummer des Kontos zu jedem Schritt und "
            "die Texte, die Sie für Ihre Organisation geschrieben haben"
        ),
        N_("damit jede Anfrage eine Antwort bekommt und beide Seiten denselben Verlauf sehen"),
        N_(
            "{cases} Tage nach dem Ende der Anfrage, der Partnerschaft oder des Gesuchs, auch wenn die Moderation ein "
            "Gesuch so lange ausblendet; danach bleiben sie ohne Texte und Personen, ein Gesuch mit seinem Titel. "
            "Entwürfe, die so lange niemand ändert, werden gelöscht. Verlassen Sie die Organisation, kümmert sich "
            "jemand anderes darum, und nach dem Löschen des Kontos ist Ihr Name aus Ihren Texten entfernt"
        ),
        {
            "sending": ("person_id", "wants", "offers", "wished_time"),
            "partnership_case": (
                "sender_person_id",
                "addressee_person_id",
                "wished_time",
                "proposed_time",
                "intent_link",
                "council_link",
                "outcome",
                "reuse_version",
                "reuse_adaptations",
            ),
            "partnership_step": ("account_id", "at", "details"),
            "partnership_message": ("account_id", "at", "text"),
            "partnership_meeting": ("account_id", "place", "link"),
            "wanted": ("person_id", "title", "need", "gives", "hidden_reason"),
        },
    ),
    Kept(
        N_("Anfragen und Partnerschaften: bis wohin und wann Sie den Verlauf als gelesen markiert haben"),
        N_("damit Sie sehen, was neu ist; andere erfahren höchstens, ob jemand von Ihrer Seite gelesen hat, nie wer"),
        N_("bis Sie die Organisation verlassen oder das Konto löschen, höchstens so lange wie die Texte"),
        {"partnership_seen": ("account_id", "step", "message", "at")},
    ),
    Kept(
        N_("Abwesenheit: von wann bis wann, und wer Sie in welcher Organisation vertritt; nie der Grund"),
        N_("damit Anfragen anderer Kommunen auch dann beantwortet werden"),
        N_("bis zum letzten Tag, bis Sie sie zurücknehmen oder bis eine der beiden Personen die Organisation verlässt"),
        {"absence": ("account_id", "deputy_id", "first_day", "last_day")},
    ),
    Kept(
        N_("Protokoll: welches Konto was über Mitglieder, Rollen, Einstellungen oder die eigene Sicherheit entschied"),
        N_("damit Entscheidungen nachprüfbar sind"),
        N_("{log} Tage"),
        {"audit_entry": ("account_id", "about_id", "at", "changes")},
    ),
    Kept(
        N_("Mails: Art, Empfängeradresse, Zeitpunkte, Antwort des Mailservers; nie der Text"),
        N_("damit keine Mail verloren geht und keine doppelt kommt"),
        N_("{mails} Tage; die Ankündigung, dass Ihr Konto gelöscht wird, solange sie gilt"),
        {"mail": ("to_address", "account_id", "params", "last_error")},
    ),
    Kept(
        N_("Regelmäßige Mails: welche Sie nicht möchten, wie oft die anderen kommen und wann zuletzt eine kam"),
        N_("damit wir Ihnen nur die Mails schicken, die Sie möchten, und keine doppelt"),
        N_("bis Sie sie wieder einschalten oder das Konto löschen"),
        {
            "mail_opt_out": ("account_id", "kind"),
            "mail_rhythm": ("account_id", "kind", "rhythm"),
            "partnership_digest": ("account_id", "period", "at"),
        },
    ),
    Kept(
        N_("Kalender-Adresse: seit wann Sie eine haben, die Adresse selbst nur als Prüfwert"),
        N_("damit Ihr Kalenderprogramm Ihre Fristen zeigen kann, ohne sich anzumelden"),
        N_("bis Sie sie abschalten oder das Konto löschen"),
        {"calendar_feed": ("account_id", "token_hash", "created_at")},
    ),
    Kept(
        N_("Meldungen von Fehlern und Barrieren: Ihr Text und, wenn Sie eine angeben, Ihre E-Mail-Adresse"),
        N_("damit wir antworten und den Fehler beheben können"),
        N_("{reports} Tage nach unserer Antwort, ohne Antwort {unanswered} Tage"),
        {"report": ("message", "email", "answer", "answered_by_id", "created_at", "token")},
    ),
    Kept(
        N_("Nachrichten zu einem Eintrag: Ihr Name, Ihre E-Mail-Adresse und Ihr Text"),
        N_("damit wir sie an die Stelle weiterleiten können, die den Eintrag pflegt"),
        N_("bis sie zugestellt ist, höchstens {mails} Tage; ohne Ihre Bestätigung sieben Tage"),
        {"contact_message": ("name", "email", "message", "created_at", "confirmed_at")},
    ),
    Kept(
        N_("Zähler gegen Missbrauch: Prüfsummen statt Adressen"),
        N_("damit niemand Passwörter durchprobiert oder das Portal mit Nachrichten überflutet"),
        N_("bis der Zähler abläuft, höchstens einen Tag länger"),
        {"throttle_count": ("bucket",)},
    ),
)

# Tables that hold nothing about people.
WITHOUT_PEOPLE = frozenset(
    {
        "contact_forward",
        "data_source",
        "funding_programme",
        "job_run",
        "mail_domain_organisation",
        "map_shape",
        "neighbourhood",
        "organisation",
        "organisation_fact",
        "outbox_order",
        "partnership_meeting_move",
        "partnership_meeting_slot",
        "partnership_notice",
        "project_cooperation",
        "project_lesson",
        "project_link",
        "project_partner",
        "project_reminder",
        "project_service",
        "project_slug",
        "project_source",
        "project_tag",
        "project_technology",
        "review_round",
        "synonym",
        "technology",
    }
)


def periods(settings: Settings) -> Mapping[str, int]:
    """Return what `how_long` may name."""
    keep = settings.retention
    return {
        "mails": keep.mails,
        "reports": keep.reports,
        "requests": keep.requests,
        "unanswered": keep.unanswered,
        "accounts": keep.accounts,
        "cases": keep.cases,
        "log": keep.log,
        "hours": settings.session_hours,
    }
