"""An offer to a Gesuch is a case like a request, but it is called an offer: what is said of one, said of the other."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from portal.partnerships.models import Case
from portal.text import N_

OF_OFFER: Mapping[str, str] = {
    # steps
    N_("Anfrage senden"): N_("Angebot senden"),
    N_("{who} hat die Anfrage gesendet"): N_("{who} hat das Angebot gesendet"),
    N_("{who} kümmert sich um die Anfrage"): N_("{who} kümmert sich um das Angebot"),
    N_("Anfrage annehmen"): N_("Angebot annehmen"),
    N_("{who} hat die Anfrage angenommen"): N_("{who} hat das Angebot angenommen"),
    N_("Ursprüngliche Anfrage annehmen"): N_("Ursprüngliches Angebot annehmen"),
    N_("{who} hat die ursprüngliche Anfrage angenommen, ohne den Gegenvorschlag"): N_(
        "{who} hat das ursprüngliche Angebot angenommen, ohne den Gegenvorschlag"
    ),
    N_("Anfrage ablehnen"): N_("Angebot ablehnen"),
    N_("{who} hat die Anfrage abgelehnt"): N_("{who} hat das Angebot abgelehnt"),
    N_("{who} hat den Gegenvorschlag abgelehnt, die Anfrage bleibt, wie sie ist"): N_(
        "{who} hat den Gegenvorschlag abgelehnt, das Angebot bleibt, wie es ist"
    ),
    N_("Anfrage zurückziehen"): N_("Angebot zurückziehen"),
    N_("{who} hat die Anfrage zurückgezogen"): N_("{who} hat das Angebot zurückgezogen"),
    N_("Die Anfrage ist verfallen"): N_("Das Angebot ist verfallen"),
    N_("Anfrage schließen"): N_("Angebot schließen"),
    N_("Die Moderation hat die Anfrage geschlossen"): N_("Die Moderation hat das Angebot geschlossen"),
    # what they mean
    N_("Damit sagen Sie der anderen Seite: Wir haben die Anfrage gesehen."): N_(
        "Damit sagen Sie der anderen Seite: Wir haben das Angebot gesehen."
    ),
    N_("Der Gegenvorschlag gilt dann nicht. Über die ursprüngliche Anfrage entscheidet die angefragte Seite."): N_(
        "Der Gegenvorschlag gilt dann nicht. Über das ursprüngliche Angebot entscheidet, wer das Gesuch gestellt hat."
    ),
    N_("Es gilt die Anfrage, wie sie gesendet wurde. Der Gegenvorschlag unten gilt nicht."): N_(
        "Es gilt das Angebot, wie es gesendet wurde. Der Gegenvorschlag unten gilt nicht."
    ),
    N_("Die Anfrage endet damit. Sie können später eine neue schreiben."): N_(
        "Das Angebot endet damit. Sie können später ein neues schreiben, solange das Gesuch offen ist."
    ),
    N_("Beide Seiten lesen Ihre Begründung. Die Anfrage endet damit, und Sie lesen nicht mehr mit."): N_(
        "Beide Seiten lesen Ihre Begründung. Das Angebot endet damit, und Sie lesen nicht mehr mit."
    ),
    # how it stands
    N_("%(name)s kümmert sich um die Anfrage"): N_("%(name)s kümmert sich um das Angebot"),
    N_("Die Anfrage wurde am %(day)s abgelehnt"): N_("Das Angebot wurde am %(day)s abgelehnt"),
    N_("Die Anfrage wurde am %(day)s zurückgezogen"): N_("Das Angebot wurde am %(day)s zurückgezogen"),
    N_("Die Anfrage ist am %(day)s verfallen"): N_("Das Angebot ist am %(day)s verfallen"),
    N_("Die Moderation hat die Anfrage am %(day)s geschlossen"): N_(
        "Die Moderation hat das Angebot am %(day)s geschlossen"
    ),
    N_("Anfrage von %(sender)s an %(addressee)s"): N_("Angebot von %(sender)s an %(addressee)s"),
    N_("Zurück zur Anfrage"): N_("Zurück zum Angebot"),
    # letters
    N_("Es geht um die Anfrage von %(sender)s an %(addressee)s."): N_(
        "Es geht um das Angebot von %(sender)s an %(addressee)s."
    ),
    N_("Anfrage ansehen"): N_("Angebot ansehen"),
    N_("Zur Anfrage"): N_("Zum Angebot"),
    N_("Anfrage von %(sender)s: %(subject)s"): N_("Angebot von %(sender)s: %(subject)s"),
    N_("Anfrage für die Moderation: %(subject)s"): N_("Angebot für die Moderation: %(subject)s"),
    N_("Sie kümmern sich jetzt um die Anfrage von %(sender)s an %(addressee)s."): N_(
        "Sie kümmern sich jetzt um das Angebot von %(sender)s an %(addressee)s."
    ),
    N_("Sie bekommen diese Mail, weil Sie sich um diese Anfrage kümmern."): N_(
        "Sie bekommen diese Mail, weil Sie sich um dieses Angebot kümmern."
    ),
    N_("Danach schreiben wir Ihrer Koordination und später der Moderation. Am Ende verfällt die Anfrage."): N_(
        "Danach schreiben wir Ihrer Koordination und später der Moderation. Am Ende verfällt das Angebot."
    ),
    N_("Antwortet bis einschließlich %(day)s niemand, verfällt die Anfrage."): N_(
        "Antwortet bis einschließlich %(day)s niemand, verfällt das Angebot."
    ),
    N_("Die Anfrage ist in Klärung, aber bis %(day)s hat lange keine Seite etwas getan."): N_(
        "Das Angebot ist in Klärung, aber bis %(day)s hat lange keine Seite etwas getan."
    ),
    N_("Geschieht bis einschließlich %(day)s nichts, verfällt die Anfrage."): N_(
        "Geschieht bis einschließlich %(day)s nichts, verfällt das Angebot."
    ),
    N_("Die Anfrage ist in Klärung, aber seit Langem hat keine Seite etwas getan."): N_(
        "Das Angebot ist in Klärung, aber seit Langem hat keine Seite etwas getan."
    ),
    N_("Geschieht bis einschließlich %(day)s nichts, verfällt sie."): N_(
        "Geschieht bis einschließlich %(day)s nichts, verfällt es."
    ),
    N_("Bleibt es bis einschließlich %(day)s dabei, verfällt die Anfrage."): N_(
        "Bleibt es bis einschließlich %(day)s dabei, verfällt das Angebot."
    ),
    N_("Sie müssen nichts tun. Verfällt sie, nennen wir Ihnen andere Kommunen, die Sie fragen können."): N_(
        "Sie müssen nichts tun."
    ),
    N_("Bleibt sie bis einschließlich %(day)s aus, verfällt die Anfrage."): N_(
        "Bleibt sie bis einschließlich %(day)s aus, verfällt das Angebot."
    ),
    N_("Diese Anfrage verfällt nach dem %(day)s"): N_("Dieses Angebot verfällt nach dem %(day)s"),
    N_("Die Anfrage ist verfallen: %(subject)s"): N_("Das Angebot ist verfallen: %(subject)s"),
    N_("Sie ist verfallen, weil in der Klärung lange keine Seite etwas getan hat."): N_(
        "Es ist verfallen, weil in der Klärung lange keine Seite etwas getan hat."
    ),
    N_("Sie ist verfallen, weil %(addressee)s nicht geantwortet hat."): N_(
        "Es ist verfallen, weil %(addressee)s nicht geantwortet hat."
    ),
    N_("Sie müssen nichts mehr tun. Eine neue Anfrage ist jederzeit möglich."): N_(
        "Sie müssen nichts mehr tun. Ein neues Angebot ist möglich, solange das Gesuch offen ist."
    ),
}


def said(case: Case, text: str, **values: Any) -> str:
    """Return a text about a request translated and filled: of an offer, what is said of that."""
    return str(_(OF_OFFER.get(text, text) if case.wanted_id is not None else text, **values))


def concerns(case: Case) -> str:
    """Return the sentence with which letters begin: which case they are about."""
    text = N_("Es geht um die Anfrage von %(sender)s an %(addressee)s.")
    return said(case, text, sender=case.sender.name, addressee=case.addressee.name)
