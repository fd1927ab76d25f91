"""Where an entry comes from and how fresh that is, in the words that stand everywhere."""

from dataclasses import dataclass

from flask_babel import gettext as _

from portal import running
from portal.orm import utcnow
from portal.projects.models import Project
from portal.projects.provenance import Standing, StandingKind, standing
from portal.web.presentation import german_date


@dataclass(frozen=True)
class Confirmation:
    """`kind` is confirmed, overdue, source or open (as the label macro knows them); `text` is German."""

    kind: str
    text: str


def confirmation_of(project: Project) -> Confirmation:
    """Return what to say about an entry's origin; a review is overdue after the operator's period."""
    found = _standing(project)
    return Confirmation(found.kind.value, _text(found))


def is_overdue(project: Project) -> bool:
    """Return whether the last confirmation is older than the operator's review period."""
    return _standing(project).kind is StandingKind.OVERDUE


def _standing(project: Project) -> Standing:
    return standing(project, utcnow(), running.settings().review_period_days)


def _text(found: Standing) -> str:
    texts: dict[StandingKind, str] = {
        StandingKind.CONFIRMED: _("Bestätigt am %(date)s"),
        StandingKind.OVERDUE: _("Zuletzt bestätigt am %(date)s, Prüfung überfällig"),
        StandingKind.SOURCE: _("Aus öffentlicher Quelle (Stand %(date)s), noch nicht bestätigt"),
        StandingKind.OPEN: _("Noch nicht bestätigt"),
    }
    return texts[found.kind] % {"date": german_date(found.date)}
