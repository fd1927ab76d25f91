"""What each step means, in one or two sentences for whoever is about to take it."""

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.partnerships import service
from portal.partnerships import transitions as table
from portal.partnerships.colleagues import editors
from portal.partnerships.models import Case
from portal.partnerships.offers import said
from portal.partnerships.stepping import Acting, represented
from portal.partnerships.transition import Transition
from portal.partnerships.vocabulary import Side
from portal.text import N_

_SEEN = N_("Damit sagen Sie der anderen Seite: Wir haben die Anfrage gesehen.")
_LATER = N_("Ja oder Nein sagen Sie später.")
_BY_MAIL = N_("Die andere Seite bekommt eine Mail.")
_IN_DIGEST = N_("Die andere Seite liest es im Portal und in ihrem Überblick per Mail.")

MEANINGS: Mapping[str, tuple[str, ...]] = {
    table.TAKE_UP.name: (_SEEN, N_("Zuständig sind dann Sie."), _LATER),
    table.ACCEPT.name: (N_("Damit beginnt die Partnerschaft. Verbindlich regeln Sie alles Weitere selbst."),),
    table.DECLINE.name: (N_("Ihre Begründung hilft der anderen Seite, anderswo weiterzufragen."),),
    table.PROPOSE.name: (
        N_("Passt es nur anders? Sagen Sie, was anders werden soll."),
        N_("Die andere Seite hat dann neue Zeit, um zu entscheiden, aber nicht beliebig oft."),
    ),
    table.AGREE.name: (N_("Damit gilt, was die andere Seite vorgeschlagen hat, und die Partnerschaft beginnt."),),
    table.REJECT.name: (
        N_("Der Gegenvorschlag gilt dann nicht. Über die ursprüngliche Anfrage entscheidet die angefragte Seite."),
    ),
    table.ACCEPT_ORIGINAL.name: (
        N_("Es gilt die Anfrage, wie sie gesendet wurde. Der Gegenvorschlag unten gilt nicht."),
        N_("Damit beginnt die Partnerschaft. Verbindlich regeln Sie alles Weitere selbst."),
    ),
    table.REDIRECT.name: (
        N_("Die vorgeschlagene Kommune bekommt Ihre Anfrage mit demselben Text. Diese hier endet damit."),
    ),
    table.WITHDRAW.name: (N_("Die Anfrage endet damit. Sie können später eine neue schreiben."),),
    table.CALL.name: (
        N_("Die Moderation des Portals kann dann alles lesen, was hier steht, und hilft Ihnen weiter."),
        N_("Das endet, sobald sich der Stand ändert, aber noch nicht mit „Ich kümmere mich“."),
        N_("Danach können Sie die Moderation wieder hinzuziehen."),
    ),
    table.CLOSE.name: (
        N_("Beide Seiten lesen Ihre Begründung. Die Anfrage endet damit, und Sie lesen nicht mehr mit."),
    ),
    table.ASSIGN.name: (N_("Die Person bekommt eine Mail und ab dann die Erinnerungen."),),
    table.INTEND.name: (
        N_("Sie halten hier fest, was Sie unterschrieben haben. Das Portal prüft es nicht und berät nicht rechtlich."),
    ),
    table.CONCLUDE.name: (
        N_("Sie halten hier fest, was Sie vereinbart haben. Das Portal prüft es nicht und berät nicht rechtlich."),
    ),
    table.START.name: (N_("Damit steht für beide Seiten fest, seit wann Sie zusammenarbeiten."),),
    table.STATE_REUSE.name: (N_("Die Nachnutzung zählt, sobald die andere Seite Ihre Angaben bestätigt."),),
    table.CONFIRM_REUSE.name: (
        N_("Damit sagen Sie: Die Angaben der anderen Seite stimmen. Die Nachnutzung zählt dann."),
    ),
    table.SHOW.name: (
        N_("Alle sehen dann beide Kommunen, die Art der Zusammenarbeit, seit wann und den Stand."),
        N_("Ihre Texte nicht, außer den Angaben zu einer Nachnutzung, die beide Seiten bestätigt haben."),
        N_("Zu sehen ist die Partnerschaft erst, wenn beide Seiten einverstanden sind."),
    ),
    table.WITHHOLD.name: (
        N_(
            "Nur beide Seiten sehen dann die Partnerschaft, sonst ändert sich nichts. Wir fragen Sie nicht noch einmal."
        ),
        N_("Sie können später immer noch „Öffentlich zeigen“ wählen."),
    ),
    table.HIDE.name: (
        N_("Die Partnerschaft verschwindet sofort von den öffentlichen Seiten. Sonst ändert sich nichts."),
    ),
    table.FINISH.name: (N_("Ihre Erfahrung hilft anderen Kommunen. Zahlen geben Sie nur an, wenn Sie sie kennen."),),
    table.ABORT.name: (N_("Die Zusammenarbeit endet damit. Sagen Sie der anderen Seite, woran es lag."),),
}

_FOR_WHO_IS_AWAY = (_SEEN, N_("Zuständig bleibt, wen Sie gerade vertreten."), _LATER)


def meanings(transition: Transition, case: Case, actor: Actor) -> list[str]:
    """Return what a step means for whoever is about to take it, and how the other side learns of it."""
    in_place = transition is table.TAKE_UP and represented(case, actor)
    about = _FOR_WHO_IS_AWAY if in_place else MEANINGS[transition.name]
    return [said(case, each) for each in (*about, *_told(transition))]


def left_to_editors(session: Session, acting: Acting, case: Case) -> list[str]:
    """Return what the actor's own side can do now though not the actor, and who there can."""
    return [
        _(
            "„%(step)s“ kann nur die Redaktion von %(name)s: %(people)s.",
            step=said(case, transition.label),
            name=(case.sender if side is Side.SENDER else case.addressee).name,
            people=", ".join(one.display_name for one in editors(session, case.sides[side]))
            or _("dort ist noch niemand"),
        )
        for transition, side in service.left_to_editors(acting, case)
    ]


def _told(transition: Transition) -> tuple[str, ...]:
    if not transition.tells or transition.by == (
        Side.MODERATION,
    ):  # the moderation is told of both sides in its own words
        return ()
    return (_BY_MAIL if transition.tells_at_once else _IN_DIGEST,)
