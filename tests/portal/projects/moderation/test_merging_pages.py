"""The way of a moderator from the duplicate to the entry that stays, and what readers find afterwards."""

import pytest
from sqlalchemy import select

from portal.mail.models import Mail
from portal.projects import queries
from portal.projects import service as projects
from portal.projects.models import PARTS_MAX
from portal.projects.moderation import letters
from portal.projects.vocabulary import LinkKind
from tests import factories


@pytest.fixture
def pair(make, world):
    duplicate = make(factories.published, world.herne, title="Bauantrag ohne Papier", tags=["Neu"])
    return duplicate, make(factories.published, world.bochum, title="Bauen digital")


@pytest.fixture
def side_by_side(moderation, pair):
    duplicate, stays = pair
    return moderation.page(f"/projekte/{duplicate.slug}/zusammenfuehren", bleibt=stays.slug)


def links(number):
    kind = LinkKind.WEBSITE
    return [{"label": f"Seite {n}", "url": f"https://www.example.org/{n}", "kind": kind} for n in range(number)]


class TestChoosing:
    def test_from_the_page_by_words_to_both_side_by_side(self, moderation, pair):
        duplicate, _ = pair
        [link] = moderation.page(f"/projekte/{duplicate.slug}").all("a[href$='/zusammenfuehren']")
        found = moderation.page(link.get("href")).submit("main form", q="bauen digital")
        assert found.texts(".entry__title") == ["Bauen digital"]

        [chosen] = found.all(".entry__actions a")
        both = moderation.page(chosen.get("href"))
        assert both.title == "Diese Einträge zusammenführen?"
        assert "Das lässt sich nicht rückgängig machen." in both.text
        assert {"Bauen digital", "Bauantrag ohne Papier"} <= set(both.texts("tbody td"))

    @pytest.mark.parametrize("pattern", ["/projekte/{}", "http://localhost/projekte/{}", "/projekte/{}/verlauf"])
    def test_by_the_address(self, moderation, pair, pattern):
        duplicate, stays = pair
        page = moderation.page(f"/projekte/{duplicate.slug}/zusammenfuehren", q=pattern.format(stays.slug))
        assert page.title == "Diese Einträge zusammenführen?"

    def test_the_other_way_round(self, moderation, pair, side_by_side):
        duplicate, stays = pair
        [other] = side_by_side.all(f"a[href$='?bleibt={duplicate.slug}']")
        turned = moderation.page(other.get("href"))
        assert turned.form("main form").get("action") == f"/projekte/{stays.slug}/zusammenfuehren"

    @pytest.mark.parametrize("words", ["/projekte/gibt-es-nicht", "/projekte/", "http://[", "\x00", "xyzzy"])
    def test_what_leads_nowhere_is_told(self, moderation, pair, words):
        page = moderation.page(f"/projekte/{pair[0].slug}/zusammenfuehren", q=words)
        assert page.title == "Welcher Eintrag bleibt?"

    def test_neither_itself_nor_a_draft(self, moderation, pair, make, world):
        duplicate, draft = pair[0], make(factories.draft, world.herne)
        address = f"/projekte/{duplicate.slug}/zusammenfuehren"
        assert "derselbe Eintrag" in moderation.page(address, bleibt=duplicate.slug).text
        assert "gibt es keinen veröffentlichten Eintrag" in moderation.page(address, bleibt=draft.slug).text
        archived = make(factories.archived, world.herne)
        assert "gibt es keinen veröffentlichten Eintrag" in moderation.page(address, bleibt=archived.slug).text

    def test_only_the_moderation(self, herne, pair):
        assert herne.get(f"/projekte/{pair[0].slug}/zusammenfuehren").status_code == 403


class TestMerging:
    def test_readers_find_the_one_that_stays(self, app, client, pair, side_by_side):
        duplicate, stays = pair
        done = side_by_side.submit()
        assert done.path == f"/projekte/{stays.slug}"
        assert "Alle Adressen führen jetzt hierher" in done.text

        answer = client.get(f"/projekte/{duplicate.slug}")
        assert (answer.status_code, answer.location) == (301, f"/projekte/{stays.slug}")
        answer = client.get(f"/api/v1/projects/{duplicate.id}")
        assert (answer.status_code, answer.location) == (301, f"/api/v1/projects/{stays.id}")
        while app.extensions["indexer"].drain():
            pass
        assert [each["id"] for each in client.get("/api/v1/projects").json["items"]] == [stays.id]
        assert client.page("/suche", q="Neu").texts(".card__title") == [stays.title]

    def test_the_page_says_what_comes_and_what_does_not_fit(self, moderation, make, world, pair):
        full = make(factories.published, world.bochum, title="Voll", links=links(PARTS_MAX))
        more = make(factories.published, world.herne, links=links(PARTS_MAX + 1)[-1:], tags=["Grün"])
        page = moderation.page(f"/projekte/{more.slug}/zusammenfuehren", bleibt=full.slug)

        assert "Das passt nicht mehr hinein" in page.text
        assert f"Seite {PARTS_MAX}" in page.texts(".kern-alert dd")
        assert "Grün" in page.texts("section dd")

    def test_who_saw_an_old_state_looks_again(self, database, pair, side_by_side, saved):
        with database.unit_of_work() as session:
            found = queries.by_id(session, pair[1].id)
            projects.update(session, factories.actor(session, found.keeper), found, found.version, {"tags": ["neu"]})
        again = side_by_side.submit(status=409)
        assert "inzwischen geändert" in again.text
        assert saved(pair[0]).merged_into_id is None

        again.submit()
        assert saved(pair[0]).merged_into_id == pair[1].id

    def test_pressing_twice_changes_nothing_more(self, pair, side_by_side, saved):
        side_by_side.submit()
        version = saved(pair[1]).version
        assert side_by_side.submit(status=409)
        assert saved(pair[1]).version == version

    def test_what_was_typed_for_the_duplicate_is_not_done_to_the_other(
        self, bochum, database, pair, side_by_side, saved
    ):
        """Whoever keeps both sends a form about the duplicate: its version may be the other's by chance."""
        duplicate, stays = pair
        side_by_side.submit()
        before = saved(stays)
        form = bochum.page(f"/projekte/{stays.slug}/archivieren")
        data = dict(form.fields("main form")) | {"reason": "Eingestellt"}
        answer = bochum.post(f"/projekte/{duplicate.slug}/archivieren", data=data)

        assert answer.status_code == 404
        assert "mit einem anderen zusammengeführt" in answer.text
        assert saved(stays).version == before.version

    def test_what_does_not_exist_is_refused(self, moderation, pair, side_by_side):
        data = dict(side_by_side.fields("main form"))
        address = f"/projekte/{pair[0].slug}/zusammenfuehren"
        assert moderation.post(address, data=data | {"bleibt": "gibt-es-nicht"}).status_code == 404
        assert moderation.post(address, data=data | {"bleibt": ""}).status_code == 404
        assert moderation.post(address, data=data | {"version_stays": "x"}).status_code == 409

    def test_the_letter_names_both(self, app, database, pair, side_by_side):
        side_by_side.submit()
        with database.reading() as session, app.app_context():
            [kind] = session.execute(select(Mail.kind).distinct()).scalars()
            assert kind == letters.MERGED.name
            mail = session.execute(select(Mail)).scalars().first()
            letter = app.extensions["letters"].compose(session, mail.kind, mail.params, app.extensions["links"])
        text = str(letter.blocks)
        assert all(each.title in text for each in pair)
        assert f"/projekte/{pair[1].slug}" in text
