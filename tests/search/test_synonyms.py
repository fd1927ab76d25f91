"""Synonyms act when somebody asks, nothing is built anew; where one made the hit, the result says so."""

from collections.abc import Callable

import pytest

from search import How, Index, Query
from search.equivalents import Synonyms, group, one_way
from search.queries import NO_SYNONYMS
from tests.search.asking import hits, reasons, tail
from tests.search.samples import project

# Invented words, so that no curated line has a say.
OWN = Synonyms(
    "own",
    same=(group(("Flupp", "Rohrpost")), group(("Quarz", "grüne Welle")), group(("Zwock", "Ampel-Zentrale"))),
    wider=(one_way("Brumsel", ("Imkerei", "blühende Wiese")),),
)


@pytest.fixture
def index(build: Callable[..., Index]) -> Index:
    return build(
        project("flupp", "Flupp im Rathaus"),
        project("rohrpost", "Rohrpost im Rathaus"),
        project("rohrpost-anlage", "Rohrpost-Anlage"),
        project("quarz", "Quarz"),
        project("welle", "Eine grüne Welle auf der Straße"),
        project("welle-fern", "Grüne Wiesen und dahinter", summary="eine Welle"),
        project("imkerei", "Imkerei"),
        project("wiese", "Auf blühenden Wiesen"),
        project("brumsel", "Brumsel"),
        project("ampel", "Ampelzentrale"),
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Flupp", {"flupp", "rohrpost"}),
        ("Rohrpost", {"rohrpost", "flupp"}),
        ("Quarz", {"quarz", "welle"}),
        ("grüne Welle", {"welle", "quarz", "welle-fern"}),
        ("Brumsel", {"brumsel"}),
        ("Imkerei", {"imkerei"}),
        ("Zwock", {"ampel"}),
        ("Ampelzentrale", {"ampel"}),
    ],
)
def test_both_ways_and_one_way(index: Index, words: str, expected: set[str]) -> None:
    assert set(hits(index, words, synonyms=OWN)) - {"rohrpost-anlage"} == expected


def test_the_word_itself_counts_more_than_its_equivalent_and_that_more_than_what_is_related(
    build: Callable[..., Index],
) -> None:
    three = Synonyms("three", same=(("Flupp", "Rohrpost"),), wider=(("Flupp", ("Bote",)),))
    index = build(project("bote", "Bote"), project("rohrpost", "Rohrpost"), project("flupp", "Flupp"))
    assert hits(index, "Flupp", synonyms=three) == ("flupp", "rohrpost")
    assert tail(index, "Flupp", synonyms=three) == ("bote",)


@pytest.mark.parametrize(
    ("words", "key", "how", "found"),
    [
        ("Flupp", "flupp", How.WHOLE, ("Flupp",)),
        ("Flupp", "rohrpost", How.SAME, ("Rohrpost",)),
        ("Quarz", "welle", How.SAME, ("grüne", "Welle")),
        ("grüne Welle", "quarz", How.SAME, ("Quarz",)),
        ("grüne Welle", "welle", How.WHOLE, ("grüne", "Welle")),
        ("Brumsel", "imkerei", How.RELATED, ("Imkerei",)),
        ("Brumsel", "wiese", How.RELATED, ("blühenden", "Wiesen")),
    ],
)
def test_the_result_says_so(index: Index, words: str, key: str, how: How, found: tuple[str, ...]) -> None:
    [reason] = reasons(index, words, key, synonyms=OWN)
    assert (reason.word, reason.how, reason.found) == (words, how, found)


def test_new_synonyms_act_at_once_and_old_ones_no_longer(index: Index) -> None:
    assert hits(index, "Flupp") == ("flupp",)
    assert "rohrpost" in hits(index, "Flupp", synonyms=OWN)
    assert hits(index, "Flupp", synonyms=NO_SYNONYMS) == ("flupp",)
    other = Synonyms("other", same=(("Flupp", "Imkerei"),))
    assert set(hits(index, "Flupp", synonyms=other)) == {"flupp", "imkerei"}
    assert "rohrpost" in hits(index, "Flupp", synonyms=OWN)


