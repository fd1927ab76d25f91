"""Settings of one portal process, read once from the environment."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.policy import SMTP
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from portal.errors import UnsafeSettingsError as UnsafeSettingsError
from portal.identity_providers import IdentityProvider, read_providers
from portal.private import private_folder

_MIN_SECRET_BYTES = 32
_SHORTEST_REVIEW_PERIOD = 60  # days
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_SMTP_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_SHORTEST_MAIL_RETENTION = 14  # days
_SHORTEST_RETENTION = 30  # days
_LONGEST_DUTY = 365  # days
_TRUE = frozenset({"1", "true", "yes", "on", "ja"})
SECOND_FACTOR_FOR = ("none", "administration", "coordination")
# Whom people turn to in North Rhine-Westphalia when a reported barrier stays (§ 10d BGG NRW, § 9 BITVNRW).
ENFORCEMENT_BODY = (
    "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen\n"
    "bei der Beauftragten für die Belange der Menschen mit Behinderungen\n"
    "https://www.lbbp.nrw.de/ombudsstelle"
)


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
class Smtp:
    """The mail server that takes over the portal's mail. `security` is "starttls", "tls" or "none"."""

    host: str
    sender: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "starttls"
    unattended: str = ""  # where answers go that nobody reads; empty: to the sender

    def check(self) -> None:
        """Raise UnsafeSettingsError where mail would go out unprotected, or not at all."""
        if not self.host or not self.sender:
            raise UnsafeSettingsError("SMTP_HOST und MAIL_FROM gehören zusammen: Setzen Sie beide oder keines.")
        read_sender(self.sender)
        if self.unattended and read_sender(self.unattended, "MAIL_UNATTENDED").addr_spec != self.unattended:
            raise UnsafeSettingsError("MAIL_UNATTENDED ist nur eine Adresse: keine-antwort@example.org.")
        if self.security not in _SMTP_PORTS:
            raise UnsafeSettingsError("SMTP_SECURITY muss starttls, tls oder none sein.")
        if not 0 < self.port < 65_536:
            raise UnsafeSettingsError("SMTP_PORT muss zwischen 1 und 65535 liegen.")
        if bool(self.user) != bool(self.password):
            raise UnsafeSettingsError("SMTP_USER und SMTP_PASSWORD gehören zusammen: Setzen Sie beide oder keines.")
        if self.security == "none" and self.host not in _LOCAL_HOSTS:
            raise UnsafeSettingsError(
                "SMTP_SECURITY=none ist nur für einen Mailserver auf diesem Rechner erlaubt: In den Mails stehen "
                "Links, die den Zugang öffnen."
            )


@dataclass(frozen=True, kw_only=True)
class Retention:
    """For how many days things are kept that have come to their end."""

    mails: int = 30  # after they were ordered
    reports: int = 365  # after the answer
    requests: int = 180  # invitations and requests to join, after they were decided or have run out
    unanswered: int = 365  # reports and requests to join that nobody answers, after they came
    accounts: int = 365  # accounts that belong to no organisation, after anything last happened to them
    cases: int = 1825  # words and people in requests, partnerships and Gesuche, after these were over
    log: int = 1095  # decisions, after they were made
    backups: int = 30  # backups, after they were made: the portal says so, and `portal backup --prune` does it

    def check(self) -> None:
        """Raise UnsafeSettingsError where something would be gone before anybody could see it."""
        if self.mails < _SHORTEST_MAIL_RETENTION:
            raise UnsafeSettingsError(
                f"MAIL_RETENTION_DAYS muss mindestens {_SHORTEST_MAIL_RETENTION} sein: Eine Woche lang wird eine Mail "
                "versucht, danach soll die Portalverwaltung sie noch sehen."
            )
        if self.backups < 1:
            raise UnsafeSettingsError("BACKUP_RETENTION_DAYS muss mindestens 1 sein.")
        days = {
            "REPORT": self.reports,
            "REQUEST": self.requests,
            "UNANSWERED": self.unanswered,
            "ACCOUNT": self.accounts,
            "CASE": self.cases,
            "LOG": self.log,
        }
        for name, kept in days.items():
            if kept < _SHORTEST_RETENTION:
                raise UnsafeSettingsError(f"{name}_RETENTION_DAYS muss mindestens {_SHORTEST_RETENTION} sein.")
        if self.log < self.accounts:
            raise UnsafeSettingsError(
                "LOG_RETENTION_DAYS muss mindestens so groß sein wie ACCOUNT_RETENTION_DAYS: Aus dem Protokoll liest "
                "das Portal, wann mit einem Konto zuletzt etwas geschah."
            )


