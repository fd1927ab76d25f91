"""What "Meine Kommune" says about requests."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.orm import utcnow
from portal.partnerships.duties import absence
from portal.partnerships.lists import queries as lists
from portal.partnerships.lists.queries import Group
from portal.web.desk_notices import DeskNotice


def notices(session: Session, actor: Actor) -> Sequence[DeskNotice]:
    """Return how many requests wait for an answer of the person's organisations, and what else is under way."""
    counts, unsent = lists.counts(session, absence.with_absent(session, actor, utcnow()))
    url, waiting = url_for("partnership_requests.listing"), counts[Group.OURS]
    found = []
    if waiting:
        text = ngettext("%(num)d Anfrage wartet auf Sie", "%(num)d Anfragen warten auf Sie", waiting)
        found.append(DeskNotice(text, url, _("Ansehen und antworten")))
    if unsent:
        text = ngettext("%(num)d Anfrage ist noch nicht gesendet", "%(num)d Anfragen sind noch nicht gesendet", unsent)
        found.append(DeskNotice(text, f"{url}#entwuerfe", _("Entwürfe ansehen"), calm=True))
    others = counts[Group.THEIRS] + counts[Group.TOGETHER]
    if waiting or not others:
        return found
    text = ngettext("%(num)d Anfrage oder Partnerschaft läuft", "%(num)d Anfragen und Partnerschaften laufen", others)
    return [*found, DeskNotice(text, url, _("Ansehen"), calm=True)]
