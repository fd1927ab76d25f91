"""What entries and Gesuche are called in cases, of hidden ones never by their title; and where cases are read."""

from collections.abc import Callable

from portal.partnerships.models import Case, Wanted
from portal.partnerships.vocabulary import HIDDEN_ENTRY, HIDDEN_WANTED
from portal.projects.models import Project

Say = Callable[[str], str]  # translates; pages and letters do


def of_entry(project: Project, say: Say = str) -> str:
    """Return the title of an entry; of one that the moderation has hidden only that."""
    return say(HIDDEN_ENTRY) if project.hidden else project.title


def of_wanted(wanted: Wanted, say: Say = str) -> str:
    """Return the title of a Gesuch; of one that the moderation has hidden only that."""
    return say(HIDDEN_WANTED) if wanted.hidden else wanted.title


def of_case(case: Case, say: Say = str) -> str:
    """Return which entry or Gesuch a case is about, empty for none; both must be loaded."""
    if case.project:
        return of_entry(case.project, say)
    return of_wanted(case.wanted, say) if case.wanted else ""


def case_path(case: Case) -> str:
    """Return where a case is read."""
    return f"/partnerschaften/{case.id}"
