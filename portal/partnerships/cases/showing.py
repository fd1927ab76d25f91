"""What everybody reads of partnerships that both sides show, and of how an organisation answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.organisations.models import Organisation
from portal.partnerships import queries
from portal.partnerships.calendar import day_of
from portal.partnerships.cases.telling import ICONS, TONES
from portal.partnerships.duties.figures import Answering, answering
from portal.partnerships.models import Case
from portal.partnerships.vocabulary import LABELS, Kind, State
from portal.projects.models import Project
from portal.projects.vocabulary import ActionField, Publication
from portal.web.presentation import german_date


@dataclass(frozen=True)
class Shown:
    """One partnership: who, what and since when; how far; and what it is about, where everybody may read that.

    `reuse` says what is used since when, `adaptations` what was changed for it, once both sides have confirmed it;
    `action_field` is that of the entry.
    """

    partners: Sequence[Organisation]
    kind: Kind
    reached: State
    since: int | None  # year
    action_field: ActionField | None
    text: str
    state: str
    tone: str
    icon: str
    project: Project | None
    reuse: str
    adaptations: str


def about_project(session: Session, project_id: int) -> list[Shown]:
    """Return the partnerships about an entry, on either side of it; a reuse only of the entry that is reused."""
    return [
        announced(case, confirmed=case.is_confirmed_reuse and _reused(case) == project_id)
        for case in queries.public(session, project_id=project_id)
    ]


def of_organisation(session: Session, organisation_id: int) -> list[Shown]:
    """Return the partnerships of an organisation."""
    return _shown(queries.public(session, organisation_id=organisation_id))


def everywhere(session: Session) -> list[Shown]:
    """Return all partnerships."""
    return _shown(queries.public(session))


def answers(session: Session, organisation_id: int, now: datetime) -> str:
    """Return how an organisation answers requests; empty while there are too few to tell."""
    found = answering(session, organisation_id, now)
    return in_words(found) if found is not None else ""


def in_words(found: Answering) -> str:
    """Return how an organisation answers, as a sentence."""
    share = _("%(answered)s von %(asked)s Anfragen beantwortet", answered=found.answered, asked=found.asked)
    if found.days is None:
        return f"{share}."
    within = ngettext("innerhalb von %(num)s Tag", "innerhalb von %(num)s Tagen", found.days)
    return str(_("%(share)s, die Hälfte davon %(within)s.", share=share, within=within))


def _shown(cases: Iterable[Case]) -> list[Shown]:
    return [announced(case, confirmed=case.is_confirmed_reuse) for case in cases]


def announced(case: Case, *, confirmed: bool) -> Shown:
    """Return what everybody reads of a case once both sides agree; `confirmed`: the reuse as well."""
    began = case.started_on or case.agreed_on or (day_of(case.decided_at) if case.decided_at else None)
    kind = _(LABELS[case.kind])
    entries = [each for each in (case.project, case.sending.own_project) if each is not None]
    published = [each for each in entries if each.publication is Publication.PUBLISHED]
    return Shown(
        partners=sorted((case.sender, case.addressee), key=lambda one: one.name_sort),
        kind=case.kind,
        reached=case.state,
        since=began.year if began else None,
        action_field=next((each.action_field for each in published if each.action_field), None),
        text=_("%(kind)s seit %(year)s", kind=kind, year=began.year) if began else str(kind),
        state=_(LABELS[case.state]),
        tone=TONES.get(case.state, ""),
        icon=ICONS[case.state],
        project=case.project if case.project in published else None,
        reuse=_reuse(case) if confirmed else "",
        adaptations=(case.reuse_adaptations or "") if confirmed else "",
    )


def _reused(case: Case) -> int | None:
    """Return the entry that is reused: what was asked for or, where a Gesuch is answered, what was offered."""
    return case.project_id if case.wanted_id is None else case.sending.own_project_id


def _reuse(case: Case) -> str:
    if case.reuse_since is None:
        return ""
    day = german_date(case.reuse_since)
    if case.reuse_version is None:  # it went with all other words, long after the end
        return str(_("Im Einsatz seit %(day)s", day=day))
    return str(_("Version %(version)s, im Einsatz seit %(day)s", version=case.reuse_version, day=day))
