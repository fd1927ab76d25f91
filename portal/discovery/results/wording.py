"""What the search says about itself: how much it found, how it took the words, why each hit is one."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.discovery.finding.answers import SearchAnswer, Understanding
from search import How, Reason

_OTHER_WORDS = (How.SAME, How.RELATED)


def count_text(answer: SearchAnswer) -> str:
    """Return how many hits there are, and for which words."""
    count = ngettext("%(num)s Projekt", "%(num)s Projekte", answer.total)
    words = answer.understanding.corrected or answer.request.words
    return str(_("%(count)s zu „%(words)s“", count=count, words=words) if words else count)


def notes(understanding: Understanding, *, by_relevance: bool) -> list[str]:
    """Return a sentence for each way in which words were taken for more than words."""
    told = []
    if understanding.places and by_relevance:
        told.append(
            _("Projekte aus %(places)s stehen zuerst, danach die der Nachbarn.", places=_listed(understanding.places))
        )
    if understanding.excluded:
        told.append(_("Weggelassen sind Projekte mit %(words)s.", words=_quoted(understanding.excluded)))
    if understanding.ignored:
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
    found, word = _quoted(reason.found), reason.word
    if reason.how is How.WHOLE:
        as_typed = [each.casefold() for each in reason.found] == [word.casefold()]
        return _("„%(word)s“: steht so hier", word=word) if as_typed else _in_words(word, found, _("andere Form"))
    kinds = {
        How.PART: _("zusammengesetztes Wort"),
        How.SAME: _("gleiche Bedeutung"),
        How.RELATED: _("verwandter Begriff"),
        How.CORRECTED: _("andere Schreibweise"),
        How.WIDENED: _("nur ein Teil des Wortes"),
    }
    return _in_words(word, found, kinds[reason.how])


def _in_words(word: str, found: str, kind: str) -> str:
    return str(_("„%(word)s“: steht hier als %(found)s (%(kind)s)", word=word, found=found, kind=kind))


def _quoted(words: Sequence[str]) -> str:
    return _listed([f"„{word}“" for word in words])


def _listed(texts: Sequence[str]) -> str:
    *others, last = texts
    return str(_("%(others)s und %(last)s", others=", ".join(others), last=last)) if others else last
