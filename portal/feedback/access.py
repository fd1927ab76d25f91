"""Who may report and who may answer, as one table."""

from typing import Any

from portal.access import Permission, anyone, moderation
from portal.projects.models import Project
from portal.projects.vocabulary import Publication
from portal.text import N_


def is_open_to_reports(project: Project) -> bool:
    """Return whether the entry is published and no organisation stands by it."""
    return project.publication is Publication.PUBLISHED and not project.confirmed


REPORT_MISTAKE: Permission[Project] = Permission(
    "report.mistake",
    N_("Einen Fehler in einem Eintrag melden"),
    (anyone(N_("solange keine Kommune den Eintrag bestätigt hat"), is_open_to_reports),),
)
REPORT_BARRIER: Permission[Any] = Permission("report.barrier", N_("Eine Barriere melden"), (anyone(),))
ANSWER: Permission[Any] = Permission("report.answer", N_("Meldungen lesen und beantworten"), (moderation(),))

PERMISSIONS = (REPORT_MISTAKE, REPORT_BARRIER, ANSWER)
