"""The letters of this domain."""

from portal.mail import LetterKind, Rhythm
from portal.text import N_

# Whoever answers does so in the portal: nearly all are unattended.
# Duties: they cannot be switched off.
REQUEST = LetterKind("partnership.request", N_("Neue Anfrage zur Zusammenarbeit"), ("case_id",), unattended=True)
ASSIGNED = LetterKind(
    "partnership.assigned", N_("Zuständig für eine Anfrage"), ("case_id", "person_id"), unattended=True
)
MODERATION = LetterKind(
    "partnership.moderation",
    N_("Anfrage, um die sich die Moderation kümmert"),
    ("case_id", "number"),
    unattended=True,
)
# `day`: the last day of what is due; `then`: the last day before the next thing happens by itself, None: that same day.
DUTY = LetterKind(
    "partnership.duty", N_("Erinnerung an eine Anfrage"), ("case_id", "notice", "side", "day", "then"), unattended=True
)
LAPSED = LetterKind("partnership.lapsed", N_("Eine Anfrage ist verfallen"), ("case_id", "side"), unattended=True)
# What waits and what is new, all in one.
DIGEST = LetterKind(
    "partnership.digest",
    N_("Überblick über Anfragen und Partnerschaften"),
    ("person_id", "since"),
    recurring=True,
    about=N_(
        "Was auf Sie wartet und was neu ist, in einer Mail. Ohne den Überblick schreiben wir Ihnen auch einzeln, wie "
        "es in einer vereinbarten Zusammenarbeit weitergeht."
    ),
    rhythm=Rhythm.WEEKLY,
    unattended=True,
)
# What the other side has written or done.
MESSAGE = LetterKind(
    "partnership.message",
    N_("Nachrichten in Anfragen und Partnerschaften"),
    ("message_id",),
    recurring=True,
    about=N_("Sie lesen erst im Portal, was die andere Seite geschrieben hat."),
    unattended=True,
)
MEETING = LetterKind(
    "partnership.meeting",
    N_("Termine in Anfragen und Partnerschaften"),
    ("message_id",),
    recurring=True,
    about=N_("Sie erfahren erst im Portal, welche Termine vorgeschlagen, zugesagt oder abgesagt sind."),
    unattended=True,
)
STEP = LetterKind(
    "partnership.step",
    N_("Neues zu Anfragen und Partnerschaften"),
    ("case_id", "number"),
    recurring=True,
    about=N_("Sie erfahren erst im Portal, was die andere Seite entschieden oder vorgeschlagen hat."),
    unattended=True,
)
# Gesuche
WANTED_ASKED = LetterKind("wanted.asked", N_("Frage, ob ein Gesuch noch gilt"), ("wanted_id",), unattended=True)
WANTED_CLOSED = LetterKind("wanted.closed", N_("Gesuch von selbst geschlossen"), ("wanted_id",), unattended=True)
# To these one answers, as to those about entries: the moderation reads it.
# `at`: when that was done; what the moderation has undone since, or done anew, is not told.
WANTED_HIDDEN = LetterKind("wanted.hidden", N_("Gesuch ausgeblendet"), ("wanted_id", "at"))
WANTED_SHOWN = LetterKind("wanted.shown", N_("Gesuch wieder gezeigt"), ("wanted_id", "at"))
