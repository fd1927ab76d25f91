"""Pages about the own mails: which recurring ones to get, and the link in each that ends them."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import running
from portal.access import Actor
from portal.errors import NotFound
from portal.extensions import csrf
from portal.mail import rhythms, unsubscribing
from portal.mail.composing import Letters
from portal.mail.kinds import LetterKind, Rhythm
from portal.mail.unsubscribing import Subscription
from portal.text import N_
from portal.web.guards import current_actor, public, signed_in
from portal.web.own_pages import OwnPage
from portal.work import reading, unit_of_work

blueprint = Blueprint("mail", __name__)

OFF = "off"
_RHYTHMS = (
    (Rhythm.DAILY.value, N_("an jedem Arbeitstag")),
    (Rhythm.WEEKLY.value, N_("einmal in der Woche, am Montag")),
    (OFF, N_("gar nicht")),
)


@blueprint.get("/konto/mails")
@signed_in
def own() -> str:
    """List the recurring letters with what can be switched."""
    with reading() as session:
        unwanted = unsubscribing.unwanted(session, _account_id(current_actor()))
        chosen = rhythms.chosen(session, _account_id(current_actor()))
    kinds = [
        (kind, kind.name not in unwanted, chosen.get(kind.name, kind.rhythm) if kind.rhythm else None)
        for kind in _letters().recurring
    ]
    return render_template("mail/own.html", kinds=kinds, rhythms=[(value, _(text)) for value, text in _RHYTHMS])


@blueprint.post("/konto/mails/<kind>/einschalten")
@signed_in
def switch_on(kind: str) -> Response:
    """Switch a recurring letter on."""
    found = _switch(kind, wanted=True)
    flash(_("Sie bekommen diese Mails wieder: %(kind)s.", kind=_(found.label)), "success")
    return redirect(url_for("mail.own"), 303)


@blueprint.post("/konto/mails/<kind>/ausschalten")
@signed_in
def switch_off(kind: str) -> Response:
    """Switch a recurring letter off."""
    found = _switch(kind, wanted=False)
    flash(_("Sie bekommen diese Mails nicht mehr: %(kind)s.", kind=_(found.label)), "success")
    return redirect(url_for("mail.own"), 303)


@blueprint.post("/konto/mails/<kind>/rhythmus")
@signed_in
def set_rhythm(kind: str) -> Response:
    """Let a letter that gathers come as often as was chosen, or not at all."""
    found, typed = _letters().kinds.get(kind), request.form.get("rhythmus", "")
    if found is None or found.rhythm is None:
        raise NotFound
    rhythm = next((each for each in Rhythm if each.value == typed), None)
    if rhythm is None and typed != OFF:
        flash(_("Bitte wählen Sie eine Möglichkeit aus."), "danger")
        return redirect(url_for("mail.own"), 303)
    with unit_of_work() as session:
        rhythms.choose(session, _account_id(current_actor()), found, rhythm)
    how_often = dict(_RHYTHMS)[rhythm.value if rhythm else OFF]
    flash(_("Gespeichert: %(kind)s – %(how_often)s.", kind=_(found.label), how_often=_(how_often)), "success")
    return redirect(url_for("mail.own"), 303)


@blueprint.get("/mails/abbestellen/<token>")
@public
def unsubscribe(token: str) -> str:
    """Ask before letters end: mail programs open links by themselves."""
    return _page(_subscription(token).kind, ended=False)


@blueprint.post("/mails/abbestellen/<token>")
@csrf.exempt  # type: ignore[untyped-decorator] # flask-wtf ships no types
@public
def unsubscribed(token: str) -> str:
    """End the letters. The token is proof enough: mail services send this themselves, without session (RFC 8058).

    The page is the answer itself and no redirect, which they would not follow.
    """
    subscription = _subscription(token)
    with unit_of_work() as session:
        subscription.end(session)
    return _page(subscription.kind, ended=True)


def _page(kind: LetterKind, *, ended: bool) -> str:
    heading = _("Abbestellt") if ended else _("Mails abbestellen?")
    return render_template("mail/unsubscribe.html", kind=kind, ended=ended, heading=heading)


def _subscription(token: str) -> Subscription:
    links = running.links()
    return Subscription(links, _letters(), token)


def _switch(name: str, *, wanted: bool) -> LetterKind:
    kind = _letters().kinds.get(name)
    if kind is None or not kind.recurring:
        raise NotFound
    with unit_of_work() as session:
        unsubscribing.switch(session, _account_id(current_actor()), kind, wanted=wanted)
    return kind


def _letters() -> Letters:
    letters: Letters = current_app.extensions["letters"]
    return letters


def _account_id(actor: Actor) -> int:
    assert actor.account_id is not None, "the guard lets in nobody else"
    return actor.account_id


def _state(session: Session, actor: Actor) -> str:
    off = len(unsubscribing.unwanted(session, _account_id(actor)) & {kind.name for kind in _letters().recurring})
    if not off:
        return str(_("Sie bekommen alle Mails."))
    return str(ngettext("Eine Art von Mails ist ausgeschaltet.", "%(num)d Arten von Mails sind ausgeschaltet.", off))


OWN_PAGE = OwnPage(N_("Mails"), "mail.own", "mail", _state)
