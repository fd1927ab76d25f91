"""All doors of this domain."""

from portal.accounts import views
from portal.accounts.address import views as address
from portal.accounts.details import views as details
from portal.accounts.factors import passkey_views, sign_in_views
from portal.accounts.factors import views as factors
from portal.accounts.own import confirming, password_views
from portal.accounts.own import views as own
from portal.accounts.reset import views as reset
from portal.accounts.sessions import views as sessions

_SIGNING_IN = (views, sign_in_views, reset)
_OWN = (own, details, address, confirming, password_views, factors, passkey_views, sessions)
BLUEPRINTS = tuple(door.blueprint for door in (*_SIGNING_IN, *_OWN))
OWN_PAGES = (details.OWN_PAGE, address.OWN_PAGE, password_views.OWN_PAGE, factors.OWN_PAGE, sessions.OWN_PAGE)
