"""How well the chain knows German, measured on lists; the floors keep what has been reached."""

import pytest

from search.analysis.chain import keys
from search.analysis.folding import canonical
from search.analysis.lexicon import lexicon
from search.analysis.resolving import part_starts
from tests.search.word_lists import compounds, inflections, lines

F1 = 0.975
SAME_KEY = 0.99
UMLAUTS_RESTORED = 0.9
_UMLAUTS_GONE = str.maketrans("äöüÄÖÜ", "aouAOU")


def test_compounds_are_cut_where_they_should_be():
    right = wrong = missed = 0
    for word, wanted, allowed in compounds():
        found = set(part_starts(canonical(word), lexicon()))
        right += len(found & wanted)
        wrong += len(found - wanted - allowed)
        missed += len(wanted - found)
    precision, recall = right / (right + wrong), right / (right + missed)
    assert right + missed >= 300
    assert 2 * precision * recall / (precision + recall) >= F1


def test_words_that_look_like_compounds_stay_whole():
    words = lines("whole")
    assert len(words) >= 120
    assert [word for word in words if keys(word).parts] == []


def test_inflected_forms_share_the_key_of_the_base_form():
    pairs = inflections()
    different = [pair for pair in pairs if keys(pair[0]).whole != keys(pair[1]).whole]
    assert len(pairs) >= 300
    assert len(different) <= (1 - SAME_KEY) * len(pairs), different


@pytest.mark.parametrize("word", [compound.word for compound in compounds()][::5])
def test_lower_and_upper_case_make_no_difference(word):
    assert keys(word.lower()).whole == keys(word).whole == keys(word.upper()).whole


def test_digraphs_are_umlauts():
    words = [compound.word for compound in compounds() if canonical(compound.word) != compound.word.lower()]
    assert len(words) >= 50
    assert [word for word in words if keys(canonical(word)).whole != keys(word).whole] == []


def test_umlauts_left_out_are_put_in_where_a_known_word_results():
    words = [compound.word for compound in compounds()]
    without = [(word, word.translate(_UMLAUTS_GONE)) for word in words if word.translate(_UMLAUTS_GONE) != word]
    restored = [word for word, typed in without if keys(typed).whole == keys(word).whole]
    assert len(restored) >= UMLAUTS_RESTORED * len(without), sorted({word for word, _ in without} - set(restored))
