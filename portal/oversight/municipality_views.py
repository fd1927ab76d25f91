"""The list of all Kommunen for the portal administration."""

from flask import Blueprint, render_template

from portal.access import ensure
from portal.members import access
from portal.oversight import municipalities
from portal.web.guards import current_actor, signed_in
from portal.work import reading

blueprint = Blueprint("oversight_municipalities", __name__)


@blueprint.get("/verwaltung/kommunen")
@signed_in
def listing() -> str:
    """List the Kommunen, Kreise and the Regionalverband with what they have and what is missing."""
    ensure(current_actor(), access.OVERSEE, None)
    with reading() as session:
        lines = municipalities.lines(session)
        return render_template(
            "oversight/municipalities.html",
            lines=lines,
            without=sum(not line.team.coordinators for line in lines),
            waiting=sum(line.team.waiting for line in lines),
        )
