"""The form in which a request is written: for which organisation, about what, to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor, Role
from portal.errors import Conflict
from portal.members import queries as members
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.partnerships import sending
from portal.partnerships.addressing import Addressee, could_be_asked, why_not
from portal.partnerships.models import ADDRESSEES_MAX, Sending
from portal.partnerships.sending import Draft
from portal.partnerships.typed import form_of, typed
from portal.projects.models import Project
from portal.projects.vocabulary import Publication
from portal.text import N_
from portal.web import forms
from portal.web.fields import Key, Listing
from portal.web.forms import Choices

# The fields in their order on the page.
_ORDER = ("addressees", "kind", "wants", "offers", "wished_time", "own_project", "person")


@dataclass(frozen=True)
class Paper:
    """What a request is written on: by whom, in whose name, and about which entry if any."""

    actor: Actor
    organisation: Organisation
    project: Project | None = None

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
        return form_of(sending.FIELDS, choices, order=_ORDER, more=more)

    def draft(self, values: Mapping[str, Any]) -> Draft:
        """Return what was typed as what is to be written."""
        project_id = self.project.id if self.project else None
        return Draft(
            kind=values["kind"],
            wants=values["wants"],
            offers=values["offers"],
            wished_time=values["wished_time"],
            addressees=tuple(Addressee(each, project_id) for each in values["addressees"]),
            own_project_id=values["own_project"],
            person_id=values["person"],
        )

    def begin(self, session: Session, wanted: Sequence[str]) -> dict[str, Any]:
        """Return how the form stands at first: whom the address names is chosen, and who writes looks after it."""
        possible = self._addressees(session)
        chosen = [one for one in possible if one.slug in wanted] or (possible[:1] if self.project else [])
        return {"addressees": [str(one.id) for one in chosen], "person": str(self.actor.account_id)}

    def ensure_somebody_can_be_asked(self, session: Session) -> None:
        """Raise Conflict with the reason where an entry takes no request of this organisation."""
        if self.project is None:
            return
        reason = why_not(self.project)
        if reason is None and not self._addressees(session):
            reason = N_("An diesem Eintrag ist außer Ihrer eigenen Organisation niemand beteiligt.")
        if reason is not None:
            raise Conflict(reason)

    def _people(self, session: Session) -> Choices:
        """Return who can look after it: of whoever sees only what is his own, nobody else."""
        all_of_it = self.actor.holds(Role.EDITOR, self.organisation.id)
        return [
            (str(one.account_id), one.account.display_name)
            for one in members.members(session, self.organisation.id)
            if one.account.active and (all_of_it or one.account_id == self.actor.account_id)
        ]

    def _addressees(self, session: Session) -> list[Organisation]:
        possible = could_be_asked(self.project) if self.project else organisations.with_members(session)
        return [one for one in possible if one.id != self.organisation.id]


def stored(written: Sending) -> dict[str, Any]:
    """Return a draft the way people type it."""
    return typed(sending.FIELDS, {field.name: getattr(written, field.name) for field in sending.FIELDS}) | {
        "addressees": [str(case.addressee_id) for case in written.cases],
        "own_project": str(written.own_project_id or ""),
        "person": str(written.person_id or ""),
    }


def _named(places: Sequence[Organisation]) -> Choices:
    return [(str(one.id), one.name) for one in places]


def _own_projects(session: Session, organisation: Organisation) -> Choices:
    statement = select(Project.id, Project.title).where(
        Project.keeper_id == organisation.id, Project.publication == Publication.PUBLISHED
    )
    return [(str(key), title) for key, title in session.execute(statement.order_by(Project.title_sort, Project.id))]
