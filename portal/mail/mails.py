"""Writes the mail room's own letter."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.links import Links
from portal.mail.composing import Composer
from portal.mail.content import Content, Paragraph
from portal.mail.kinds import LetterKind
from portal.mail.letters import TEST


def _test(_session: Session, _params: Mapping[str, Any], _links: Links) -> Content:
    return Content(
        subject=_("Testmail von Projektnachbarn"),
        blocks=(Paragraph(_("Diese Mail ist angekommen. Der Versand des Portals ist also richtig eingerichtet.")),),
        why=_("Sie bekommen diese Mail, weil die Portalverwaltung den Versand prüft."),
    )


COMPOSERS: Mapping[LetterKind, Composer] = {TEST: _test}
