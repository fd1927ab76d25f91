"""Every kind of event the log can hold, by name; a domain that is missing here fails a test."""

from collections.abc import Mapping

from portal.accounts import events as accounts
from portal.accounts.factors import events as second_steps
from portal.audit import Event
from portal.mail import events as mail
from portal.members import events as members
from portal.organisations import events as organisations
from portal.partnerships import events as partnerships
from portal.partnerships.calendar_feeds import events as calendar_feeds
from portal.privacy import events as privacy
from portal.projects import events as projects
from portal.sso import events as sso

EVENTS: Mapping[str, Event] = {
    declared.name: declared
    for room in (
        accounts,
        second_steps,
        mail,
        members,
        organisations,
        partnerships,
        calendar_feeds,
        privacy,
        projects,
        sso,
    )
    for declared in vars(room).values()
    if isinstance(declared, Event)
}
