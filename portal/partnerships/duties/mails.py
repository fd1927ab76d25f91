"""Writes the letters of the duty to answer: what is to do, until when, and what happens else."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.links import Links
from portal.mail import Content, Item, Items, LetterKind, Link, Paragraph
from portal.mail.composing import Composer, Reader
from portal.mail.content import Block
from portal.members import queries as members
from portal.partnerships import letters, queries
from portal.partnerships.calendar import end_of
from portal.partnerships.duties.alternatives import alternatives
from portal.partnerships.duties.ladder import BY_NOTICE
from portal.partnerships.duties.reminding import readers
from portal.partnerships.mails import for_organisation, to_case
from portal.partnerships.models import Case, DutyNotice
from portal.partnerships.offers import concerns, said
from portal.partnerships.vocabulary import BOTH, Notice, Side, State
from portal.partnerships.wording import subject
from portal.text import N_
from portal.web.presentation import german_date

Params = Mapping[str, Any]
# From the case, the side that is to act, the last day and the day after which more happens: subject and paragraphs.
Words = Callable[[Case, Side, str, str], tuple[str, tuple[str, ...]]]
# These tell the moderation whom it can ask.
_FOR_MODERATION = frozenset({Notice.ANSWER_OVERDUE, Notice.DECISION_OVERDUE})


def _duty(session: Session, params: Params, links: Links) -> Content | None:
    notice, side = Notice(params["notice"]), Side(params["side"])
    case, day = queries.by_id(session, params["case_id"]), date.fromisoformat(params["day"])
    if case is None or not _still_true(session, case, notice, side, day):
        return None
    then = german_date(date.fromisoformat(params["then"])) if params["then"] else german_date(day)
    title, told = _WORDS[notice](case, side, german_date(day), then)
    sentences = [*told[:1], *([_whom_to_ask(session, case)] if notice in _FOR_MODERATION else ()), *told[1:]]
    return Content(
        subject=f"{title}: {subject(case)}",
        blocks=(
            Paragraph(concerns(case)),
            *(Paragraph(sentence) for sentence in sentences),
            to_case(case, links, _button(case, notice, side)),
        ),
        why=for_organisation(case, side)
        if side in BOTH
        else _("Sie bekommen diese Mail, weil Sie das Portal moderieren."),
    )


def _still_true(session: Session, case: Case, notice: Notice, side: Side, day: date) -> bool:
    """Return whether nobody has done since what the letter asks for."""
    sent = session.get(DutyNotice, (case.id, notice, side, end_of(day)))
    if sent is None or case.acted_at is None or case.state not in BY_NOTICE[notice].states:
        return False
    if notice in (Notice.QUIET, Notice.LAPSE_SOON):
        return case.state is State.SENT or case.acted_at <= sent.sent_at
    end = case.answer_due_at if case.state is State.SENT else case.decision_due_at
    return end == sent.due_at and (side is Side.MODERATION or case.turn is side)


def _answer_soon(case: Case, _side: Side, day: str, _then: str) -> tuple[str, tuple[str, ...]]:
    return _("Bitte antworten Sie bis %(day)s", day=day), (
        _("%(sender)s wartet auf Ihre erste Antwort. Dafür genügt „Ich kümmere mich“.", sender=case.sender.name),
        _("Bitte antworten Sie bis einschließlich %(day)s.", day=day),
        said(
            case, N_("Danach schreiben wir Ihrer Koordination und später der Moderation. Am Ende verfällt die Anfrage.")
        ),
    )


def _answer_late(case: Case, _side: Side, day: str, then: str) -> tuple[str, tuple[str, ...]]:
    return _("Die Antwort ist überfällig"), (
        _("%(sender)s wartet auf eine erste Antwort. Sie war bis %(day)s fällig.", sender=case.sender.name, day=day),
        _("Bitte antworten Sie selbst mit „Ich kümmere mich“, oder legen Sie fest, wer es tut."),
        _("Bleibt die Antwort bis einschließlich %(day)s aus, schreiben wir der Moderation.", day=then),
    )


def _answer_overdue(case: Case, _side: Side, day: str, then: str) -> tuple[str, tuple[str, ...]]:
    return _("Die Antwort bleibt aus"), (
        _(
            "%(addressee)s hat noch nicht geantwortet. Die Antwort war bis %(day)s fällig.",
            addressee=case.addressee.name,
            day=day,
        ),
        said(case, N_("Antwortet bis einschließlich %(day)s niemand, verfällt die Anfrage."), day=then),
    )


def _whom_to_ask(session: Session, case: Case) -> str:
    """Return whom of the side that is to act the moderation can ask: who of it was written to."""
    late = case.turn or Side.ADDRESSEE
    if members.coordinators(session, case.sides[late]):
        return str(_("Die Koordination weiß davon. Bitte fragen Sie dort nach."))
    if queries.at_home(session, case, late):
        return str(
            _("Eine Koordination gibt es dort nicht. Wer zuständig ist, weiß davon: Bitte fragen Sie dort nach.")
        )
    return str(_("Dort ist niemand im Portal, der antworten kann. Bitte fragen Sie auf anderem Weg nach."))


def _decision_soon(case: Case, side: Side, day: str, _then: str) -> tuple[str, tuple[str, ...]]:
    return _("Bitte entscheiden Sie bis %(day)s", day=day), (
        _what_to_decide(case, side),
        _("Bitte entscheiden Sie bis einschließlich %(day)s.", day=day),
        _("Danach schreiben wir Ihrer Koordination und später der Moderation."),
    )


def _decision_late(case: Case, side: Side, day: str, then: str) -> tuple[str, tuple[str, ...]]:
    return _("Die Entscheidung ist überfällig"), (
        _what_to_decide(case, side),
        _("Die Entscheidung war bis %(day)s fällig.", day=day),
        _("Bitte entscheiden Sie selbst, oder legen Sie fest, wer es tut."),
        _("Bleibt die Entscheidung bis einschließlich %(day)s aus, schreiben wir der Moderation.", day=then),
    )


def _decision_overdue(case: Case, _side: Side, day: str, _then: str) -> tuple[str, tuple[str, ...]]:
    name = case.sender.name if case.turn is Side.SENDER else case.addressee.name
    return _("Die Entscheidung bleibt aus"), (
        _(
            "%(name)s hat noch nicht entschieden. Die Entscheidung war bis %(day)s fällig.",
            name=name,
            day=day,
        ),
    )


def _quiet(case: Case, _side: Side, day: str, then: str) -> tuple[str, tuple[str, ...]]:
    return _("Seit Langem geschieht nichts"), (
        said(case, N_("Die Anfrage ist in Klärung, aber bis %(day)s hat lange keine Seite etwas getan."), day=day),
        _("Bitte fragen Sie bei beiden Seiten nach."),
        said(case, N_("Geschieht bis einschließlich %(day)s nichts, verfällt die Anfrage."), day=then),
    )


def _lapse_soon(case: Case, side: Side, day: str, _then: str) -> tuple[str, tuple[str, ...]]:
    if case.state is State.CLARIFYING:
        sentences = (
            said(case, N_("Die Anfrage ist in Klärung, aber seit Langem hat keine Seite etwas getan.")),
            said(case, N_("Geschieht bis einschließlich %(day)s nichts, verfällt sie."), day=day),
            _("Wollen Sie noch zusammenarbeiten? Dann schreiben Sie der anderen Seite eine Nachricht. Das genügt."),
        )
    elif side is Side.SENDER:
        sentences = (
            _("%(addressee)s hat noch nicht geantwortet.", addressee=case.addressee.name),
            said(case, N_("Bleibt es bis einschließlich %(day)s dabei, verfällt die Anfrage."), day=day),
            said(
                case,
                N_("Sie müssen nichts tun. Verfällt sie, nennen wir Ihnen andere Kommunen, die Sie fragen können."),
            ),
        )
    else:
        sentences = (
            _("%(sender)s wartet noch auf eine erste Antwort.", sender=case.sender.name),
            said(case, N_("Bleibt sie bis einschließlich %(day)s aus, verfällt die Anfrage."), day=day),
            _("Als Antwort genügt „Ich kümmere mich“."),
        )
    return said(case, N_("Diese Anfrage verfällt nach dem %(day)s"), day=day), sentences


def _what_to_decide(case: Case, side: Side) -> str:
    other = case.addressee.name if side is Side.SENDER else case.sender.name
    if case.proposed_by is not None and case.proposed_by is not side:
        return str(_("%(name)s hat einen Gegenvorschlag gemacht und wartet auf Ihre Entscheidung.", name=other))
    return str(
        _(
            "%(name)s wartet auf Ihre Entscheidung: Sie können annehmen, ablehnen oder einen Gegenvorschlag machen.",
            name=other,
        )
    )


def _button(case: Case, notice: Notice, side: Side) -> str:
    if side is Side.MODERATION or notice is Notice.QUIET:
        return said(case, N_("Anfrage ansehen"))
    if case.state is State.SENT:
        return str(said(case, N_("Anfrage ansehen")) if side is Side.SENDER else _("Ansehen und antworten"))
    return str(_("Zum Verlauf") if notice is Notice.LAPSE_SOON else _("Ansehen und entscheiden"))


def _lapsed(session: Session, params: Params, links: Links) -> Content | None:
    case, side = queries.by_id(session, params["case_id"]), Side(params["side"])
    if case is None or case.state is not State.LAPSED:
        return None
    reason = (
        said(case, N_("Sie ist verfallen, weil in der Klärung lange keine Seite etwas getan hat."))
        if case.answered_at is not None
        else said(
            case, N_("Sie ist verfallen, weil %(addressee)s nicht geantwortet hat."), addressee=case.addressee.name
        )
    )
    return Content(
        subject=said(case, N_("Die Anfrage ist verfallen: %(subject)s"), subject=subject(case)),
        blocks=(
            Paragraph(concerns(case)),
            Paragraph(reason),
            Paragraph(said(case, N_("Sie müssen nichts mehr tun. Eine neue Anfrage ist jederzeit möglich."))),
            *(_others(session, case, links) if side is Side.SENDER else []),
            to_case(case, links, _("Zum Verlauf")),
        ),
        why=for_organisation(case, side),
    )


def _others(session: Session, case: Case, links: Links) -> list[Block]:
    """Return whom the sender could ask instead."""
    items = tuple(
        Item(each.organisation.name, each.project.title, (Link(_("Stattdessen anfragen"), links.url(each.path)),))
        for each in alternatives(session, case)
    )
    if not items:
        return []
    about = _("Diese Kommunen haben ähnliche Projekte. Ihr Text steht dort schon in der Anfrage.")
    return [Paragraph(about), Items(items)]


_WORDS: Mapping[Notice, Words] = {
    Notice.ANSWER_SOON: _answer_soon,
    Notice.ANSWER_LATE: _answer_late,
    Notice.ANSWER_OVERDUE: _answer_overdue,
    Notice.DECISION_SOON: _decision_soon,
    Notice.DECISION_LATE: _decision_late,
    Notice.DECISION_OVERDUE: _decision_overdue,
    Notice.QUIET: _quiet,
    Notice.LAPSE_SOON: _lapse_soon,
}


def _reads_duty(session: Session, params: Params, account_id: int) -> bool:
    case, side = queries.by_id(session, params["case_id"]), Side(params["side"])
    rung = BY_NOTICE[Notice(params["notice"])]
    return case is not None and account_id in {one.id for one in readers(session, case, rung.to, side)}


def _of_side(session: Session, params: Params, account_id: int) -> bool:
    case = queries.by_id(session, params["case_id"])
    return case is not None and account_id in {one.id for one in queries.at_home(session, case, Side(params["side"]))}


COMPOSERS: Mapping[LetterKind, Composer] = {letters.DUTY: _duty, letters.LAPSED: _lapsed}
READERS: Mapping[LetterKind, Reader] = {letters.DUTY: _reads_duty, letters.LAPSED: _of_side}
