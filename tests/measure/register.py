"""The documents of the 209 entries as the portal makes them, each under the key of its entry in the seeds."""

import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import portal.organisations
import portal.projects
import seeds
from portal.database import Database
from portal.discovery.finding import regions
from portal.models import Base
from portal.projects import document, queries
from search import Document, Place, Places
from seeds import projects, reference
from tests.support.cache import pinned_folder

_KEPT_FOR = 24 * 3600  # seconds


class Register(NamedTuple):
    """What is searched, and the municipalities as a query may name them."""

    documents: tuple[Document, ...]
    places: Places


def register() -> Register:
    """Return what the portal would index; made once for each state of what makes it, kept outside the repository."""
    packages = (portal.organisations, portal.projects, seeds)
    made_of = [Path(str(regions.__file__)), *(path for package in packages for path in _files(package))]
    kept = pinned_folder("register", *made_of) / "register.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        _remove_outdated(kept.parent)
        made = _made()
        rows = {"documents": [[each.key, dict(each.values)] for each in made.documents], "places": asdict(made.places)}
        fresh = kept.with_suffix(f".{os.getpid()}")  # another run may be making it too
        fresh.write_text(json.dumps(rows), encoding="utf-8")
        fresh.replace(kept)
    rows = json.loads(kept.read_text("utf-8"))
    return Register(
        tuple(Document(key, _tuples(values)) for key, values in rows["documents"]),
        Places(rows["places"]["version"], tuple(Place(**_tuples(row)) for row in rows["places"]["places"])),
    )


def filled(url: str, count: int | None = None) -> Database:
    """Return the database at this address after filling it with the seeds, or their first `count` entries."""
    database = Database(url)
    Base.metadata.create_all(database.engine)
    with database.unit_of_work() as session:
        reference.load(session)
        projects.load(session, projects.entries()[:count])
    return database


def _made() -> Register:
    database = filled("sqlite://")
    with database.reading() as session:
        documents = []
        for project in queries.whole(session, queries.published_ids(session)):
            made = document.document(project)
            assert made is not None
            assert project.source_key is not None
            documents.append(replace(made, key=project.source_key))
        found = Register(tuple(documents), regions.load_regions(session).places)
    database.dispose()
    return found


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    """JSON knows no tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _remove_outdated(current: Path) -> None:
    """Remove what other states have left; not what another run may just be using."""
    long_ago = time.time() - _KEPT_FOR
    for folder in current.parent.glob("register-*"):
        if folder != current and folder.stat().st_mtime < long_ago:
            shutil.rmtree(folder, ignore_errors=True)


def _files(package: ModuleType) -> list[Path]:
    """The package's code and data."""
    folder = Path(str(package.__file__)).parent
    return sorted(path for pattern in ("*.py", "*json") for path in folder.rglob(pattern))
