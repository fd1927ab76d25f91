"""Writes the digest: as things are when it is sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import running
from portal.accounts import queries as accounts
from portal.links import Links
from portal.mail import Button, Content, Heading, Item, Items, LetterKind, Link
from portal.mail.composing import Composer, Reader
from portal.mail.content import Block
from portal.orm import utcnow
from portal.partnerships import letters
from portal.partnerships.calendar import Calendar
from portal.partnerships.charge import in_charge
from portal.partnerships.digests import queries
from portal.partnerships.duties import absence
from portal.partnerships.lists import amounts, news, tasks
from portal.partnerships.lists import queries as lists
from portal.partnerships.models import Case
from portal.partnerships.naming import case_path
from portal.partnerships.wording import subject

ITEMS_MAX = 50  # of a list; the page of requests shows the rest


def _digest(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    account = accounts.by_id(session, params["person_id"])
    if account is None:
        return None
    now, since = utcnow(), datetime.fromisoformat(params["since"])
    actor = absence.with_absent(session, accounts.actor_of(account), now)
    waiting = lists.page(session, queries.waiting(actor), 1, ITEMS_MAX)
    new = news.new_to(session, actor, in_charge(actor), since)
    if not waiting and not new:
        return None
    calendar = Calendar(free_eves=running.settings().duties.free_eves)
    blocks: list[Block] = []
    if waiting:
        asked = tasks.in_words(session, actor, waiting, now, calendar)
        told = [_item(case, asked[case.id], links) for case in waiting]
        blocks += [Heading(_("Das wartet auf Sie")), Items(tuple(told))]
    if new:
        told = [_item(each.case, " ".join(each.texts), links) for each in new]
        blocks += [Heading(_("Das ist neu")), Items(tuple(told))]
    blocks.append(Button(_("Alle Anfragen ansehen"), links.url("/anfragen")))
    return Content(
        subject=amounts.waiting(len(waiting)) if waiting else amounts.news(len(new)),
        blocks=tuple(blocks),
        why=_("Sie bekommen diese Mail, weil Sie sich für Ihre Organisation um Anfragen kümmern."),
    )


def _item(case: Case, text: str, links: Links) -> Item:
    who = _("%(sender)s an %(addressee)s", sender=case.sender.name, addressee=case.addressee.name)
    return Item(subject(case), f"{who}. {text}", (Link(_("Ansehen"), links.url(case_path(case))),))


def _belongs_somewhere(session: Session, params: Mapping[str, Any], account_id: int) -> bool:
    account = accounts.by_id(session, account_id)
    return account is not None and params["person_id"] == account_id and bool(account.memberships)


COMPOSERS: Mapping[LetterKind, Composer] = {letters.DIGEST: _digest}
READERS: Mapping[LetterKind, Reader] = {letters.DIGEST: _belongs_somewhere}
