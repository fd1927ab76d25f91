"""What the search says about itself."""

import pytest

from portal.discovery.finding.answers import SearchAnswer, Understanding
from portal.discovery.finding.requests import SearchRequest
from portal.discovery.results import wording
from search import How, Reason


@pytest.fixture(autouse=True)
def german(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("how", "found", "sentence"),
    [
        (How.WHOLE, ("ampel",), "steht so hier"),
        (How.WHOLE, ("Ampeln",), "steht hier als „Ampeln“ (andere Form)"),
        (How.WHOLE, ("Ampel", "LSA", "Signal"), "steht so hier, außerdem „LSA“ und „Signal“"),
        (How.WHOLE, ("Ampeln", "ampeln"), "steht hier als „Ampeln“ (andere Form)"),
        (How.PART, ("Fußgängerampel",), "steht hier als „Fußgängerampel“ (zusammengesetztes Wort)"),
        (How.SAME, ("Lichtsignalanlage", "LSA"), "steht hier als „Lichtsignalanlage“ und „LSA“ (gleiche Bedeutung)"),
        (How.RELATED, ("Rad", "Bus", "Bahn"), "steht hier als „Rad“, „Bus“ und „Bahn“ (verwandter Begriff)"),
        (How.WIDENED, ("Amt",), "steht hier als „Amt“ (nur ein Teil des Wortes)"),
    ],
)
def test_every_way_to_be_found_has_a_sentence(how, found, sentence):
    assert wording.why([Reason("Ampel", how, found)]) == [f"„Ampel“: {sentence}"]


def test_another_word_that_made_the_hit_is_told_at_once():
    reasons = [Reason("Ampel", How.SAME, ("Lichtsignalanlage",)), Reason("Herne", How.WHOLE, ("Herne",))]

    assert wording.also_searched(reasons) == ["Auch gesucht: „Lichtsignalanlage“ für „Ampel“"]


def answer(sort="relevance", total=0, **understanding):
    request = SearchRequest(words="egal", sort=sort)
    municipalities = {"hattingen": "Hattingen", "witten": "Witten"}
    names = {**municipalities, "kreis-unna": "Kreis Unna"}
    return SearchAnswer(
        request,
        (),
        total,
        (),
        by_index=True,
        understanding=Understanding(**understanding),
        municipalities=municipalities,
        places=names,
    )


def test_nothing_is_told_of_plain_words():
    assert wording.notes(answer()) == []


def test_what_became_of_the_words_is_told():
    told = answer(
        places=("hattingen", "witten"), beyond=True, nearby=True, excluded=("Parken",), ignored=("Wer", "hat", "schon")
    )

    assert wording.notes(told) == [
        "Projekte aus Hattingen und Witten stehen zuerst, danach die der Nachbarn.",
        "Weggelassen sind Projekte mit „Parken“.",
        "Nicht gesucht wurde nach „Wer“, „hat“ und „schon“.",
    ]


def test_words_that_no_entry_has_beside_the_others_are_told():
    assert wording.notes(answer(total=9, waived=("umgerüstet",))) == [
        "Zu allen Wörtern passt kein Projekt. Nicht vorkommen muss „umgerüstet“."
    ]


def test_a_place_without_hits_is_told():
    assert wording.notes(answer(absent=("hattingen",))) == ["Aus Hattingen ist nichts dabei."]
    assert wording.notes(answer(absent=("hattingen",), nearby=True)) == [
        "Aus Hattingen ist nichts dabei. Projekte der Nachbarn stehen zuerst."
    ]


def test_neighbours_are_told_of_only_if_there_are_any():
    told = answer(places=("hattingen", "kreis-unna"), beyond=True)
    assert wording.notes(told) == ["Projekte aus Hattingen und dem Kreis Unna stehen zuerst."]


def test_nothing_stands_first_where_there_is_nothing_else():
    assert wording.notes(answer(places=("hattingen",))) == []


def test_who_finds_enough_need_not_know_what_was_not_looked_for():
    assert wording.notes(answer(total=5, ignored=("schon",))) == []


def test_places_come_first_in_no_other_order():
    assert wording.notes(answer(sort="title", places=("hattingen",), absent=("witten",))) == []


def test_places_left_out_in_words_are_told():
    assert wording.notes(answer(outside=("hattingen", "kreis-unna"))) == [
        "Weggelassen sind Projekte aus Hattingen und dem Kreis Unna."
    ]