def test_they_stand_beside_the_curated_ones(build: Callable[..., Index]) -> None:
    index = build(project("gesetz", "Onlinezugangsgesetz"), project("rohrpost", "Rohrpost"))
    assert hits(index, "OZG") == ("gesetz",)
    [reason] = reasons(index, "OZG", "gesetz", synonyms=OWN)
    assert (reason.how, reason.found) == (How.SAME, ("Onlinezugangsgesetz",))
    more = Synonyms("more", same=(("OZG", "Rohrpost"),))
    assert set(hits(index, "OZG", synonyms=more)) == {"gesetz", "rohrpost"}


def test_a_part_is_exchanged_for_its_equivalent(build: Callable[..., Index]) -> None:
    index = build(
        project("ganz", "Rohrpost-Anlage"), project("nah", "Anlage der Rohrpost"), project("anders", "Anlage")
    )
    own = Synonyms("parts", same=(("Flupp", "Rohrpost"),))
    assert hits(index, "Flupp-Anlage") == ()
    assert hits(index, "Flupp-Anlage", synonyms=own) == ("ganz", "nah")
    assert {reason.how for reason in reasons(index, "Flupp-Anlage", "ganz", synonyms=own)} == {How.SAME}


def test_words_that_mean_something_together_are_one_word(index: Index) -> None:
    """As one, they find what is meant; each alone only leads to the tail."""
    assert [reason.word for reason in reasons(index, "grüne Welle Straße", "welle", synonyms=OWN)] == [
        "grüne Welle",
        "Straße",
    ]
    assert "wiese" not in hits(index, "grüne Welle", synonyms=OWN)
    assert "welle" in tail(index, "Flupp grüne Welle", synonyms=OWN)


def test_excluded_words_have_no_equivalents(index: Index) -> None:
    assert hits(index, "Rathaus", synonyms=OWN) != ()
    assert "rohrpost" in hits(index, "Rathaus -Flupp", synonyms=OWN)
    assert "flupp" not in hits(index, "Rathaus -Flupp", synonyms=OWN)


def test_phrases_have_no_equivalents(index: Index) -> None:
    assert hits(index, '"Flupp"', synonyms=OWN) == ("flupp",)
    assert hits(index, '"Rohrpost im Rathaus"', synonyms=OWN) == ("rohrpost",)


def test_a_group_of_many_and_long_chains_stay_bounded(build: Callable[..., Index]) -> None:
    words = [f"Wort{'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]}" for number in range(100)]
    index = build(*(project(word, word) for word in words))
    many = Synonyms("many", wider=tuple(("Flupp", tuple(words[start : start + 10])) for start in range(0, 100, 10)))
    plan = index.plan(Query("Flupp", synonyms=many))
    assert plan is not None
    assert len(plan.wanted[0].all) <= 120
    found = index.search(Query("Flupp", synonyms=many))
    assert (found.total, found.tail_total) == (0, 20)


@pytest.mark.parametrize(
    "words", ["Einer für Alle", "einer für alle", "Einer-für-Alle", "Wer nutzt Einer für Alle?", "Einer für Alle OZG"]
)
def test_a_term_of_stop_words_alone_is_a_term(build: Callable[..., Index], words: str) -> None:
    index = build(project("efa", "EfA beim OZG"), project("anderes", "Einer von allen, für alle"))
    assert "efa" in hits(index, words)
    assert "anderes" not in hits(index, words)


def test_other_stop_words_stay_what_they_are(build: Callable[..., Index]) -> None:
    index = build(project("efa", "EfA"), project("schule", "Schule"))
    for words in ("für alle Schule", "Schule für einer, für alle", "Schule und für alle einer"):
        assert hits(index, words) == ("schule",), words
