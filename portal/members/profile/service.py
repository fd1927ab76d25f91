"""Verbs on what an organisation says about itself. They flush, never commit."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.errors import Invalid
from portal.members import queries
from portal.organisations import service
from portal.organisations.models import Organisation
from portal.text import N_, fold


def change(
    session: Session, actor: Actor, organisation: Organisation, wanted: Mapping[str, str | None], *, seen: str
) -> None:
    """State it anew; `seen` is the version as the writer saw it.

    Raises Forbidden, service.Overtaken, and Invalid, also for a mailbox that is a member's own address: everybody can
    read it.
    """
    mailbox = fold(wanted.get("mailbox") or "")
    if mailbox in {one.account.email_folded for one in queries.members(session, organisation.id)}:
        raise Invalid(
            {
                "mailbox": [
                    N_(
                        "Das ist die persönliche Adresse eines Mitglieds. Bitte nehmen Sie ein Postfach, das mehrere "
                        "lesen, oder lassen Sie das Feld leer."
                    )
                ]
            }
        )
    service.change(session, actor, organisation, wanted, seen=seen)
