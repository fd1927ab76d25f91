"""Verbs on what an organisation says about itself. They flush, never commit."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.errors import Invalid
from portal.members import queries
from portal.organisations import service
from portal.organisations.models import Organisation
from portal.text import N_, fold_address


def change(
    session: Session, actor: Actor, organisation: Organisation, wanted: Mapping[str, str | None], *, seen: str
) -> None:
    """State it anew; `seen` is the version as the writer saw it.

    Raises Forbidden, service.Overtaken, and Invalid, also for a mailbox that is a member's own address: everybody can
    read it.
    """
    ensure_of_office(session, organisation.id, "mailbox", wanted.get("mailbox"))
    service.change(session, actor, organisation, wanted, seen=seen)


def ensure_of_office(session: Session, organisation_id: int | None, field: str, address: str | None) -> None:
    """Raise Invalid for `field` when an address everybody shall read is the own one of a member of the organisation."""
    if organisation_id is None or not address:
        return
    if fold_address(address) in {one.account.email_folded for one in queries.members(session, organisation_id)}:
        message = N_(
            "Das ist die persönliche Adresse eines Mitglieds. Bitte nehmen Sie ein Postfach, das mehrere lesen, oder "
            "lassen Sie das Feld leer."
        )
        raise Invalid({field: [message]})
