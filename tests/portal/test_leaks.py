"""What is not for everybody is not in the index: neither findable nor lying there unread."""

import pytest

import search
from portal.access import ANYONE, PortalRole, Role
from portal.accounts import queries as accounts
from portal.accounts import service as accounting
from portal.accounts.details import service as details
from portal.feedback import service as feedback
from portal.organisations import queries as organisations
from portal.organisations.models import OrganisationKind
from portal.projects import queries
from portal.projects import service as projects
from portal.projects.joint import service as joint
from portal.projects.responsibility import service as responsibility
from portal.projects.vocabulary import LessonKind, Visibility
from tests import factories
from tests.search import contents

SECRET, PUBLIC = "Qxz", "Pqw"  # no German word and no name holds these letters
# What is searched of a published entry; all else that it states is not.
SEARCHED = {
    "title", "summary", "description", "problem", "goal", "results", "next_step", "products", "standards", "offers",
    "seeks", "ozg_topics", "tags", "technologies", "partners.name", "it_provider", "department", "funding_note",
    "funding_programme",
}  # fmt: skip


def marked(value, path, word):
    """The value with every text in it replaced by a word that tells where it stood."""
    if isinstance(value, str):
        return word(path)
    if isinstance(value, list):
        return [marked(item, path, word) for item in value[:1]]
    if isinstance(value, dict):
        return {name: marked(item, f"{path}.{name}", word) for name, item in value.items()}
    return value


def values(word):
    """Everything an own entry can state, with a marker in each text."""
    every = {name: marked(value, name, word) for name, value in factories.everything().items()}
    lessons = [
        {"kind": kind, "text": word(f"lesson {visibility.value}"), "visibility": visibility}
        for kind, visibility in zip(LessonKind, Visibility, strict=True)
    ]
    return every | {"lessons": lessons}


def marker(sign, path):
    """A word that says where it was planted; LeiKa keys have room for 14 signs only."""
    word = sign + "".join(filter(str.isalpha, path))
    return word[:14] if path.endswith("leika_key") else word


def secret(path):
    return marker(SECRET, path)


def by_field(path):
    return marker(PUBLIC if path in SEARCHED | {"lesson public"} else SECRET, path)


@pytest.fixture
def indexer(app):
    return app.extensions["indexer"]


def drain(indexer):
    while indexer.drain():
        pass


@pytest.fixture
def planted(database, indexer):
    """A published, a draft, an archived and a deleted entry, with people, reports and participants around them."""
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        herten, witten = factories.organisation(session, "Herten"), factories.organisation(session, "Witten")
        factories.organisation(session, f"{SECRET}gesellschaft", OrganisationKind.COMPANY)
        editor = person(session, "redaktion", herne)
        shown = projects.create(session, editor, herne, values(by_field) | {"title": secret("former title")})
        projects.update(session, editor, shown, shown.version, {"title": by_field("title")})
        projects.publish(session, editor, shown, shown.version)
        projects.update(session, editor, shown, shown.version, {"participants": ["herten", "witten"]})
        take_part(session, shown, herten, person(session, "herten", herten), denies=False)
        take_part(session, shown, witten, person(session, "witten", witten), denies=True)
        projects.create(session, editor, herne, values(secret))
        be_contact_person(session, shown, herne)
        gone = projects.create(session, editor, herne, values(secret))
        projects.delete_draft(session, editor, gone, gone.version)
        archived = projects.create(session, editor, herne, values(secret))
        projects.publish(session, editor, archived, archived.version)
        projects.archive(session, editor, archived, archived.version, secret("reason"))
        reports(session)
        found = shown.id
    drain(indexer)
    return found


def be_contact_person(session, project, organisation):
    """Everything about the person of an entry that staff may see."""
    actor = person(session, "kontakt", organisation, role=Role.COORDINATOR)
    details.describe(session, actor, display_name=secret("contact"), position=secret("position"), phone="0232 1642")
    found = {"responsible_ids": [actor.account_id], "contact_id": actor.account_id}
    assert responsibility.assign(session, actor, project, project.version, **found)


