"""The settings the portal runs with, in words; secrets are never among them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import make_url

from portal.settings import Settings
from portal.text import N_

_SECOND_FACTOR = {
    "none": N_("von niemandem verlangt"),
    "administration": N_("von der Portalverwaltung verlangt"),
    "coordination": N_("von Koordination und Portalverwaltung verlangt"),
}
_SECURITY = {"starttls": "STARTTLS", "tls": "TLS", "none": N_("unverschlüsselt, nur auf diesem Rechner")}
_DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Line:
    """A setting: what it is about, how it stands, and the variable of the environment that sets it."""

    label: str
    value: str
    variable: str


def chapters(settings: Settings) -> Sequence[tuple[str, Sequence[Line]]]:
    """Return the settings by chapter, translated."""
    return (
        (_("Betrieb"), _operation(settings)),
        (
            _("Einträge"),
            [Line(_("Angaben prüfen nach"), _days(settings.review_period_days), "REVIEW_PERIOD_DAYS")],
        ),
        (_("Anfragen"), _requests(settings)),
        (_("Anmeldung"), _signing_in(settings)),
        (_("Mailversand"), _mail(settings)),
        (_("Aufbewahrung"), _retention(settings)),
    )


def _operation(settings: Settings) -> Sequence[Line]:
    database = make_url(settings.database_url).get_backend_name()
    return [
        Line(_("Betreiber"), settings.operator.name or _("keine Angabe"), "OPERATOR_NAME"),
        Line(_("Adresse des Portals"), settings.base_url, "BASE_URL"),
        Line(_("Datenbank"), _DATABASES.get(database, database), "DATABASE_URL"),
        Line(_("Suche nach Bedeutung"), _switched(on=settings.search_by_meaning), "SEARCH_BY_MEANING"),
        Line(_("Vorführung"), _switched(on=settings.demo), "DEMO"),
    ]


def _requests(settings: Settings) -> Sequence[Line]:
    duties = settings.duties
    return [
        Line(_("Erste Antwort innerhalb von"), _workdays(duties.answer_workdays), "ANSWER_WORKDAYS"),
        Line(_("Entscheidung innerhalb von"), _workdays(duties.decision_workdays), "DECISION_WORKDAYS"),
        Line(
            _("Erinnerung vor der ersten Antwort"),
            _workdays_before(duties.answer_reminder_workdays),
            "ANSWER_REMINDER_WORKDAYS",
        ),
        Line(
            _("Erinnerung vor der Entscheidung"),
            _workdays_before(duties.decision_reminder_workdays),
            "DECISION_REMINDER_WORKDAYS",
        ),
        Line(_("Moderation nach einer versäumten Frist nach"), _workdays(duties.overdue_workdays), "OVERDUE_WORKDAYS"),
        Line(_("Ohne Antwort verfallen nach"), _days(duties.lapse_days), "LAPSE_DAYS"),
        Line(_("Moderation bei Stillstand nach"), _days(duties.quiet_days), "QUIET_DAYS"),
        Line(_("Danach verfallen nach weiteren"), _days(duties.quiet_lapse_days), "QUIET_LAPSE_DAYS"),
        Line(_("Warnung vor dem Verfallen"), _days_before(duties.lapse_warning_days), "LAPSE_WARNING_DAYS"),
        Line(
            _("Moderation liest in einer Zusammenarbeit mit bis zu"), _days(duties.moderation_days), "MODERATION_DAYS"
        ),
        Line(_("Frage, ob ein Gesuch noch gilt, nach"), _days(duties.wanted_ask_days), "WANTED_ASK_DAYS"),
        Line(_("Danach schließt es nach weiteren"), _days(duties.wanted_close_days), "WANTED_CLOSE_DAYS"),
        Line(_("24. und 31. Dezember arbeitsfrei"), _("ja") if duties.free_eves else _("nein"), "FREE_EVES"),
    ]


def _signing_in(settings: Settings) -> Sequence[Line]:
    providers = ", ".join(each.label for each in settings.identity_providers)
    return [
        Line(_("Zweiter Schritt"), _(_SECOND_FACTOR[settings.require_second_factor]), "REQUIRE_SECOND_FACTOR"),
        Line(_("Abmeldung ohne Benutzung nach"), _("%(n)s Stunden", n=settings.session_hours), "SESSION_HOURS"),
        Line(_("Anmeldung über die eigene Verwaltung"), providers or _("aus"), "OIDC_…"),
    ]


def _mail(settings: Settings) -> Sequence[Line]:
    if settings.demo:
        return [Line(_("Versand"), _("keiner: Mails der Vorführung stehen auf einer Seite"), "DEMO")]
    if settings.smtp is None:
        return [Line(_("Versand"), _("nicht eingerichtet, Mails warten"), "SMTP_HOST")]
    smtp = settings.smtp
    return [
        Line(_("Mailserver"), f"{smtp.host}:{smtp.port}", "SMTP_HOST, SMTP_PORT"),
        Line(_("Verschlüsselung"), _(_SECURITY[smtp.security]), "SMTP_SECURITY"),
        Line(_("Anmeldung am Mailserver"), _switched(on=bool(smtp.user)), "SMTP_USER"),
        Line(_("Absender"), smtp.sender, "MAIL_FROM"),
        Line(_("Adresse, die niemand liest"), smtp.unattended or _("wie der Absender"), "MAIL_UNATTENDED"),
    ]


def _retention(settings: Settings) -> Sequence[Line]:
    keep = settings.retention
    return [
        Line(_("Mails (ohne Text)"), _days(keep.mails), "MAIL_RETENTION_DAYS"),
        Line(_("Meldungen nach der Antwort"), _days(keep.reports), "REPORT_RETENTION_DAYS"),
        Line(_("Einladungen und Anfragen nach der Entscheidung"), _days(keep.requests), "REQUEST_RETENTION_DAYS"),
        Line(_("Meldungen und Anfragen ohne Antwort"), _days(keep.unanswered), "UNANSWERED_RETENTION_DAYS"),
        Line(_("Konten ohne Organisation"), _days(keep.accounts), "ACCOUNT_RETENTION_DAYS"),
        Line(_("Texte und Zuständige beendeter Anfragen und Gesuche"), _days(keep.cases), "CASE_RETENTION_DAYS"),
        Line(_("Protokoll"), _days(keep.log), "LOG_RETENTION_DAYS"),
        Line(_("Sicherungen"), _days(keep.backups), "BACKUP_RETENTION_DAYS"),
    ]


def _days(number: int) -> str:
    return str(_("%(n)s Tage", n=number))


def _workdays(number: int) -> str:
    return str(_("%(n)s Arbeitstagen", n=number))


def _days_before(number: int) -> str:
    return str(ngettext("%(num)s Tag vorher", "%(num)s Tage vorher", number))


def _workdays_before(number: int) -> str:
    return str(ngettext("%(num)s Arbeitstag vorher", "%(num)s Arbeitstage vorher", number))


def _switched(*, on: bool) -> str:
    return str(_("an") if on else _("aus"))
