"""A project as the card that stands for it in every list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from portal.partnerships.models import Wanted
from portal.partnerships.vocabulary import LABELS as PARTNERSHIP_LABELS
from portal.projects import texts
from portal.projects.confirmation import confirmation_of
from portal.projects.models import Project
from portal.projects.vocabulary import LABELS, STANDING_ALONE
from portal.text import N_
from search import Fragment

_NEED_SHOWN = 240  # characters
Highlights = Mapping[str, Sequence[Fragment]]

# Where an entry was found when neither title nor summary tells, the most telling place first.
_PLACES_FOUND = {
    "tags": N_("Schlagwort"),
    "technologies_text": N_("Technik"),
    "places": N_("Ort"),
    "partners": N_("Partner"),
    "funding_text": N_("Finanzierung"),
    "text": N_("Im Text"),
}


@dataclass(frozen=True)
class Card:
    """What the card macro shows; texts with marked places are markup."""

    url: str
    title: str
    summary: str
    field_key: str
    field_label: str
    owner: str
    phase_key: str
    phase_label: str
    cooperation: Sequence[str]
    provenance: str
    provenance_kind: str
    reason: str
    sign: str = ""  # what it is, where it is no project
    also: Sequence[str] = ()
    why: Sequence[str] = ()


def card(
    project: Project, highlights: Highlights | None = None, *, also: Sequence[str] = (), why: Sequence[str] = ()
) -> Card:
    """Return the card of an entry loaded with queries.CARD.

    `highlights` say where the words were found; `also` (always seen) and `why` (on demand) are sentences about it.
    """
    found = highlights or {}
    confirmation = confirmation_of(project)
    return Card(
        url=url_for("discovery.project", slug=project.slug),
        title=_marked(found.get("title", ()), project.title),
        summary=_marked(found.get("summary", ()), project.summary or ""),
        field_key=project.action_field.value if project.action_field else "",
        field_label=_(LABELS[project.action_field]) if project.action_field else "",
        owner=owner(project),
        phase_key=project.phase.value if project.phase else "",
        phase_label=_(LABELS[project.phase]) if project.phase else "",
        cooperation=[_(LABELS[row.value]) for row in project.cooperation if row.value not in STANDING_ALONE],
        provenance=confirmation.text,
        provenance_kind=confirmation.kind,
        reason=_reason(found, project),
        also=also,
        why=why,
    )


def wanted_card(
    wanted: Wanted, highlights: Highlights | None = None, *, also: Sequence[str] = (), why: Sequence[str] = ()
) -> Card:
    """Return the card of a Gesuch, which says that it is one."""
    found = highlights or {}
    fragments = found.get("text", ()) if "title" not in found else ()
    return Card(
        url=url_for("wanted.show", wanted_id=wanted.id),
        title=_marked(found.get("title", ()), wanted.title),
        summary=wanted.need if len(wanted.need) <= _NEED_SHOWN else f"{wanted.need[:_NEED_SHOWN].rstrip()} …",
        field_key=wanted.action_field.value if wanted.action_field else "",
        field_label=_(LABELS[wanted.action_field]) if wanted.action_field else "",
        owner=wanted.organisation.name,
        phase_key="",
        phase_label="",
        cooperation=[_(PARTNERSHIP_LABELS[wanted.kind])],
        provenance="",
        provenance_kind="",
        reason=Markup("{}: {}").format(_("Im Text"), _markup(fragments)) if fragments else "",
        sign=_("Gesuch"),
        also=also,
        why=why,
    )


def cards(projects: Sequence[Project]) -> list[Card]:
    """Return the cards of several entries."""
    return [card(project) for project in projects]


def owner(project: Project) -> str:
    """Return in a few words whose project it is: lead and participants, or from whose view a source tells."""
    names = [organisation.name for organisation in project.involved]
    if not names:
        return str(_("Aus Sicht von %(name)s", name=project.viewpoint.name)) if project.viewpoint else ""
    if len(names) > 3:
        return str(
            _("%(first)s, %(second)s und %(more)s weitere", first=names[0], second=names[1], more=len(names) - 2)
        )
    *others, last = names
    return str(_("%(others)s und %(last)s", others=", ".join(others), last=last)) if others else last


def _marked(fragments: Sequence[Fragment], text: str) -> str:
    """Return the text with what was found marked; as it is where the index knows an older one."""
    if "".join(fragment.text for fragment in fragments) != text:
        return text
    return _markup(fragments)


def _markup(fragments: Sequence[Fragment]) -> Markup:
    mark = Markup("<mark>{}</mark>")
    return Markup("").join(mark.format(each.text) if each.marked else escape(each.text) for each in fragments)


def _reason(found: Highlights, project: Project) -> str:
    if "title" in found or "summary" in found:
        return ""
    for field, label in _PLACES_FOUND.items():
        fragments = found.get(field, ())
        # Who takes part may just have been denied: the index must not go on telling.
        outdated = field == "places" and "".join(each.text for each in fragments) != texts.places(project)
        if fragments and not outdated:
            return Markup("{}: {}").format(_(label), _markup(fragments))
    return ""
