"""What must agree, counted anew from the rows: who sees a case, who got which letter, how somebody answers."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from sqlalchemy import func, select

from portal.access import Role, at_least
from portal.accounts.models import Account, Membership
from portal.mail import unsubscribing
from portal.mail.models import Mail
from portal.partnerships import letters, queries
from portal.partnerships import transitions as table
from portal.partnerships.calendar import day_of
from portal.partnerships.duties import figures
from portal.partnerships.duties.ladder import BY_NOTICE
from portal.partnerships.duties.models import Absence
from portal.partnerships.duties.reminding import readers
from portal.partnerships.models import Case, DutyNotice, Message, Step
from portal.partnerships.vocabulary import BOTH, OVER, PARTNERSHIP, WAITING, MeetingState, Side, State
from portal.projects.responsibility import queries as responsibility

Letter = tuple[str, int, frozenset[tuple[str, object]]]  # the kind, whose, what about


def agrees_with_its_timeline(session, case: Case) -> None:
    """The timeline leads from a draft to the state, step by step, each state once; the moments are those of it."""
    told = queries.timeline(session, case.id)
    assert [each.number for each in told] == list(range(1, case.version + 1))
    assert [each.before for each in told] == [State.DRAFT, *(each.after for each in told[:-1])]
    assert told[-1].after is case.state
    reached = [each.after for each in told if each.after is not each.before]
    assert len(reached) == len(set(reached))
    assert [each.at for each in told] == sorted(each.at for each in told)
    for each in told:
        row = table.BY_NAME[each.transition]
        assert each.before in row.before
        assert each.after is (row.after or each.before)
        assert each.side in row.by
        emptied = case.emptied_at is not None and each.at <= case.emptied_at
        assert (each.account_id is None) is (emptied or each.side is Side.SYSTEM)
    said = [each for each in queries.messages(session, case.id, ()) if each.side in BOTH]
    acted_at = max(each.at for each in (*told, *said) if each.side in BOTH)
    assert case.acted_at == acted_at or (case.emptied_at is not None and acted_at < case.acted_at <= case.emptied_at)
    assert case.moderation_since == _reads_since(told)
    answered = [each.at for each in told if each.transition == table.TAKE_UP.name]
    assert case.answered_at == (answered[0] if answered else None)
    assert (case.decided_at is None) is (case.state in WAITING)
    assert (case.ended_at is None) is (case.state not in OVER)
    assert (case.turn is None) is (case.state not in WAITING)
    assert case.proposed_by is None or case.state is State.CLARIFYING


def _reads_since(told: Sequence[Step]):
    """Since when the moderation reads a case, by its timeline: until it moves on, in a partnership until it goes."""
    since, called = None, False
    for each in told:
        if each.transition in (table.CALL.name, table.ESCALATE.name):
            since, called = each.at, each.transition == table.CALL.name
        elif each.transition in (table.TAKE_UP.name, table.ARRIVE.name):
            since = since if called else None
        elif each.transition == table.RELEASE.name or each.before is not each.after:
            since = None
    return since


def reads_alike_on_both_sides(session, case: Case) -> None:
    """Both sides read the same messages; a note is read by the side that wrote it only."""
    of = {side: queries.messages(session, case.id, [side]) for side in BOTH}
    one, other = ([each.id for each in of[side] if not each.internal] for side in BOTH)
    assert one == other
    assert all(each.side is side for side in BOTH for each in of[side] if each.internal)


def is_shown(session, case: Case) -> bool:
    """Whether everybody may read that there is this partnership, by its timeline: both sides agree, and still do."""
    shows = set()
    for each in queries.timeline(session, case.id):
        if each.transition == table.SHOW.name:
            shows.add(each.side)
        elif each.transition in (table.HIDE.name, table.WITHHOLD.name):
            shows.discard(each.side)
    return shows == set(BOTH) and case.state in (*PARTNERSHIP, State.ENDED)


def who_sees(session, case: Case, now) -> set[int]:
    """Every account that may see a case, by memberships, absences and who is entered."""
    found = set()
    for side in BOTH:
        roles = dict(
            session.execute(
                select(Membership.account_id, Membership.role).where(Membership.organisation_id == case.sides[side])
            ).all()
        )
        away = session.execute(
            select(Absence.account_id, Absence.deputy_id).where(
                Absence.organisation_id == case.sides[side],
                Absence.first_day <= day_of(now),
                Absence.last_day >= day_of(now),
            )
        ).all()
        entered = case.people(side)
        found |= {one for one, role in roles.items() if role in at_least(Role.EDITOR) or one in entered}
        answering = entered or {one for one, role in roles.items() if role in at_least(Role.EDITOR)}
        found |= {deputy for one, deputy in away if one in answering and deputy in roles}
    if case.moderation_since is not None:
        found |= set(session.execute(select(Account.id).where(Account.portal_role.is_not(None))).scalars())
    return found


def answers_as_told(session, organisation_id: int, cases: Iterable[Case], now) -> None:
    """The figures of an organisation are those of the cases that it was asked in."""
    told = figures.answering(session, organisation_id, now)
    asked = [case for case in cases if case.addressee_id == organisation_id]
    of = [case for case in asked if not _found_nobody(session, case)]
    answered = [case for case in of if case.answered_at]
    late = [
        case
        for case in of
        if not case.answered_at
        and case.answer_due_at <= now
        and (case.decided_at is None or case.decided_at >= case.answer_due_at)
    ]
    counted = len(answered) + len(late)
    assert (told is None) is (counted < figures.FEWEST)
    if told:
        assert (told.asked, told.answered) == (counted, len(answered))
        assert told.median == (median(case.answered_at - case.sent_at for case in answered) if answered else None)


def _found_nobody(session, case: Case) -> bool:
    """Whether it went to the moderation at the moment it was sent, as the timeline tells."""
    told = queries.timeline(session, case.id)
    return any(each.transition == table.ESCALATE.name and each.at == case.sent_at for each in told)


class Letters:
    """The letters of requests since some moment, and those that there should be by what was done since."""

    def __init__(self, session) -> None:
        self.last = {of: session.execute(select(func.max(of.id))).scalar() or 0 for of in (Mail, Message)}
        self.versions = dict(session.execute(select(Case.id, Case.version)).all())
        self.notices = set(_notices(session))

    def sent(self, session) -> list[Letter]:
        mails = session.execute(select(Mail).where(Mail.id > self.last[Mail]).order_by(Mail.id)).scalars()
        return [
            (mail.kind, mail.account_id, frozenset(mail.params.items()))
            for mail in mails
            if mail.kind.startswith("partnership.") and mail.kind != letters.DIGEST.name
        ]

    def reminders(self, session) -> list[Letter]:
        """The reminders that there should be by what is noted, as far as anybody of a side reads them."""
        found = {}
        for case_id, notice, side, at in set(_notices(session)) - self.notices:
            if side in BOTH:
                case = queries.by_id(session, case_id)
                for each in readers(session, case, BY_NOTICE[notice].to, side, at):
                    # Whoever belongs to both sides reads what is said to the one that is to act.
                    if side is case.turn or (each.id, case_id, notice) not in found:
                        found[each.id, case_id, notice] = side
        return [(*about, side) for about, side in found.items()]

    def steps(self, session) -> list[Step]:
        """The steps since, in their order."""
        found = session.execute(select(Step).order_by(Step.case_id, Step.number)).scalars()
        return [each for each in found if each.number > self.versions.get(each.case_id, 0)]

    def expected(self, session) -> list[Letter]:
        """The letters that there should be: one for each step and message, to each who is to read of it."""
        said = select(Message).where(Message.id > self.last[Message], Message.internal.is_(False)).order_by(Message.id)
        return [
            *(one for step in self.steps(session) for one in _of_step(session, step)),
            *(one for message in session.execute(said).scalars() for one in _of_message(session, message)),
        ]


def _notices(session) -> Iterator[tuple[int, object, Side, object]]:
    for each in session.execute(select(DutyNotice)).scalars():
        yield each.case_id, each.notice, each.side, each.sent_at


def _letter(kind, account, **about) -> Letter:
    return (kind.name, account.id, frozenset(about.items()))


def _of_step(session, step: Step) -> list[Letter]:
    case, row = queries.by_id(session, step.case_id), table.BY_NAME[step.transition]
    if row in (table.CALL, table.ESCALATE):
        about = {"case_id": case.id, "number": step.number}
        return [_letter(letters.MODERATION, each, **about) for each in responsibility.moderators(session)]
    if row is table.ASSIGN:
        person = session.get_one(Account, step.details["person_id"])
        own = person.id == step.account_id
        return [] if own else [_letter(letters.ASSIGNED, person, case_id=case.id, person_id=person.id)]
    told = [step.side.other] if step.side in BOTH else BOTH
    by_id = {
        each.id: (side, each)
        for side in reversed(told)  # whoever belongs to both reads what is said to the first
        for each in queries.at_home(session, case, side, step.at)
        if each.id != step.account_id
    }
    people = by_id.values()
    if row is table.SEND:
        return [_letter(letters.REQUEST, each, case_id=case.id) for _, each in people]
    if row is table.LAPSE:
        return [_letter(letters.LAPSED, each, case_id=case.id, side=side.value) for side, each in people]
    if row is table.ARRIVE:
        arrived = queries.at_home(session, case, case.turn, step.at)
        if case.turn is Side.ADDRESSEE:
            return [_letter(letters.REQUEST, each, case_id=case.id) for each in arrived]
        made = [each.number for each in queries.timeline(session, case.id) if each.transition == table.PROPOSE.name]
        return [_letter(letters.STEP, each, case_id=case.id, number=made[-1]) for each in arrived]
    if not row.tells:
        return []
    if not row.tells_at_once:  # it stands in the digest of who has one
        people = [(side, each) for side, each in people if unsubscribing.is_unwanted(session, each.id, letters.DIGEST)]
    return [_letter(letters.STEP, each, case_id=case.id, number=step.number) for _, each in people]


def _of_message(session, message: Message) -> list[Letter]:
    case = queries.by_id(session, message.case_id)
    became = queries.message(session, message.id).move
    told = (
        [message.side.other]
        if message.side in BOTH and (became is None or became.became is MeetingState.OPEN)
        else BOTH
    )
    people = {}
    for side in told:
        at_home = queries.at_home(session, case, side, message.at)
        # The moderation stands in for a side that has nobody, not for what the end of a case takes along.
        standing_in = responsibility.moderators(session) if message.side is not Side.SYSTEM else ()
        people |= {each.id: each for each in at_home or standing_in}
    accepted = became is not None and became.meeting.accepted is not None
    if not accepted:  # who does it knows; an accepted date goes to all calendars
        people.pop(message.account_id, None)
    kind = letters.MESSAGE if became is None else letters.MEETING
    return [_letter(kind, each, message_id=message.id) for each in people.values()]
