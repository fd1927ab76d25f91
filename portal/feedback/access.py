"""Who may report and who may answer, as one table."""

from typing import Any

from portal.access import Actor, Permission, anyone
from portal.accounts.access import is_administration
from portal.projects.models import Project
from portal.projects.vocabulary import Publication
from portal.text import N_


def is_open_to_reports(actor: Actor, project: Project) -> bool:
    """Hold for everybody while the entry is published and no organisation stands by it."""
    return project.publication is Publication.PUBLISHED and not project.confirmed


REPORT_MISTAKE = Permission(
    "report.mistake", N_("Einen Fehler in einem unbestätigten Eintrag melden"), (is_open_to_reports,)
)
REPORT_BARRIER: Permission[Any] = Permission("report.barrier", N_("Eine Barriere melden"), (anyone,))
ANSWER: Permission[Any] = Permission("report.answer", N_("Meldungen lesen und beantworten"), (is_administration,))
