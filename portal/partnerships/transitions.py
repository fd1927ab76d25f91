"""The life of a case as ONE table: which step leads from where to where, who may take it, what it asks for.

The service checks by it, the permissions of "Wer darf was" and the picture in docs/partnerships.md are made from it,
and the tests walk through it.
"""

from collections.abc import Callable, Mapping

from portal.partnerships import conditions
from portal.partnerships.fields import Field, Form, Given, Rule, any_of, unless
from portal.partnerships.transition import Transition
from portal.partnerships.vocabulary import (
    BOTH,
    PARTNERSHIP,
    UNDER_WAY,
    WAITING,
    AgreementKind,
    Council,
    Kind,
    Refusal,
    Side,
    State,
)
from portal.text import N_


def _turn(side: Side | None) -> Callable[[Side], Side | None]:
    return lambda _: side


def _the_other(side: Side) -> Side | None:
    return side.other


def _words(label: str, *, required: bool = False) -> Field:
    return Field("words", label, Form.TEXT, required=required)


def _with_council(name: str) -> Callable[[Given], bool]:
    return unless("council", Council.NOT_NEEDED, name)


_WITH_AGREEMENT = N_("Nötig, außer ohne förmliche Vereinbarung. Zum Beispiel 31.12.2025.")
_WITH_COUNCIL = N_("Nötig, wenn der Rat beschlossen hat. Zum Beispiel 31.12.2025.")
_PUBLIC = N_("Wird öffentlich, wenn beide Seiten die Partnerschaft zeigen. Bitte nennen Sie hier keine Personen.")
_PUBLIC_DAY = N_("Zum Beispiel 31.12.2025. Wird öffentlich, wenn beide Seiten die Partnerschaft zeigen.")
_NOTE = _words(N_("Dazu in eigenen Worten"))
_NOBODY, _SENDER, _ADDRESSEE = _turn(None), _turn(Side.SENDER), _turn(Side.ADDRESSEE)

