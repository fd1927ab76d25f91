"""Who may do what in requests and partnerships: made from the table of steps, plus what is no step."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portal.access import Actor, Grant, Permission, Role, anyone, members, moderation
from portal.organisations.models import Organisation
from portal.partnerships.models import Case, Sending, Wanted
from portal.partnerships.transition import Transition
from portal.partnerships.transitions import TRANSITIONS
from portal.partnerships.vocabulary import BOTH, Side, State, WantedState
from portal.text import N_

_OF_SIDES = {
    (Side.SENDER,): N_("für die anfragende Organisation"),
    (Side.ADDRESSEE,): N_("für die angefragte Organisation"),
    BOTH: N_("für die eigene Organisation, auf beiden Seiten"),
}
_OF_PERSON = {
    (Side.SENDER,): N_("wo man für die Anfrage zuständig ist"),
    (Side.ADDRESSEE,): N_("wo man für die Anfrage, den Eintrag oder das Gesuch zuständig ist"),
    BOTH: N_("wo man für die Anfrage, den Eintrag oder das Gesuch zuständig ist"),
}


def _looks_after(actor: Actor, case: Case, side: Side) -> bool:
    of, entered = case.sides[side], case.people(side)
    if of not in actor.organisation_ids:
        return False
    # Where nobody is entered the coordination answers, else the editors; whoever stands in for them does so too.
    return not actor.persons(of).isdisjoint(entered) if entered else of in actor.places_as(Role.EDITOR)


def _present(sides: tuple[Side, ...], case: Case) -> Iterable[Side]:
    # To the addressee a draft does not exist.
    return [side for side in sides if side is Side.SENDER or case.state is not State.DRAFT]


def _of(sides: tuple[Side, ...]) -> Callable[[Case], Iterable[int | None]]:
    return lambda case: [case.sides[side] for side in _present(sides, case)]


def _by_person(sides: tuple[Side, ...]) -> Grant[Case]:
    return Grant(
        Role.CONTRIBUTOR,
        _OF_PERSON[sides],
        lambda actor, case: any(_looks_after(actor, case, side) for side in _present(sides, case)),
    )


def _called_in(case: Case) -> bool:
    return case.moderation_since is not None


_MODERATION: Grant[Case] = moderation(N_("solange sie hinzugezogen ist"), _called_in)


def _permission(transition: Transition) -> Permission[Case]:
    name = f"partnership.{transition.name}"
    if transition.by == (Side.MODERATION,):
        return Permission(name, transition.label, (_MODERATION,))
    own = (_by_person(transition.by),) if transition.person else ()
    of_side = members(transition.role, _of(transition.by), _OF_SIDES[transition.by])
    return Permission(name, transition.label, (*own, of_side))


# By the name of the step; what only the portal itself does is in nobody's power.
STEPS: Mapping[str, Permission[Case]] = {
    transition.name: _permission(transition) for transition in TRANSITIONS if Side.SYSTEM not in transition.by
}


def _itself(organisation: Organisation) -> Iterable[int]:
    return (organisation.id,) if organisation.can_have_members else ()


def _writes(actor: Actor, sending: Sending) -> bool:
    return actor.account_id is not None and actor.account_id == sending.person_id


def _looks_after_wanted(actor: Actor, wanted: Wanted) -> bool:
    of = wanted.organisation_id
    return wanted.person_id in actor.persons(of) if wanted.person_id is not None else of in actor.places_as(Role.EDITOR)


VIEW: Permission[Case] = Permission(
    "partnership.view",
    N_("Eine Anfrage oder Partnerschaft mit ihrem Verlauf sehen"),
    (_by_person(BOTH), members(Role.EDITOR, _of(BOTH), _OF_SIDES[BOTH]), _MODERATION),
)
TALK: Permission[Case] = Permission(
    "partnership.talk",
    N_("In einer Anfrage oder Partnerschaft Nachrichten schreiben"),
    (_by_person(BOTH), members(Role.EDITOR, _of(BOTH), _OF_SIDES[BOTH]), _MODERATION),
)
NOTE: Permission[Case] = Permission(
    "partnership.note",
    N_("In einer Anfrage oder Partnerschaft Notizen für die eigene Seite schreiben und lesen"),
    (_by_person(BOTH), members(Role.EDITOR, _of(BOTH), _OF_SIDES[BOTH])),
)
MEET: Permission[Case] = Permission(
    "partnership.meet",
    N_("In einer Anfrage oder Partnerschaft Termine vorschlagen, zusagen und absagen"),
    (_by_person(BOTH), members(Role.EDITOR, _of(BOTH), _OF_SIDES[BOTH])),
)
WRITE: Permission[Organisation] = Permission(
    "partnership.write",
    N_("Eine Anfrage entwerfen"),
    (members(Role.CONTRIBUTOR, _itself, N_("für die eigene Organisation")),),
)
EDIT: Permission[Sending] = Permission(
    "partnership.edit",
    N_("Den Entwurf einer Anfrage ändern und verwerfen"),
    (
        members(Role.CONTRIBUTOR, lambda sending: (sending.sender_id,), N_("wo man zuständig ist"), _writes),
        members(Role.EDITOR, lambda sending: (sending.sender_id,), N_("in der eigenen Organisation")),
    ),
)
SURVEY: Permission[Organisation] = Permission(
    "partnership.survey",
    N_("Alle Anfragen und Partnerschaften der Organisation überblicken"),
    (members(Role.EDITOR, _itself, N_("in der eigenen Organisation")),),
)
OVERSEE: Permission[Any] = Permission("partnership.oversee", N_("Sehen, wo Anfragen überfällig sind"), (moderation(),))

POST: Permission[Organisation] = Permission(
    "wanted.post",
    N_("Ein Gesuch anlegen"),
    (members(Role.CONTRIBUTOR, _itself, N_("für die eigene Organisation")),),
)
_ITS_EDITORS: Grant[Wanted] = members(
    Role.EDITOR, lambda each: (each.organisation_id,), N_("in der eigenen Organisation")
)
# Besides, whoever has offered reads what is closed, see `seeking/doors.py`.
READ: Permission[Wanted] = Permission(
    "wanted.read",
    N_("Ein Gesuch lesen"),
    (
        anyone(N_("solange es offen ist"), lambda each: each.is_open),
        members(
            Role.CONTRIBUTOR,
            lambda each: (each.organisation_id,),
            N_("in der eigenen Organisation, auch Entwürfe und was geschlossen oder ausgeblendet ist"),
        ),
        moderation(N_("wenn es geschlossen oder ausgeblendet ist"), lambda each: each.state is not WantedState.DRAFT),
    ),
)
KEEP: Permission[Wanted] = Permission(
    "wanted.keep",
    N_("Den Entwurf eines Gesuchs ändern; ein Gesuch bestätigen und schließen"),
    (
        members(
            Role.CONTRIBUTOR, lambda each: (each.organisation_id,), N_("wo man zuständig ist"), _looks_after_wanted
        ),
        _ITS_EDITORS,
    ),
)
PUBLISH: Permission[Wanted] = Permission(
    "wanted.publish", N_("Ein Gesuch veröffentlichen und danach ändern"), (_ITS_EDITORS,)
)
HIDE: Permission[Wanted] = Permission(
    "wanted.hide", N_("Ein Gesuch mit Begründung ausblenden und wieder zeigen"), (moderation(),)
)
SEE_HIDDEN: Permission[Any] = Permission("wanted.see-hidden", N_("Alle ausgeblendeten Gesuche sehen"), (moderation(),))

# As "Wer darf was" lists them.
PERMISSIONS: tuple[Permission[Any], ...] = (
    *(WRITE, EDIT, VIEW, SURVEY, TALK, NOTE, MEET),
    *STEPS.values(),
    *(POST, READ, KEEP, PUBLISH, HIDE),
)
ADMINISTRATION = (OVERSEE, SEE_HIDDEN)


def sides(actor: Actor, transition: Transition, case: Case) -> list[Side]:
    """Return in whose name the actor may take this step: often one side, both for who belongs to both."""
    if transition.name not in STEPS:
        return []
    if transition.by == (Side.MODERATION,):
        return [Side.MODERATION] if actor.moderates and _called_in(case) else []
    return [
        side
        for side in _present(transition.by, case)
        if actor.holds(transition.role, case.sides[side]) or (transition.person and _looks_after(actor, case, side))
    ]


def own_sides(actor: Actor, case: Case) -> list[Side]:
    """Return the sides in whose name the actor can speak and whose notes the actor may read."""
    return [
        side
        for side in _present(BOTH, case)
        if actor.holds(Role.EDITOR, case.sides[side]) or _looks_after(actor, case, side)
    ]
