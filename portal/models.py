"""Imports every table, for the mappers and the migrations; holds no code."""

from portal.accounts import models as accounts
from portal.accounts.address import models as address
from portal.accounts.factors import models as factors
from portal.accounts.sessions import models as sessions
from portal.audit import AuditEntry
from portal.contact import models as contact
from portal.feedback import models as feedback
from portal.freshness import models as freshness
from portal.jobs import JobRun
from portal.mail import models as mail
from portal.members import models as members
from portal.organisations import models as organisations
from portal.orm import Base
from portal.outbox import Order
from portal.partnerships import models as partnerships
from portal.partnerships.calendar_feeds import models as feeds
from portal.partnerships.digests import models as digests
from portal.partnerships.duties import models as duties
from portal.partnerships.talking import models as talking
from portal.projects import models as projects
from portal.sso import models as sso
from portal.synonyms import models as synonyms
from portal.throttle import ThrottleCount

__all__ = [
    "AuditEntry",
    "Base",
    "JobRun",
    "Order",
    "ThrottleCount",
    "accounts",
    "address",
    "contact",
    "digests",
    "duties",
    "factors",
    "feedback",
    "feeds",
    "freshness",
    "mail",
    "members",
    "organisations",
    "partnerships",
    "projects",
    "sessions",
    "sso",
    "synonyms",
    "talking",
]
