import pytest

from search import Index, Query


@pytest.mark.parametrize(
    ("typed", "proposal"),
    [
        ("Mängelmleder", "Mängelmelder"),
        ("Mangelmelter", "Mängelmelder"),
        ("Glassfaser", "Glasfaser"),
        ("Glasfaser Bohcum", "Glasfaser Bochum"),
        ("Strasenn, Herne!", "Straßen, Herne!"),
        ("Bürgerbürro", "Bürgerbüro"),
    ],
)
def test_proposes_the_nearest_word(register: Index, typed: str, proposal: str) -> None:
    assert register.suggest(typed) == proposal


@pytest.mark.parametrize(
    "typed", ["", "Glasfaser", "Maengelmelder", "Termin", "und für", "xqzwvk", "abc", "\x00", "a" * 5000]
)
def test_proposes_nothing_for_known_or_hopeless_words(register: Index, typed: str) -> None:
    assert register.suggest(typed) is None


def test_a_proposal_finds_something(register: Index) -> None:
    proposal = register.suggest("Glassfaser")
    assert proposal is not None
    assert register.search(Query(proposal)).total == 1
