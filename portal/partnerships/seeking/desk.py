"""What "Meine Kommune" says about Gesuche."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.partnerships.seeking import queries
from portal.web.desk_notices import DeskNotice


def notices(session: Session, actor: Actor) -> Sequence[DeskNotice]:
    """Return how many drafts wait to be made known, and how many Gesuche are open."""
    drafts, open_ones = queries.own_counts(session, actor)
    url, found = url_for("wanted.own"), []
    if drafts:
        text = ngettext(
            "%(num)d Gesuch ist noch nicht veröffentlicht", "%(num)d Gesuche sind noch nicht veröffentlicht", drafts
        )
        found.append(DeskNotice(text, url, _("Ansehen und veröffentlichen"), calm=True))
    if open_ones:
        text = ngettext("%(num)d eigenes Gesuch ist offen", "%(num)d eigene Gesuche sind offen", open_ones)
        found.append(DeskNotice(text, url, _("Eigene Gesuche ansehen"), calm=True))
    return found
