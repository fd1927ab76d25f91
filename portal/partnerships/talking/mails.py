"""Writes the letters about dates: each holds all dates as they stand, in words and for the calendar."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.links import Links
from portal.mail import Button, Calendar, Content, Facts, Items, Paragraph, Quote
from portal.mail.content import Block
from portal.partnerships import queries
from portal.partnerships.models import Case, Meeting, Message
from portal.partnerships.naming import case_path
from portal.partnerships.offers import concerns, said
from portal.partnerships.talking import telling
from portal.partnerships.talking.dates import About, calendar_of, method_of
from portal.partnerships.vocabulary import MeetingState
from portal.partnerships.wording import subject
from portal.text import N_

FILE = "termin.ics"


def meeting(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    """Write that dates were proposed, accepted, declined or called off; None once something else has become of them."""
    message = queries.message(session, params["message_id"])
    case = queries.by_id(session, message.case_id) if message else None
    if message is None or message.move is None or case is None:
        return None
    found, became = message.move.meeting, message.move.became
    if found.state is not became:
        return None  # a later letter says so
    line = telling.line(message)
    return Content(
        subject=f"{line}: {subject(case)}",
        blocks=(
            Paragraph(concerns(case)),
            Paragraph(f"{line}."),
            *_dates(found),
            *([Quote(message.text)] if message.text else []),
            Button(
                _("Zusagen oder ablehnen") if became is MeetingState.OPEN else said(case, N_("Zur Anfrage")),
                links.url(case_path(case) + "#nachrichten"),
            ),
            Paragraph(_explained(became)),
        ),
        why=said(case, N_("Sie bekommen diese Mail, weil Sie sich um diese Anfrage kümmern.")),
        calendar=Calendar(FILE, calendar_of(found, _about(case, message, links)), method_of(found)),
    )


def _dates(found: Meeting) -> list[Block]:
    blocks: list[Block] = []
    if found.state is MeetingState.OPEN:
        blocks.append(Items(tuple(telling.when(slot, found.minutes) for slot in found.slots)))
    if found.state in (MeetingState.OPEN, MeetingState.ACCEPTED):
        where = ((_("Ort"), found.place), (_("Videokonferenz"), found.link))
        facts = tuple((label, text) for label, text in where if text)
        blocks += [Facts(facts)] if facts else []
    return blocks


def _explained(became: MeetingState) -> str:
    if became is MeetingState.OPEN:
        text = _(
            "Die Datei im Anhang trägt die Termine als vorläufig in Ihren Kalender ein. Zusagen können Sie im Portal."
        )
    elif became is MeetingState.ACCEPTED:
        text = _("Die Datei im Anhang trägt den Termin in Ihren Kalender ein und sagt die anderen dort ab.")
    else:
        text = _("Die Datei im Anhang sagt die Termine in Ihrem Kalender ab.")
    return str(text)


def _about(case: Case, message: Message, links: Links) -> About:
    url = links.url(case_path(case))
    summary = _("%(sender)s und %(addressee)s", sender=case.sender.name, addressee=case.addressee.name)
    return About(f"{summary}: {subject(case)}", url, urlsplit(url).hostname or "localhost", message.at)
