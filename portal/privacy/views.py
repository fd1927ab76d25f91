"""The page on data protection: it says what the tables really keep."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from portal import running
from portal.privacy import inventory
from portal.web.guards import public

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/datenschutz")
@public
def page() -> str:
    """What the portal keeps about people, what for and for how long."""
    settings = running.settings()
    periods = inventory.periods(settings)
    return render_template(
        "privacy/page.html",
        operator=settings.operator,
        session_hours=settings.session_hours,
        session_cookie=settings.session_cookie,
        backup_days=settings.retention.backups,
        single_sign_on=bool(settings.identity_providers),
        kept=[(_(line.what), _(line.purpose), _(line.how_long).format(**periods)) for line in inventory.INVENTORY],
    )