def person(session, name, organisation=None, **role):
    account = accounting.create_account(
        session,
        email=f"{SECRET}{name}@stadt.example",
        display_name=secret(f"{name} name"),
        password=secret("password") + "-lang-genug",
        organisation=organisation,
        **role,
    )
    return accounts.actor_of(account)


def take_part(session, project, organisation, actor, *, denies):
    part = queries.participation(session, project.id, organisation.id)
    word = secret if denies else by_field
    own = {name: word(name) for name in ("department", "offers", "seeks")} | {"contact_mailbox": secret("mailbox")}
    joint.describe(session, actor, part, project, joint.fingerprint(part), own)
    joint.decide(session, actor, part, project, takes_part=not denies)


def reports(session):
    source = factories.from_public_source(session, organisations.by_slug(session, "herne"), title="Telenotarzt")
    sent = feedback.report_mistake(
        session,
        ANYONE,
        source,
        field=secret("field"),
        message=secret("message"),
        email=f"{SECRET}@b.example",
        address="1",
    )
    feedback.report_barrier(
        session, ANYONE, page=secret("page"), message=secret("barrier"), email=f"{SECRET}@c.example", address="2"
    )
    administration = person(session, "verwaltung", portal_role=PortalRole.ADMINISTRATION)
    feedback.answer(session, administration, sent, secret("answer"), seen=sent.answer_mark)


def holding(word, settings, index):
    """Where in the index the letters are."""
    directory = settings.index_directory
    lying = {
        **{f"terms {field}": repr(terms) for field, terms in contents.terms(directory).items()},
        **{f"column {name}": repr(column) for name, column in contents.columns(directory).items()},
        **{f"file {name}": content.decode("latin-1") for name, content in contents.files(directory).items()},
        "completion and spelling": repr(contents.written(index)),
    }
    return {place for place, text in lying.items() if word.lower() in text.lower()}


def test_what_is_public_is_read_by_this_test(settings, indexer, planted):
    """Else the other tests would pass whatever lies there."""
    places = holding(PUBLIC, settings, indexer.index)
    assert {
        "terms words_",
        "terms surfaces_",
        "column texts_",
        "column sort_title",
        "completion and spelling",
    } <= places
    assert any(place.startswith("file ") for place in places)
    for path in SEARCHED | {"lesson public"}:
        assert indexer.index.search(search.Query(by_field(path), exact=True)).keys == (f"project:{planted}",), path


def test_after_a_rebuild_nothing_secret_lies_anywhere(settings, indexer, planted):
    indexer.rebuild()
    assert holding(SECRET, settings, indexer.index) == set()


def test_what_was_never_public_is_not_written_when_it_is_saved(settings, indexer, planted):
    assert holding(SECRET, settings, indexer.index) == set()


def take_back(session, project):
    """What was public is so no longer."""
    editor = factories.actor(session, project.keeper)
    projects.update(session, editor, project, project.version, {"title": "Anders", "tags": [], "lessons": []})
    projects.archive(session, editor, project, project.version, "Erledigt")


def test_what_is_no_longer_public_is_neither_found_nor_proposed_at_once_and_gone_after_a_rebuild(
    settings, database, indexer, planted
):
    index = indexer.index
    with database.unit_of_work() as session:
        factories.published(session, organisations.by_slug(session, "herne"), title="Stadtklima")
        take_back(session, queries.by_id(session, planted))
    drain(indexer)

    for path in SEARCHED | {"lesson public"}:
        word = by_field(path)
        results = index.search(search.Query(word))
        assert (results.keys, results.corrected, results.proposal) == ((), None, None), path
        assert index.search(search.Query(f"{word[:-1]}k")).corrected is None
        assert index.complete(word[:6]) == ()
    assert index.similar(f"project:{planted}") == ()
    assert "completion and spelling" not in holding(PUBLIC, settings, index)

    indexer.rebuild()
    assert holding(PUBLIC, settings, index) == set()
