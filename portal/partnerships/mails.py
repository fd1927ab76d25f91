"""Writes the letters of this domain: the whole message is in each, and one button that leads to the case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.links import Links
from portal.mail import Button, Content, Facts, LetterKind, Paragraph, Quote
from portal.mail.composing import Composer, Reader
from portal.mail.content import Block
from portal.organisations import queries as organisations
from portal.partnerships import letters, queries
from portal.partnerships.calendar import last_day
from portal.partnerships.fields import Form
from portal.partnerships.models import Case, Step
from portal.partnerships.naming import case_path
from portal.partnerships.offers import concerns, said
from portal.partnerships.talking import mails as meeting_letters
from portal.partnerships.transitions import ARRIVE, CALL
from portal.partnerships.viewing import may_see
from portal.partnerships.vocabulary import LABELS, UNDER_WAY, Side, State
from portal.partnerships.wording import details, entry_title, ids_in, subject, told, wanted_title
from portal.projects.responsibility import queries as responsibility
from portal.text import N_
from portal.web.presentation import german_date

Params = Mapping[str, Any]


def _request(session: Session, params: Params, links: Links) -> Content | None:
    case = queries.by_id(session, params["case_id"])
    due_at = _asked_until(session, case) if case is not None else None
    if case is None or due_at is None:
        return None
    return Content(
        subject=said(case, N_("Anfrage von %(sender)s: %(subject)s"), sender=case.sender.name, subject=subject(case)),
        blocks=(
            Paragraph(_begins(case)),
            *_written(case),
            Paragraph(_until_when(case, due_at, links.clock())),
            to_case(case, links, said(case, N_("Anfrage ansehen"))),
        ),
        why=for_organisation(case, Side.ADDRESSEE),
    )


def _asked_until(session: Session, case: Case) -> datetime | None:
    """Return until when the request is to be answered or, where somebody came to what others had taken up, decided."""
    if case.state is State.SENT:
        return case.answer_due_at
    asked = case.state is State.CLARIFYING and case.turn is Side.ADDRESSEE
    came = ((step.transition, step.before) for step in queries.timeline(session, case.id)) if asked else ()
    return case.decision_due_at if (ARRIVE.name, State.CLARIFYING) in came else None


def _until_when(case: Case, due_at: datetime, now: datetime) -> str:
    soon, day = due_at <= now, german_date(last_day(due_at))  # soon: the letter comes late
    if case.state is State.CLARIFYING:
        return str(
            _("Bitte entscheiden Sie bald.")
            if soon
            else _("Bitte entscheiden Sie bis einschließlich %(day)s.", day=day)
        )
    if soon:
        return str(_("Bitte antworten Sie bald. Als erste Antwort genügt „Ich kümmere mich“."))
    return str(
        _("Bitte antworten Sie bis einschließlich %(day)s. Als erste Antwort genügt „Ich kümmere mich“.", day=day)
    )


def _begins(case: Case) -> str:
    names = {"sender": case.sender.name, "addressee": case.addressee.name}
    if case.wanted:
        return str(_("%(sender)s bietet %(addressee)s Hilfe an.", **names))
    return str(_("%(sender)s möchte mit %(addressee)s zusammenarbeiten.", **names))


def _assigned(session: Session, params: Params, links: Links) -> Content | None:
    case = queries.by_id(session, params["case_id"])
    if case is None or case.state not in UNDER_WAY:
        return None
    if params["person_id"] not in (case.sender_person_id, case.addressee_person_id):
        return None  # somebody else by now
    return Content(
        subject=_("Sie sind jetzt zuständig: %(subject)s", subject=subject(case)),
        blocks=(
            Paragraph(
                said(
                    case,
                    N_("Sie kümmern sich jetzt um die Anfrage von %(sender)s an %(addressee)s."),
                    sender=case.sender.name,
                    addressee=case.addressee.name,
                )
            ),
            *_written(case),
            to_case(case, links, said(case, N_("Anfrage ansehen"))),
        ),
        why=_("Sie bekommen diese Mail, weil jemand aus Ihrer Organisation Sie als zuständig eingetragen hat."),
    )


def _moderation(session: Session, params: Params, links: Links) -> Content | None:
    case = queries.by_id(session, params["case_id"])
    step = _call(session, params, case) if case is not None else None
    if case is None or step is None or case.moderation_since != step.at or case.state not in UNDER_WAY:
        return None  # the case has moved on; where the moderation was called anew, another letter says so
    return Content(
        subject=said(case, N_("Anfrage für die Moderation: %(subject)s"), subject=subject(case)),
        blocks=(
            *_why_moderation(session, case, step),
            *_written(case),
            to_case(case, links, said(case, N_("Anfrage ansehen"))),
        ),
        why=_("Sie bekommen diese Mail, weil Sie das Portal moderieren."),
    )


def _call(session: Session, params: Params, case: Case) -> Step | None:
    """Return the step that called the moderation; orders from before an upgrade do not name it, so the latest."""
    if "number" in params:
        return queries.step(session, case.id, params["number"])
    return next((each for each in queries.timeline(session, case.id) if each.at == case.moderation_since), None)


def _why_moderation(session: Session, case: Case, step: Step) -> list[Block]:
    """Return why the moderation is there: in whose words it was called, if somebody called it; and who is missing."""
    names = {Side.ADDRESSEE: case.addressee.name, Side.SENDER: case.sender.name}
    nobody: list[Block] = [
        Paragraph(_("%(organisation)s hat im Portal niemanden, der antworten kann.", organisation=name))
        for side, name in names.items()
        if not queries.at_home(session, case, side)
    ]
    if step.transition == CALL.name:
        words = (Paragraph(told(case, step) + ":"), Quote(step.details["words"]))
        return [Paragraph(_("Die Moderation wurde hinzugezogen.")), *words, *nobody]
    if nobody:
        return nobody
    since = step.at
    name = case.sender.name if case.turn is Side.SENDER else case.addressee.name
    if case.state is State.SENT and case.answer_due_at is not None and case.answer_due_at <= since:
        day = german_date(last_day(case.answer_due_at))
        late = _("%(name)s hat noch nicht geantwortet. Die Antwort war bis %(day)s fällig.", name=name, day=day)
    elif case.state is State.CLARIFYING and case.decision_due_at is not None and case.decision_due_at <= since:
        day = german_date(last_day(case.decision_due_at))
        late = _("%(name)s hat noch nicht entschieden. Die Entscheidung war bis %(day)s fällig.", name=name, day=day)
    else:
        return [Paragraph(_("Es ist lange nichts geschehen, oder auf einer Seite ist niemand mehr zuständig."))]
    return [Paragraph(late), Paragraph(_("Bitte fragen Sie dort nach."))]


def _step(session: Session, params: Params, links: Links) -> Content | None:
    case = queries.by_id(session, params["case_id"])
    step = _call(session, params, case) if case is not None else None
    if case is None or step is None:
        return None
    given = details(step, dict(organisations.names(session, ids_in(step, Form.ORGANISATION))), {})
    other = case.sender.name if step.side is Side.ADDRESSEE else case.addressee.name
    return Content(
        subject=f"{told(case, step)}: {subject(case)}",
        blocks=(
            Paragraph(concerns(case)),
            Paragraph(told(case, step) + "."),
            *_given(given),
            to_case(case, links, _("Zum Verlauf")),
        ),
        why=_("Sie bekommen diese Mail, weil Sie sich für %(organisation)s darum kümmern.", organisation=other)
        if step.organisation_id is not None
        else _("Sie bekommen diese Mail, weil Sie sich für Ihre Organisation darum kümmern."),
    )


def _message(session: Session, params: Params, links: Links) -> Content | None:
    message = queries.message(session, params["message_id"])
    case = queries.by_id(session, message.case_id) if message else None
    if message is None or case is None or message.internal:
        return None
    who = message.organisation.name if message.organisation else _("der Moderation")
    return Content(
        subject=_("Nachricht von %(who)s: %(subject)s", who=who, subject=subject(case)),
        blocks=(
            Paragraph(concerns(case)),
            Quote(message.text),
            Button(_("Antworten"), links.url(case_path(case) + "#nachrichten")),
        ),
        why=said(case, N_("Sie bekommen diese Mail, weil Sie sich um diese Anfrage kümmern.")),
    )


def _written(case: Case) -> list[Block]:
    """Return what the sender wrote."""
    sending = case.sending
    facts = [
        (_("Von"), case.sender.name),
        (_("An"), case.addressee.name),
        (_("Art der Zusammenarbeit"), _(LABELS[case.kind])),
        (_("Zum Projekt"), entry_title(case.project) if case.project else ""),
        (_("Zum Gesuch"), wanted_title(case.wanted) if case.wanted else ""),
        (
            _("Eigenes Projekt von %(name)s", name=case.sender.name),
            entry_title(sending.own_project) if sending.own_project else "",
        ),
        (_("Gewünschter Zeitraum"), case.wished_time or ""),
    ]
    blocks: list[Block] = [Facts(tuple((term, value) for term, value in facts if value)), Quote(sending.wants)]
    if sending.offers:
        blocks += [
            Paragraph(_("Das wird dafür gewünscht:") if case.wanted else _("Das wird dafür geboten:")),
            Quote(sending.offers),
        ]
    return blocks


def _given(given: list[tuple[str, str]]) -> list[Block]:
    short = tuple((label, value) for label, value in given if "\n" not in value and len(value) <= 200)
    blocks: list[Block] = [Facts(short)] if short else []
    for label, value in given:
        if (label, value) not in short:
            blocks += [Paragraph(label + ":"), Quote(value)]
    return blocks


def to_case(case: Case, links: Links, label: str) -> Button:
    """Return the button that leads to a case."""
    return Button(label, links.url(case_path(case)))


def for_organisation(case: Case, side: Side) -> str:
    """Return why somebody of a side gets a mail about a request."""
    name = case.sender.name if side is Side.SENDER else case.addressee.name
    return str(
        _("Sie bekommen diese Mail, weil Sie bei %(organisation)s für Anfragen zuständig sind.", organisation=name)
    )


def _answers(session: Session, params: Params, account_id: int) -> bool:
    case = queries.by_id(session, params["case_id"])
    return case is not None and account_id in {one.id for one in queries.at_home(session, case, Side.ADDRESSEE)}


def _sees_case(session: Session, params: Params, account_id: int) -> bool:
    case = queries.by_id(session, params["case_id"])
    return case is not None and may_see(session, case, account_id)


def _moderates(session: Session, _params: Params, account_id: int) -> bool:
    return account_id in {one.id for one in responsibility.moderators(session)}


def _reads_messages(session: Session, params: Params, account_id: int) -> bool:
    message = queries.message(session, params["message_id"])
    return message is not None and _sees_case(session, {"case_id": message.case_id}, account_id)


COMPOSERS: Mapping[LetterKind, Composer] = {
    letters.REQUEST: _request,
    letters.ASSIGNED: _assigned,
    letters.MODERATION: _moderation,
    letters.MESSAGE: _message,
    letters.MEETING: meeting_letters.meeting,
    letters.STEP: _step,
}
READERS: Mapping[LetterKind, Reader] = {
    letters.REQUEST: _answers,
    letters.ASSIGNED: _sees_case,
    letters.MODERATION: _moderates,
    letters.MESSAGE: _reads_messages,
    letters.MEETING: _reads_messages,
    letters.STEP: _sees_case,
}
