"""The pages of this domain, as the application takes them in."""

from portal.partnerships.calendar_feeds.views import blueprint as feeds
from portal.partnerships.cases.views import blueprint as cases
from portal.partnerships.doors import blueprint as requests
from portal.partnerships.duties.absence_views import blueprint as absences
from portal.partnerships.lists import overview_views as _overview  # noqa: F401 - adds its pages to the blueprint
from portal.partnerships.lists import views as _lists  # noqa: F401 - likewise
from portal.partnerships.seeking import moderation_views as _moderating  # noqa: F401 - likewise
from portal.partnerships.seeking import views as _seeking  # noqa: F401 - likewise
from portal.partnerships.seeking import writing_views as _wanting  # noqa: F401 - likewise
from portal.partnerships.seeking.doors import blueprint as wanted
from portal.partnerships.talking import meeting_views as _meetings  # noqa: F401 - likewise
from portal.partnerships.talking import template_views as _templates  # noqa: F401 - likewise
from portal.partnerships.talking import views as _talking  # noqa: F401 - likewise
from portal.partnerships.writing import sending_views as _sending  # noqa: F401 - likewise
from portal.partnerships.writing import views as _writing  # noqa: F401 - likewise

BLUEPRINTS = (requests, cases, wanted, absences, feeds)
