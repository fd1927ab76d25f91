"""What is sealed can be read with the secret key and for its purpose only."""

from portal.sealing import Sealing

SEALING = Sealing("only-for-tests-0123456789-abcdefghijklmnop")


def test_it_can_be_read_again():
    assert SEALING.open("app", SEALING.seal("app", "JBSWY3DPÄ")) == "JBSWY3DPÄ"


def test_nothing_of_it_shows_and_no_two_are_alike():
    first, second = SEALING.seal("app", "JBSWY3DP"), SEALING.seal("app", "JBSWY3DP")
    assert "JBSWY3DP" not in first
    assert first != second


def test_for_another_purpose_or_with_another_key_it_stays_shut():
    sealed = SEALING.seal("app", "JBSWY3DP")
    assert SEALING.open("other", sealed) is None
    assert Sealing("another-secret-key-0123456789-abcdefgh").open("app", sealed) is None
    assert SEALING.open("app", sealed[:-4] + "AAA=") is None
    assert SEALING.open("app", "") is None
