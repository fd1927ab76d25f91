"""Verbs on what a person says about himself. They flush, never commit."""

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.accounts import queries


def describe(session: Session, actor: Actor, *, display_name: str, position: str | None, phone: str | None) -> None:
    """Write the actor's own details. Raises NotFound for nobody."""
    account = queries.by_actor(session, actor)
    account.display_name, account.position, account.phone = display_name, position, phone
    session.flush()
