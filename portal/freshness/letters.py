"""Letters that keep entries right."""

from portal.mail import LetterKind
from portal.text import N_

REVIEW = LetterKind(
    "freshness.review",
    N_("Monatliche Bitte, Einträge zu prüfen"),
    fields=("person_id", "month"),
    recurring=True,
    about=N_("Höchstens einmal im Monat: welche Einträge Sie bestätigen oder ändern sollten."),
)
OFFER = LetterKind("freshness.offer", N_("Einträge zum Übernehmen"), fields=("organisation_id",))
