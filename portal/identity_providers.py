"""Identity providers as the operator names them in the environment: OIDC_<NAME>_ISSUER and so on.

What each variable means, with examples, is told in docs/operations/sso.md.
"""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from portal.access import Role
from portal.errors import UnsafeSettingsError

EVERYBODY = "*"
_VARIABLE = re.compile(r"OIDC_([A-Z0-9]+)_([A-Z_]+)")
_KNOWN = frozenset(
    {
        "ISSUER",
        "CLIENT_ID",
        "CLIENT_SECRET",
        "LABEL",
        "DOMAINS",
        "TRUST_EMAIL",
        "ROLES",
        "GROUPS_CLAIM",
        "SCOPES",
        "SECOND_FACTOR",
    }
)
_NEEDED = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "DOMAINS", "ROLES")
_ISSUER_MAX = 255
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_TRUE = frozenset({"1", "true", "yes", "on", "ja"})
_FALSE = frozenset({"", "0", "false", "no", "off", "nein"})
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_RULE = re.compile(r"([a-z0-9-]+):([a-z]+)=(.+)")


class Proof(enum.Enum):
    """How an identity provider tells that it asked for a second factor."""

    ALWAYS = "always"  # it never signs anybody in without
    AMR = "amr"  # by one of the authentication methods (RFC 8176)
    ACR = "acr"  # by the authentication context class


@dataclass(frozen=True)
class RoleRule:
    """Who has which role in an organisation, named by its slug.

    `of` is a group, `@domain` for addresses of a domain or EVERYBODY whom the provider signs in.
    """

    organisation: str
    role: Role
    of: str


@dataclass(frozen=True, kw_only=True)
class IdentityProvider:
    """One identity provider, such as the Keycloak of a town hall. `name` is its part of the portal's addresses."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    label: str
    domains: frozenset[str]  # of the mail addresses it may speak for, in small letters
    rules: tuple[RoleRule, ...]
    trusts_email: bool = False  # whether it knows the addresses of its staff without saying that they are verified
    groups_claim: str = "groups"
    scopes: str = "openid email profile"
    second_factor: tuple[tuple[Proof, str], ...] = ()

    def check(self, *, over_http: bool) -> None:
        """Raise UnsafeSettingsError for an address that could be read or changed on the way."""
        prefix = f"OIDC_{self.name.upper()}_"
        try:
            parts = urlsplit(self.issuer)
        except ValueError:
            raise UnsafeSettingsError(f"{prefix}ISSUER ist keine Adresse.") from None
        whole = parts.scheme in {"http", "https"} and parts.hostname and len(self.issuer) <= _ISSUER_MAX
        if not whole or parts.query or parts.fragment:
            raise UnsafeSettingsError(
                f"{prefix}ISSUER muss eine Adresse sein, zum Beispiel https://anmeldung.example.org/realms/stadt."
            )
        if parts.scheme == "http" and not over_http and parts.hostname not in _LOCAL_HOSTS:
            raise UnsafeSettingsError(f"{prefix}ISSUER muss mit https:// beginnen.")


def read_providers(environ: Mapping[str, str]) -> tuple[IdentityProvider, ...]:
    """Return the identity providers in the order of their names; none when nothing is set.

    Raises UnsafeSettingsError for what is missing, unknown or cannot be read.
    """
    found: dict[str, dict[str, str]] = {}
    for variable, value in environ.items():
        if not variable.startswith("OIDC_"):
            continue
        match = _VARIABLE.fullmatch(variable)
        if match is None or match[2] not in _KNOWN:
            raise UnsafeSettingsError(
                f"{variable} ist keine Einstellung des Portals. Möglich sind OIDC_NAME_ mit "
                f"{', '.join(sorted(_KNOWN))}; NAME besteht aus Großbuchstaben und Ziffern."
            )
        found.setdefault(match[1], {})[match[2]] = value.strip()
    return tuple(_provider(name, found[name]) for name in sorted(found))


def _provider(name: str, values: Mapping[str, str]) -> IdentityProvider:
    prefix = f"OIDC_{name}_"
    missing = [prefix + each for each in _NEEDED if not values.get(each)]
    if missing:
        raise UnsafeSettingsError(f"Für die Anmeldung über {name} fehlt: {', '.join(missing)}.")
    return IdentityProvider(
        name=name.lower(),
        issuer=values["ISSUER"],
        client_id=values["CLIENT_ID"],
        client_secret=values["CLIENT_SECRET"],
        label=values.get("LABEL") or name.capitalize(),
        domains=_domains(prefix + "DOMAINS", values["DOMAINS"]),
        rules=_rules(prefix + "ROLES", values["ROLES"]),
        trusts_email=_flag(prefix + "TRUST_EMAIL", values.get("TRUST_EMAIL", "")),
        groups_claim=values.get("GROUPS_CLAIM") or "groups",
        scopes=_scopes(prefix + "SCOPES", values.get("SCOPES", "")),
        second_factor=_proofs(prefix + "SECOND_FACTOR", values.get("SECOND_FACTOR", "")),
    )


def _domains(variable: str, text: str) -> frozenset[str]:
    domains = frozenset(text.lower().replace(",", " ").split())
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            raise UnsafeSettingsError(f"{variable}: „{domain}“ ist keine Domain wie stadt.example.")
    return domains


def _rules(variable: str, text: str) -> tuple[RoleRule, ...]:
    return tuple(_rule(variable, line.strip()) for line in re.split(r"[;\n]", text) if line.strip())


def _rule(variable: str, text: str) -> RoleRule:
    match = _RULE.fullmatch(text)
    roles = {role.value: role for role in Role}
    if match is None or match[2] not in roles:
        raise UnsafeSettingsError(
            f"{variable}: „{text}“ ist nicht zu lesen. Gemeint ist organisation:rolle=Gruppe, zum Beispiel "
            f"herne:editor=Portal-Redaktion; als Rolle gibt es {', '.join(roles)}."
        )
    return RoleRule(match[1], roles[match[2]], match[3].strip())


def _flag(variable: str, text: str) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        raise UnsafeSettingsError(f"{variable} muss 1 oder 0 sein.")
    return text.lower() in _TRUE


def _scopes(variable: str, text: str) -> str:
    scopes = text or "openid email profile"
    if "openid" not in scopes.split():
        raise UnsafeSettingsError(f"{variable} muss openid enthalten.")
    return scopes


def _proofs(variable: str, text: str) -> tuple[tuple[Proof, str], ...]:
    proofs = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        kind, _, value = part.partition(":")
        if part != Proof.ALWAYS.value and (kind not in {Proof.AMR.value, Proof.ACR.value} or not value):
            raise UnsafeSettingsError(f"{variable} muss always, amr:wert oder acr:wert sein.")
        proofs.append((Proof(kind), value))
    return tuple(proofs)