@dataclass(frozen=True, kw_only=True)
class Duties:
    """Within which time requests between organisations are answered: in working days, or in days of the calendar."""

    answer_workdays: int = 7  # to a first answer, from sending
    decision_workdays: int = 30  # to a yes or no, from sending
    lapse_days: int = 60  # without a first answer a request lapses
    quiet_days: int = 60  # in clarification without a word from either side: the moderation hears of it
    quiet_lapse_days: int = 30  # and after so many more it lapses
    answer_reminder_workdays: int = 2  # before the first answer is due its people are reminded
    decision_reminder_workdays: int = 5  # and so many before the decision is
    overdue_workdays: int = 5  # after a deadline has passed the moderation hears of it
    lapse_warning_days: int = 7  # before a request lapses both sides hear of it
    moderation_days: int = 30  # in a partnership that stays as it is the moderation reads no longer than that
    wanted_ask_days: int = 182  # an open Gesuch that nobody touches: its people are asked whether it holds
    wanted_close_days: int = 30  # and after so many more without an answer it is closed
    free_eves: bool = True  # 24 and 31 December are no working days

    def check(self) -> None:
        """Raise UnsafeSettingsError where a request would end before it was late, or be late at once."""
        days = {"ANSWER_WORKDAYS": self.answer_workdays, "QUIET_DAYS": self.quiet_days}
        days |= {"QUIET_LAPSE_DAYS": self.quiet_lapse_days, "LAPSE_WARNING_DAYS": self.lapse_warning_days}
        days |= {"ANSWER_REMINDER_WORKDAYS": self.answer_reminder_workdays, "OVERDUE_WORKDAYS": self.overdue_workdays}
        days |= {"DECISION_REMINDER_WORKDAYS": self.decision_reminder_workdays}
        days |= {"MODERATION_DAYS": self.moderation_days}
        days |= {"WANTED_ASK_DAYS": self.wanted_ask_days, "WANTED_CLOSE_DAYS": self.wanted_close_days}
        for name, count in days.items():
            if not 1 <= count <= _LONGEST_DUTY:
                raise UnsafeSettingsError(f"{name} muss zwischen 1 und {_LONGEST_DUTY} liegen.")
        if not self.answer_workdays <= self.decision_workdays <= _LONGEST_DUTY:
            raise UnsafeSettingsError(
                f"DECISION_WORKDAYS muss mindestens so groß sein wie ANSWER_WORKDAYS, höchstens {_LONGEST_DUTY}."
            )
        if not 3 * self.answer_workdays <= self.lapse_days <= _LONGEST_DUTY:
            raise UnsafeSettingsError(
                f"LAPSE_DAYS muss mindestens dreimal so groß sein wie ANSWER_WORKDAYS, höchstens {_LONGEST_DUTY}."
            )


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
    require_second_factor: str = "none"  # one of SECOND_FACTOR_FOR
    log_format: str = "json"
    search_by_meaning: bool = False  # where the extra `semantic` is installed
    smtp: Smtp | None = None  # None: mails wait; in demo mode they are kept as files
    retention: Retention = Retention()
    duties: Duties = Duties()
    identity_providers: tuple[IdentityProvider, ...] = ()
    operator: Operator = Operator()

    @property
    def index_directory(self) -> Path:
        """Folder of the full-text index."""
        return self.instance / "index"

    @property
    def mail_directory(self) -> Path:
        """Folder that holds the mails of the demo."""
        return self.instance / "mails"

    @property
    def https(self) -> bool:
        """Whether people reach the portal over HTTPS."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def session_cookie(self) -> str:
        """Name of the session's cookie: over HTTPS one that browsers accept from this very host only."""
        return "__Host-portal" if self.https else "portal"

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
            require_second_factor=environ.get("REQUIRE_SECOND_FACTOR", "").strip().lower() or "none",
            log_format=environ.get("LOG_FORMAT", "text" if demo else "json"),
            search_by_meaning=_flag(environ, "SEARCH_BY_MEANING", default=True),
            smtp=None if demo else _smtp(environ),
            retention=Retention(
                mails=_number(environ, "MAIL_RETENTION_DAYS", 30),
                reports=_number(environ, "REPORT_RETENTION_DAYS", 365),
                requests=_number(environ, "REQUEST_RETENTION_DAYS", 180),
                unanswered=_number(environ, "UNANSWERED_RETENTION_DAYS", 365),
                accounts=_number(environ, "ACCOUNT_RETENTION_DAYS", 365),
                cases=_number(environ, "CASE_RETENTION_DAYS", 1825),
                log=_number(environ, "LOG_RETENTION_DAYS", 1095),
                backups=_number(environ, "BACKUP_RETENTION_DAYS", 30),
            ),
            duties=Duties(
                answer_workdays=_number(environ, "ANSWER_WORKDAYS", 7),
                decision_workdays=_number(environ, "DECISION_WORKDAYS", 30),
                lapse_days=_number(environ, "LAPSE_DAYS", 60),
                quiet_days=_number(environ, "QUIET_DAYS", 60),
                quiet_lapse_days=_number(environ, "QUIET_LAPSE_DAYS", 30),
                answer_reminder_workdays=_number(environ, "ANSWER_REMINDER_WORKDAYS", 2),
                decision_reminder_workdays=_number(environ, "DECISION_REMINDER_WORKDAYS", 5),
                overdue_workdays=_number(environ, "OVERDUE_WORKDAYS", 5),
                lapse_warning_days=_number(environ, "LAPSE_WARNING_DAYS", 7),
                moderation_days=_number(environ, "MODERATION_DAYS", 30),
                wanted_ask_days=_number(environ, "WANTED_ASK_DAYS", 182),
                wanted_close_days=_number(environ, "WANTED_CLOSE_DAYS", 30),
                free_eves=_flag(environ, "FREE_EVES", default=True),
            ),
            identity_providers=read_providers(environ),
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
        self.retention.check()
        self.duties.check()
        if self.require_second_factor not in SECOND_FACTOR_FOR:
            raise UnsafeSettingsError("REQUIRE_SECOND_FACTOR muss none, administration oder coordination sein.")
        for provider in self.identity_providers:
            provider.check(over_http=self.demo or self.testing)
        if self.review_period_days < _SHORTEST_REVIEW_PERIOD:
            raise UnsafeSettingsError(
                f"REVIEW_PERIOD_DAYS muss mindestens {_SHORTEST_REVIEW_PERIOD} sein: Erinnert wird einmal im Monat."
            )
        if self.demo:
            if self.host not in _LOCAL_HOSTS:
                raise UnsafeSettingsError(
                    "Die Vorführung ist nur auf diesem Rechner erreichbar: Lassen Sie HOST auf 127.0.0.1."
                )
        else:
            self._check_real_use()

    def _check_real_use(self) -> None:
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
        if self.smtp is not None:
            self.smtp.check()


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


