import pytest

from portal.access import Role
from portal.errors import UnsafeSettingsError
from portal.identity_providers import Proof, RoleRule, read_providers
from portal.settings import Settings

SECRET = "0123456789-abcdefghijklmnopqrstuvwxyz"
HERNE = {
    "OIDC_HERNE_ISSUER": "https://anmeldung.herne.example/realms/stadt",
    "OIDC_HERNE_CLIENT_ID": "projektnachbarn",
    "OIDC_HERNE_CLIENT_SECRET": "geheim",
    "OIDC_HERNE_DOMAINS": "Herne.example, stadt.herne.example",
    "OIDC_HERNE_ROLES": "herne:editor=Portal-Redaktion; herne:contributor=@herne.example\nbochum:coordinator=*",
}


def read(**changes):
    environ = HERNE | {f"OIDC_HERNE_{name}": value for name, value in changes.items()}
    return read_providers({name: value for name, value in environ.items() if value is not None})


def test_nothing_set_is_no_provider():
    assert read_providers({"PORT": "8000"}) == ()


def test_what_has_to_be_set_is_read():
    [herne] = read()

    assert (herne.name, herne.label) == ("herne", "Herne")
    assert herne.domains == {"herne.example", "stadt.herne.example"}
    assert herne.rules == (
        RoleRule("herne", Role.EDITOR, "Portal-Redaktion"),
        RoleRule("herne", Role.CONTRIBUTOR, "@herne.example"),
        RoleRule("bochum", Role.COORDINATOR, "*"),
    )
    assert not herne.trusts_email
    assert herne.second_factor == ()


def test_what_can_be_set_is_read():
    [herne] = read(
        LABEL="Stadt Herne",
        TRUST_EMAIL="ja",
        GROUPS_CLAIM="roles",
        SCOPES="openid email",
        SECOND_FACTOR="amr:mfa, acr:gold:2",
        ROLES="herne:editor=CN=Portal,OU=Gruppen,DC=herne,DC=example",
    )
    assert (herne.label, herne.trusts_email, herne.groups_claim, herne.scopes) == (
        "Stadt Herne",
        True,
        "roles",
        "openid email",
    )
    assert herne.second_factor == ((Proof.AMR, "mfa"), (Proof.ACR, "gold:2"))
    assert herne.rules == (RoleRule("herne", Role.EDITOR, "CN=Portal,OU=Gruppen,DC=herne,DC=example"),)
    assert read(SECOND_FACTOR="always")[0].second_factor == ((Proof.ALWAYS, ""),)


def test_several_stand_in_the_order_of_their_names():
    bochum = {name.replace("HERNE", "BOCHUM"): value for name, value in HERNE.items()}
    assert [each.name for each in read_providers(HERNE | bochum)] == ["bochum", "herne"]


def test_the_secret_shows_in_no_message():
    assert "geheim" not in repr(read())


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"CLIENT_SECRET": None}, "OIDC_HERNE_CLIENT_SECRET"),
        ({"CLIENT_SECRET": " "}, "OIDC_HERNE_CLIENT_SECRET"),
        ({"DOMAINS": None, "ROLES": None}, "OIDC_HERNE_DOMAINS, OIDC_HERNE_ROLES"),
        ({"ISSUR": "https://x.example"}, "OIDC_HERNE_ISSUR"),
        ({"DOMAINS": "herne"}, "„herne“"),
        ({"DOMAINS": "*.herne.example"}, "Domain"),
        ({"ROLES": "herne=Portal"}, "organisation:rolle=Gruppe"),
        ({"ROLES": "herne:boss=Portal"}, "contributor, editor, coordinator"),
        ({"ROLES": "herne:editor="}, "organisation:rolle=Gruppe"),
        ({"TRUST_EMAIL": "vielleicht"}, "TRUST_EMAIL"),
        ({"SCOPES": "email"}, "openid"),
        ({"SECOND_FACTOR": "mfa"}, "amr:wert"),
        ({"SECOND_FACTOR": "amr:"}, "amr:wert"),
        ({"SECOND_FACTOR": "always:x"}, "amr:wert"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_said(changes, told):
    with pytest.raises(UnsafeSettingsError, match="OIDC_") as error:
        read(**changes)
    assert told in str(error.value)


def test_a_name_that_could_be_read_in_two_ways_is_refused():
    with pytest.raises(UnsafeSettingsError, match="OIDC_STADT-HERNE_ISSUER"):
        read_providers({"OIDC_STADT-HERNE_ISSUER": "https://x.example"})


@pytest.mark.parametrize(
    "issuer",
    [
        "http://anmeldung.herne.example",
        "anmeldung.herne.example",
        "ftp://anmeldung.herne.example",
        "https://anmeldung.herne.example?x=1",
        "https://anmeldung.herne.example#x",
        "https://[",
        "https://" + "x" * 300,
    ],
)
def test_an_issuer_that_is_not_safe_keeps_the_portal_from_starting(issuer, tmp_path):
    with pytest.raises(UnsafeSettingsError, match="OIDC_HERNE_ISSUER"):
        Settings.from_environment(
            HERNE | {"OIDC_HERNE_ISSUER": issuer, "SECRET_KEY": SECRET, "PORTAL_INSTANCE": str(tmp_path)}
        )


@pytest.mark.parametrize("more", [{}, {"DEMO": "1", "OIDC_HERNE_ISSUER": "http://anmeldung.herne.example"}])
def test_a_safe_one_lets_it_start(more, tmp_path):
    settings = Settings.from_environment(HERNE | {"SECRET_KEY": SECRET, "PORTAL_INSTANCE": str(tmp_path)} | more)
    assert [each.name for each in settings.identity_providers] == ["herne"]
