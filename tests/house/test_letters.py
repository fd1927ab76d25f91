"""Every kind of letter that a domain declares has somebody who writes it."""

import importlib
import pkgutil

import portal
from portal.mail import LetterKind


def declared():
    rooms = [
        module.name for module in pkgutil.walk_packages(portal.__path__, "portal.") if module.name.endswith(".letters")
    ]
    assert rooms
    return [
        each for room in rooms for each in vars(importlib.import_module(room)).values() if isinstance(each, LetterKind)
    ]


def test_every_kind_has_a_composer(app):
    assert {kind.name for kind in declared()} == set(app.extensions["letters"].kinds)


def test_answers_to_letters_about_requests_are_read_by_nobody():
    about_requests = [kind for kind in declared() if kind.name.startswith("partnership.")]
    assert about_requests
    assert [kind.name for kind in about_requests if not kind.unattended] == []


def test_recurring_kinds_say_what_one_would_miss():
    assert not [kind.name for kind in declared() if kind.recurring and not kind.about]
