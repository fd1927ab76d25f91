"""The page of the settings in force, for the portal administration to read."""

from flask import Blueprint, render_template

from portal import running
from portal.access import ensure
from portal.oversight import access, in_force
from portal.web.guards import current_actor, signed_in

blueprint = Blueprint("oversight_settings", __name__)


@blueprint.get("/verwaltung/einstellungen")
@signed_in
def show() -> str:
    """Show how the operator has set the portal up."""
    ensure(current_actor(), access.READ_SETTINGS, None)
    return render_template("oversight/settings.html", chapters=in_force.chapters(running.settings()))
