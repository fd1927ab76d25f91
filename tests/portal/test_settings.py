"""The portal refuses to start where it could be attacked, and says what to change."""

import dataclasses
import stat

import pytest

from portal.app import create_app
from portal.settings import Settings, UnsafeSettingsError

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"
SAFE = {
    "SECRET_KEY": SECRET,
    "BASE_URL": "https://projekte.example.org",
    "HOST": "0.0.0.0",
    "TRUSTED_PROXIES": "1",
}
MAIL = {"SMTP_HOST": "mail.example.org", "MAIL_FROM": "Projektnachbarn <portal@example.org>"}


@pytest.fixture
def read(tmp_path):
    """Reads settings from an environment with an instance folder of its own."""
    return lambda **environ: Settings.from_environment({"PORTAL_INSTANCE": str(tmp_path / "instance")} | environ)


def test_safe_settings_are_taken(read):
    settings = read(**SAFE)

    assert settings.https
    assert (settings.host, settings.trusted_proxies, settings.demo) == ("0.0.0.0", 1, False)


def test_the_search_by_meaning_can_be_switched_off(read):
    assert read(**SAFE).search_by_meaning
    assert read(**SAFE, SEARCH_BY_MEANING="").search_by_meaning
    assert not read(**SAFE, SEARCH_BY_MEANING="0").search_by_meaning


def test_the_days_within_which_requests_are_answered_are_the_operators_choice(read):
    duties = read(**SAFE).duties
    assert (duties.answer_workdays, duties.decision_workdays, duties.lapse_days, duties.free_eves) == (7, 30, 60, True)
    assert (duties.answer_reminder_workdays, duties.decision_reminder_workdays, duties.overdue_workdays) == (2, 5, 5)
    assert (duties.lapse_warning_days, duties.moderation_days) == (7, 30)
    assert read(**SAFE, MODERATION_DAYS="14").duties.moderation_days == 14
    duties = read(**SAFE, ANSWER_REMINDER_WORKDAYS="1", OVERDUE_WORKDAYS="3", LAPSE_WARNING_DAYS="10").duties
    assert (duties.answer_reminder_workdays, duties.overdue_workdays, duties.lapse_warning_days) == (1, 3, 10)
    duties = read(**SAFE, ANSWER_WORKDAYS="5", LAPSE_DAYS="15", FREE_EVES="0").duties
    assert (duties.answer_workdays, duties.decision_workdays, duties.lapse_days, duties.free_eves) == (5, 30, 15, False)


@pytest.mark.parametrize(("security", "port"), [("", 587), ("STARTTLS", 587), ("tls", 465)])
def test_mail_goes_out_protected_on_the_usual_port(read, security, port):
    smtp = read(**SAFE | MAIL, SMTP_SECURITY=security).smtp
    assert (smtp.security, smtp.port) == (security.lower() or "starttls", port)


def test_mail_without_protection_stays_on_this_machine(read):
    smtp = read(**SAFE | MAIL | {"SMTP_HOST": "localhost"}, SMTP_SECURITY="none").smtp
    assert (smtp.host, smtp.port) == ("localhost", 25)


def test_a_portal_without_a_mail_server_starts(read):
    assert read(**SAFE).smtp is None


def test_the_password_of_the_mail_server_is_not_shown(read):
    settings = read(**SAFE | MAIL, SMTP_USER="portal", SMTP_PASSWORD="streng-geheim")
    assert settings.smtp.password == "streng-geheim"
    assert "streng-geheim" not in repr(settings)


