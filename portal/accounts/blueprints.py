"""All doors of this domain."""

from portal.accounts import views
from portal.accounts.details import views as details
from portal.accounts.factors import passkey_views, sign_in_views
from portal.accounts.factors import views as factors
from portal.accounts.own import confirming, password_views
from portal.accounts.own import views as own
from portal.accounts.sessions import views as sessions

_DOORS = (views, sign_in_views, own, details, confirming, password_views, factors, passkey_views, sessions)
BLUEPRINTS = tuple(door.blueprint for door in _DOORS)
OWN_PAGES = (details.OWN_PAGE, password_views.OWN_PAGE, factors.OWN_PAGE, sessions.OWN_PAGE)
