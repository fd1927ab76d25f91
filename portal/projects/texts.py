"""What of a project is searched, by weight: the index and the plain search look through the same words."""

from collections.abc import Iterable

from portal.projects.models import Project
from portal.projects.vocabulary import LABELS, ParticipationState, Visibility
from portal.text import fold

# Whoever asks for "Förderung" and a programme means entries that have one.
_FUNDED = "Förderung durch"


def body(project: Project) -> str:
    """Return the running text that everybody may read."""
    lessons = [lesson.text for lesson in project.lessons if lesson.visibility is Visibility.PUBLIC]
    action_field = LABELS[project.action_field] if project.action_field else None
    return _join(
        project.description,
        project.problem,
        project.goal,
        project.results,
        project.next_step,
        project.products,
        project.standards,
        project.offers,
        project.seeks,
        action_field,
        *project.ozg_topics,
        *lessons,
        *_own_parts(project),
    )


def _own_parts(project: Project) -> Iterable[str | None]:
    for part in project.participations:
        if part.state is not ParticipationState.DENIED:
            yield from (part.department, part.offers, part.seeks)


def places(project: Project) -> str:
    """Return the names of all involved organisations and their Kreise."""
    districts = {o.district.name for o in project.municipalities if o.district}
    return _join(*(organisation.name for organisation in project.involved), *sorted(districts), separator=", ")


def tags(project: Project) -> tuple[str, ...]:
    """Return the keywords."""
    return tuple(tag.name for tag in project.tags)


def technologies(project: Project) -> str:
    """Return the technologies with their other names."""
    return _join(
        *(name for technology in project.technologies for name in (technology.name, *technology.aliases)),
        separator=", ",
    )


def partners(project: Project) -> str:
    """Return partners, IT provider and department."""
    return _join(
        *(partner.name for partner in project.partners), project.it_provider, project.department, separator=", "
    )


def funding(project: Project) -> str:
    """Return what pays for it, in words that say so."""
    paid_by = _paid_by(project)
    return f"{_FUNDED} {paid_by}" if paid_by else ""


def _paid_by(project: Project) -> str:
    programme = project.funding_programme
    names = [programme.name, programme.abbreviation] if programme else [project.funding_programme_other]
    return _join(*names, project.funding_note, separator=", ")


def folded(project: Project) -> str:
    """Return everything that is searched, folded, for the search without the index."""
    return fold(
        _join(
            project.title,
            project.summary,
            ", ".join(tags(project)),
            places(project),
            technologies(project),
            partners(project),
            _paid_by(project),
            body(project),
        )
    )


def _join(*texts: str | None, separator: str = "\n") -> str:
    return separator.join(_present(texts))


def _present(texts: Iterable[str | None]) -> Iterable[str]:
    return (text for text in texts if text)
