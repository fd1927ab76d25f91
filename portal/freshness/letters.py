"""Letters that keep entries right."""

from portal.mail import LetterKind
from portal.text import N_

REVIEW = LetterKind(
    "freshness.review", N_("Monatliche Bitte, Einträge zu prüfen"), fields=("person_id", "month"), recurring=True
)
OFFER = LetterKind("freshness.offer", N_("Einträge zum Übernehmen"), fields=("organisation_id",))
