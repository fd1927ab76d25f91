"""Where an entry comes from and how fresh that is, in the words that stand everywhere."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _

from portal.orm import utcnow
from portal.projects.models import Project
from portal.projects.vocabulary import Provenance
from portal.web.presentation import german_date


@dataclass(frozen=True)
class Confirmation:
    """`kind` is confirmed, overdue, source or open (as the label macro knows them); `text` is German."""

    kind: str
    text: str


def confirmation_of(project: Project) -> Confirmation:
    """Return what to say about an entry's origin; a review is overdue after the operator's period."""
    if project.confirmed_at is not None:
        date = german_date(project.confirmed_at)
        if is_overdue(project):
            return Confirmation("overdue", _("Zuletzt bestätigt am %(date)s, Prüfung überfällig", date=date))
        return Confirmation("confirmed", _("Bestätigt am %(date)s", date=date))
    if project.provenance is Provenance.OWN:
        return Confirmation("open", _("Noch nicht bestätigt"))
    as_of = _("Stand %(date)s", date=german_date(project.status_as_of)) if project.status_as_of else _("Stand unbekannt")
    return Confirmation("source", _("Aus öffentlicher Quelle (%(as_of)s), noch nicht bestätigt", as_of=as_of))


def is_overdue(project: Project) -> bool:
    """Return whether the last confirmation is older than the operator's review period."""
    period = timedelta(days=current_app.extensions["settings"].review_period_days)
    return project.confirmed_at is not None and project.confirmed_at + period < utcnow()
