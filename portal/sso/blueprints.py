"""All doors of this domain."""

from portal.sso import first_views, own_views, views

BLUEPRINTS = (views.blueprint, first_views.blueprint, own_views.blueprint)
OWN_PAGES = (own_views.OWN_PAGE,)
