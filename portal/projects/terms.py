"""The vocabularies of technologies and funding programmes: terms found by name, added, brought up to date."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.organisations.models import SLUG_MAX
from portal.projects import queries
from portal.projects.models import FundingProgramme, Technology
from portal.text import fold, slugify

# Signs that tell names of technologies apart: C, C++, C#.
_SIGNS = str.maketrans({"+": "-plus", "#": "-sharp"})


@dataclass(frozen=True)
class TechnologyRecord:
    """A technology with the other names people use for it."""

    name: str
    description: str | None = None
    aliases: Sequence[str] = ()


@dataclass(frozen=True)
class ProgrammeRecord:
    """A funding programme."""

    name: str
    abbreviation: str | None = None
    funder: str | None = None
    description: str | None = None


def load_technologies(session: Session, records: Iterable[TechnologyRecord]) -> None:
    """Add the technologies or bring them up to date, found by name however it is spelt."""
    known = {technology.name_folded: technology for technology in queries.technologies(session)}
    for record in records:
        technology = known.get(fold(record.name)) or new_technology(session, record.name)
        technology.name, technology.description = record.name, record.description
        technology.aliases = list(record.aliases)
    session.flush()


def load_programmes(session: Session, records: Iterable[ProgrammeRecord]) -> None:
    """Add the funding programmes or bring them up to date, found by name however it is spelt."""
    known = {programme.name_folded: programme for programme in queries.funding_programmes(session)}
    for record in records:
        programme = known.get(fold(record.name)) or FundingProgramme(slug=slugify(record.name, max_length=SLUG_MAX))
        programme.name, programme.abbreviation = record.name, record.abbreviation
        programme.funder, programme.description = record.funder, record.description
        session.add(programme)
    session.flush()


def new_technology(session: Session, name: str) -> Technology:
    """Add a technology to the vocabulary under an address of its own and return it."""
    pending = [row for row in session.new if isinstance(row, Technology)]
    taken = {technology.slug for technology in (*queries.technologies(session), *pending)}
    spelt_out = re.sub(r"(?<=[^\W_])[+#]+", lambda signs: signs[0].translate(_SIGNS) + "-", name)
    stem = slugify(spelt_out, max_length=SLUG_MAX - 10)
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    slug = next(slug for slug in (stem, *numbered) if slug not in taken)
    technology = Technology(name=name, slug=slug, aliases=[])
    session.add(technology)
    return technology
