"""What the search says about itself: how much it found, how it took the words, why each hit is one."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.discovery.finding.answers import SearchAnswer
from portal.discovery.finding.requests import RELEVANCE
from search import How, Reason

_FEW = 5  # hits
_OTHER_WORDS = (How.SAME, How.RELATED)


def count_text(answer: SearchAnswer) -> str:
    """Return how many hits there are, and for which words."""
    projects, gesuche = answer.total - answer.gesuche, answer.gesuche
    count = ngettext("%(num)s Projekt", "%(num)s Projekte", projects)
    if gesuche:
        wanted = ngettext("%(num)s Gesuch", "%(num)s Gesuche", gesuche)
        count = _("%(projects)s und %(wanted)s", projects=count, wanted=wanted) if projects else wanted
    words = answer.understanding.corrected or answer.request.words
    return str(_("%(count)s zu „%(words)s“", count=count, words=words) if words else count)


def notes(answer: SearchAnswer) -> list[str]:
    """Return a sentence for each way in which words were taken for more than words."""
    understanding, told = answer.understanding, []
    if answer.request.sort == RELEVANCE:
        first, absent = (
            _listed([_of(answer, slug) for slug in slugs]) for slugs in (understanding.places, understanding.absent)
        )
        if first and understanding.beyond and understanding.nearby:
            told.append(_("Projekte aus %(places)s stehen zuerst, danach die der Nachbarn.", places=first))
        elif first and understanding.beyond:
            told.append(_("Projekte aus %(places)s stehen zuerst.", places=first))
        if absent and understanding.nearby and not first:
            told.append(_("Aus %(places)s ist nichts dabei. Projekte der Nachbarn stehen zuerst.", places=absent))
        elif absent:
            told.append(_("Aus %(places)s ist nichts dabei.", places=absent))
    if understanding.outside and not answer.request.outside:  # what -stadt: says is told beside the filters
        names = _listed([_of(answer, slug) for slug in understanding.outside])
        told.append(_("Weggelassen sind Projekte aus %(places)s.", places=names))
    if understanding.excluded:
        told.append(_("Weggelassen sind Projekte mit %(words)s.", words=_quoted(understanding.excluded)))
    if understanding.waived:
        words = _quoted(understanding.waived)
        told.append(_("Zu allen Wörtern passt kein Projekt. Nicht vorkommen muss %(words)s.", words=words))
    if understanding.ignored and answer.total < _FEW:  # whoever finds enough need not know
        told.append(_("Nicht gesucht wurde nach %(words)s.", words=_quoted(understanding.ignored)))
    return told


def why(reasons: Sequence[Reason]) -> list[str]:
    """Return for each word of the search a sentence that says how an entry was found by it."""
    return [_why(reason) for reason in reasons]


def also_searched(reasons: Sequence[Reason]) -> list[str]:
    """Return a sentence for each word that was found as another word only."""
    return [
        _("Auch gesucht: %(found)s für „%(word)s“", found=_quoted(reason.found), word=reason.word)
        for reason in reasons
        if reason.how in _OTHER_WORDS
    ]


def _why(reason: Reason) -> str:
    word = reason.word
    found = {each.casefold(): each for each in reversed(reason.found)}
    if reason.how is How.WHOLE and word.casefold() in found:
        del found[word.casefold()]
        if not found:
            return str(_("„%(word)s“: steht so hier", word=word))
        others = _quoted([*reversed(found.values())])
        return str(_("„%(word)s“: steht so hier, außerdem %(others)s", word=word, others=others))
    kinds = {
        How.WHOLE: _("andere Form"),
        How.PART: _("zusammengesetztes Wort"),
        How.SAME: _("gleiche Bedeutung"),
        How.RELATED: _("verwandter Begriff"),
        How.WIDENED: _("nur ein Teil des Wortes"),
    }
    quoted = _quoted([*reversed(found.values())])
    return str(_("„%(word)s“: steht hier als %(found)s (%(kind)s)", word=word, found=quoted, kind=kinds[reason.how]))


def _of(answer: SearchAnswer, slug: str) -> str:
    """Return the name as it stands behind "aus": that of a Kreis has an article."""
    name = answer.places[slug]
    return name if slug in answer.municipalities else str(_("dem %(district)s", district=name))


def _quoted(words: Sequence[str]) -> str:
    return _listed([f"„{word}“" for word in words])


def _listed(texts: Sequence[str]) -> str:
    *others, last = texts or ("",)
    return str(_("%(others)s und %(last)s", others=", ".join(others), last=last)) if others else last
