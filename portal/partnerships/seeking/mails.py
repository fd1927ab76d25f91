"""Writes the letters about Gesuche."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import running
from portal.links import Links
from portal.mail import Button, Content, Facts, LetterKind, Paragraph, Quote
from portal.mail.composing import Composer, Reader
from portal.partnerships import letters, queries
from portal.partnerships.calendar import end_after_days, last_day
from portal.partnerships.models import Wanted
from portal.partnerships.seeking import fading
from portal.partnerships.vocabulary import LABELS, WantedState
from portal.web.presentation import german_date

Params = Mapping[str, Any]


def _asked(session: Session, params: Params, links: Links) -> Content | None:
    wanted = queries.wanted_by_id(session, params["wanted_id"])
    if wanted is None or not wanted.is_open or wanted.asked_at is None:
        return None  # answered meanwhile
    last = last_day(end_after_days(wanted.asked_at, running.settings().duties.wanted_close_days))
    if not _somebody(session, wanted):
        return _to_moderation(wanted, german_date(last), links)
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


def _to_moderation(wanted: Wanted, last: str, links: Links) -> Content:
    """Write the same to the moderation, which can neither confirm nor close it: nobody else is there."""
    return Content(
        subject=_("Ein Gesuch ohne Zuständige: %(title)s", title=wanted.title),
        blocks=(
            Paragraph(_("Dieses Gesuch ist offen, und lange hat es niemand geändert oder bestätigt.")),
            _facts(wanted),
            Paragraph(_("Bei %(name)s ist niemand mehr im Portal, der antworten kann.", name=wanted.organisation.name)),
            Paragraph(_("Sie müssen nichts tun. Bestätigt es bis %(day)s niemand, schließt das Portal es.", day=last)),
            Button(_("Gesuch ansehen"), links.url(f"/gesuche/{wanted.id}")),
        ),
        why=_("Sie bekommen diese Mail, weil Sie das Portal moderieren."),
    )


def _closed(session: Session, params: Params, links: Links) -> Content | None:
    wanted = queries.wanted_by_id(session, params["wanted_id"])
    if wanted is None or wanted.state is not WantedState.CLOSED:
        return None
    own = _somebody(session, wanted)
    again = _("Suchen Sie weiter? Dann schreiben Sie bitte ein neues Gesuch. Ihr Text steht noch dort.")
    return Content(
        subject=_("Gesuch geschlossen: %(title)s", title=wanted.title),
        blocks=(
            Paragraph(
                _("Auf die Frage, ob das Gesuch noch gilt, kam keine Antwort. Deshalb hat das Portal es geschlossen.")
            ),
            _facts(wanted),
            *([Paragraph(again)] if own else []),
            Button(_("Gesuch ansehen"), links.url(f"/gesuche/{wanted.id}")),
        ),
        why=_why(wanted) if own else _("Sie bekommen diese Mail, weil Sie das Portal moderieren."),
    )


def _hidden(session: Session, params: Params, links: Links) -> Content | None:
    wanted = queries.wanted_by_id(session, params["wanted_id"])
    if wanted is None or not wanted.hidden or not _is_latest(params, wanted.hidden_at):
        return None
    return Content(
        subject=_("Ausgeblendet: %(title)s", title=wanted.title),
        blocks=(
            Paragraph(_("Die Moderation hat Ihr Gesuch „%(title)s“ ausgeblendet. Der Grund:", title=wanted.title)),
            Quote(wanted.hidden_reason or ""),
            Paragraph(
                _(
                    "Es steht nicht mehr in Suche und Listen. Unter seiner Adresse steht nur noch der Grund. Ihr Text "
                    "ist nicht verloren: Sie können ihn weiter lesen. Angebote, die Sie schon haben, bleiben."
                )
            ),
            Paragraph(
                _(
                    "Sind Sie anderer Meinung, oder hat sich etwas geändert? Dann antworten Sie auf diese Mail. Nur "
                    "die Moderation kann das Gesuch wieder zeigen."
                )
            ),
            Button(_("Gesuch ansehen"), links.url(f"/gesuche/{wanted.id}")),
        ),
        why=_why(wanted),
    )


def _shown(session: Session, params: Params, links: Links) -> Content | None:
    wanted = queries.wanted_by_id(session, params["wanted_id"])
    if wanted is None or wanted.hidden or not _is_latest(params, wanted.shown_at):
        return None
    return Content(
        subject=_("Wieder sichtbar: %(title)s", title=wanted.title),
        blocks=(
            Paragraph(_("Die Moderation zeigt Ihr Gesuch „%(title)s“ wieder wie vorher.", title=wanted.title)),
            Button(_("Gesuch ansehen"), links.url(f"/gesuche/{wanted.id}")),
        ),
        why=_why(wanted),
    )


def _is_latest(params: Params, done_at: datetime | None) -> bool:
    """Return whether a letter is about what the moderation did last; orders from before an upgrade do not say when."""
    return "at" not in params or (done_at is not None and params["at"] == done_at.isoformat())


def _somebody(session: Session, wanted: Wanted) -> bool:
    return bool(queries.who_answers(session, wanted.organisation_id, frozenset({wanted.person_id})))


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


COMPOSERS: Mapping[LetterKind, Composer] = {
    letters.WANTED_ASKED: _asked,
    letters.WANTED_CLOSED: _closed,
    letters.WANTED_HIDDEN: _hidden,
    letters.WANTED_SHOWN: _shown,
}
READERS: Mapping[LetterKind, Reader] = dict.fromkeys(COMPOSERS, _answers)
