"""All doors of this domain."""

from portal.members import administration_views, closing_views, views
from portal.members.domains import views as domains
from portal.members.invitations import views as invitations
from portal.members.joining import overview_views as requests
from portal.members.joining import views as joining
from portal.members.profile import views as profile

BLUEPRINTS = tuple(
    door.blueprint
    for door in (views, profile, invitations, joining, requests, domains, administration_views, closing_views)
)
OWN_PAGE = joining.OWN_PAGE
