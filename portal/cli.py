"""The command line: `portal --help` lists everything."""

import os
import signal
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from alembic.util import CommandError
from flask import Flask, current_app
from flask.cli import with_appcontext

import search
from portal import backup as backups
from portal import migrating, restoring, running
from portal.accounts import commands as accounts
from portal.app import create_app
from portal.command_group import PortalGroup
from portal.indexing import Indexer
from portal.mail import commands as mail
from portal.members import commands as members
from portal.members import restored
from portal.orm import utcnow
from portal.settings import Settings, UnsafeSettingsError
from portal.sso import commands as sso
from portal.telemetry import configure_logging


def create_from_environment() -> Flask:
    """Return the portal as the environment sets it up; ends the process with one sentence when it cannot start."""
    try:
        settings = Settings.from_environment(os.environ)
        configure_logging(settings.log_format)
        return create_app(settings)
    except UnsafeSettingsError as error:
        raise SystemExit(f"Das Portal startet nicht: {error}") from None
    except OSError as error:  # where it keeps its files
        raise SystemExit(f"Das Portal startet nicht: {error.filename}: {error.strerror}") from None


@click.group(
    cls=PortalGroup,
    create_app=create_from_environment,
    add_default_commands=False,
    add_version_option=False,
    help="Projektnachbarn einrichten, starten und pflegen.",
)
def main() -> None:
    """Projektnachbarn: set up, run and look after the portal."""


@main.command(help="Bringt die Datenbank auf den Stand dieser Fassung.")
@with_appcontext
def migrate() -> None:
    """Bring the database to the tables this version needs."""
    migrating.upgrade(current_app.extensions["database"])


@main.command(help="Nimmt die Datenbank auf einen früheren Stand zurück. Machen Sie vorher eine Sicherung.")
@click.argument("revision")
@with_appcontext
def rollback(revision: str) -> None:
    """Take the database back to an earlier REVISION (make a backup first)."""
    try:
        migrating.downgrade(current_app.extensions["database"], revision)
    except CommandError:
        raise click.ClickException(f"Den Stand {revision} gibt es nicht.") from None


@main.command(help="Richtet alles ein, was der erste Start braucht. Ein zweiter Aufruf ändert nichts.")
@click.pass_context
@with_appcontext
def setup(context: click.Context) -> None:
    """Do everything a first start needs, and nothing when it is already done."""
    database = current_app.extensions["database"]
    if not migrating.up_to_date(database):
        click.echo("Die Tabellen werden angelegt ...")
        migrating.upgrade(database)
    context.invoke(_command(context, "seed"))
    if not _indexer().index.status().usable:
        context.invoke(rebuild)
    while _indexer().drain():
        pass
    if running.settings().demo:
        context.invoke(accounts.demo)


@main.command(help="Startet das Portal in diesem Prozess, bis Sie Strg+C drücken.")
@with_appcontext
def run() -> None:
    """Serve the portal from this process until Ctrl-C; the address is printed."""
    from waitress import serve  # noqa: PLC0415 - only this command needs a server

    settings = running.settings()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    for worker in app.extensions["workers"]:
        worker.start()
    click.echo(f"\n  Projektnachbarn: {settings.base_url}\n")
    if settings.demo:
        accounts.show_demo(settings)
        click.echo(f"  Mails, die das Portal verschickt hätte: {settings.base_url}/vorfuehrung/mails\n")
    try:
        serve(app, host=settings.host, port=settings.port, threads=8, ident=None, clear_untrusted_proxy_headers=False)
        for worker in app.extensions["workers"]:
            worker.stop()
    except OSError as error:
        raise click.ClickException(
            f"Der Anschluss {settings.port} ist nicht frei ({error.strerror}). "
            "Wählen Sie einen anderen, zum Beispiel PORT=8001."
        ) from None


@main.command(
    "worker", help="Arbeitet ab, was wartet: Suchindex, Mails, wiederkehrende Aufgaben. Läuft, bis man ihn beendet."
)
@with_appcontext
def work() -> None:
    """Carry out what waits until told to end; then finish what has been begun."""
    if not migrating.up_to_date(current_app.extensions["database"]):
        raise click.ClickException("Die Tabellen fehlen oder sind veraltet. Rufen Sie zuerst `portal setup` auf.")
    if current_app.extensions["delivery"].transport is None:
        click.echo("Mails bleiben liegen, bis SMTP_HOST und MAIL_FROM gesetzt sind.", err=True)
    told_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_end.set())
    for worker in current_app.extensions["workers"]:
        worker.start()
    told_to_end.wait()
    for worker in current_app.extensions["workers"]:
        worker.stop()


@main.command(help="Sagt, wann die wiederkehrenden Aufgaben zuletzt liefen.")
@with_appcontext
def jobs() -> None:
    """Tell when each job last ran; exit code 1 when one is late or fails."""
    states = current_app.extensions["jobs"].states()
    for state in states:
        ran = state.ran_at.strftime("%Y-%m-%d %H:%M UTC") if state.ran_at else "noch nie"
        failures = f", {state.failures} Fehlversuche" if state.failures else ""
        click.echo(f"{state.name}: {ran}{failures}{', überfällig' if state.late else ''}")
    if any(state.late or state.failures for state in states):
        raise SystemExit(1)


