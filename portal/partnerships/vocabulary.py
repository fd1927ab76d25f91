"""The closed lists of requests and partnerships with their German labels."""

import enum

from portal.text import N_


class Kind(enum.Enum):
    """What two organisations want to do together."""

    EXPERIENCE = "experience"
    REUSE = "reuse"
    DEVELOPMENT = "development"
    PROCUREMENT = "procurement"
    FUNDING = "funding"
    OPERATION = "operation"
    VISIT = "visit"


class State(enum.Enum):
    """How far a case has come; what leads from one to the next stands in `transitions.py`."""

    DRAFT = "draft"
    SENT = "sent"
    CLARIFYING = "clarifying"
    ACCEPTED = "accepted"
    INTENT = "intent"
    AGREED = "agreed"
    RUNNING = "running"
    ENDED = "ended"
    ABORTED = "aborted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


WAITING = (State.SENT, State.CLARIFYING)  # somebody owes an answer
PARTNERSHIP = (State.ACCEPTED, State.INTENT, State.AGREED, State.RUNNING)  # both want it
UNDER_WAY = (*WAITING, *PARTNERSHIP)
OVER = (State.ENDED, State.ABORTED, State.DECLINED, State.WITHDRAWN, State.LAPSED)


class Side(enum.Enum):
    """In whose name something is done in a case."""

    SENDER = "sender"
    ADDRESSEE = "addressee"
    MODERATION = "moderation"
    SYSTEM = "system"

    @property
    def other(self) -> "Side":
        """Who stands opposite. Raises KeyError for those who look on."""
        return {Side.SENDER: Side.ADDRESSEE, Side.ADDRESSEE: Side.SENDER}[self]


BOTH = (Side.SENDER, Side.ADDRESSEE)


class Refusal(enum.Enum):
    """Why an organisation says no."""

    NO_TIME = "no-time"
    NO_STAFF = "no-staff"
    OWN_WAY = "own-way"
    NOT_READY = "not-ready"
    NOT_OURS = "not-ours"
    LAW = "law"
    OTHER = "other"


class AgreementKind(enum.Enum):
    """In which form two organisations bind themselves. The portal records it and gives no legal advice."""

    ADMINISTRATIVE = "administrative"
    PUBLIC_LAW = "public-law"
    ASSOCIATION = "association"
    CONTRACT = "contract"
    NONE = "none"


class Council(enum.Enum):
    """Whether a council had to decide about the agreement."""

    DECIDED = "decided"
    NOT_NEEDED = "not-needed"


class Notice(enum.Enum):
    """What the portal writes by itself while nobody acts; who gets it and when stands in `duties/ladder.py`."""

    ANSWER_SOON = "answer-soon"
    ANSWER_LATE = "answer-late"
    ANSWER_OVERDUE = "answer-overdue"
    DECISION_SOON = "decision-soon"
    DECISION_LATE = "decision-late"
    DECISION_OVERDUE = "decision-overdue"
    QUIET = "quiet"
    LAPSE_SOON = "lapse-soon"


class Task(enum.Enum):
    """What a side of a case can be asked; pages and letters say it in words, see `lists/tasks.py`."""

    ANSWER = "answer"  # an answer, a decision, or a word to a counter-proposal
    DATES = "dates"
    REUSE = "reuse"  # to say whether it is as it was stated
    SHOW = "show"  # to say whether everybody may see the partnership


class WantedState(enum.Enum):
    """What has become of a Gesuch."""

    DRAFT = "draft"
    OPEN = "open"
    MET = "met"
    CLOSED = "closed"


