"""What the domains bring to the application: pages, letters, jobs, what is kept about people. From left to right."""

from collections.abc import Sequence

from portal.accounts import blueprints as accounts
from portal.accounts import mails as account_letters
from portal.accounts import personal as account_data
from portal.contact import jobs as contact_jobs
from portal.contact import mails as contact_letters
from portal.contact import personal as contact_data
from portal.contact import views as contact
from portal.discovery import pages as discovery_pages
from portal.discovery import views as discovery
from portal.feedback import personal as feedback_data
from portal.feedback import views as feedback
from portal.freshness import jobs as freshness_jobs
from portal.freshness import mails as freshness_letters
from portal.freshness import service as freshness_service
from portal.freshness import views as freshness
from portal.jobs import Job
from portal.mail import demo
from portal.mail import demo_views as demo_mails
from portal.mail import mails as mail_letters
from portal.mail import views as mail
from portal.members import blueprints as members
from portal.members import elsewhere
from portal.members import mails as member_letters
from portal.members import personal as member_data
from portal.members.hooks import Hooks
from portal.members.joining import patience
from portal.members.joining.telling import pass_on_to_first
from portal.oversight import log_views, mail_views, municipality_views, settings_views
from portal.oversight import views as oversight
from portal.partnerships import arriving as partnership_arrivals
from portal.partnerships import jobs as partnership_jobs
from portal.partnerships import leaving as partnership_handover
from portal.partnerships import mails as partnership_letters
from portal.partnerships import merged_entries
from portal.partnerships import personal as partnership_data
from portal.partnerships import views as partnerships
from portal.partnerships.calendar_feeds import views as feeds
from portal.partnerships.digests import mails as digest_letters
from portal.partnerships.duties import absence_views
from portal.partnerships.duties import mails as duty_letters
from portal.partnerships.lists import desk as partnership_desk
from portal.partnerships.seeking import desk as wanted_desk
from portal.partnerships.seeking import document as wanted_documents
from portal.partnerships.seeking import mails as wanted_letters
from portal.privacy import closed_views as closed_accounts
from portal.privacy import mails as privacy_letters
from portal.privacy import own_views as own_data
from portal.privacy import retention
from portal.privacy import views as privacy
from portal.privacy.erasures import Erasures
from portal.projects import document as project_documents
from portal.projects import personal as project_data
from portal.projects import views as projects
from portal.projects.joint import views as participation_views
from portal.projects.moderation import mails as moderation_letters
from portal.projects.moderation import merging_views as merging
from portal.projects.moderation import views as moderation
from portal.projects.responsibility import handover as project_handover
from portal.projects.responsibility import leaving as contact_handover
from portal.projects.responsibility import mails as responsibility_letters
from portal.projects.responsibility import views as responsibility
from portal.settings import Duties, Settings
from portal.sso import blueprints as sso
from portal.sso import mails as identity_letters
from portal.sso import personal as identity_data
from portal.synonyms import personal as synonym_data
from portal.synonyms import views as synonyms
from portal.web.own_pages import OwnPage

BLUEPRINTS = (
    *accounts.BLUEPRINTS,
    *members.BLUEPRINTS,
    *sso.BLUEPRINTS,
    mail.blueprint,
    demo_mails.blueprint,
    projects.blueprint,
    participation_views.blueprint,
    responsibility.blueprint,
    moderation.blueprint,
    merging.blueprint,
    *partnerships.BLUEPRINTS,
    feedback.blueprint,
    synonyms.blueprint,
    freshness.blueprint,
    contact.blueprint,
    discovery.blueprint,
    discovery_pages.blueprint,
    privacy.blueprint,
    own_data.blueprint,
    closed_accounts.blueprint,
    oversight.blueprint,
    log_views.blueprint,
    mail_views.blueprint,
    municipality_views.blueprint,
    settings_views.blueprint,
)
# What the search finds.
SOURCES = (project_documents.SOURCE, wanted_documents.SOURCE)
# Who writes which letter.
COMPOSERS = (
    mail_letters.COMPOSERS,
    account_letters.COMPOSERS,
    member_letters.COMPOSERS,
    responsibility_letters.COMPOSERS,
    moderation_letters.COMPOSERS,
    partnership_letters.COMPOSERS,
    duty_letters.COMPOSERS,
    digest_letters.COMPOSERS,
    wanted_letters.COMPOSERS,
    freshness_letters.COMPOSERS,
    contact_letters.COMPOSERS,
    privacy_letters.COMPOSERS,
    identity_letters.COMPOSERS,
)
# Whom a letter is still for when it is sent.
READERS = (
    member_letters.READERS,
    moderation_letters.READERS,
    partnership_letters.READERS,
    duty_letters.READERS,
    digest_letters.READERS,
    wanted_letters.READERS,
    freshness_letters.READERS,
    contact_letters.READERS,
    identity_letters.READERS,
)
# What waits for a person on "Meine Kommune" beside the entries.
DESK_NOTICES = (partnership_desk.notices, wanted_desk.notices)
# What is handed over when somebody leaves an organisation.
BELONGINGS = (project_handover.BELONGINGS, contact_handover.BELONGINGS, partnership_handover.BELONGINGS)
# What is done when somebody has another mail address.
ADDRESS_MOVED = (elsewhere.notice,)
# What goes along when an entry becomes part of another.
ENTRY_FOLLOWERS = (merged_entries.follow,)
# What is kept about people, in the order in which an account is erased: the own name in texts, then what is handed
# over, last the account.
HOLDINGS = (
    partnership_data.HOLDING,
    member_data.holding(Hooks(belongings=BELONGINGS)),
    project_data.HOLDING,
    feedback_data.HOLDING,
    contact_data.HOLDING,
    synonym_data.HOLDING,
    identity_data.HOLDING,
    account_data.HOLDING,
)


def hooks(duties: Duties) -> Hooks:
    """Return what is done when somebody joins an organisation, rises in it or leaves it."""
    risen = (pass_on_to_first, freshness_service.offer, partnership_arrivals.telling(duties))
    return Hooks(belongings=BELONGINGS, risen=risen)


def own_pages(settings: Settings) -> tuple[OwnPage, ...]:
    """Return the list of "Mein Konto", in its order; single sign-on only where there is one."""
    by_sso = sso.OWN_PAGES if settings.identity_providers else ()
    return (
        members.OWN_PAGE,
        *accounts.OWN_PAGES,
        *by_sso,
        responsibility.OWN_PAGE,
        absence_views.OWN_PAGE,
        mail.OWN_PAGE,
        feeds.OWN_PAGE,
        own_data.OWN_PAGE,
    )


def jobs(settings: Settings, erasures: Erasures) -> Sequence[Job]:
    """Return what comes back by itself."""
    return (
        *retention.jobs(settings, HOLDINGS),
        retention.keep_erasures(erasures),
        patience.job(),
        freshness_jobs.job(settings.review_period_days),
        contact_jobs.job(settings.retention.mails),
        partnership_jobs.job(settings.duties),
        partnership_jobs.digests(settings.duties),
        partnership_jobs.retention(settings.retention.cases),
        *([demo.job(settings.mail_directory, (kind for each in COMPOSERS for kind in each))] if settings.demo else []),
    )
