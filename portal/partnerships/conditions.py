"""What must hold of a case, beside its state, before a step can be taken."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.partnerships.models import Case
from portal.partnerships.vocabulary import Kind, Side
from portal.text import N_


@dataclass(frozen=True)
class Condition:
    """What must hold of the case for a side beside its state; `message` (German) says what does not."""

    message: str
    holds: Callable[[Case, Side], bool]


NO_PROPOSAL = Condition(
    N_("Es liegt ein Gegenvorschlag vor. Bitte sagen Sie, ob er gilt oder die ursprüngliche Anfrage."),
    lambda case, _: case.proposed_by is None,
)
NO_OWN_PROPOSAL = Condition(
    N_("Ihr Gegenvorschlag liegt schon vor. Bitte warten Sie, was die andere Seite dazu sagt."),
    lambda case, side: case.proposed_by is not side,
)
ANY_PROPOSAL = Condition(N_("Es liegt kein Gegenvorschlag vor."), lambda case, _: case.proposed_by is not None)
OTHERS_PROPOSAL_OF_ANY_KIND = Condition(
    N_("Es liegt kein Gegenvorschlag der anderen Seite vor, den Sie ablehnen können."),
    lambda case, side: case.proposed_by is not None and case.proposed_by is not side,
)
OTHERS_PROPOSAL = Condition(
    N_("Es liegt kein Gegenvorschlag der anderen Seite vor, den Sie annehmen können."),
    lambda case, side: case.proposed_by is not None and case.proposed_by is not side and not case.proposed_partner_id,
)
OTHER_PARTNER = Condition(
    N_("Es ist keine andere Kommune vorgeschlagen."),
    lambda case, _: (
        case.proposed_by is Side.ADDRESSEE and case.proposed_partner_id is not None and case.wanted_id is None
    ),
)
# Whoever asks can ask others without a proposal, and what is offered to one is of no use to another.
ANOTHER_COULD_BE_ASKED = Condition(
    N_("Eine andere Kommune kann hier nicht vorgeschlagen werden."),
    lambda case, side: side is Side.ADDRESSEE and case.wanted_id is None,
)
NOT_SHOWN = Condition(N_("Ihre Seite ist schon einverstanden."), lambda case, side: side not in case.sides_that_show)
SHOWN = Condition(
    N_("Ihre Seite hat nicht zugestimmt, die Partnerschaft zu zeigen."),
    lambda case, side: side in case.sides_that_show,
)
ASKED_TO_SHOW = Condition(
    N_("Die andere Seite fragt gerade nicht danach, oder Ihre Seite hat schon geantwortet."),
    lambda case, side: (
        side.other in case.sides_that_show and side not in case.sides_that_show | case.sides_that_withhold
    ),
)
IS_REUSE = Condition(N_("Das geht nur bei einer Nachnutzung."), lambda case, _: case.kind is Kind.REUSE)
REUSE_STATED = Condition(
    N_("Die andere Seite hat keine Angaben zur Nachnutzung gemacht, die Sie bestätigen können."),
    lambda case, side: case.reuse_stated_by is side.other and case.reuse_confirmed_at is None,
)
WITHOUT_MODERATION = Condition(N_("Die Moderation ist schon dabei."), lambda case, _: case.moderation_since is None)
WITH_MODERATION = Condition(
    N_("Die Moderation ist nicht hinzugezogen."), lambda case, _: case.moderation_since is not None
)
