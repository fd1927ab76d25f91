"""Writes plain values into a project: relations found, address kept, change recorded."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.database import wait_for_turn
from portal.errors import Invalid
from portal.organisations import queries as organisations
from portal.organisations.models import SLUG_MAX
from portal.orm import utcnow
from portal.projects import queries, terms, texts, values
from portal.projects.models import Participation, Project, ProjectChange, ProjectSlug
from portal.projects.parts import Part
from portal.projects.vocabulary import ParticipationState
from portal.text import N_, fold, slugify

_NAMING = "naming"  # one at a time, so that no two transactions give the same address or add the same technology


def write(session: Session, project: Project, after: values.Values) -> dict[str, tuple[Any, Any]]:
    """Write what differs and return it as (before, after) by field.

    Raises Invalid for an organisation that is not known, or a participant that has denied its part. Takes for
    granted that the values have been through the schema.
    """
    before = values.read(project)
    wanted = values.differences(before, after)
    for name, (_, value) in wanted.items():
        if name in values.SCALARS:
            setattr(project, name, value)
        elif name in values.PARTS:
            setattr(project, name, _rows(getattr(project, name), values.PARTS[name], value))
        elif name in values.SINGLES:
            part, column = values.SINGLES[name]
            setattr(project, name, _rows(getattr(project, name), part, [{column: item} for item in value]))
        else:
            _RELATIONS[name](session, project, value)
    # What is there now counts: a technology spelt otherwise, for one, is the same technology.
    now = values.read(project)
    changed = values.differences(before, {name: now[name] for name in wanted})
    if "title" in changed:
        give_address(session, project)
    if changed:
        refresh_search(project)
    return changed


def refresh_search(project: Project) -> None:
    """Bring the folded text for the search without the index up to date."""
    project.search_folded = texts.folded(project)


def record(
    session: Session,
    project: Project,
    actor: Actor,
    action: str,
    changed: dict[str, tuple[Any, Any]] | None = None,
    organisation_id: int | None = None,
) -> None:
    """Save the project and one line of its history under the new version."""
    project.updated_at = utcnow()
    session.flush()
    session.add(
        ProjectChange(
            project_id=project.id,
            version=project.version,
            at=project.updated_at,
            account_id=actor.account_id,
            organisation_id=organisation_id or project.keeper_id,
            action=action,
            changes={
                name: [None, None] if name in values.ABOUT_PERSONS else [values.plain(before), values.plain(after)]
                for name, (before, after) in (changed or {}).items()
            },
        )
    )
    session.flush()


def give_address(session: Session, project: Project) -> None:
    """Give the project the address of its title; former ones keep leading to it and are never given again."""
    wait_for_turn(session, _NAMING)
    stem = slugify(project.title, max_length=SLUG_MAX - 10)
    taken = queries.taken_slugs(session, stem)
    slug, number = stem, 1
    while slug in taken and (project.id is None or taken[slug] != project.id):
        number += 1
        slug = f"{stem}-{number}"
    project.slug = slug
    if slug not in taken:
        project.slugs.append(ProjectSlug(slug=slug))


def _rows(present: Sequence[Part], part: type[Part], items: Sequence[values.Values]) -> list[Part]:
    """Return the rows of a list; one whose unique value stays is kept, as new rows are written before old ones go."""
    kept = {getattr(row, part.unique): row for row in present} if part.unique else {}
    rows = []
    for position, item in enumerate(items):
        row = kept.get(item[part.unique]) if part.unique else None
        if row is None:
            row = part()
        for name, value in {**item, "position": position}.items():
            setattr(row, name, value)
        rows.append(row)
    return rows


def _write_lead(session: Session, project: Project, slug: str | None) -> None:
    project.lead = _organisations(session, "lead", [slug])[0] if slug else None
    project.lead_id = project.lead.id if project.lead else None


def _write_participants(session: Session, project: Project, slugs: Sequence[str]) -> None:
    chosen = {organisation.id: organisation for organisation in _organisations(session, "participants", slugs)}
    denied = [
        p.organisation.name
        for p in project.participations
        if p.organisation_id in chosen and p.state is ParticipationState.DENIED
    ]
    if denied:
        raise Invalid(
            {"participants": [N_("Diese Kommune hat ihre Beteiligung verneint: {name}").format(name=denied[0])]}
        )
    project.participations = [
        p for p in project.participations if p.organisation_id in chosen or p.state is ParticipationState.DENIED
    ]
    known = {p.organisation_id for p in project.participations}
    for organisation in chosen.values():
        if organisation.id not in known:
            project.participations.append(
                Participation(
                    organisation_id=organisation.id, organisation=organisation, state=ParticipationState.NAMED
                )
            )


def _write_technologies(session: Session, project: Project, names: Iterable[str]) -> None:
    wanted = {fold(name): name for name in names}
    known = {technology.name_folded: technology for technology in queries.technologies(session, wanted.values())}
    if wanted.keys() - known.keys():
        wait_for_turn(session, _NAMING)
        known = {technology.name_folded: technology for technology in queries.technologies(session, wanted.values())}
    for folded, name in wanted.items():
        if folded not in known:
            known[folded] = terms.new_technology(session, name)
    project.technologies = sorted(known.values(), key=lambda technology: technology.name_sort)


def _write_funding_programme(session: Session, project: Project, name: str | None) -> None:
    programme = queries.funding_programme(session, name) if name else None
    project.funding_programme = programme
    project.funding_programme_id = programme.id if programme else None
    project.funding_programme_other = None if programme else name


def _write_reuse(_session: Session, project: Project, chosen: Sequence[Any]) -> None:
    project.reuse = [value.value for value in chosen]


def _write_ozg_topics(_session: Session, project: Project, topics: Sequence[str]) -> None:
    project.ozg_topics = list(topics)


def _organisations(session: Session, field: str, slugs: Sequence[str]) -> list[Any]:
    found = organisations.by_slugs(session, slugs)
    if any(slug not in found for slug in slugs):
        raise Invalid({field: [N_("Diese Organisation ist nicht bekannt. Bitte wählen Sie aus der Liste.")]})
    return [found[slug] for slug in slugs]


_RELATIONS = {
    "lead": _write_lead,
    "participants": _write_participants,
    "technologies": _write_technologies,
    "funding_programme": _write_funding_programme,
    "reuse": _write_reuse,
    "ozg_topics": _write_ozg_topics,
}
