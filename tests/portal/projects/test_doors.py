"""Who gets in at which staff page of an entry, and what the others are told."""

import pytest

from tests import factories

LOGIN = 302
# address: keeper, another organisation's editor, administration
DRAFT = {
    "bearbeiten": (200, 404, 404),
    "bearbeiten/stand": (200, 404, 404),
    "pruefen": (200, 404, 404),
    "loeschen": (200, 404, 404),
    "verlauf": (200, 404, 404),
    "archivieren": (200, 404, 404),
    "uebernehmen": (200, 404, 404),
    "pflege": (403, 404, 404),
    "beteiligung/bochum": (403, 404, 404),
}
PUBLISHED = {
    "bearbeiten": (200, 403, 403),
    "bearbeiten/stand": (200, 403, 403),
    "pruefen": (200, 403, 403),
    "veroeffentlicht": (200, 403, 403),
    "loeschen": (200, 403, 403),
    "verlauf": (200, 403, 403),
    "archivieren": (200, 403, 403),
    "uebernehmen": (200, 200, 200),  # says who keeps it
    "pflege": (403, 403, 200),
    "beteiligung/bochum": (403, 200, 403),
}
POSTS = (
    "bearbeiten/stand",
    "pruefen",
    "bestaetigen",
    "archivieren",
    "wiederherstellen",
    "loeschen",
    "uebernehmen",
    "pflege",
    "beteiligung/bochum",
    "beteiligung/bochum/entscheidung",
)


@pytest.fixture
def people(client, herne, bochum, administration):
    """Somebody who is not signed in, the keeper, another organisation's editor, the administration."""
    return client, herne, bochum, administration


@pytest.mark.parametrize(("factory", "table"), [(factories.draft, DRAFT), (factories.published, PUBLISHED)])
def test_each_page_lets_in_whom_it_should(people, world, make, factory, table):
    project = make(factory, world.herne, participants=["bochum"])
    for part, expected in table.items():
        address = f"/projekte/{project.slug}/{part}"
        assert tuple(browser.get(address).status_code for browser in people) == (LOGIN, *expected), part


def test_nobody_changes_the_draft_of_others(bochum, administration, world, make, saved):
    project = make(factories.draft, world.herne, participants=["bochum"])
    before = saved(project).version
    for browser in (bochum, administration):
        token = browser.page("/meine-kommune").one(".site-menu [name=csrf_token]").get("value")
        for part in POSTS:
            data = {"csrf_token": token, "version": str(before), "organisation": "bochum", "takes_part": "ja"}
            answer = browser.post(f"/projekte/{project.slug}/{part}", data=data)
            assert answer.status_code == 404, part
    now = saved(project)
    assert (now.version, now.publication.value) == (before, "draft")


def test_without_the_token_of_the_page_nothing_is_changed(herne, world, make, saved):
    project = make(factories.draft, world.herne)
    for part in POSTS:
        assert herne.post(f"/projekte/{project.slug}/{part}", data={"version": "1"}).status_code == 400
    assert saved(project).version == project.version


def test_an_entry_that_never_was_is_no_page(herne, world):
    token = herne.page("/meine-kommune").one(".site-menu [name=csrf_token]").get("value")
    for slug in ("gibt-es-nicht", "x" * 5000, "%00", "%ED%A0%80", "'"):
        for part in PUBLISHED:
            assert herne.get(f"/projekte/{slug}/{part}").status_code == 404, (slug, part)
        for part in POSTS:
            answer = herne.post(
                f"/projekte/{slug}/{part}", data={"csrf_token": token, "takes_part": "ja", "reason": "x"}
            )
            assert answer.status_code == 404, (slug, part)
