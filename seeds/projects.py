"""Loads the entries from public sources, each through the one schema, in units of work of moderate size."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from portal.errors import Invalid
from portal.projects import importing
from portal.projects.importing import Outcome
from portal.projects.schemas import ProjectSchema
from seeds import mapping
from seeds.reading import read


class RefusedError(Exception):
    """An entry of the seed data breaks the rules of the register; the message says which and why."""


def entries() -> Sequence[Mapping[str, Any]]:
    """Return the entries as they were collected."""
    found: Sequence[Mapping[str, Any]] = read("projects.json")
    return found


def slugs() -> mapping.Slugs:
    """Return the slugs of the organisations by name."""
    return {row["name"]: row["slug"] for row in read("organisations.json")["organisations"]}


def load(session: Session, batch: Sequence[Mapping[str, Any]]) -> Counter[Outcome]:
    """Add these entries or bring them up to date; return how often which outcome came about.

    Raises RefusedError.
    """
    keys, known, schema = [entry["id"] for entry in batch], slugs(), ProjectSchema()
    loading, outcomes = importing.Batch(session, keys), Counter[Outcome]()
    for entry in batch:
        try:
            leading = mapping.lead(entry, known)
            values = schema.load(mapping.fields(entry, leading, known))
            outcomes[loading.load(entry["id"], leading.viewpoint, values)] += 1
        except ValidationError as error:
            raise RefusedError(f"{entry['id']}: {error.messages}") from error
        except Invalid as error:
            raise RefusedError(f"{entry['id']}: {error.errors}") from error
        except KeyError as error:
            raise RefusedError(f"{entry['id']}: unknown name {error}") from error
    return outcomes
