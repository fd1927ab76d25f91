"""Settings of one portal process, read once from the environment."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from portal.private import private_folder

_MIN_SECRET_BYTES = 32
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_TRUE = frozenset({"1", "true", "yes", "on", "ja"})
# Whom people turn to in North Rhine-Westphalia when a reported barrier stays (§ 10d BGG NRW, § 9 BITVNRW).
ENFORCEMENT_BODY = (
    "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen\n"
    "bei der Beauftragten für die Belange der Menschen mit Behinderungen\n"
    "https://www.lbbp.nrw.de/ombudsstelle"
)


class UnsafeSettingsError(Exception):
    """The portal must not start like this; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Operator:
    """Who runs the portal, as imprint, privacy and accessibility pages say it."""

    name: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    representative: str = ""
    data_protection_email: str = ""
    enforcement_body: str = ENFORCEMENT_BODY


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an operator can decide. Durations are in days unless the name says otherwise."""

    instance: Path
    database_url: str
    secret_key: str = field(repr=False)
    base_url: str = "http://localhost:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    debug: bool = False
    testing: bool = False
    trusted_proxies: int = 0
    review_period_days: int = 365
    session_hours: int = 10
    log_format: str = "json"
    search_by_meaning: bool = False  # where the extra `semantic` is installed
    operator: Operator = Operator()

    @property
    def index_directory(self) -> Path:
        """Folder of the full-text index."""
        return self.instance / "index"

    @property
    def https(self) -> bool:
        """Whether people reach the portal over HTTPS."""
        return urlsplit(self.base_url).scheme == "https"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; in demo mode a secret key is made once and kept in the instance folder.

        Raises UnsafeSettingsError when a value cannot be read or the portal would be unsafe.
        """
        instance = Path(environ.get("PORTAL_INSTANCE", "instance")).resolve()
        demo = _flag(environ, "DEMO")
        port = _number(environ, "PORT", 8000)
        settings = cls(
            instance=instance,
            database_url=database_url(environ.get("DATABASE_URL", ""), instance),
            secret_key=environ.get("SECRET_KEY", "") or (_kept_secret(instance) if demo else ""),
            base_url=environ.get("BASE_URL", f"http://localhost:{port}").rstrip("/"),
            host=environ.get("HOST", "127.0.0.1"),
            port=port,
            demo=demo,
            debug=_flag(environ, "FLASK_DEBUG"),
            trusted_proxies=_number(environ, "TRUSTED_PROXIES", 0),
            review_period_days=_number(environ, "REVIEW_PERIOD_DAYS", 365),
            session_hours=_number(environ, "SESSION_HOURS", 10),
            log_format=environ.get("LOG_FORMAT", "text" if demo else "json"),
            search_by_meaning=_flag(environ, "SEARCH_BY_MEANING", default=True),
            operator=Operator(
                name=environ.get("OPERATOR_NAME", ""),
                address=environ.get("OPERATOR_ADDRESS", ""),
                email=environ.get("OPERATOR_EMAIL", ""),
                phone=environ.get("OPERATOR_PHONE", ""),
                representative=environ.get("OPERATOR_REPRESENTATIVE", ""),
                data_protection_email=environ.get("OPERATOR_DATA_PROTECTION_EMAIL", ""),
                enforcement_body=environ.get("OPERATOR_ENFORCEMENT_BODY", "") or ENFORCEMENT_BODY,
            ),
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Raise UnsafeSettingsError outside demo mode where the portal could be attacked as set up."""
        if not 0 < self.port < 65_536:  # first: without BASE_URL the port is part of the address
            raise UnsafeSettingsError("PORT muss zwischen 1 und 65535 liegen.")
        if not _is_address(self.base_url):
            raise UnsafeSettingsError("BASE_URL muss eine Adresse sein, zum Beispiel https://projekte.example.org.")
        if self.demo:
            if self.host not in _LOCAL_HOSTS:
                raise UnsafeSettingsError(
                    "Die Vorführung ist nur auf diesem Rechner erreichbar: Lassen Sie HOST auf 127.0.0.1."
                )
            return
        if len(self.secret_key.encode()) < _MIN_SECRET_BYTES or len(set(self.secret_key)) < 10:
            raise UnsafeSettingsError(
                "SECRET_KEY fehlt oder ist zu schwach. Setzen Sie mindestens 32 zufällige Zeichen, zum Beispiel aus "
                "`python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`."
            )
        if self.debug:
            raise UnsafeSettingsError("FLASK_DEBUG muss im echten Betrieb aus sein.")
        if not self.https and urlsplit(self.base_url).hostname not in _LOCAL_HOSTS:
            raise UnsafeSettingsError("BASE_URL muss mit https:// beginnen, wenn andere das Portal erreichen.")
        if self.host not in _LOCAL_HOSTS and not (self.https and self.trusted_proxies):
            raise UnsafeSettingsError(
                "HOST ist von außen erreichbar. Setzen Sie BASE_URL auf die https://-Adresse und TRUSTED_PROXIES auf "
                "die Zahl der Proxys davor, oder lassen Sie HOST auf 127.0.0.1."
            )


def database_url(url: str, instance: Path) -> str:
    """Return the SQLAlchemy address; empty means SQLite in the instance folder, PostgreSQL gets psycopg 3.

    Raises UnsafeSettingsError for what is no address of either.
    """
    if not url:
        return f"sqlite:///{instance / 'portal.sqlite3'}"
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            url = "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise UnsafeSettingsError("DATABASE_URL muss mit postgresql:// oder sqlite:/// beginnen.")
    try:
        make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise UnsafeSettingsError(
            "DATABASE_URL ist keine Adresse wie postgresql://nutzer:passwort@host/name."
        ) from None
    return url


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        return False


def _flag(environ: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    text = environ.get(name, "").strip().lower()
    return text in _TRUE if text else default


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or len(text) > 6:
        raise UnsafeSettingsError(f"{name} muss eine ganze Zahl sein.")
    return int(text)


def _kept_secret(instance: Path) -> str:
    """Return the demo's secret key, made at random on first use and readable by its owner only."""
    path = instance / "secret-key"
    if not path.exists():
        private_folder(instance)
        made = instance / f"secret-key.{secrets.token_hex(4)}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        made.replace(path)  # whole or not at all, should the process end right here
    return path.read_text().strip()