class MeetingState(enum.Enum):
    """What has become of a proposal of dates."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PASSED = "passed"


class Length(enum.Enum):
    """How long a meeting takes, in minutes."""

    HALF_HOUR = "30"
    THREE_QUARTERS = "45"
    HOUR = "60"
    HOUR_AND_A_HALF = "90"
    TWO_HOURS = "120"
    HALF_DAY = "240"
    DAY = "480"


LABELS: dict[enum.Enum, str] = {
    Kind.EXPERIENCE: N_("Erfahrungsaustausch"),
    Kind.REUSE: N_("Nachnutzung"),
    Kind.DEVELOPMENT: N_("Gemeinsame Entwicklung"),
    Kind.PROCUREMENT: N_("Gemeinsame Beschaffung"),
    Kind.FUNDING: N_("Gemeinsamer Förderantrag"),
    Kind.OPERATION: N_("Gemeinsamer Betrieb"),
    Kind.VISIT: N_("Hospitation"),
    State.DRAFT: N_("Entwurf"),
    State.SENT: N_("Gesendet"),
    State.CLARIFYING: N_("In Klärung"),
    State.ACCEPTED: N_("Angenommen"),
    State.INTENT: N_("Absichtserklärung"),
    State.AGREED: N_("Vereinbarung"),
    State.RUNNING: N_("Läuft"),
    State.ENDED: N_("Beendet"),
    State.ABORTED: N_("Abgebrochen"),
    State.DECLINED: N_("Abgelehnt"),
    State.WITHDRAWN: N_("Zurückgezogen"),
    State.LAPSED: N_("Verfallen"),
    Side.SENDER: N_("Anfragende Seite"),
    Side.ADDRESSEE: N_("Angefragte Seite"),
    Side.MODERATION: N_("Moderation"),
    Side.SYSTEM: N_("Portal"),
    Refusal.NO_TIME: N_("Derzeit keine Zeit"),
    Refusal.NO_STAFF: N_("Es fehlt an Personal oder Geld"),
    Refusal.OWN_WAY: N_("Wir gehen einen anderen Weg"),
    Refusal.NOT_READY: N_("Unser Projekt ist noch nicht so weit"),
    Refusal.NOT_OURS: N_("Dafür sind wir nicht zuständig"),
    Refusal.LAW: N_("Rechtliche Gründe"),
    Refusal.OTHER: N_("Anderer Grund"),
    AgreementKind.ADMINISTRATIVE: N_("Verwaltungsvereinbarung"),
    AgreementKind.PUBLIC_LAW: N_("Öffentlich-rechtliche Vereinbarung"),
    AgreementKind.ASSOCIATION: N_("Zweckverband"),
    AgreementKind.CONTRACT: N_("Vertrag"),
    AgreementKind.NONE: N_("Keine förmliche Vereinbarung"),
    Council.DECIDED: N_("Der Rat hat beschlossen"),
    Council.NOT_NEEDED: N_("Kein Ratsbeschluss nötig"),
    WantedState.DRAFT: N_("Entwurf"),
    WantedState.OPEN: N_("Offen"),
    WantedState.MET: N_("Erfüllt"),
    WantedState.CLOSED: N_("Geschlossen"),
    MeetingState.OPEN: N_("Wartet auf eine Antwort"),
    MeetingState.ACCEPTED: N_("Zugesagt"),
    MeetingState.DECLINED: N_("Abgelehnt"),
    MeetingState.WITHDRAWN: N_("Abgesagt"),
    MeetingState.PASSED: N_("Ohne Antwort verstrichen"),
    Length.HALF_HOUR: N_("30 Minuten"),
    Length.THREE_QUARTERS: N_("45 Minuten"),
    Length.HOUR: N_("1 Stunde"),
    Length.HOUR_AND_A_HALF: N_("1 Stunde 30 Minuten"),
    Length.TWO_HOURS: N_("2 Stunden"),
    Length.HALF_DAY: N_("4 Stunden"),
    Length.DAY: N_("8 Stunden"),
}

HIDDEN_ENTRY = N_("ein Eintrag, den die Moderation ausgeblendet hat")  # its title is no longer told
HIDDEN_WANTED = N_("ein Gesuch, das die Moderation ausgeblendet hat")  # likewise
CLOSED = N_("Geschlossen")  # by the moderation: what `State.LAPSED` is called then
