"""A section of an entry as a form: its fields, what can be chosen, and what two people made of it at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.organisations import queries as organisations
from portal.projects import queries, values, wording
from portal.projects.models import Project, ProjectChange
from portal.projects.schemas import ProjectSchema
from portal.projects.sections.table import Section, fields_of
from portal.projects.service import NEEDED_TO_PUBLISH
from portal.projects.vocabulary import LABELS
from portal.web.forms import Choices, Form

MINE, SAVED = "mine", "saved"


def section_form(section: Section, project: Project, choices: Mapping[str, Choices] | None = None) -> Form:
    """Return the form of a section; `choices` are needed to show it, not to read it."""
    return Form(ProjectSchema(), fields_of(section, project), labels=LABELS, choices=choices, needed=NEEDED_TO_PUBLISH)


def choices_for(session: Session, section: Section) -> dict[str, Choices]:
    """Return the lists the fields of a section choose from."""
    found: dict[str, Choices] = {}
    if "lead" in section.fields:
        named = [(organisation.slug, organisation.name) for organisation in organisations.selectable_leads(session)]
        found["organisations"] = [("", _("Federführung nicht bekannt")), *named]
        found["participants"] = [
            (organisation.slug, organisation.name) for organisation in organisations.with_members(session)
        ]
    if "funding_programme" in section.fields:
        programmes = queries.funding_programmes(session)
        found["funding_programmes"] = [(programme.name, programme.name) for programme in programmes]
    return found


@dataclass(frozen=True)
class Difference:
    """A field two people left differently: its name and label, both texts, and whose is proposed."""

    name: str
    label: str
    saved: str
    mine: str
    proposed: str


def differences(
    session: Session, section: Section, project: Project, raw: Mapping[str, Any], since: int
) -> list[Difference]:
    """Return where the typed input differs from what is saved now.

    `since` is the version the form was filled in for. Where only the other side has touched a field since then, the
    saved text is proposed, otherwise the typed one. Raises Invalid when the input breaks rules.
    """
    now = values.read(project)
    differing = values.differences(now, section_form(section, project).load(raw))
    plain = {name: (values.plain(saved), values.plain(mine)) for name, (saved, mine) in differing.items()}
    slugs = {slug for pair in plain.items() for side in pair[1] for slug in wording.slugs_in({pair[0]: side})}
    names = wording.names(session, slugs)
    before = _before(queries.history(session, project.id), since)
    return [
        Difference(
            name=name,
            label=wording.label(name),
            saved=wording.text(name, saved, names),
            mine=wording.text(name, mine, names),
            proposed=SAVED if name in before and before[name] == mine else MINE,
        )
        for name, (saved, mine) in plain.items()
    ]


def _before(history: Sequence[ProjectChange], since: int) -> dict[str, Any]:
    """Return what the fields changed after a version held in it; the history comes latest first."""
    told: dict[str, Any] = {}
    for change in history:
        if 0 < since < change.version:
            told.update({name: pair[0] for name, pair in change.changes.items() if name not in values.ABOUT_PERSONS})
    return told
