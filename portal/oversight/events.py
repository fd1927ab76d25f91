"""Every kind of event the log can hold, by name; one that is missing here fails a test."""

from collections.abc import Mapping

from portal.audit import Event
from portal.projects import events as projects

EVENTS: Mapping[str, Event] = {event.name: event for event in (*projects.EVENTS,)}
