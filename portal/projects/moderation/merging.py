"""Two entries about the same project become one: what is taken over, and the verb. It flushes, never commits."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, ensure
from portal.errors import Conflict
from portal.mail import post
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.projects import access, editing, events, queries, service, values
from portal.projects.models import PARTICIPANTS_MAX, PARTS_MAX, Participation, Project
from portal.projects.moderation import letters
from portal.projects.responsibility.queries import looking_after
from portal.projects.responsibility.service import release
from portal.projects.vocabulary import ParticipationState, Publication
from portal.text import N_, fold

CANDIDATES_MAX = 10

# What domains to the right do when the first entry, by its id, has become part of the second.
Follow = Callable[[Session, int, int], None]


@dataclass(frozen=True)
class Taken:
    """What of one list is taken over, and what is left because the list of the entry that stays is full."""

    items: Sequence[Any] = ()
    left: Sequence[Any] = ()


@dataclass(frozen=True)
class Plan:
    """What the entry that stays takes over: organisations, names of tags, and the plain values of links and sources."""

    participants: Taken
    tags: Taken
    links: Taken
    sources: Taken


def plan(duplicate: Project, stays: Project) -> Plan:
    """Return what would be taken over. Nothing the entry that stays says is among it, nor is who denied a part."""
    known = {part.organisation_id for part in stays.participations} | {stays.lead_id}
    there, other = values.read(stays), values.read(duplicate)
    named = [each for each in duplicate.involved if each.id not in known]
    return Plan(
        participants=_fitting(named, PARTICIPANTS_MAX - len(there["participants"])),
        tags=_missing(there["tags"], other["tags"], fold),
        links=_missing(there["links"], other["links"], lambda link: link["url"]),
        sources=_missing(there["sources"], other["sources"], lambda source: source["url"]),
    )


def merge(
    session: Session,
    actor: Actor,
    duplicate: Project,
    stays: Project,
    seen: tuple[int, int],
    followers: Sequence[Follow] = (),
) -> None:
    """Let `stays` take over what it lacks of the duplicate, and lead every address of the duplicate to it, for good.

    `seen` are the versions of both; each of the `followers` is called at the end. Both rows must be locked by the
    caller (`lock`). Raises Forbidden, Stale, and Conflict for an entry with itself or one that is not published.
    """
    ensure(actor, access.MERGE, duplicate)
    ensure(actor, access.MERGE, stays)
    ensure_mergeable(duplicate, stays)
    service.ensure_current(duplicate, seen[0])
    service.ensure_current(stays, seen[1])
    people = {account.id: account for each in (duplicate, stays) for account in looking_after(session, each)}
    with session.no_autoflush:
        changed = _take_over(session, duplicate, stays)
    editing.record(session, stays, actor, "merge", {"merged_entry": (None, duplicate.title), **changed})
    release(session, actor, duplicate)
    duplicate.publication, duplicate.archived_at = Publication.ARCHIVED, utcnow()
    duplicate.merged_into_id = stays.id
    editing.record(session, duplicate, actor, "merge-away", {"merged_into": (None, stays.title)})
    for organisation_id in dict.fromkeys((duplicate.keeper_id, stays.keeper_id)):
        audit.record(
            session,
            actor,
            events.MERGED,
            ("project", duplicate.id),
            organisation_id=organisation_id,
            after={"entry": duplicate.title, "stays": stays.title},
        )
    for account in people.values():
        params = {"duplicate_id": duplicate.id, "stays_id": stays.id}
        post(session, letters.MERGED, to=account.email, account_id=account.id, **params)
    for follow in followers:
        follow(session, duplicate.id, stays.id)


def ensure_mergeable(duplicate: Project, stays: Project) -> None:
    """Raise Conflict unless these are two entries that everybody can read."""
    if duplicate.id == stays.id:
        raise Conflict(N_("Das ist derselbe Eintrag. Bitte wählen Sie einen anderen."))
    if any(each.publication is not Publication.PUBLISHED for each in (duplicate, stays)):
        raise Conflict(N_("Zusammenführen lassen sich nur veröffentlichte Einträge."))


def lock(session: Session, first_id: int, second_id: int) -> tuple[Project, Project]:
    """Lock two entries until the transaction ends, whoever comes first in the same order, and return them as now."""
    ids = (first_id, second_id)
    session.execute(select(Project.id).where(Project.id.in_(ids)).order_by(Project.id).with_for_update()).all()
    statement = select(Project).where(Project.id.in_(ids)).options(*queries.WHOLE)
    found = session.execute(statement, execution_options={"populate_existing": True}).scalars().all()
    by_id = {project.id: project for project in found}
    return by_id[first_id], by_id[second_id]


def candidates(session: Session, duplicate: Project, words: str) -> Sequence[Project]:
    """Return published entries that hold every word, the duplicate left out: as cards, by title, few of them."""
    statement = (
        select(Project)
        .where(Project.publication == Publication.PUBLISHED, Project.id != duplicate.id, queries.holding_words(words))
        .options(*queries.CARD)
        .order_by(Project.title_sort, Project.id)
        .limit(CANDIDATES_MAX)
    )
    return session.execute(statement).scalars().all()


def _take_over(session: Session, duplicate: Project, stays: Project) -> dict[str, tuple[Any, Any]]:
    """Write what is taken over and return it as (before, after) by field."""
    taken, before = plan(duplicate, stays), values.read(stays)
    more = {"tags": taken.tags.items, "links": taken.links.items, "sources": taken.sources.items}
    changed = editing.write(session, stays, {name: [*before[name], *items] for name, items in more.items()})
    if taken.participants.items:
        stays.participations.extend(_named(duplicate, each) for each in taken.participants.items)
        changed["participants"] = (before["participants"], values.read(stays)["participants"])
        editing.refresh_search(stays)
    return changed


def _named(duplicate: Project, organisation: Organisation) -> Participation:
    """Return the part as others stated it; what the organisation said itself was said about the other entry."""
    part = next((each for each in duplicate.participations if each.organisation_id == organisation.id), None)
    named_by = part.named_by if part else duplicate.keeper
    return Participation(
        organisation_id=organisation.id,
        organisation=organisation,
        state=ParticipationState.NAMED,
        named_by_id=named_by.id if named_by else None,
        named_by=named_by,
    )


def _missing(there: Sequence[Any], other: Sequence[Any], key: Callable[[Any], Hashable]) -> Taken:
    known = {key(each) for each in there}
    return _fitting([each for each in other if key(each) not in known], PARTS_MAX - len(there))


def _fitting(items: Sequence[Any], room: int) -> Taken:
    room = max(room, 0)
    return Taken(items[:room], items[room:])
