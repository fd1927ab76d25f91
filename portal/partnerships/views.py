"""The pages of this domain, as the application takes them in."""

from portal.partnerships import list_views as _list_views  # noqa: F401 - adds its pages to the blueprint
from portal.partnerships import sending_views as _sending_views  # noqa: F401 - likewise
from portal.partnerships import talk_views as _talk_views  # noqa: F401 - likewise
from portal.partnerships import writing_views as _writing_views  # noqa: F401 - likewise
from portal.partnerships.case_views import blueprint as cases
from portal.partnerships.doors import blueprint as requests

BLUEPRINTS = (requests, cases)
