"""The page "Meine Angaben"."""

import pytest

from portal.accounts import queries
from tests import factories


@pytest.fixture
def anna(database):
    with database.unit_of_work() as session:
        return factories.account(session, factories.organisation(session, "Herne"))


@pytest.fixture
def page(client, anna):
    return client.sign_in_as(anna).page("/konto/angaben")


@pytest.fixture
def saved(database, anna):
    def read():
        with database.reading() as session:
            account = queries.by_id(session, anna.id)
            return account.display_name, account.position, account.phone

    return read


def test_what_is_typed_is_saved_and_stands_under_my_account(page, saved):
    answer = page.submit(display_name="Anna Muster", position="Stabsstelle 13", phone="+49 2323 16-0")

    assert saved() == ("Anna Muster", "Stabsstelle 13", "+49 2323 16-0")
    assert answer.path == "/konto"
    assert "Anna Muster, Stabsstelle 13, +49 2323 16-0" in answer.text


def test_position_and_phone_are_left_out_at_will(page, saved, client):
    page.submit(display_name="Anna Muster", position="Stabsstelle 13", phone="02323 16")
    client.page("/konto/angaben").submit(position="", phone="")
    assert saved() == ("Anna Muster", None, None)


@pytest.mark.parametrize(
    "typed",
    [{"display_name": ""}, {"display_name": "a" * 121}, {"phone": "keins"}, {"position": "\x00"}, {"phone": "1" * 41}],
)
def test_what_does_not_fit_is_refused_and_not_lost(page, saved, typed):
    before = saved()
    answer = page.submit(status=422, **{"display_name": "Anna Muster", **typed})
    assert answer.all(".error-summary")
    assert saved() == before
    if "display_name" not in typed:
        assert ("display_name", "Anna Muster") in answer.fields("main form")
