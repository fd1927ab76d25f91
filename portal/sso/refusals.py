"""Why nobody was signed in, in words; `reason` is for the operator's log alone."""

from portal.errors import PortalError
from portal.text import N_


class Refused(PortalError):
    """The sign-in went no further. `status` is that of the page; `again` whether another try can help."""

    heading = N_("Die Anmeldung hat nicht geklappt")
    message = N_("Die Antwort von {provider} war nicht in Ordnung. Es wurde niemand angemeldet.")
    status = 400
    again = True

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class Unreachable(Refused):
    """The provider does not answer, or not as one."""

    heading = N_("Gerade nicht erreichbar")
    message = N_("{provider} antwortet gerade nicht. Versuchen Sie es in ein paar Minuten noch einmal.")
    status = 503


class Lost(Refused):
    """This browser began no such sign-in, or too long ago."""

    heading = N_("Bitte beginnen Sie noch einmal")
    message = N_(
        "Diese Anmeldung wurde in einem anderen Browser begonnen, ist schon benutzt oder hat zu lange gedauert. "
        "Es wurde niemand angemeldet."
    )


class Cancelled(Refused):
    """The person or the provider said no."""

    heading = N_("Anmeldung abgebrochen")
    message = N_("Die Anmeldung über {provider} wurde abgebrochen oder dort nicht erlaubt.")


class NotAnew(Refused):
    """The provider should have asked for the password again and did not."""

    message = N_("{provider} hat Sie nicht noch einmal nach Ihren Zugangsdaten gefragt. Hier ist das nötig.")


class NotTold(NotAnew):
    """The provider does not tell when it last asked for the password, so that nothing is proved."""

    message = N_(
        "{provider} teilt uns nicht mit, wann Sie dort zuletzt Ihre Zugangsdaten eingegeben haben. Hier ist das nötig. "
        "Bitte wenden Sie sich an die IT-Stelle Ihrer Verwaltung. Oder legen Sie mit „Passwort vergessen?“ auf der "
        "Seite „Anmelden“ ein Passwort fest: Dann fragen wir Sie danach."
    )
    again = False


class NoAddress(Refused):
    """The address is missing, not verified, or not one the provider may speak for."""

    heading = N_("Ihre Dienstadresse ist nicht bestätigt")
    message = N_(
        "{provider} hat uns keine bestätigte Dienstadresse von Ihnen genannt. Bitte wenden Sie sich an die IT-Stelle "
        "Ihrer Verwaltung."
    )
    status = 403
    again = False


class NoMember(Refused):
    """The provider knows the person, but nothing says that they belong to an organisation."""

    heading = N_("Für Sie ist noch kein Zugang vorgesehen")
    message = N_(
        "Ihre Anmeldung bei {provider} war richtig. Im Portal sind Sie aber keiner Organisation zugeordnet. "
        "Bitte wenden Sie sich an die IT-Stelle Ihrer Verwaltung oder an die Koordination Ihrer Kommune im Portal."
    )
    status = 403
    again = False


class Closed(Refused):
    """The account exists and is closed."""

    heading = N_("Ihr Konto ist geschlossen")
    message = N_("Mit diesem Konto kann sich niemand mehr anmelden. Bitte wenden Sie sich an die Portalverwaltung.")
    status = 403
    again = False
