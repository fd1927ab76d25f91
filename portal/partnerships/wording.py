"""Steps in words, for timelines and letters."""

from datetime import date
from typing import Any

from flask_babel import gettext as _

from portal.partnerships import naming
from portal.partnerships.fields import Field, Form
from portal.partnerships.models import Case, Step, Wanted
from portal.partnerships.offers import said
from portal.partnerships.transitions import BY_NAME
from portal.partnerships.vocabulary import LABELS
from portal.projects.models import Project
from portal.web.presentation import german_date, german_number


def told(case: Case, step: Step) -> str:
    """Return the line of the timeline of a case; `step.organisation` must be loaded."""
    who = step.organisation.name if step.organisation else _("Die Moderation")
    return said(case, BY_NAME[step.transition].told).format(who=who)


def details(step: Step, organisations: dict[int, str], people: dict[int, str]) -> list[tuple[str, str]]:
    """Return what was given with a step as (label, text); ids are told by the names that are handed in."""
    fields = BY_NAME[step.transition].fields
    return [
        (_(field.label), _text(field, step.details[field.name], organisations, people))
        for field in fields
        if field.name in step.details
    ]


def ids_in(step: Step, form: Form) -> set[int]:
    """Return the ids of organisations, or of colleagues, that were given with a step."""
    fields = BY_NAME[step.transition].fields
    return {step.details[each.name] for each in fields if each.form is form and each.name in step.details}


def entry_title(project: Project) -> str:
    """Return the title of an entry; of one that the moderation has hidden only that."""
    return naming.of_entry(project, _)


def wanted_title(wanted: Wanted) -> str:
    """Return the title of a Gesuch; of one that the moderation has hidden only that."""
    return naming.of_wanted(wanted, _)


def subject(case: Case) -> str:
    """Return what a case is about in a few words; project and Gesuch must be loaded."""
    about = naming.of_case(case, _)
    kind = _(LABELS[case.kind])
    return f"{kind}: {about}" if about else str(kind)


def _text(field: Field, value: Any, organisations: dict[int, str], people: dict[int, str]) -> str:
    if field.form is Form.CHOICE and field.choices is not None:
        return str(_(LABELS[field.choices(value)]))
    if field.form is Form.DAY:
        return german_date(date.fromisoformat(value))
    if field.form is Form.YES_NO:
        return str(_("ja") if value else _("nein"))
    if field.form is Form.COUNT:
        return german_number(value)
    if field.form is Form.ORGANISATION:
        return organisations.get(value, "")
    if field.form is Form.COLLEAGUE:
        return people.get(value, "")
    return str(value)
