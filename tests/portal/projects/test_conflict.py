import pytest

from tests import factories


@pytest.fixture
def project(world, make):
    return make(factories.draft, world.herne, title="Bauantrag", goal="Schneller", problem="Papier", results=None)


@pytest.fixture
def address(project):
    return f"/projekte/{project.slug}/bearbeiten/anlass"


def test_who_saves_second_sees_both_texts_and_loses_nothing(herne, address, project, saved):
    mine = herne.page(address)
    herne.page(address).submit(goal="Schneller und besser")

    conflict = mine.submit(goal="Einfacher", status=409)

    assert conflict.texts("legend") == ["Ziel und Nutzen"]
    assert conflict.texts(".version__text") == ["Einfacher", "Schneller und besser"]
    assert saved(project).goal == "Schneller und besser"


def test_the_own_text_can_replace_the_saved_one(herne, address, project, saved):
    mine = herne.page(address)
    herne.page(address).submit(goal="Schneller und besser")

    mine.submit(goal="Einfacher", status=409).submit(**{"keep-goal": "mine"})
    assert saved(project).goal == "Einfacher"


def test_the_saved_text_can_stay_while_the_rest_of_the_own_is_saved(herne, address, project, saved):
    mine = herne.page(address)
    herne.page(address).submit(goal="Schneller und besser")

    mine.submit(goal="Einfacher", results="Läuft", status=409).submit(**{"keep-goal": "saved"})
    now = saved(project)
    assert (now.goal, now.results) == ("Schneller und besser", "Läuft")


def test_what_only_one_side_touched_is_proposed(herne, address, project, saved):
    mine = herne.page(address)
    herne.page(address).submit(problem="Papier und Porto")

    conflict = mine.submit(goal="Einfacher", status=409)

    proposed = {radio.get("name"): radio.get("value") for radio in conflict.all("input[checked]")}
    assert proposed == {"keep-problem": "saved", "keep-goal": "mine"}
    conflict.submit()
    now = saved(project)
    assert (now.problem, now.goal) == ("Papier und Porto", "Einfacher")


def test_a_third_saver_brings_the_choice_back(herne, address, project, saved):
    mine = herne.page(address)
    herne.page(address).submit(goal="Zweiter")
    conflict = mine.submit(goal="Erster", status=409)
    herne.page(address).submit(goal="Dritter")

    again = conflict.submit(**{"keep-goal": "mine"}, status=409)
    assert again.texts(".version__text") == ["Erster", "Dritter"]


def test_where_another_section_was_saved_nothing_needs_a_choice(herne, address, project):
    mine = herne.page(address)
    herne.page(address.replace("anlass", "stand")).submit(next_step="Ausschreibung")

    conflict = mine.submit(status=409)
    assert "Es geht nichts verloren." in conflict.text


@pytest.mark.parametrize("version", [None, "", "abc", "-1", "0", "99999999999", "1e3"])
def test_a_missing_or_impossible_version_is_treated_as_stale(herne, address, project, saved, version):
    conflict = herne.page(address).submit(version=version, goal="Einfacher", status=409)

    assert conflict.texts(".version__text") == ["Einfacher", "Schneller"]
    assert saved(project).goal == "Schneller"


def test_rows_travel_through_a_conflict(herne, project, saved):
    address = f"/projekte/{project.slug}/bearbeiten/beteiligte"
    mine = herne.page(address)
    herne.page(address).submit(department="Bauamt")

    conflict = mine.submit(**{"partners-0-name": "Stadtwerke", "partners-0-role": "Betrieb"}, status=409)
    assert "Stadtwerke – Betrieb" in conflict.texts(".version__text")
    conflict.submit()

    now = saved(project)
    assert [partner.name for partner in now.partners] == ["Stadtwerke"]
    assert now.department == "Bauamt"
