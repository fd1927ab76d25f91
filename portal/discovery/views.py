"""The addresses of this domain's pages; they last."""

from flask import Blueprint

from portal.discovery import municipalities, project, start
from portal.discovery.network import page as network
from portal.discovery.project_facts import host, organisation_link, term
from portal.discovery.results import completions
from portal.discovery.results import help as results_help
from portal.discovery.results import page as results

blueprint = Blueprint("discovery", __name__)

blueprint.add_url_rule("/", "start", start.start)
blueprint.add_url_rule("/suche", "search", results.search)
blueprint.add_url_rule("/suche/vorschlaege", "completions", completions.completions)
blueprint.add_url_rule("/suche/hilfe", "search_help", results_help.search_help)
blueprint.add_url_rule("/projekte/<slug>", "project", project.project)
blueprint.add_url_rule("/kommunen", "municipalities", municipalities.municipalities)
blueprint.add_url_rule("/kommunen/<slug>", "municipality", municipalities.municipality)
blueprint.add_url_rule("/partnerschaften", "network", network.network)

for template_filter in (host, organisation_link, term):
    blueprint.add_app_template_filter(template_filter)
