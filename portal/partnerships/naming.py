"""What entries and Gesuche are called in cases, hidden ones never by their title; how far cases are, where they are."""

from collections.abc import Callable

from portal.partnerships.models import Case, Wanted
from portal.partnerships.vocabulary import CLOSED, HIDDEN_ENTRY, HIDDEN_WANTED, LABELS
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


def of_state(case: Case, say: Say = str) -> str:
    """Return how far a case has come, in a word or two."""
    return say(CLOSED if case.closed else LABELS[case.state])


def case_path(case: Case) -> str:
    """Return where a case is read."""
    return f"/partnerschaften/{case.id}"
