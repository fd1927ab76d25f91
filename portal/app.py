"""The whole wiring on one screen."""

import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import telemetry, web
from portal.accounts import blueprints as accounts
from portal.accounts import login as _login  # noqa: F401 - registers the user loader
from portal.accounts import personal as accounts_personal
from portal.database import Database
from portal.discovery import api as discovery_api
from portal.discovery import pages as discovery_pages
from portal.discovery import views as discovery
from portal.extensions import api, babel, csrf, login_manager
from portal.feedback import personal as feedback_personal
from portal.feedback import views as feedback
from portal.indexing import Indexer
from portal.jobs import Jobs
from portal.links import Links
from portal.mail import demo_views, mails
from portal.mail import retention as mail_retention
from portal.mail import views as mail_pages
from portal.mail.composing import Letters
from portal.mail.delivery import Delivery
from portal.mail.transport import transport_for
from portal.members import personal as members_personal
from portal.members.hooks import Hooks
from portal.oversight import log_views, mail_views
from portal.oversight import views as oversight
from portal.privacy import own_views as own_data
from portal.private import private_folder
from portal.projects import document as project_documents
from portal.projects import handover as project_handover
from portal.projects import participation_views
from portal.projects import personal as projects_personal
from portal.projects import views as projects
from portal.projects.responsibility import leaving
from portal.projects.responsibility import mails as responsibility_mails
from portal.projects.responsibility import views as responsibility
from portal.settings import Settings
from portal.synonyms import views as synonyms
from portal.worker import Worker
from search import Index, installed_encoder

MAX_FORM_BYTES = 1_000_000


def create_app(settings: Settings | None = None) -> Flask:
    """Return the portal. Raises UnsafeSettingsError when it must not start as set up."""
    settings = settings or Settings.from_environment(os.environ)
    settings.check()
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        SESSION_COOKIE_NAME="portal",
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
    indexer = Indexer(database, index, [project_documents.SOURCE])
    worker = Worker(indexer, prepare=index.warm_up)
    indexer.on_order(worker.wake)
    links = Links(settings.secret_key, settings.base_url)
    letters = Letters()
    for composers in (mails.COMPOSERS, responsibility_mails.COMPOSERS):
        letters.bind(composers)
    delivery = Delivery(
        database,
        letters,
        links,
        transport_for(settings),
        context=app.app_context,
        reply_to=settings.operator.email or None,
    )
    jobs = Jobs(database, [mail_retention.job(settings.mail_retention_days)])
    mailman = Worker(delivery, name="mail")
    delivery.on_order(mailman.wake)
    hooks = Hooks(belongings=(project_handover.BELONGINGS, leaving.BELONGINGS))
    app.extensions.update(
        settings=settings,
        database=database,
        indexer=indexer,
        worker=worker,  # each web process has this one; `portal worker` and `portal run` have all
        workers=(worker, mailman, Worker(jobs, name="jobs", look_every=30)),
        links=links,
        letters=letters,
        delivery=delivery,
        member_hooks=hooks,
        holdings=(
            members_personal.holding(hooks),
            projects_personal.HOLDING,
            feedback_personal.HOLDING,
            accounts_personal.HOLDING,
        ),
        own_pages=(*accounts.OWN_PAGES, responsibility.OWN_PAGE, mail_pages.OWN_PAGE, own_data.OWN_PAGE),
    )

    telemetry.init_app(app)  # first: a refused request has an id too
    for extension in (babel, csrf, login_manager, api):  # before web, whose error pages have the last word
        extension.init_app(app)
    web.init_app(app, settings)
    for blueprint in accounts.BLUEPRINTS:
        app.register_blueprint(blueprint)
    for door in (
        mail_pages,
        demo_views,
        projects,
        participation_views,
        responsibility,
        feedback,
        synonyms,
        discovery,
        discovery_pages,
        own_data,
        oversight,
        log_views,
        mail_views,
    ):
        app.register_blueprint(door.blueprint)
    api.register_blueprint(discovery_api.blueprint)
    return app
