"""The desk of the administration, and the page on who may do what."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import running
from portal.access import Permission, allowed, ensure
from portal.database import count
from portal.feedback import access as feedback
from portal.feedback import queries as reports
from portal.freshness import access as freshness
from portal.freshness import queries as entries
from portal.members import access as members
from portal.members.joining import queries as requests
from portal.orm import utcnow
from portal.oversight import access, policy, queries
from portal.partnerships import access as partnerships
from portal.partnerships.lists import queries as cases
from portal.privacy import access as privacy
from portal.projects.moderation import access as moderation
from portal.synonyms import access as synonyms
from portal.text import N_
from portal.web.guards import current_actor, public, signed_in
from portal.work import reading

blueprint = Blueprint("oversight", __name__)


class Task(NamedTuple):
    """Something the administration looks after: title and what for (German), endpoint, who may, and what waits there.

    `waiting` counts that in one query.
    """

    title: str
    note: str
    endpoint: str
    permission: Permission[Any]
    waiting: Callable[[Session, datetime], int] = lambda _session, _now: 0


def _overdue_entries(session: Session, now: datetime) -> int:
    return count(session, entries.overdue(now, running.settings().review_period_days))


TASKS = (
    Task(
        N_("Kommunen"),
        N_("Mitglieder, erste Koordination, Namen und Adressen"),
        "oversight_municipalities.listing",
        members.OVERSEE,
    ),
    Task(
        N_("Anfragen zur Aufnahme"),
        N_("Wer wo auf eine Antwort wartet und seit wann"),
        "requests.listing",
        members.SEE_WAITING,
        lambda session, _now: requests.count_all_waiting(session),
    ),
    Task(N_("Mail-Domains"), N_("Welche Adresse zu welcher Organisation gehört"), "domains.listing", members.DOMAINS),
    Task(
        N_("Portalweite Rollen"),
        N_("Moderation und Portalverwaltung"),
        "members_administration.portal_roles",
        members.PORTAL_ROLES,
    ),
    Task(
        N_("Meldungen"),
        N_("Fehler und Barrieren, die gemeldet wurden"),
        "feedback.reports",
        feedback.ANSWER,
        lambda session, _now: reports.count_waiting(session),
    ),
    Task(N_("Synonyme"), N_("Was die Suche außerdem finden soll"), "synonyms.listing", synonyms.MANAGE),
    Task(
        N_("Überfällige Anfragen"),
        N_("Wo Kommunen auf eine Antwort warten"),
        "partnership_requests.overdue",
        partnerships.OVERSEE,
        lambda session, now: count(session, cases.overdue(now)),
    ),
    Task(
        N_("Veraltete Einträge"),
        N_("Was niemand mehr prüft"),
        "freshness.overdue",
        freshness.SEE_OVERDUE,
        _overdue_entries,
    ),
    Task(
        N_("Ausgeblendete Einträge"),
        N_("Was die Moderation aus dem Verzeichnis genommen hat"),
        "moderation.hidden",
        moderation.SEE_HIDDEN,
    ),
    Task(
        N_("Ausgeblendete Gesuche"),
        N_("Gesuche, die die Moderation ausgeblendet hat"),
        "wanted.hidden",
        partnerships.SEE_HIDDEN,
    ),
    Task(
        N_("Mailversand"),
        N_("Was nicht zugestellt wurde"),
        "oversight_mails.listing",
        access.MAILS,
        lambda session, _now: queries.count_mails_to_see_to(session),
    ),
    Task(
        N_("Konten"),
        N_("Konten schließen und Daten von Menschen löschen, die gegangen sind"),
        "closed_accounts.listing",
        privacy.ERASE_CLOSED,
    ),
    Task(
        N_("Einstellungen"),
        N_("Wie der Betreiber das Portal eingerichtet hat"),
        "oversight_settings.show",
        access.READ_SETTINGS,
    ),
    Task(N_("Protokoll"), N_("Wer was entschieden hat"), "log.whole", access.READ_WHOLE_LOG),
)


@blueprint.get("/verwaltung")
@signed_in
def overview() -> str:
    """Show what there is to look after."""
    actor = current_actor()
    ensure(actor, access.OVERSEE, None)
    now = utcnow()
    with reading() as session:
        tasks = [
            (_(task.title), url_for(task.endpoint), _(task.note), task.waiting(session, now))
            for task in TASKS
            if allowed(actor, task.permission, None)
        ]
    return render_template("oversight/overview.html", tasks=tasks)


@blueprint.get("/wer-darf-was")
@public
def who_may_what() -> str:
    """Show the whole policy."""
    columns = [_(policy.LABELS[holder]) for holder in policy.HOLDERS]
    return render_template(
        "oversight/policy.html",
        meanings=[(_(policy.LABELS[role]), _(meaning)) for role, meaning in policy.MEANINGS.items()],
        areas=[(_(title), columns, _in_words(permissions)) for title, permissions in policy.AREAS],
    )


def _in_words(permissions: Sequence[Permission[Any]]) -> list[policy.Line]:
    return [
        policy.Line(
            tuple(_(label) for label in line.labels),
            tuple(None if each is None else tuple(_(where) for where in each) for each in line.conditions),
        )
        for line in policy.lines(permissions)
    ]
