"""How many there are, in words that hold for whatever is counted: requests, offers and partnerships."""

from flask_babel import ngettext


def waiting(number: int) -> str:
    """Say how many answers are asked of the reader: a first word, a decision, dates, or whether something is so."""
    return str(ngettext("%(num)d Antwort von Ihnen fehlt noch", "%(num)d Antworten von Ihnen fehlen noch", number))


def unsent(number: int) -> str:
    """Say how many drafts there are."""
    return str(ngettext("%(num)d Entwurf ist noch nicht gesendet", "%(num)d Entwürfe sind noch nicht gesendet", number))


def cases(number: int) -> str:
    """Say how many cases there are."""
    return str(
        ngettext(
            "%(num)d Anfrage, Angebot oder Partnerschaft", "%(num)d Anfragen, Angebote und Partnerschaften", number
        )
    )


def under_way(number: int) -> str:
    """Say how many cases are under way."""
    return str(
        ngettext(
            "%(num)d Anfrage, Angebot oder Partnerschaft läuft",
            "%(num)d Anfragen, Angebote und Partnerschaften laufen",
            number,
        )
    )


def news(number: int) -> str:
    """Say in how many cases something is new."""
    return str(
        ngettext(
            "Neues zu %(num)d Anfrage, Angebot oder Partnerschaft",
            "Neues zu %(num)d Anfragen, Angeboten und Partnerschaften",
            number,
        )
    )
