"""The closed lists of a project with their German labels."""

import enum

from portal.text import N_


class ActionField(enum.Enum):
    """Handlungsfeld: the five areas of the Bitkom Smart City Index, names as used since 2023."""

    ADMINISTRATION = "administration"
    IT_AND_COMMUNICATION = "it-and-communication"
    ENERGY_AND_ENVIRONMENT = "energy-and-environment"
    MOBILITY = "mobility"
    SOCIETY_AND_EDUCATION = "society-and-education"


class Phase(enum.Enum):
    """How far a project has come. Apart from publication; optional."""

    IDEA = "idea"
    CONCEPT = "concept"
    DECIDED = "decided"
    PILOT = "pilot"
    IMPLEMENTATION = "implementation"
    OPERATION = "operation"
    COMPLETED = "completed"
    FAILED = "failed"


class Publication(enum.Enum):
    """Who can see an entry: its own people, everybody, or nobody any more."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Provenance(enum.Enum):
    """Whether an organisation wrote the entry or it was taken from public sources."""

    OWN = "own"
    PUBLIC_SOURCE = "public_source"


class ParticipationState(enum.Enum):
    """What a participant said about being named."""

    NAMED = "named"
    CONFIRMED = "confirmed"
    DENIED = "denied"


class BudgetBand(enum.Enum):
    """Order of magnitude of the cost, in euros; upper bounds are exclusive."""

    NONE = "none"
    UNDER_10K = "under-10k"
    UNDER_50K = "under-50k"
    UNDER_250K = "under-250k"
    UNDER_1M = "under-1m"
    UNDER_5M = "under-5m"
    FROM_5M = "from-5m"


RUNNING_COST_BANDS = (BudgetBand.NONE, BudgetBand.UNDER_10K, BudgetBand.UNDER_50K, BudgetBand.UNDER_250K)


class Cooperation(enum.Enum):
    """What the organisation wants from others. The last two stand alone."""

    SHARE_EXPERIENCE = "share-experience"
    SEEK_PARTNERS = "seek-partners"
    OFFER_REUSE = "offer-reuse"
    JOINT_PROCUREMENT = "joint-procurement"
    JOINT_FUNDING = "joint-funding"
    INFORM_ONLY = "inform-only"
    NO_REQUESTS = "no-requests"


STANDING_ALONE = frozenset({Cooperation.INFORM_ONLY, Cooperation.NO_REQUESTS})


class Reuse(enum.Enum):
    """In which form others can take the result over. The last one stands alone."""

    ONE_FOR_ALL = "one-for-all"
    DECENTRALISED = "decentralised"
    FIM_BASED = "fim-based"
    SOURCE_CODE = "source-code"
    CONCEPT_OR_TENDER = "concept-or-tender"
    SHARED_PROVIDER = "shared-provider"
    NONE = "none"


class LessonKind(enum.Enum):
    """The three questions about what was learnt."""

    WORKED = "worked"
    FAILED = "failed"
    DIFFERENTLY = "differently"


class Visibility(enum.Enum):
    """Who may read a lesson."""

    ORGANISATION = "organisation"
    STAFF = "staff"
    PUBLIC = "public"


class LinkKind(enum.Enum):
    """What a link leads to."""

    WEBSITE = "website"
    COUNCIL_PAPER = "council-paper"
    PRESS = "press"
    DOCUMENTATION = "documentation"


class MaturityScale(enum.Enum):
    """Version of the OZG maturity model: 1.1 has levels 0 to 4, 2.0 (since July 2025) 0 to 7."""

    V1_1 = "1.1"
    V2_0 = "2.0"


MATURITY_TOP = {MaturityScale.V1_1: 4, MaturityScale.V2_0: 7}

LABELS: dict[enum.Enum, str] = {
    ActionField.ADMINISTRATION: N_("Verwaltung"),
    ActionField.IT_AND_COMMUNICATION: N_("IT und Kommunikation"),
    ActionField.ENERGY_AND_ENVIRONMENT: N_("Energie und Umwelt"),
    ActionField.MOBILITY: N_("Mobilität"),
    ActionField.SOCIETY_AND_EDUCATION: N_("Gesellschaft und Bildung"),
    Phase.IDEA: N_("Idee oder Planung"),
    Phase.CONCEPT: N_("Konzept"),
    Phase.DECIDED: N_("Beschlossen"),
    Phase.PILOT: N_("Pilot"),
    Phase.IMPLEMENTATION: N_("Umsetzung"),
    Phase.OPERATION: N_("Betrieb"),
    Phase.COMPLETED: N_("Abgeschlossen"),
    Phase.FAILED: N_("Gescheitert"),
    Publication.DRAFT: N_("Entwurf"),
    Publication.PUBLISHED: N_("Veröffentlicht"),
    Publication.ARCHIVED: N_("Archiviert"),
    Provenance.OWN: N_("Eigener Eintrag"),
    Provenance.PUBLIC_SOURCE: N_("Aus öffentlicher Quelle"),
    ParticipationState.NAMED: N_("genannt, noch nicht bestätigt"),
    ParticipationState.CONFIRMED: N_("Beteiligung bestätigt"),
    ParticipationState.DENIED: N_("Beteiligung verneint"),
    BudgetBand.NONE: N_("keine Kosten"),
    BudgetBand.UNDER_10K: N_("unter 10.000 €"),
    BudgetBand.UNDER_50K: N_("unter 50.000 €"),
    BudgetBand.UNDER_250K: N_("unter 250.000 €"),
    BudgetBand.UNDER_1M: N_("unter 1 Mio. €"),
    BudgetBand.UNDER_5M: N_("unter 5 Mio. €"),
    BudgetBand.FROM_5M: N_("ab 5 Mio. €"),
    Cooperation.SHARE_EXPERIENCE: N_("Erfahrung teilen"),
    Cooperation.SEEK_PARTNERS: N_("Sucht Partner"),
    Cooperation.OFFER_REUSE: N_("Bietet Nachnutzung"),
    Cooperation.JOINT_PROCUREMENT: N_("Gemeinsame Beschaffung"),
    Cooperation.JOINT_FUNDING: N_("Gemeinsamer Förderantrag"),
    Cooperation.INFORM_ONLY: N_("Nur informieren"),
    Cooperation.NO_REQUESTS: N_("Derzeit keine Anfragen"),
    Reuse.ONE_FOR_ALL: N_("Einer für Alle (EfA)"),
    Reuse.DECENTRALISED: N_("Dezentral betriebene Software"),
    Reuse.FIM_BASED: N_("FIM-basierte Eigenentwicklung"),
    Reuse.SOURCE_CODE: N_("Quellcode"),
    Reuse.CONCEPT_OR_TENDER: N_("Konzept oder Vergabeunterlagen"),
    Reuse.SHARED_PROVIDER: N_("Gemeinsamer IT-Dienstleister"),
    Reuse.NONE: N_("Keine Nachnutzung möglich"),
    LessonKind.WORKED: N_("Was gut geklappt hat"),
    LessonKind.FAILED: N_("Was nicht geklappt hat"),
    LessonKind.DIFFERENTLY: N_("Was man anders machen würde"),
    Visibility.ORGANISATION: N_("Nur die eigene Organisation"),
    Visibility.STAFF: N_("Angemeldete Beschäftigte"),
    Visibility.PUBLIC: N_("Öffentlich"),
    LinkKind.WEBSITE: N_("Website"),
    LinkKind.COUNCIL_PAPER: N_("Ratsvorlage"),
    LinkKind.PRESS: N_("Presse"),
    LinkKind.DOCUMENTATION: N_("Dokumentation"),
    MaturityScale.V1_1: N_("Reifegradmodell 1.1 (0 bis 4)"),
    MaturityScale.V2_0: N_("Reifegradmodell 2.0 (0 bis 7, seit Juli 2025)"),
}

# The 14 subject fields of the Onlinezugangsgesetz; source and doubts in seeds/data/vocabularies.json.
OZG_TOPICS = (
    N_("Arbeit & Ruhestand"),
    N_("Bauen & Wohnen"),
    N_("Bildung"),
    N_("Ein- & Auswanderung"),
    N_("Engagement & Hobby"),
    N_("Familie & Kind"),
    N_("Forschung & Förderung"),
    N_("Gesundheit"),
    N_("Mobilität & Reisen"),
    N_("Querschnittsleistungen"),
    N_("Recht & Ordnung"),
    N_("Steuern & Zoll"),
    N_("Umwelt"),
    N_("Unternehmensführung & -entwicklung"),
)
