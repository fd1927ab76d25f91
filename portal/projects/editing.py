"""Writes plain values into a project: relations found, address kept, change recorded."""

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.database import wait_for_turn
from portal.errors import Invalid
from portal.members.profile.service import ensure_of_office
from portal.organisations import queries as organisations
from portal.organisations.models import SLUG_MAX, Organisation
from portal.orm import utcnow
from portal.projects import queries, terms, texts, values
from portal.projects.models import Participation, Project, ProjectChange, ProjectSlug
from portal.projects.parts import Part
from portal.projects.vocabulary import ParticipationState
from portal.text import N_, fold, slugify

_NAMING = "naming"  # one at a time, so that no two transactions give the same address or add the same technology


def write(session: Session, project: Project, after: values.Values) -> dict[str, tuple[Any, Any]]:
    """Write what differs and return it as (before, after) by field.

    Raises Invalid for an organisation that is not known or that has denied its part, when a participant would go
    that has spoken for itself, and for a mailbox that is the own address of a member of the keeper. Takes for
    granted that the values have been through the schema.
    """
    before = values.read(project)
    wanted = values.differences(before, after)
    if "contact_mailbox" in wanted:
        ensure_of_office(session, project.keeper_id, "contact_mailbox", wanted["contact_mailbox"][1])
    for name, (_, value) in wanted.items():
        if name in values.SCALARS:
            setattr(project, name, value)
        elif name in values.PARTS:
            setattr(project, name, _rows(getattr(project, name), values.PARTS[name], value))
        elif name in values.SINGLES:
            part, column = values.SINGLES[name]
            setattr(project, name, _rows(getattr(project, name), part, [{column: item} for item in value]))
        elif name in _RELATIONS:
            _RELATIONS[name](session, project, value)
    if wanted.keys() & {"lead", "participants"}:
        _write_involved(session, project, {**before, **after})
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


def name_lead(project: Project) -> None:
    """Name a lead that does not keep the entry like a participant, so that it can confirm or deny its part."""
    lead = project.lead
    if lead is None or not lead.can_have_members or project.keeper_id in {None, lead.id}:
        return
    if lead.id not in {part.organisation_id for part in project.participations}:
        project.participations.append(_named(project, lead))


def _write_involved(session: Session, project: Project, after: values.Values) -> None:
    lead = _organisations(session, "lead", [after["lead"]])[0] if after["lead"] else None
    chosen = {each.id: each for each in _organisations(session, "participants", after["participants"])}
    former = {project.lead_id, lead.id if lead else None}
    kept = []
    for part in project.participations:
        named = part.organisation_id in chosen
        leads = lead is not None and part.organisation_id == lead.id
        if part.state is ParticipationState.DENIED and (named or leads):
            field = "participants" if named else "lead"
            _refuse(field, N_("{name} hat die Beteiligung verneint."), part.organisation)
        if not named and part.stays and part.organisation_id not in former:
            message = N_("{name} hat sich selbst dazu geäußert. Nur {name} kann die Beteiligung verneinen.")
            _refuse("participants", message, part.organisation)
        if named or leads or part.stays or part.state is ParticipationState.DENIED:
            kept.append(part)
    project.lead, project.lead_id = lead, lead.id if lead else None
    known = {part.organisation_id for part in kept}
    project.participations = [
        *kept,
        *(_named(project, each) for each in chosen.values() if each.id not in known and each.id != project.lead_id),
    ]
    name_lead(project)


def _named(project: Project, organisation: Organisation) -> Participation:
    return Participation(
        organisation_id=organisation.id,
        organisation=organisation,
        state=ParticipationState.NAMED,
        named_by_id=project.keeper_id,
        named_by=project.keeper,
    )


def _refuse(field: str, message: str, organisation: Organisation) -> NoReturn:
    raise Invalid({field: [message.format(name=organisation.name)]})


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
    "technologies": _write_technologies,
    "funding_programme": _write_funding_programme,
    "reuse": _write_reuse,
    "ozg_topics": _write_ozg_topics,
}
