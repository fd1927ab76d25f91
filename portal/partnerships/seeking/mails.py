"""Writes the letters about Gesuche."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import running
from portal.links import Links
from portal.mail import Button, Content, Facts, LetterKind, Paragraph
from portal.mail.composing import Composer, Reader
from portal.partnerships import letters, queries
from portal.partnerships.models import Wanted
from portal.partnerships.seeking import fading
from portal.partnerships.vocabulary import LABELS, WantedState
from portal.web.presentation import german_date

Params = Mapping[str, Any]


def _asked(session: Session, params: Params, links: Links) -> Content | None:
    wanted = queries.wanted_by_id(session, params["wanted_id"])
    if wanted is None or wanted.state is not WantedState.OPEN or wanted.asked_at is None:
        return None  # answered meanwhile
    last = wanted.asked_at + timedelta(days=running.settings().duties.wanted_close_days)
    return Content(
        subject=_("Gilt Ihr Gesuch noch? %(title)s", title=wanted.title),
        blocks=(
            Paragraph(_("Ihr Gesuch ist offen, und lange hat es niemand geändert oder bestätigt.")),
            _facts(wanted),
            Paragraph(
                _(
                    "Gilt es noch, dann bestätigen Sie das bitte bis %(day)s. Sonst schließt das Portal das Gesuch.",
                    day=german_date(last),
                )
            ),
            Button(_("Gesuch bestätigen oder schließen"), links.url(f"/gesuche/{wanted.id}/noch-aktuell")),
        ),
        why=_why(wanted),
    )


def _closed(session: Session, params: Params, links: Links) -> Content | None:
    wanted = queries.wanted_by_id(session, params["wanted_id"])
    if wanted is None or wanted.state is not WantedState.CLOSED:
        return None
    return Content(
        subject=_("Gesuch geschlossen: %(title)s", title=wanted.title),
        blocks=(
            Paragraph(
                _("Auf die Frage, ob Ihr Gesuch noch gilt, kam keine Antwort. Deshalb hat das Portal es geschlossen.")
            ),
            _facts(wanted),
            Paragraph(_("Suchen Sie weiter? Dann schreiben Sie bitte ein neues Gesuch. Ihr Text steht noch dort.")),
            Button(_("Gesuch ansehen"), links.url(f"/gesuche/{wanted.id}")),
        ),
        why=_why(wanted),
    )


def _facts(wanted: Wanted) -> Facts:
    since = german_date(wanted.published_at)
    facts = [
        (_("Gesuch"), wanted.title),
        (_("Von"), wanted.organisation.name),
        (_("Art der Zusammenarbeit"), _(LABELS[wanted.kind])),
        (_("Gesucht seit"), since),
    ]
    return Facts(tuple(facts))


def _why(wanted: Wanted) -> str:
    return str(
        _(
            "Sie bekommen diese Mail, weil Sie sich bei %(organisation)s um dieses Gesuch kümmern.",
            organisation=wanted.organisation.name,
        )
    )


def _answers(session: Session, params: Params, account_id: int) -> bool:
    wanted = queries.wanted_by_id(session, params["wanted_id"])
    return wanted is not None and account_id in {one.id for one in fading.people(session, wanted)}


COMPOSERS: Mapping[LetterKind, Composer] = {letters.WANTED_ASKED: _asked, letters.WANTED_CLOSED: _closed}
READERS: Mapping[LetterKind, Reader] = {letters.WANTED_ASKED: _answers, letters.WANTED_CLOSED: _answers}
