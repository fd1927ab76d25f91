"""The form in which a request is written: for which organisation, about what, to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.errors import Conflict
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.partnerships import queries, sending
from portal.partnerships.addressing import Addressee, could_be_asked, why_no_offer, why_not
from portal.partnerships.colleagues import selectable
from portal.partnerships.fields import Field
from portal.partnerships.models import ADDRESSEES_MAX, Sending, Wanted
from portal.partnerships.sending import AlreadyAsked, Draft
from portal.partnerships.typed import form_of, typed
from portal.projects.models import Project
from portal.projects.vocabulary import Publication
from portal.text import N_
from portal.web import forms
from portal.web.fields import Key, Listing
from portal.web.forms import Choices

# The fields in their order on the page.
_ORDER = ("addressees", "kind", "wants", "offers", "wished_time", "own_project", "person")
# An offer turns the words round: what is written first is what is offered.
_OFFER = {
    "wants": (
        N_("Was bieten Sie an?"),
        N_("Was haben oder können Sie, das zu dem Gesuch passt? Wie kann die andere Seite es nutzen?"),
    ),
    "offers": (
        N_("Was wünschen Sie sich dafür?"),
        N_("Zum Beispiel Mitarbeit, Rückmeldungen oder einen Kostenanteil."),
    ),
    "wished_time": (N_("Möglicher Zeitraum"), N_("Zum Beispiel ab Frühjahr 2027.")),
}


def fields(*, offer: bool) -> Sequence[Field]:
    """Return the fields of a request, or of an offer in its own words."""
    if not offer:
        return sending.FIELDS
    turned = [(field, _OFFER.get(field.name, (field.label, field.hint))) for field in sending.FIELDS]
    return [replace(field, label=label, hint=hint) for field, (label, hint) in turned]


@dataclass(frozen=True)
class Paper:
    """What a request is written on: by whom, in whose name, and about which entry or to which Gesuch, if any."""

    actor: Actor
    organisation: Organisation
    project: Project | None = None
    wanted: Wanted | None = None

    def form(self, session: Session) -> forms.Form:
        """Return the form with the people, entries and places to choose from."""
        more = {
            "addressees": Listing(
                Key(),
                most=ADDRESSEES_MAX,
                required=True,
                metadata={"label": N_("An wen geht die Anfrage?"), "kind": "checkboxes", "choices": "addressees"},
                error_messages={"required": N_("Bitte wählen Sie mindestens eine Kommune.")},
            ),
            "own_project": Key(
                metadata={
                    "label": N_("Eigenes Projekt, um das es geht"),
                    "kind": "select",
                    "choices": "own_project",
                }
            ),
            "person": Key(
                required=True,
                metadata={
                    "label": N_("Wer kümmert sich bei Ihnen darum?"),
                    "hint": N_("Diese Person bekommt die Antworten."),
                    "kind": "select",
                    "choices": "person",
                },
            ),
        }
        choices = {
            "addressees": _named(self._addressees(session)),
            "own_project": [("", _("keines")), *_own_projects(session, self.organisation)],
            "person": self._people(session),
        }
        if self.wanted is not None:  # whom an offer goes to is no question
            del more["addressees"]
        order = [name for name in _ORDER if name != "addressees" or self.wanted is None]
        return form_of(fields(offer=self.wanted is not None), choices, order=order, more=more)

    def draft(self, values: Mapping[str, Any]) -> Draft:
        """Return what was typed as what is to be written."""
        project_id = self.project.id if self.project else None
        wanted = self.wanted
        offered_to = (Addressee(wanted.organisation_id, None, wanted.id),) if wanted else ()
        return Draft(
            kind=values["kind"],
            wants=values["wants"],
            offers=values["offers"],
            wished_time=values["wished_time"],
            addressees=offered_to or tuple(Addressee(each, project_id) for each in values["addressees"]),
            own_project_id=values["own_project"],
            person_id=values["person"],
        )

    def begin(self, session: Session, wanted: Sequence[str]) -> dict[str, Any]:
        """Return how the form stands at first: whom the address names is chosen, and who writes looks after it."""
        if self.wanted is not None:
            return {"kind": self.wanted.kind.value, "person": str(self.actor.account_id)}
        possible = self._addressees(session)
        chosen = [one for one in possible if one.slug in wanted] or (possible[:1] if self.project else [])
        return {"addressees": [str(one.id) for one in chosen], "person": str(self.actor.account_id)}

    def ensure_somebody_can_be_asked(self, session: Session) -> None:
        """Raise Conflict with the reason where an entry or a Gesuch takes nothing of this organisation."""
        if self.wanted is not None:
            reason = why_no_offer(self.wanted)
            if reason is None and self.wanted.organisation_id == self.organisation.id:
                reason = N_("Das ist das Gesuch Ihrer eigenen Organisation. Anbieten können andere.")
            if reason is not None:
                raise Conflict(reason)
        if self.project is None:
            return
        reason = why_not(self.project)
        if reason is None and not self._addressees(session):
            reason = N_("An diesem Eintrag ist außer Ihrer eigenen Organisation niemand beteiligt.")
        if reason is not None:
            raise Conflict(reason)

    def under_way(self, session: Session) -> AlreadyAsked | None:
        """Return the organisation's offer to the Gesuch that is under way already, if there is one."""
        wanted = self.wanted
        if wanted is None:
            return None
        about = Addressee(wanted.organisation_id, None, wanted.id).about(wanted.kind)
        first = queries.same_thing(session, self.organisation.id, wanted.organisation_id, about)
        return AlreadyAsked(first, wanted.organisation) if first else None

    def _people(self, session: Session) -> Choices:
        people = selectable(session, self.actor, self.organisation.id)
        return [(str(one.id), one.display_name) for one in people]

    def _addressees(self, session: Session) -> list[Organisation]:
        possible = could_be_asked(self.project) if self.project else organisations.with_members(session)
        return [one for one in possible if one.id != self.organisation.id]


def stored(written: Sending) -> dict[str, Any]:
    """Return a draft the way people type it."""
    return words(written) | {
        "addressees": [str(case.addressee_id) for case in written.cases],
        "person": str(written.person_id or ""),
    }


def words(written: Sending) -> dict[str, Any]:
    """Return what was written the way people type it, whoever it is for and whoever looks after it."""
    values = typed(sending.FIELDS, {field.name: getattr(written, field.name) for field in sending.FIELDS})
    return values | {"own_project": str(written.own_project_id or "")}


def _named(places: Sequence[Organisation]) -> Choices:
    return [(str(one.id), one.name) for one in places]


def _own_projects(session: Session, organisation: Organisation) -> Choices:
    statement = select(Project.id, Project.title).where(
        Project.keeper_id == organisation.id, Project.publication == Publication.PUBLISHED
    )
    return [(str(key), title) for key, title in session.execute(statement.order_by(Project.title_sort, Project.id))]
