"""Which former addresses an account is recognised by: also those that were kept when ä still was ae in addresses."""

from datetime import timedelta

import pytest

from portal.accounts.address import former
from portal.accounts.address.former import Addresses
from portal.accounts.address.models import FormerAddress
from portal.orm import utcnow
from portal.text import fold, fold_address
from tests import factories

WAS = "Jörg@Stadt.example"
DAY = timedelta(days=1)


def moved(session, folding):
    """Somebody who had the address WAS until now, as versions with this folding kept it."""
    account = factories.account(session, email="neu@stadt.example")
    kept = former._hash("salt", folding(WAS))
    session.add(FormerAddress(account_id=account.id, salt="salt", address_hash=kept, until=utcnow()))
    session.flush()
    return Addresses(session, account.id)


@pytest.mark.parametrize("folding", [fold, fold_address])
def test_it_is_recognised_however_it_was_kept(scratch, folding):
    addresses = moved(scratch, folding)
    assert addresses.include("jörg@stadt.example")
    assert addresses.include("jörg@stadt.example", utcnow() - DAY)
    assert not addresses.include("jörg@stadt.example", utcnow() + DAY)
    assert not addresses.include("georg@stadt.example")


def test_one_that_another_account_has_is_not_taken_for_it_by_sound(scratch):
    addresses = moved(scratch, fold)
    factories.account(scratch, email="jörg@stadt.example")
    assert not addresses.include("jörg@stadt.example", utcnow() - DAY)
