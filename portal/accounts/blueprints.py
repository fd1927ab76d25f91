"""All doors of this domain."""

from portal.accounts import views
from portal.accounts.details import views as details
from portal.accounts.own import confirming, password_views
from portal.accounts.own import views as own
from portal.accounts.sessions import views as sessions

BLUEPRINTS = tuple(door.blueprint for door in (views, own, details, confirming, password_views, sessions))
OWN_PAGES = (details.OWN_PAGE, password_views.OWN_PAGE, sessions.OWN_PAGE)
