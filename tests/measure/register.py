"""The documents of the 209 entries as the portal makes them, each under the key of its entry in the seeds."""

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import portal.organisations
import portal.projects
import seeds
from portal.database import Database
from portal.models import Base
from portal.organisations.models import OrganisationKind
from portal.projects import document, queries
from search import Document, Place, Places
from seeds import projects, reference
from tests.support.cache import pinned_folder

# Names that are everyday words as well: food, weather, mountains, "came".
AMBIGUOUS = frozenset({"essen", "wetter-ruhr", "alpen", "kamen"})


def documents() -> tuple[Document, ...]:
    """Return the documents; made once for each state of what makes them, then kept outside the repository."""
    made_of = [path for package in (portal.organisations, portal.projects, seeds) for path in _files(package)]
    kept = pinned_folder("register", *made_of) / "documents.json"
    if not kept.exists():
        for outdated in kept.parents[1].glob("register-*"):
            shutil.rmtree(outdated, ignore_errors=True)
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".new")
        fresh.write_text(json.dumps([[made.key, dict(made.values)] for made in _made()]), encoding="utf-8")
        fresh.replace(kept)
    return tuple(Document(key, _values(row)) for key, row in json.loads(kept.read_text("utf-8")))


def places() -> Places:
    """Return the municipalities as a query may name them."""
    return Places(
        version="seeds",
        places=tuple(
            Place(row.slug, (row.name,), tuple(row.neighbours), ambiguous=row.slug in AMBIGUOUS)
            for row in reference.organisations()
            if row.kind is OrganisationKind.MUNICIPALITY
        ),
    )


def filled(url: str, count: int | None = None) -> Database:
    """Return the database at this address after filling it with the seeds, or their first `count` entries."""
    database = Database(url)
    Base.metadata.create_all(database.engine)
    with database.unit_of_work() as session:
        reference.load(session)
        projects.load(session, projects.entries()[:count])
    return database


def _made() -> Iterable[Document]:
    database = filled("sqlite://")
    with database.reading() as session:
        for project in queries.whole(session, queries.published_ids(session)):
            made = document.document(project)
            assert made is not None
            assert project.source_key is not None
            yield replace(made, key=project.source_key)
    database.dispose()


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    """JSON knows no tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _files(package: ModuleType) -> list[Path]:
    """The package's code and data."""
    folder = Path(str(package.__file__)).parent
    return sorted(path for pattern in ("*.py", "*json") for path in folder.rglob(pattern))
