"""Verbs on what is written to others: draft, change, discard, send. They flush, never commit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import throttle
from portal.access import allowed, ensure
from portal.database import wait_for_turn
from portal.errors import Conflict, Invalid, NotFound
from portal.organisations.models import Organisation
from portal.partnerships import access, queries
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee, askable_about, ensure_can_be_asked, hold
from portal.partnerships.colleagues import selected
from portal.partnerships.fields import Field, Form, checked
from portal.partnerships.models import ADDRESSEES_MAX, Case, Sending
from portal.partnerships.stepping import Acting, take
from portal.partnerships.talking import seen
from portal.partnerships.talking.seen import Shown
from portal.partnerships.vocabulary import Kind, Side
from portal.projects.models import Project
from portal.projects.vocabulary import Publication
from portal.text import N_

CASES_PER_DAY = 200  # of one organisation
_DAY = timedelta(days=1)

FIELDS = (
    Field("kind", N_("Art der Zusammenarbeit"), Form.CHOICE, required=True, choices=Kind),
    Field(
        "wants",
        N_("Was wünschen Sie sich?"),
        Form.TEXT,
        required=True,
        hint=N_("Was möchten Sie übernehmen, lernen oder gemeinsam tun, und wozu?"),
    ),
    Field(
        "offers",
        N_("Was bieten Sie dafür?"),
        Form.TEXT,
        hint=N_("Zum Beispiel Mitarbeit, Tests, Unterlagen oder Geld."),
    ),
    Field("wished_time", N_("Gewünschter Zeitraum"), Form.LINE, hint=N_("Zum Beispiel ab Frühjahr 2027.")),
)


class AlreadyAsked(Conflict):
    """The same thing is under way with the same organisation: `case` is the first one, to be led to."""

    message = N_("Dazu gibt es mit {organisation} schon eine Anfrage oder Partnerschaft.")

    def __init__(self, case: Case, addressee: Organisation) -> None:
        super().__init__(organisation=addressee.name)
        self.case = case
        self.case_id = case.id  # once the transaction is undone the case itself is not read any more


class Changed(Conflict):
    """Somebody else has changed or sent the draft; nothing was changed."""

    message = N_("Jemand anderes hat diesen Entwurf inzwischen geändert oder gesendet.")


@dataclass(frozen=True)
class Draft:
    """What somebody wants to write to others. Texts are checked by `FIELDS`."""

    kind: Kind
    wants: str
    addressees: tuple[Addressee, ...]
    offers: str | None = None
    wished_time: str | None = None
    own_project_id: int | None = None
    person_id: int | None = None  # who looks after it; None: who writes it


def write(session: Session, acting: Acting, organisation: Organisation, draft: Draft) -> Sending:
    """Begin a request of the organisation. Raises Forbidden, Invalid, AlreadyAsked."""
    ensure(acting.actor, access.WRITE, organisation)
    written = Sending(sender_id=organisation.id, sender=organisation, created_at=acting.at, sent_at=None, cases=[])
    _fill(session, acting, written, draft)
    session.add(written)
    session.flush()
    return written


def rewrite(session: Session, acting: Acting, sending_id: int, version: int, draft: Draft) -> Sending:
    """Change a draft. Raises NotFound, Changed, Invalid, AlreadyAsked."""
    written = _to_change(session, acting, sending_id, version)
    _fill(session, acting, written, draft)
    session.flush()
    return written


def discard(session: Session, acting: Acting, sending_id: int, version: int) -> None:
    """Throw a draft away. Raises NotFound, Changed."""
    written = _to_change(session, acting, sending_id, version)
    hold(session, map(_addressee, written.cases))
    session.delete(written)
    session.flush()


def send(session: Session, acting: Acting, sending_id: int, version: int) -> list[Case]:
    """Send a draft to all it is for and return the cases.

    Those of `moderation_since` went to the moderation: nobody of the organisation is in the portal yet.
    Raises NotFound, Forbidden, Changed, Invalid when somebody can no longer be asked, AlreadyAsked, Throttled.
    """
    written = _to_change(session, acting, sending_id, version)
    for case in written.cases:
        ensure(acting.actor, access.STEPS[table.SEND.name], case)
    addressees = [_addressee(case) for case in written.cases]
    hold(session, addressees)
    _ensure_sound(session, written, addressees)
    written.sent_at = acting.at
    for case in written.cases:
        _send(session, acting, case)
    return written.cases


def redirect(
    session: Session, acting: Acting, case: Case, partner: Organisation, kind: Kind, wished_time: str | None
) -> Case:
    """Ask the organisation that the addressee has proposed instead, with what was written.

    `wished_time`: what was proposed with it, if anything. It is about the same entry where the organisation can be
    asked about that. Raises Invalid, AlreadyAsked also where the same was written to it at first.
    """
    written = case.sending
    project = askable_about(session, case.project_id, partner)
    instead = Addressee(partner.id, project.id if project else None)
    _ensure_sound(session, written, [instead], kind)
    at_first = queries.under_way_of(session, written.id, partner.id)
    if at_first is not None:
        raise AlreadyAsked(at_first, partner)
    further = _case(session, written, instead, kind)
    further.sending, further.project, further.wanted = written, project, None
    further.sender_person_id = case.sender_person_id
    further.wished_time = wished_time or further.wished_time
    session.add(further)
    session.flush()
    _send(session, acting, further)
    return further


def change_kind(session: Session, case: Case, kind: Kind, side: Side) -> None:
    """Let a case be about another kind, as a side agrees to. Raises AlreadyAsked where that is under way already."""
    if kind is case.kind:
        return
    about = _addressee(case).about(kind)
    wait_for_sender(session, case.sender_id)
    first = queries.same_thing(session, case.sender_id, case.addressee_id, about)
    if first is not None:
        raise AlreadyAsked(first, case.addressee if side is Side.SENDER else case.sender)
    case.about = about


def hold_entry(session: Session, case_id: int) -> None:
    """Keep what a case is about as it is until the transaction ends; before the case itself is locked."""
    about = select(Case.addressee_id, Case.project_id).where(Case.id == case_id)
    hold(session, [Addressee(asked, project_id) for asked, project_id in session.execute(about)])


def wait_for_sender(session: Session, sender_id: int) -> None:
    """Wait for the turn, until this transaction ends, to begin for an organisation what must not be under way twice."""
    wait_for_turn(session, f"requests of organisation {sender_id}")


def _send(session: Session, acting: Acting, case: Case) -> None:
    bucket = throttle.bucket("requests of", str(case.sender_id))
    throttle.count_within(session, bucket, CASES_PER_DAY, _DAY)
    step = take(session, acting, case, table.SEND, Side.SENDER, {})
    seen.mark_own(session, acting, case.id, Shown(step.number, 0))


def _to_change(session: Session, acting: Acting, sending_id: int, version: int) -> Sending:
    written = queries.sending_by_id(session, sending_id, for_update=True)
    if written is None or not allowed(acting.actor, access.EDIT, written):
        raise NotFound
    if written.version != version or written.sent_at is not None:
        raise Changed
    return written


def _fill(session: Session, acting: Acting, written: Sending, draft: Draft) -> None:
    given = {field.name: getattr(draft, field.name) for field in FIELDS}
    values = checked(FIELDS, (), given)
    person_id = draft.person_id if draft.person_id is not None else acting.actor.account_id
    selected(session, acting.actor, written.sender_id, person_id, "person")
    _ensure_own(session, written.sender_id, draft.own_project_id)
    hold(session, [*map(_addressee, written.cases), *draft.addressees])
    with session.no_autoflush:
        for name, value in values.items():
            setattr(written, name, value)
        written.own_project_id, written.person_id, written.updated_at = draft.own_project_id, person_id, acting.at
        _ensure_sound(session, written, draft.addressees)
        written.cases = [_case(session, written, each, draft.kind) for each in draft.addressees]


def _case(session: Session, written: Sending, addressee: Addressee, kind: Kind) -> Case:
    return Case(
        sender_id=written.sender_id,
        sender=written.sender,
        addressee_id=addressee.organisation_id,
        addressee=session.get_one(Organisation, addressee.organisation_id),
        project_id=addressee.project_id,
        wanted_id=addressee.wanted_id,
        about=addressee.about(kind),
        kind=kind,
        wished_time=written.wished_time,
        sender_person_id=written.person_id,
    )


def _addressee(case: Case) -> Addressee:
    return Addressee(case.addressee_id, case.project_id, case.wanted_id)


def _ensure_sound(
    session: Session, written: Sending, addressees: Iterable[Addressee], kind: Kind | None = None
) -> None:
    """Raise Invalid for addressees that cannot be asked, AlreadyAsked for what is under way.

    Keeps others of the organisation from sending until the transaction ends.
    """
    several = list(addressees)
    if not 0 < len(several) <= ADDRESSEES_MAX or len(set(several)) < len(several):
        message = N_("Bitte wählen Sie mindestens eine Kommune, jede nur einmal und höchstens 53.")
        raise Invalid({"addressees": [message]})
    wait_for_sender(session, written.sender_id)
    for each in several:
        organisation = ensure_can_be_asked(session, written.sender_id, each)
        first = queries.same_thing(session, written.sender_id, each.organisation_id, each.about(kind or written.kind))
        if first is not None:
            raise AlreadyAsked(first, organisation)


def _ensure_own(session: Session, sender_id: int, project_id: int | None) -> None:
    if project_id is None:
        return
    statement = select(Project.id).where(
        Project.id == project_id, Project.keeper_id == sender_id, Project.publication == Publication.PUBLISHED
    )
    if session.execute(statement).scalar_one_or_none() is None:
        raise Invalid({"own_project": [N_("Bitte wählen Sie einen veröffentlichten Eintrag Ihrer Organisation.")]})