def read_sender(text: str, name: str = "MAIL_FROM") -> Address:
    """Return who mails are from, or what another setting says, written as `Name <address>` or as an address.

    Raises UnsafeSettingsError.
    """
    header = SMTP.header_factory("From", text) if text.isprintable() else None
    addresses: tuple[Address, ...] = getattr(header, "addresses", ())
    if header is None or header.defects or len(addresses) != 1:
        raise UnsafeSettingsError(f"{name} muss eine Adresse sein, zum Beispiel Projektnachbarn <portal@example.org>.")
    [address] = addresses
    if not address.username or "." not in address.domain or not address.addr_spec.isascii():
        raise UnsafeSettingsError(f"{name} muss eine vollständige Adresse ohne Umlaute sein: portal@example.org.")
    return address


def _smtp(environ: Mapping[str, str]) -> Smtp | None:
    """Return the mail server, None when nothing is said of one."""
    host, sender = environ.get("SMTP_HOST", "").strip(), environ.get("MAIL_FROM", "").strip()
    user, password = environ.get("SMTP_USER", ""), environ.get("SMTP_PASSWORD", "")
    unattended = environ.get("MAIL_UNATTENDED", "").strip()
    if not any((host, sender, user, password, unattended)):
        return None
    security = environ.get("SMTP_SECURITY", "").strip().lower() or "starttls"
    port = _number(environ, "SMTP_PORT", _SMTP_PORTS.get(security, 587))
    return Smtp(
        host=host,
        sender=sender,
        port=port,
        user=user,
        password=password,
        security=security,
        unattended=unattended,
    )


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
