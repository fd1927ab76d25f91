"""What "Meine Kommune" says about requests."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.orm import utcnow
from portal.partnerships.duties import absence
from portal.partnerships.lists import amounts
from portal.partnerships.lists import queries as lists
from portal.partnerships.lists.queries import Group
from portal.web.desk_notices import DeskNotice


def notices(session: Session, actor: Actor) -> Sequence[DeskNotice]:
    """Return how many requests wait for an answer of the person's organisations, and what else is under way."""
    counts, unsent = lists.counts(session, absence.with_absent(session, actor, utcnow()))
    url, waiting = url_for("partnership_requests.listing"), counts[Group.OURS]
    found = []
    if waiting:
        found.append(DeskNotice(amounts.waiting(waiting), url, _("Ansehen und antworten")))
    if unsent:
        found.append(DeskNotice(amounts.unsent(unsent), f"{url}#entwuerfe", _("Entwürfe ansehen"), calm=True))
    others = counts[Group.THEIRS] + counts[Group.TOGETHER]
    if waiting or not others:
        return found
    return [*found, DeskNotice(amounts.under_way(others), url, _("Ansehen"), calm=True)]
