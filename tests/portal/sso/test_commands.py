from dataclasses import replace

import pytest

from portal.access import Role
from portal.identity_providers import RoleRule


def check(app):
    return app.test_cli_runner().invoke(args=["sso", "check"])


@pytest.fixture
def app(app):
    from portal.sso.commands import sso  # noqa: PLC0415 - as `portal` does

    app.cli.add_command(sso)
    return app


def test_a_provider_that_works_is_in_order(app, places):
    outcome = check(app)
    assert outcome.exit_code == 0
    assert "http://localhost/anmelden/sso/herne/zurueck" in outcome.output
    assert "In Ordnung" in outcome.output


def test_one_that_does_not_answer_is_told_with_the_reason(app, places, provider):
    provider.metadata = {"issuer": provider.issuer + "/"}
    outcome = check(app)
    assert outcome.exit_code == 1
    assert f"issuer is '{provider.issuer}/'" in outcome.output


class TestUnknownOrganisation:
    @pytest.fixture
    def set_up(self, set_up):
        return replace(set_up, rules=(RoleRule("hernne", Role.EDITOR, "*"),))

    def test_it_is_named(self, app, places):
        outcome = check(app)
        assert outcome.exit_code == 1
        assert "hernne" in outcome.output


class TestNone:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, identity_providers=())

    def test_nothing_to_check_is_no_error(self, app):
        outcome = check(app)
        assert (outcome.exit_code, outcome.output) == (0, "Kein Anmeldedienst ist eingerichtet.\n")
