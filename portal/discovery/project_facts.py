"""What is known of a project as terms and values, as the facts macro shows them; what is not stated is left out."""

import enum
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal.discovery.addresses import address
from portal.discovery.finding.requests import SearchRequest
from portal.organisations.models import Organisation
from portal.projects.models import Project
from portal.projects.parts import ProjectService
from portal.projects.vocabulary import LABELS, BudgetBand
from portal.web.presentation import german_date

Fact = tuple[str, list[str], str]  # term, values (text or markup), note


def at_a_glance(project: Project) -> list[Fact]:
    """Return who, what, how far and since when."""
    return _stated(
        (_("Federführung"), [_lead(project)], _about_lead(project)),
        (_("Fachbereich"), [project.department], ""),
        (_("Handlungsfeld"), [_action_field(project)], ""),
        (_("Phase"), [term(project.phase) if project.phase else _("keine Angabe")], _source_word(project)),
        _period(project),
        (_("Nächster Schritt"), [project.next_step], ""),
        (_("Technik"), [Markup(", ").join(_technologies(project))], ""),
        (_("Förderprogramm"), [_funding(project)], ""),
        (_("Schlagwörter"), [", ".join(tag.name for tag in project.tags)], ""),
        (_("OZG-Themenfelder"), [_(topic) for topic in project.ozg_topics], ""),
        (_("Verwaltungsleistungen"), [_service(row) for row in project.services], ""),
    )


def technology(project: Project) -> list[Fact]:
    """Return what it is made of."""
    return _stated(
        (_("Produkte und Hersteller"), [project.products], ""),
        (_("Standards und Schnittstellen"), [project.standards], ""),
        (_("IT-Dienstleister"), [project.it_provider], ""),
        (_("Lizenz"), [project.licence], ""),
        (_("Quellcode"), [_external(project.repository_url)], ""),
        (_("Dokumentation"), [_external(project.documentation_url)], ""),
    )


def money(project: Project) -> list[Fact]:
    """Return what it costs and who pays."""
    return _stated(
        (_("Kosten"), [_band(project.budget_band)], ""),
        (_("Laufende Kosten im Jahr"), [_band(project.running_cost_band)], ""),
        (_("Förderkennzeichen"), [project.grant_reference], ""),
        (_("Zur Förderung"), [project.funding_note], ""),
    )


def term(member: enum.Enum) -> str:
    """Return the German word for a value of the vocabulary."""
    return str(_(LABELS[member]))


def host(url: str) -> str:
    """Return whose address it is, without "www."."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def organisation_link(organisation: Organisation) -> str:
    """Return the name; for one of the Kommunen a link to its page."""
    if not organisation.is_municipality:
        return organisation.name
    return _link(organisation.name, url_for("discovery.municipality", slug=organisation.slug))


def _stated(*facts: tuple[str, Iterable[str | None], str]) -> list[Fact]:
    """Return the facts that have a value."""
    cleaned = ((term, [value for value in values if value], note) for term, values, note in facts)
    return [fact for fact in cleaned if fact[1]]


def _link(text: str, url: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, text)


def _external(url: str | None) -> str | None:
    return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(url, url) if url else None


def _lead(project: Project) -> str:
    return organisation_link(project.lead) if project.lead else str(_("nicht bekannt"))


def _about_lead(project: Project) -> str:
    """Return what the source adds; where it names no lead, from whose view it tells."""
    if project.lead is None and project.viewpoint:
        return str(_("Die Quelle berichtet aus Sicht von %(name)s.", name=project.viewpoint.name))
    return project.lead_note or ""


def _action_field(project: Project) -> str | None:
    if project.action_field is None:
        return None
    url = address(SearchRequest(filters={"action_field": (project.action_field.value,)}))
    return _link(term(project.action_field), url)


def _technologies(project: Project) -> Iterable[Markup]:
    return (
        _link(each.name, address(SearchRequest(filters={"technology": (each.slug,)}))) for each in project.technologies
    )


def _source_word(project: Project) -> str:
    return (
        str(_("In der Quelle heißt es: „%(word)s“", word=project.phase_source_word))
        if project.phase_source_word
        else ""
    )


def _period(project: Project) -> tuple[str, list[str | None], str]:
    """Return from when to when, as precisely as it is known; an end that has passed says nothing about the phase."""
    start = german_date(project.start) if project.start else None
    end = german_date(project.end) if project.end else None
    if start and end and start != end:
        return (_("Zeitraum"), [_("%(start)s bis %(end)s", start=start, end=end)], "")
    return (_("Beginn"), [start], "") if start else (_("Ende"), [end], "")


def _service(row: ProjectService) -> str:
    """Return the key of a service with its maturity."""
    if row.maturity_scale is None:
        return str(_("LeiKa %(key)s", key=row.leika_key))
    return str(
        _(
            "LeiKa %(key)s: Reifegrad %(value)s (%(scale)s, Stand %(date)s)",
            key=row.leika_key,
            value=row.maturity_value,
            scale=term(row.maturity_scale),
            date=german_date(row.maturity_as_of),
        )
    )


def _band(band: BudgetBand | None) -> str | None:
    return term(band) if band else None


def _funding(project: Project) -> str | None:
    if project.funding_programme is None:
        return project.funding_programme_other
    url = address(SearchRequest(filters={"funding": (project.funding_programme.slug,)}))
    return _link(project.funding_programme.name, url)
