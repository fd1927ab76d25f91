"""What is told to a person of the second step, and that nothing of it stays when the account is erased."""

from portal.accounts import personal
from portal.accounts.factors import queries
from portal.accounts.factors.models import Authenticator, RecoveryCode
from portal.orm import utcnow
from tests import factories
from tests.portal.accounts.conftest import add_app


def test_second_steps_are_told_without_their_secrets(database, sealing):
    with database.unit_of_work() as session:
        account = factories.account(session)
        app, codes = add_app(session, account, sealing)
        told = personal.HOLDING.export(session, account.id)
    step = told["second_step"]
    assert (step["passkeys"], step["recovery_codes_left"]) == ([], 10)
    assert step["app"].keys() == {"made_at", "confirmed_at"}
    assert app.key not in str(told)
    assert not any(code in str(told) for code in codes)


def test_an_erased_account_has_none(database, sealing):
    with database.unit_of_work() as session:
        account = factories.account(session)
        add_app(session, account, sealing)
        personal.HOLDING.erase(session, account.id, utcnow())
        assert not queries.second_step(session, account.id)
        assert session.query(Authenticator).count() == session.query(RecoveryCode).count() == 0
