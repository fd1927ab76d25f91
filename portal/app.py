"""The whole wiring on one screen."""

import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import domains, telemetry, web
from portal.accounts import login as _login  # noqa: F401 - registers the user loader
from portal.accounts import queries as accounts
from portal.database import Database
from portal.discovery import api as discovery_api
from portal.extensions import api, babel, csrf, login_manager
from portal.indexing import Indexer
from portal.jobs import Jobs
from portal.links import Links
from portal.mail.composing import Letters
from portal.mail.delivery import Delivery, ReplyTo
from portal.mail.transport import transport_for
from portal.privacy.erasures import Erasures
from portal.private import private_folder
from portal.sealing import Sealing
from portal.settings import Settings
from portal.sso import doors as sso
from portal.web import limits
from portal.worker import Worker
from search import Index, installed_encoder


def create_app(settings: Settings | None = None) -> Flask:
    """Return the portal. Raises UnsafeSettingsError when it must not start as set up."""
    settings = settings or Settings.from_environment(os.environ)
    settings.check()
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=limits.ANYBODY,
        MAX_FORM_MEMORY_SIZE=limits.ANYBODY,
        SESSION_COOKIE_NAME=settings.session_cookie,
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=settings.session_hours * 3600,
        BABEL_DEFAULT_LOCALE="de",
        BABEL_DEFAULT_TIMEZONE="Europe/Berlin",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form may stay open between two meetings
        API_TITLE="Projektnachbarn",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    private_folder(settings.instance)
    database = Database(settings.database_url)
    index = Index(settings.index_directory, installed_encoder() if settings.search_by_meaning else None)
    indexer = Indexer(database, index, domains.SOURCES)
    worker = Worker(indexer, prepare=index.warm_up)
    indexer.on_order(worker.wake)
    links = Links(settings.secret_key, settings.base_url)
    letters = Letters(accounts.is_open)
    for composers in domains.COMPOSERS:
        letters.bind(composers)
    for readers in domains.READERS:
        letters.heed(readers)
    delivery = Delivery(
        database,
        letters,
        links,
        transport_for(settings),
        context=app.app_context,
        reply_to=ReplyTo(
            operator=settings.operator.email or None,
            nobody=settings.smtp.unattended or None if settings.smtp else None,
        ),
    )
    erasures = Erasures(settings.instance)
    jobs = Jobs(database, domains.jobs(settings, erasures))
    mailman = Worker(delivery, name="mail")
    delivery.on_order(mailman.wake)
    app.extensions.update(
        settings=settings,
        database=database,
        indexer=indexer,
        worker=worker,  # each web process has this one; `portal worker` and `portal run` have all
        workers=(worker, mailman, Worker(jobs, name="jobs", look_every=30)),
        links=links,
        sealing=Sealing(settings.secret_key),
        letters=letters,
        delivery=delivery,
        jobs=jobs,
        member_hooks=domains.hooks(settings.duties),
        address_moved=domains.ADDRESS_MOVED,
        entry_followers=domains.ENTRY_FOLLOWERS,
        holdings=domains.HOLDINGS,
        erasures=erasures,
        sso=sso.clients(settings.identity_providers),
        ways_in=sso.ways(settings.identity_providers),
        own_pages=domains.own_pages(settings),
        desk_notices=domains.DESK_NOTICES,
    )

    telemetry.init_app(app)  # first: a refused request has an id too
    limits.init_app(app)
    for extension in (babel, csrf, login_manager, api):  # before web, whose error pages have the last word
        extension.init_app(app)
    web.init_app(app, settings)
    for blueprint in domains.BLUEPRINTS:
        app.register_blueprint(blueprint)
    api.register_blueprint(discovery_api.blueprint)
    return app
