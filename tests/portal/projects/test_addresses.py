"""The address of an entry follows its title; none is ever given to another entry."""

import pytest

from portal.projects import queries, service
from tests import factories

TITLE = "Digitaler Bauantrag"


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def herne(session):
    return factories.organisation(session, "Herne")


@pytest.fixture
def editor(session, herne):
    return factories.actor(session, herne)


@pytest.fixture
def create(session, editor, herne):
    return lambda title=TITLE: service.create(session, editor, herne, {"title": title})


@pytest.fixture
def rename(session, editor):
    return lambda project, title: service.update(session, editor, project, project.version, {"title": title})


def all_of(project):
    return {row.slug for row in project.slugs}


def test_a_former_address_leads_to_the_entry(session, create, rename):
    project = create()
    rename(project, "Bauen ohne Papier")

    assert project.slug == "bauen-ohne-papier"
    assert queries.present_slug(session, "digitaler-bauantrag") == "bauen-ohne-papier"
    assert queries.by_slug(session, "digitaler-bauantrag") is None


def test_going_back_gives_the_old_address_back(session, create, rename):
    project = create()
    for title in ("Zwei", TITLE, "Zwei", "Drei", "Zwei"):
        rename(project, title)
    session.expunge_all()

    again = queries.by_slug(session, "zwei")
    assert again.id == project.id
    assert all_of(again) == {"digitaler-bauantrag", "zwei", "drei"}


def test_nobody_gets_what_another_had(session, create, rename):
    rename(create(), "Zwei")

    assert create().slug == "digitaler-bauantrag-2"
    assert queries.present_slug(session, "digitaler-bauantrag") == "zwei"


def test_two_entries_can_swap_their_titles(create, rename):
    one, two = create(), create("Zwei")
    rename(one, "Zwei")
    rename(two, TITLE)

    assert (one.slug, two.slug) == ("zwei-2", "digitaler-bauantrag-2")
    assert not all_of(one) & all_of(two)


def test_the_address_of_a_deleted_draft_stays_taken(session, editor, create):
    project = create()
    service.delete_draft(session, editor, project, project.version)

    assert queries.by_slug(session, "digitaler-bauantrag") is None
    assert queries.present_slug(session, "digitaler-bauantrag") is None
    assert create().slug == "digitaler-bauantrag-2"


def test_a_longer_title_keeps_its_address_from_numbered_ones(create):
    assert [create(title).slug for title in (TITLE, f"{TITLE} 2", TITLE)] == [
        "digitaler-bauantrag", "digitaler-bauantrag-2", "digitaler-bauantrag-3",
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["???", "日本語", "x" * 150, "wort " * 29 + "wort", "ß" * 150, "㎯" * 150, "%_%"])
def test_strange_titles_get_an_address_each(session, create, title):
    made = [create(title) for _ in range(3)]

    assert len({project.slug for project in made}) == 3
    assert all(0 < len(project.slug) <= 100 for project in made)
    assert all(queries.by_slug(session, project.slug) is project for project in made)


@pytest.mark.parametrize("after", [{}, {"title": None}, {"title": ""}])
def test_without_a_title_there_is_no_entry(session, editor, herne, after):
    with pytest.raises(service.Invalid) as refused:
        service.create(session, editor, herne, after)
    assert list(refused.value.errors) == ["title"]
