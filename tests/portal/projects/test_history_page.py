from tests import factories


def test_it_tells_what_changed_when_and_for_which_organisation(herne, world, make):
    project = make(factories.draft, world.herne)
    herne.page(f"/projekte/{project.slug}/bearbeiten/stand").submit(phase="pilot")
    herne.page(f"/projekte/{project.slug}/bearbeiten/stand").submit(phase="operation", start="08/2025")

    history = herne.page(f"/projekte/{project.slug}/verlauf")

    assert history.texts("ol.timeline h2") == ["Angaben geändert", "Angaben geändert", "Entwurf angelegt"]
    latest = history.texts("ol.timeline > li")[0]
    assert "vorher: Pilot jetzt: Betrieb" in latest
    assert "jetzt: August 2025" in latest
    assert "· Herne" in history.texts(".timeline__meta")[0]


def test_it_names_no_person_and_no_mailbox(herne, world, make):
    project = make(factories.draft, world.herne)
    herne.page(f"/projekte/{project.slug}/bearbeiten/kontakt").submit(contact_mailbox="meier@herne.example")

    history = herne.page(f"/projekte/{project.slug}/verlauf")

    assert "Geändert: Funktionspostfach" in history.text
    assert "meier" not in history.text
    assert world.herne_editor.display_name not in history.text
    assert world.herne_editor.email not in history.text


def test_every_action_has_words(herne, bochum, administration, world, make):
    project = make(factories.from_public_source, world.herne, lead="herne", participants=["bochum", "witten"])
    herne.page("/meine-kommune").submit("section:has(#uebernehmen-herne) form")
    own_part = f"/projekte/{project.slug}/beteiligung/bochum"
    bochum.page(own_part).submit("main form[action$=entscheidung]:first-of-type", takes_part="ja")
    bochum.page(own_part).submit("form.form", offers="Wir zeigen es gern")
    bochum.page(own_part).submit("main form[action$=entscheidung]", takes_part="nein")
    herne.page(f"/projekte/{project.slug}/pruefen").submit()
    herne.page(f"/projekte/{project.slug}/archivieren").submit(reason="Doppelt")
    herne.page(f"/projekte/{project.slug}/bearbeiten").submit()
    administration.page(f"/projekte/{project.slug}/pflege").submit(keeper="bochum")

    history = bochum.page(f"/projekte/{project.slug}/verlauf")

    assert history.texts("ol.timeline h2") == [
        "Pflege übertragen",
        "Wiederhergestellt",
        "Archiviert",
        "Bestätigt",
        "Beteiligung verneint",
        "Eigenen Beitrag beschrieben",
        "Beteiligung bestätigt",
        "Pflege übernommen",
        "Aus öffentlicher Quelle eingetragen",
    ]
    assert "Portalverwaltung" in history.texts(".timeline__meta")[0]
    assert "Bochum" in history.texts(".timeline__meta")[4]
    assert "vorher: Herne jetzt: Bochum" in history.text