SEND = Transition(
    "send",
    N_("Anfrage senden"),
    N_("{who} hat die Anfrage gesendet"),
    (State.DRAFT,),
    State.SENT,
    (Side.SENDER,),
    person=False,  # it speaks for the organisation
    turn=_ADDRESSEE,
    decision=True,
)
TAKE_UP = Transition(
    "take-up",
    N_("Ich kümmere mich"),
    N_("{who} kümmert sich um die Anfrage"),
    (State.SENT,),
    State.CLARIFYING,
    (Side.ADDRESSEE,),
    turn=_ADDRESSEE,
    answers=True,
)
ACCEPT = Transition(
    "accept",
    N_("Anfrage annehmen"),
    N_("{who} hat die Anfrage angenommen"),
    (State.CLARIFYING,),
    State.ACCEPTED,
    (Side.ADDRESSEE,),
    (_NOTE,),
    needs=conditions.NO_PROPOSAL,  # else it says which of the two is accepted
    turn=_NOBODY,
    tells=True,
    decision=True,
)
ACCEPT_ORIGINAL = Transition(
    "accept-original",
    N_("Ursprüngliche Anfrage annehmen"),
    N_("{who} hat die ursprüngliche Anfrage angenommen, ohne den Gegenvorschlag"),
    (State.CLARIFYING,),
    State.ACCEPTED,
    (Side.ADDRESSEE,),
    (_NOTE,),
    needs=conditions.ANY_PROPOSAL,
    turn=_NOBODY,
    tells=True,
    decision=True,
)
DECLINE = Transition(
    "decline",
    N_("Anfrage ablehnen"),
    N_("{who} hat die Anfrage abgelehnt"),
    (State.CLARIFYING,),
    State.DECLINED,
    (Side.ADDRESSEE,),
    (
        Field("refusal", N_("Grund"), Form.CHOICE, required=True, choices=Refusal),
        _words(N_("Begründung in eigenen Worten"), required=True),
    ),
    turn=_NOBODY,
    tells=True,
    decision=True,
)
PROPOSE = Transition(
    "propose",
    N_("Gegenvorschlag machen"),
    N_("{who} hat einen Gegenvorschlag gemacht"),
    (State.CLARIFYING,),
    None,
    BOTH,
    (
        Field("proposed_kind", N_("Andere Art der Zusammenarbeit"), Form.CHOICE, choices=Kind),
        Field("proposed_partner_id", N_("Andere Kommune"), Form.ORGANISATION),
        Field("proposed_time", N_("Anderer Zeitraum"), Form.LINE),
        _words(N_("Gegenvorschlag in eigenen Worten"), required=True),
    ),
    (
        Rule(
            "proposed_kind",
            N_("Bitte schlagen Sie vor, was anders werden soll."),
            any_of("proposed_kind", "proposed_partner_id", "proposed_time"),
        ),
    ),
    only_where={"proposed_partner_id": conditions.ANOTHER_COULD_BE_ASKED},
    needs=conditions.NO_OWN_PROPOSAL,
    turn=_the_other,
    tells=True,
)
AGREE = Transition(
    "agree",
    N_("Gegenvorschlag annehmen"),
    N_("{who} hat den Gegenvorschlag angenommen"),
    (State.CLARIFYING,),
    State.ACCEPTED,
    BOTH,
    (_NOTE,),
    needs=conditions.OTHERS_PROPOSAL,
    turn=_NOBODY,
    tells=True,
    decision=True,
)
REJECT = Transition(
    "reject",
    N_("Gegenvorschlag ablehnen"),
    N_("{who} hat den Gegenvorschlag abgelehnt, die Anfrage bleibt, wie sie ist"),
    (State.CLARIFYING,),
    None,
    BOTH,
    (_NOTE,),
    needs=conditions.OTHERS_PROPOSAL_OF_ANY_KIND,
    turn=_ADDRESSEE,
    tells=True,
)
REDIRECT = Transition(
    "redirect",
    N_("Stattdessen die vorgeschlagene Kommune anfragen"),
    N_("{who} fragt stattdessen die vorgeschlagene Kommune an"),
    (State.CLARIFYING,),
    State.WITHDRAWN,
    (Side.SENDER,),
    (_NOTE,),
    needs=conditions.OTHER_PARTNER,
    person=False,  # it sends another request
    turn=_NOBODY,
    tells=True,
    decision=True,
)
WITHDRAW = Transition(
    "withdraw",
    N_("Anfrage zurückziehen"),
    N_("{who} hat die Anfrage zurückgezogen"),
    WAITING,
    State.WITHDRAWN,
    (Side.SENDER,),
    (_NOTE,),
    turn=_NOBODY,
    tells=True,
    decision=True,
)
LAPSE = Transition(
    "lapse",
    N_("Verfallen"),
    N_("Die Anfrage ist verfallen"),
    WAITING,
    State.LAPSED,
    (Side.SYSTEM,),
    turn=_NOBODY,
    tells=True,
    decision=True,
)
ESCALATE = Transition(
    "escalate",
    N_("Moderation benachrichtigen"),
    N_("Das Portal hat die Moderation dazugeholt"),
    UNDER_WAY,
    None,
    (Side.SYSTEM,),
    needs=conditions.WITHOUT_MODERATION,
)
CALL = Transition(
    "call",
    N_("Moderation hinzuziehen"),
    N_("{who} hat die Moderation hinzugezogen"),
    UNDER_WAY,
    None,
    BOTH,
    (_words(N_("Worum geht es?"), required=True),),
    needs=conditions.WITHOUT_MODERATION,
)
RELEASE = Transition(
    "release",
    N_("Moderation verabschieden"),
    N_("Die Moderation liest nicht mehr mit"),
    PARTNERSHIP,
    None,
    (Side.SYSTEM,),
    needs=conditions.WITH_MODERATION,
)
ARRIVE = Transition(
    "arrive",
    N_("Fristen neu beginnen"),
    N_("Es ist jetzt jemand im Portal, der antworten kann, die Fristen beginnen neu"),
    WAITING,
    None,
    (Side.SYSTEM,),
)
CLOSE = Transition(
    "close",
    N_("Anfrage schließen"),
    N_("Die Moderation hat die Anfrage geschlossen"),
    WAITING,
    State.LAPSED,
    (Side.MODERATION,),
    (_words(N_("Begründung"), required=True),),
    needs=conditions.WITH_MODERATION,
    turn=_NOBODY,
    tells=True,
    decision=True,
)
ASSIGN = Transition(
    "assign",
    N_("Zuständige Person ändern"),
    N_("{who} hat festgelegt, wer sich kümmert"),
    UNDER_WAY,
    None,
    BOTH,
    (Field("person_id", N_("Zuständige Person"), Form.COLLEAGUE, required=True),),
)
INTEND = Transition(
    "intend",
    N_("Absichtserklärung festhalten"),
    N_("{who} hat die Absichtserklärung festgehalten"),
    (State.ACCEPTED,),
    State.INTENT,
    BOTH,
    (
        Field("intended_on", N_("Datum der Absichtserklärung"), Form.DAY, required=True),
        Field("intent_link", N_("Link zur Absichtserklärung"), Form.LINK),
        _NOTE,
    ),
    decision=True,
)
CONCLUDE = Transition(
    "conclude",
    N_("Vereinbarung festhalten"),
    N_("{who} hat die Vereinbarung festgehalten"),
    (State.ACCEPTED, State.INTENT),
    State.AGREED,
    BOTH,
    (
        Field("agreement", N_("Art der Vereinbarung"), Form.CHOICE, required=True, choices=AgreementKind),
        Field("agreed_on", N_("Datum der Vereinbarung"), Form.DAY, hint=_WITH_AGREEMENT),
        Field("council", N_("Ratsbeschluss"), Form.CHOICE, required=True, choices=Council),
        Field("council_on", N_("Datum des Ratsbeschlusses"), Form.DAY, hint=_WITH_COUNCIL),
        Field("council_link", N_("Link zum Ratsbeschluss"), Form.LINK, hint=N_("Nötig, wenn der Rat beschlossen hat.")),
        _NOTE,
    ),
    (
        Rule(
            "agreed_on",
            N_("Bitte geben Sie das Datum der Vereinbarung an."),
            unless("agreement", AgreementKind.NONE, "agreed_on"),
        ),
        Rule("council_on", N_("Bitte geben Sie das Datum des Ratsbeschlusses an."), _with_council("council_on")),
        Rule("council_link", N_("Bitte geben Sie den Link zum Ratsbeschluss an."), _with_council("council_link")),
    ),
    tells=True,
    decision=True,
)
START = Transition(
    "start",
    N_("Die Zusammenarbeit läuft"),
    N_("{who} hat den Beginn der Zusammenarbeit festgehalten"),
    (State.AGREED,),
    State.RUNNING,
    BOTH,
    (Field("started_on", N_("Läuft seit"), Form.DAY, required=True), _NOTE),
    decision=True,
)
FINISH = Transition(
    "finish",
    N_("Zusammenarbeit beenden"),
    N_("{who} hat die Zusammenarbeit beendet"),
    (State.RUNNING,),
    State.ENDED,
    BOTH,
    (
        Field("outcome", N_("Was ist daraus geworden?"), Form.TEXT, required=True),
        Field("hours_saved", N_("Ersparter Aufwand in Stunden, wenn bekannt"), Form.COUNT),
        Field("euros_saved", N_("Ersparte Kosten in Euro, wenn bekannt"), Form.COUNT),
        Field("would_do_again", N_("Würden Sie es wieder tun?"), Form.YES_NO, required=True),
    ),
    tells=True,
    decision=True,
)
ABORT = Transition(
    "abort",
    N_("Zusammenarbeit abbrechen"),
    N_("{who} hat die Zusammenarbeit abgebrochen"),
    PARTNERSHIP,
    State.ABORTED,
    BOTH,
    (_words(N_("Woran lag es?"), required=True),),
    tells=True,
    decision=True,
)
SHOW = Transition(
    "show",
    N_("Öffentlich zeigen"),
    N_("{who} ist einverstanden, dass die Partnerschaft öffentlich gezeigt wird"),
    (*PARTNERSHIP, State.ENDED),
    None,
    BOTH,
    needs=conditions.NOT_SHOWN,
    tells=True,  # it asks the other side for the same
    decision=True,
)
WITHHOLD = Transition(
    "withhold",
    N_("Nicht öffentlich zeigen"),
    N_("{who} möchte die Partnerschaft nicht öffentlich zeigen"),
    (*PARTNERSHIP, State.ENDED),
    None,
    BOTH,
    needs=conditions.ASKED_TO_SHOW,
    tells=True,  # the other side has asked
    decision=True,
)
HIDE = Transition(
    "hide",
    N_("Nicht mehr öffentlich zeigen"),
    N_("{who} möchte die Partnerschaft nicht mehr öffentlich zeigen"),
    (*PARTNERSHIP, State.ENDED),
    None,
    BOTH,
    needs=conditions.SHOWN,
    decision=True,
)
STATE_REUSE = Transition(
    "state-reuse",
    N_("Nachnutzung beschreiben"),
    N_("{who} hat beschrieben, was nachgenutzt wird"),
    (State.AGREED, State.RUNNING, State.ENDED),
    None,
    BOTH,
    (
        Field("reuse_version", N_("Version"), Form.LINE, required=True, hint=_PUBLIC),
        Field("reuse_since", N_("Im Einsatz seit"), Form.DAY, required=True, hint=_PUBLIC_DAY),
        Field("reuse_adaptations", N_("Anpassungen"), Form.TEXT, hint=_PUBLIC),
    ),
    needs=conditions.IS_REUSE,
    tells=True,
)
CONFIRM_REUSE = Transition(
    "confirm-reuse",
    N_("Nachnutzung bestätigen"),
    N_("{who} hat die Angaben zur Nachnutzung bestätigt"),
    (State.AGREED, State.RUNNING, State.ENDED),
    None,
    BOTH,
    needs=conditions.REUSE_STATED,
    decision=True,
)

# In the order in which pages offer them and the docs list them.
TRANSITIONS: tuple[Transition, ...] = (
    *(SEND, TAKE_UP, ACCEPT, PROPOSE, AGREE, REDIRECT, REJECT, ACCEPT_ORIGINAL, DECLINE, WITHDRAW),
    *(INTEND, CONCLUDE, START, STATE_REUSE, CONFIRM_REUSE, SHOW, WITHHOLD, HIDE, FINISH, ABORT),
    *(ASSIGN, CALL, ESCALATE, ARRIVE, RELEASE, CLOSE, LAPSE),
)
BY_NAME: Mapping[str, Transition] = {transition.name: transition for transition in TRANSITIONS}