def test_on_this_machine_alone_a_key_suffices(read):
    assert not read(SECRET_KEY=SECRET).https


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": SECRET[:31]}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 64}, "SECRET_KEY"),
        ({"SECRET_KEY": "abc" * 20}, "SECRET_KEY"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"FLASK_DEBUG": " TRUE "}, "FLASK_DEBUG"),
        ({"BASE_URL": "http://projekte.example.org"}, "BASE_URL"),
        ({"BASE_URL": "projekte.example.org"}, "BASE_URL"),
        ({"BASE_URL": "ftp://projekte.example.org"}, "BASE_URL"),
        ({"BASE_URL": "https://"}, "BASE_URL"),
        ({"BASE_URL": "https://[x"}, "BASE_URL"),
        ({"BASE_URL": "https://projekte.example.org:99999"}, "BASE_URL"),
        ({"TRUSTED_PROXIES": "0"}, "TRUSTED_PROXIES"),
        ({"TRUSTED_PROXIES": "all"}, "TRUSTED_PROXIES"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
        ({"HOST": "", "TRUSTED_PROXIES": "0"}, "HOST"),
        ({"BASE_URL": "http://localhost:8000"}, "HOST"),
        ({"PORT": "80a"}, "PORT"),
        ({"PORT": "0"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"PORT": "9" * 30}, "PORT"),
        ({"SMTP_HOST": "mail.example.org"}, "MAIL_FROM"),
        ({"MAIL_FROM": "portal@example.org"}, "SMTP_HOST"),
        ({"SMTP_USER": "portal", "SMTP_PASSWORD": "x"}, "SMTP_HOST"),
        (MAIL | {"SMTP_USER": "portal"}, "SMTP_PASSWORD"),
        (MAIL | {"SMTP_PASSWORD": "x"}, "SMTP_USER"),
        (MAIL | {"SMTP_SECURITY": "ssl"}, "SMTP_SECURITY"),
        (MAIL | {"SMTP_SECURITY": "none"}, "SMTP_SECURITY"),
        (MAIL | {"SMTP_PORT": "0"}, "SMTP_PORT"),
        (MAIL | {"SMTP_PORT": "smtp"}, "SMTP_PORT"),
        (MAIL | {"MAIL_FROM": "portal"}, "MAIL_FROM"),
        (MAIL | {"MAIL_FROM": "portal@localhost"}, "MAIL_FROM"),
        (MAIL | {"MAIL_FROM": "a@example.org, b@example.org"}, "MAIL_FROM"),
        (MAIL | {"MAIL_FROM": "a@example.org\r\nBcc: b@example.org"}, "MAIL_FROM"),
        (MAIL | {"MAIL_FROM": "jörg@example.org"}, "MAIL_FROM"),
        (MAIL | {"MAIL_UNATTENDED": "niemand"}, "MAIL_UNATTENDED"),
        (MAIL | {"MAIL_UNATTENDED": "Niemand <niemand@example.org>"}, "MAIL_UNATTENDED"),
        ({"MAIL_UNATTENDED": "niemand@example.org"}, "SMTP_HOST"),
        ({"MAIL_RETENTION_DAYS": "7"}, "MAIL_RETENTION_DAYS"),
        ({"UNANSWERED_RETENTION_DAYS": "29"}, "UNANSWERED_RETENTION_DAYS"),
        ({"ACCOUNT_RETENTION_DAYS": "29"}, "ACCOUNT_RETENTION_DAYS"),
        ({"LOG_RETENTION_DAYS": "364"}, "LOG_RETENTION_DAYS"),
        ({"ACCOUNT_RETENTION_DAYS": "1096"}, "LOG_RETENTION_DAYS"),
        ({"BACKUP_RETENTION_DAYS": "0"}, "BACKUP_RETENTION_DAYS"),
        ({"REVIEW_PERIOD_DAYS": "59"}, "REVIEW_PERIOD_DAYS"),
        ({"ANSWER_WORKDAYS": "0"}, "ANSWER_WORKDAYS"),
        ({"ANSWER_WORKDAYS": "366"}, "ANSWER_WORKDAYS"),
        ({"DECISION_WORKDAYS": "6"}, "DECISION_WORKDAYS"),
        ({"LAPSE_DAYS": "20"}, "LAPSE_DAYS"),
        ({"QUIET_DAYS": "0"}, "QUIET_DAYS"),
        ({"QUIET_LAPSE_DAYS": "366"}, "QUIET_LAPSE_DAYS"),
        ({"ANSWER_REMINDER_WORKDAYS": "0"}, "ANSWER_REMINDER_WORKDAYS"),
        ({"DECISION_REMINDER_WORKDAYS": "366"}, "DECISION_REMINDER_WORKDAYS"),
        ({"OVERDUE_WORKDAYS": "0"}, "OVERDUE_WORKDAYS"),
        ({"LAPSE_WARNING_DAYS": "0"}, "LAPSE_WARNING_DAYS"),
        ({"MODERATION_DAYS": "0"}, "MODERATION_DAYS"),
        ({"WANTED_ASK_DAYS": "0"}, "WANTED_ASK_DAYS"),
        ({"WANTED_CLOSE_DAYS": "366"}, "WANTED_CLOSE_DAYS"),
        ({"DATABASE_URL": "mysql://localhost/portal"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://u:p@ho:xx/x"}, "DATABASE_URL"),
    ],
)
def test_unsafe_settings_are_refused_by_name(read, change, named):
    with pytest.raises(UnsafeSettingsError, match=named):
        read(**SAFE | change)


def test_a_wrong_port_is_named_without_an_address_too(read):
    with pytest.raises(UnsafeSettingsError, match="PORT"):
        read(DEMO="1", PORT="70000")


def test_the_secret_is_not_shown_with_the_settings(read):
    assert SECRET not in repr(read(**SAFE))


def test_the_application_refuses_them_too(read):
    settings = dataclasses.replace(read(**SAFE), secret_key="weak")
    with pytest.raises(UnsafeSettingsError):
        create_app(settings)


class TestDemo:
    """The demo makes its own secret and listens on this machine only."""

    def test_the_secret_is_made_once_and_kept_for_its_owner(self, read):
        first, second = read(DEMO="1"), read(DEMO="ja")

        assert first.secret_key == second.secret_key
        assert len(first.secret_key) >= 32
        kept = list(first.instance.iterdir())
        assert [path.name for path in kept] == ["secret-key"]
        assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600

    def test_it_never_sends_mail(self, read):
        assert read(DEMO="1", **MAIL).smtp is None

    def test_two_demos_have_two_secrets(self, tmp_path):
        keys = {
            Settings.from_environment({"DEMO": "1", "PORTAL_INSTANCE": str(tmp_path / name)}).secret_key
            for name in ("one", "two")
        }
        assert len(keys) == 2

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org", ""])
    def test_it_never_listens_to_others(self, read, host):
        with pytest.raises(UnsafeSettingsError, match="HOST"):
            read(DEMO="1", HOST=host)

    @pytest.mark.parametrize("off", ["", "0", "no", "false", "nein"])
    def test_it_is_off_unless_asked_for(self, read, off):
        with pytest.raises(UnsafeSettingsError, match="SECRET_KEY"):
            read(DEMO=off)


@pytest.mark.parametrize("scheme", ["postgresql://", "postgres://", "postgresql+psycopg://"])
def test_postgresql_is_spoken_to_with_psycopg(read, scheme):
    assert read(**SAFE, DATABASE_URL=f"{scheme}u@h/d").database_url == "postgresql+psycopg://u@h/d"


def test_sqlite_in_the_instance_folder_needs_no_setting(read):
    settings = read(**SAFE)
    assert settings.database_url == f"sqlite:///{settings.instance / 'portal.sqlite3'}"


def test_links_use_the_port_unless_an_address_is_given(read):
    assert read(DEMO="1", PORT="8123").base_url == "http://localhost:8123"
    assert read(DEMO="1", PORT="8123", BASE_URL="https://x.example/").base_url == "https://x.example"