@main.group(help="Rund um den Suchindex.")
def index() -> None:
    """Look after the full-text index."""


@index.command(help="Baut den Suchindex neu auf. Die Suche läuft dabei weiter.")
@with_appcontext
def rebuild() -> None:
    """Build the index anew while readers read on."""
    started = time.perf_counter()
    with click.progressbar(length=_expected(), label="Suchindex", file=sys.stderr) as bar:
        seen = 0

        def progress(done: int) -> None:
            nonlocal seen
            bar.update(done - seen)
            seen = done

        try:
            count = _indexer().rebuild(progress)
        except search.SearchError as error:
            raise click.ClickException(f"Der Suchindex wurde nicht neu gebaut: {error}") from None
    click.echo(f"{count} Einträge in {time.perf_counter() - started:.1f} s in den Suchindex aufgenommen")


@index.command(help="Vergleicht Suchindex und Datenbank und lässt Abweichungen nachtragen.")
@with_appcontext
def check() -> None:
    """Compare index and database and order what differs; exit code 1 when something did."""
    try:
        found = _indexer().check()
    except search.Unavailable as error:
        raise click.ClickException(
            f"Der Suchindex ist nicht lesbar: {error} Rufen Sie `portal index rebuild` auf."
        ) from None
    for label, keys in (("fehlen", found.missing), ("veraltet", found.outdated), ("zu viel", found.surplus)):
        click.echo(f"{label}: {len(keys)}{' (' + ', '.join(keys[:10]) + ')' if keys else ''}")
    if found:
        raise SystemExit(1)


@index.command(help="Sagt, ob der Suchindex brauchbar ist und was noch wartet.")
@with_appcontext
def status() -> None:
    """Say whether the index can be used, and what waits."""
    found = _indexer().index.status()
    click.echo(f"brauchbar: {'ja' if found.usable else f'nein, {found.reason}'}")
    click.echo(f"Einträge: {found.documents}\nwartend: {_indexer().waiting()}\nGröße: {found.size_bytes} Byte")
    click.echo(f"Thematisch ähnlich: {'an' if _indexer().index.by_meaning else 'aus'}")
    click.echo(f"Generation: {found.generation}\nFingerabdruck: {found.fingerprint}")


@main.command(help="Sichert die ganze Datenbank in eine Datei. Das Portal läuft dabei weiter.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--prune", is_flag=True, help="Löscht danach im selben Ordner, was älter ist als BACKUP_RETENTION_DAYS.")
@with_appcontext
def backup(file: Path, *, prune: bool) -> None:
    """Write the whole database into FILE, consistent while the portal runs."""
    try:
        rows = backups.write(current_app.extensions["database"], file)
    except OSError as error:
        raise click.ClickException(f"Die Sicherung {file} lässt sich nicht schreiben: {error.strerror}") from None
    click.echo(f"{rows} Zeilen gesichert in {file}")
    if prune:
        days: int = current_app.extensions["settings"].retention.backups
        for old in backups.prune(file.absolute().parent, utcnow() - timedelta(days=days)):
            click.echo(f"Älter als {days} Tage, gelöscht: {old}")


@main.command(help="Ersetzt die Datenbank durch eine Sicherung, von SQLite oder PostgreSQL.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Ersetzt ohne Rückfrage.")
@click.option("--move", is_flag=True, help="Umzug gleich nach der Sicherung: Mails und Anmeldungen gelten weiter.")
@click.pass_context
@with_appcontext
def restore(context: click.Context, file: Path, *, yes: bool, move: bool) -> None:
    """Replace the database by what FILE holds, on either kind of database, and rebuild the index."""
    if not yes:
        click.confirm("Alles in der jetzigen Datenbank wird ersetzt. Weiter?", abort=True)
    try:
        done = restoring.restore(current_app.extensions, file, move=move)
    except (backups.UnreadableError, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{done.rows} Zeilen eingespielt aus {file}")
    if done.held:
        click.echo(
            f"Wartende Mails angehalten: {done.held}. Die Portalverwaltung entscheidet darüber unter Mailversand."
        )
    if done.erased:
        click.echo(f"Konten erneut gelöscht, die seit der Sicherung gelöscht wurden: {done.erased}")
    if not move:
        click.echo(f"Ansprechpersonen, die neu gefragt werden und bis dahin nirgends stehen: {done.asked}")
        click.echo(f"Koordinationen und Portalverwaltung, die per Mail erfahren, was zu prüfen ist: {done.told}")
        click.echo("Das Portal kann nicht wissen, was seit der Sicherung entschieden wurde. Zu prüfen ist:")
        for point in (*restored.OF_ORGANISATIONS, *restored.OF_THE_PORTAL):
            click.echo(f"- {point}")
    context.invoke(rebuild)


accounts.account.add_command(members.create)
accounts.account.add_command(members.close)
main.add_command(accounts.account)
main.add_command(accounts.demo)
main.add_command(mail.mail)
main.add_command(sso.sso)


def _indexer() -> Indexer:
    indexer: Indexer = current_app.extensions["indexer"]
    return indexer


def _expected() -> int:
    return _indexer().expected()


def _command(context: click.Context, name: str) -> Any:
    found = main.get_command(context, name)
    if found is None:
        raise click.ClickException(f"Der Befehl {name} fehlt: Bitte richten Sie das Projekt mit `make run` ein.")
    return found
