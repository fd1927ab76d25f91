"""What the search says about itself."""

import pytest

from portal.discovery.finding.answers import Understanding
from portal.discovery.results import wording
from search import How, Reason


@pytest.fixture(autouse=True)
def german(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Reason("Ampel", How.WHOLE, ("ampel",)), "„Ampel“: steht so hier"),
        (Reason("Ampel", How.WHOLE, ("Ampeln",)), "„Ampel“: steht hier als „Ampeln“ (andere Form)"),
        (Reason("Smart-City", How.PART, ("Smart", "City")), "„Smart-City“: steht hier als „Smart“ und „City“ (zusammengesetztes Wort)"),
        (Reason("Ampel", How.SAME, ("Lichtsignalanlage",)), "„Ampel“: steht hier als „Lichtsignalanlage“ (gleiche Bedeutung)"),
        (Reason("Ampel", How.RELATED, ("Verkehr", "Straße", "Rad")), "„Ampel“: steht hier als „Verkehr“, „Straße“ und „Rad“ (verwandter Begriff)"),
        (Reason("Glassfaser", How.CORRECTED, ("Glasfaser",)), "„Glassfaser“: steht hier als „Glasfaser“ (andere Schreibweise)"),
        (Reason("Bauamt", How.WIDENED, ("Amt",)), "„Bauamt“: steht hier als „Amt“ (nur ein Teil des Wortes)"),
    ],
)  # fmt: skip
def test_every_way_to_be_found_has_a_sentence(reason, sentence):
    assert wording.why([reason]) == [sentence]


def test_another_word_that_made_the_hit_is_told_at_once():
    reasons = [Reason("Ampel", How.SAME, ("Lichtsignalanlage",)), Reason("Herne", How.WHOLE, ("Herne",))]

    assert wording.also_searched(reasons) == ["Auch gesucht: „Lichtsignalanlage“ für „Ampel“"]


def test_nothing_is_told_of_plain_words():
    assert wording.notes(Understanding(), by_relevance=True) == []


def test_what_became_of_the_words_is_told():
    understanding = Understanding(places=("Hattingen", "Witten"), excluded=("Parken",), ignored=("Wer", "hat", "schon"))

    assert wording.notes(understanding, by_relevance=True) == [
        "Projekte aus Hattingen und Witten stehen zuerst, danach die der Nachbarn.",
        "Weggelassen sind Projekte mit „Parken“.",
        "Nicht gesucht wurde nach „Wer“, „hat“ und „schon“.",
    ]


def test_places_come_first_in_no_other_order():
    assert wording.notes(Understanding(places=("Hattingen",)), by_relevance=False) == []
