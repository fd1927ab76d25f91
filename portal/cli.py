"""The command line: `portal --help` lists everything."""

import os
import sys
import time
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup, with_appcontext

import search
from portal import backup as backups
from portal import migrating
from portal.accounts import commands as accounts
from portal.app import create_app
from portal.indexing import Indexer
from portal.settings import Settings, UnsafeSettingsError
from portal.telemetry import configure_logging


def create_from_environment() -> Flask:
    """Return the portal as the environment sets it up; ends the process with one sentence when it is unsafe."""
    try:
        settings = Settings.from_environment(os.environ)
    except UnsafeSettingsError as error:
        raise SystemExit(f"The portal does not start: {error}") from None
    configure_logging(settings.log_format)
    return create_app(settings)


@click.group(cls=FlaskGroup, create_app=create_from_environment, add_default_commands=False, add_version_option=False)
def main() -> None:
    """Projektnachbarn: set up, run and look after the portal."""


@main.command()
@with_appcontext
def migrate() -> None:
    """Bring the database to the tables this version needs."""
    migrating.upgrade(current_app.extensions["database"])


@main.command()
@click.argument("revision")
@with_appcontext
def rollback(revision: str) -> None:
    """Take the database back to an earlier REVISION (make a backup first)."""
    migrating.downgrade(current_app.extensions["database"], revision)


@main.command()
@click.pass_context
@with_appcontext
def setup(context: click.Context) -> None:
    """Do everything a first start needs, and nothing when it is already done."""
    database = current_app.extensions["database"]
    if not migrating.up_to_date(database):
        click.echo("Creating tables ...")
        migrating.upgrade(database)
    context.invoke(_command(context, "seed"))
    if not _indexer().index.status().usable:
        context.invoke(rebuild)
    while _indexer().drain():
        pass
    if current_app.extensions["settings"].demo:
        context.invoke(accounts.demo)


@main.command()
@with_appcontext
def run() -> None:
    """Serve the portal from this process until Ctrl-C; the address is printed."""
    from waitress import serve  # noqa: PLC0415 - only this command needs a server

    settings: Settings = current_app.extensions["settings"]
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    app.extensions["worker"].start()
    click.echo(f"\n  Projektnachbarn: {settings.base_url}\n")
    if settings.demo:
        accounts.show_demo(settings)
    try:
        serve(app, host=settings.host, port=settings.port, threads=8, ident=None, clear_untrusted_proxy_headers=False)
    except OSError as error:
        raise click.ClickException(
            f"Port {settings.port} cannot be used ({error.strerror}). Choose another with PORT=8001."
        ) from None


@main.group()
def index() -> None:
    """Look after the full-text index."""


@index.command()
@with_appcontext
def rebuild() -> None:
    """Build the index anew while readers read on."""
    started = time.perf_counter()
    with click.progressbar(length=_expected(), label="Building the index", file=sys.stderr) as bar:
        seen = 0

        def progress(done: int) -> None:
            nonlocal seen
            bar.update(done - seen)
            seen = done

        try:
            count = _indexer().rebuild(progress)
        except search.SearchError as error:
            raise click.ClickException(f"The index was not rebuilt: {error}") from None
    click.echo(f"{count} entries indexed in {time.perf_counter() - started:.1f} s")


@index.command()
@with_appcontext
def check() -> None:
    """Compare index and database and order what differs; exit code 1 when something did."""
    try:
        found = _indexer().check()
    except search.Unavailable as error:
        raise click.ClickException(f"The index cannot be read: {error}. Run `portal index rebuild`.") from None
    for label, keys in (("missing", found.missing), ("outdated", found.outdated), ("surplus", found.surplus)):
        click.echo(f"{label}: {len(keys)}{' (' + ', '.join(keys[:10]) + ')' if keys else ''}")
    if found:
        raise SystemExit(1)


@index.command()
@with_appcontext
def status() -> None:
    """Say whether the index can be used, and what waits."""
    found = _indexer().index.status()
    click.echo(f"usable: {'yes' if found.usable else f'no, {found.reason}'}")
    click.echo(f"entries: {found.documents}\nwaiting: {_indexer().waiting()}\nsize: {found.size_bytes} bytes")
    click.echo(f"generation: {found.generation}\nfingerprint: {found.fingerprint}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup(file: Path) -> None:
    """Write the whole database into FILE, consistent while the portal runs."""
    rows = backups.write(current_app.extensions["database"], file)
    click.echo(f"{rows} rows saved in {file}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Replace what is there without asking.")
@click.pass_context
@with_appcontext
def restore(context: click.Context, file: Path, *, yes: bool) -> None:
    """Replace the database by what FILE holds, on either kind of database, and rebuild the index."""
    if not yes:
        click.confirm("Everything in the present database will be replaced. Continue?", abort=True)
    try:
        rows = backups.read(current_app.extensions["database"], file)
    except backups.UnreadableError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{rows} rows restored from {file}")
    context.invoke(rebuild)


main.add_command(accounts.account)
main.add_command(accounts.demo)


def _indexer() -> Indexer:
    indexer: Indexer = current_app.extensions["indexer"]
    return indexer


def _expected() -> int:
    return _indexer().expected()


def _command(context: click.Context, name: str) -> Any:
    found = main.get_command(context, name)
    if found is None:
        raise click.ClickException(f"The command {name} is missing: install the project with `make run`.")
    return found
