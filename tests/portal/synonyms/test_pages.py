"""The administration's pages for synonyms."""

import pytest

from portal.synonyms.models import NOTE_MAX, OTHERS_MAX, TERM_MAX

HOSTILE = [
    {"term": "\x00", "others": "Badeente"},
    {"term": "x" * (TERM_MAX + 1), "others": "Badeente"},
    {"term": "Ente", "others": "\n".join(f"Wort {number}" for number in range(OTHERS_MAX + 1))},
    {"term": "Ente", "others": "x" * (TERM_MAX + 1)},
    {"term": "Ente", "others": " \n "},
    {"term": "---", "others": "Badeente"},
    {"term": "Ente", "others": "Badeente", "direction": "quer"},
    {"term": "Ente", "others": "Badeente", "direction": ""},
    {"term": "Ente", "others": "Badeente", "note": "x" * (NOTE_MAX + 1)},
    {"term": "\u202eEnte", "others": "Badeente"},
]


@pytest.fixture
def add(administration):
    """Adds a synonym with the form."""

    def add(term="Quietscheente", others="Badeente\r\nGummiente", **values):
        return administration.page("/synonyme/neu").submit("main form", term=term, others=others, **values)

    return add


@pytest.mark.parametrize("address", ["/synonyme", "/synonyme/neu", "/synonyme/1/bearbeiten", "/synonyme/1/loeschen"])
def test_only_the_administration_sees_them(client, editor, address):
    assert client.get(address).location.startswith("/anmelden?next=/synonyme")
    assert editor.get(address).status_code == 403


def test_nobody_else_changes_them(editor, add, stored):
    add()
    token = dict(editor.page("/barriere-melden").fields("main form"))["csrf_token"]
    for address in ("/synonyme/neu", "/synonyme/1/bearbeiten", "/synonyme/1/loeschen"):
        sent = {"csrf_token": token, "term": "X1", "others": "Y1", "direction": "one-way", "version": "1"}
        assert editor.post(address, data=sent).status_code == 403
    assert [each.term for each in stored()] == ["Quietscheente"]


def test_the_desk_of_the_administration_leads_there(administration, editor):
    assert administration.page("/meine-kommune").all("a[href='/synonyme']")
    assert not editor.page("/meine-kommune").all("a[href='/synonyme']")


def test_an_empty_list_says_what_it_is_for(administration):
    shown = administration.page("/synonyme")

    assert "Noch keine eigenen Synonyme" in shown.text
    assert not shown.all("table, .timeline")


def test_a_synonym_is_added_listed_and_told(add):
    shown = add(note="Aus der Sitzung")

    assert "„Quietscheente“ ist eingetragen. Die Suche beachtet das ab sofort." in shown.text
    assert shown.texts("tbody tr > *") == [
        "Quietscheente",
        "Badeente, GummienteAus der Sitzung",
        "in beide Richtungen",
    ]
    assert shown.texts(".timeline h3") == ["„Quietscheente“ hinzugefügt"]
    assert "Badeente, Gummiente" in shown.texts(".timeline ins")


def test_they_are_listed_by_term(add):
    for term in ("Öhrchen", "Zebra", "Oase"):
        shown = add(term=term, others=f"{term}sding")

    assert shown.texts("tbody th") == ["Oase", "Öhrchen", "Zebra"]


def test_a_synonym_is_changed(administration, add, stored):
    add()
    form = administration.page("/synonyme/1/bearbeiten")
    assert dict(form.fields("main form")) | {"csrf_token": ""} == {
        "csrf_token": "",
        "version": "1",
        "term": "Quietscheente",
        "others": "Badeente\r\nGummiente",
        "direction": "both-ways",
        "note": "",
    }
    shown = form.submit("main form", others="Badeente", direction="one-way")

    assert "„Quietscheente“ ist geändert." in shown.text
    assert shown.texts("tbody tr > *")[1:] == ["Badeente", "nur in eine Richtung"]
    assert shown.texts(".timeline h3")[0] == "„Quietscheente“ geändert"
    assert stored()[0].version == 2


def test_a_synonym_is_deleted_after_a_question(administration, add, stored):
    add()
    question = administration.page("/synonyme/1/bearbeiten").one("a[href='/synonyme/1/loeschen']").get("href")
    asked = administration.page(question)
    assert len(stored()) == 1
    assert "„Quietscheente“ findet dann nicht mehr: Badeente, Gummiente." in asked.text
    shown = asked.submit("main form")

    assert "„Quietscheente“ ist gelöscht." in shown.text
    assert not stored()
    assert shown.texts(".timeline h3")[0] == "„Quietscheente“ gelöscht"


def test_nonsense_comes_back_with_what_is_wrong_and_nothing_is_lost(administration, stored):
    form = administration.page("/synonyme/neu")
    refused = form.submit("main form", 422, term="Quietscheente", others="Badeente\r\nder", note="Bitte!")

    assert refused.one(".error-summary a").get("href") == "#others"
    assert refused.texts("#others-error") == ["„der“ besteht nur aus Wörtern, die die Suche übergeht."]
    assert refused.one("[name=term]").get("value") == "Quietscheente"
    assert refused.one("[name=note]").get("value") == "Bitte!"
    assert not stored()


@pytest.mark.parametrize("sent", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_comes_back_with_a_reason(administration, stored, sent):
    form = administration.page("/synonyme/neu")
    values = {"direction": "one-way", "note": ""} | sent
    token = dict(form.fields("main form"))["csrf_token"]
    answer = administration.post("/synonyme/neu", data=values | {"csrf_token": token})

    assert answer.status_code == 422
    assert "Fehler:" in answer.text
    assert not stored()


@pytest.mark.parametrize("address", ["/synonyme/99/bearbeiten", "/synonyme/99/loeschen", f"/synonyme/{2**70}/loeschen"])
def test_what_does_not_exist_is_not_found(administration, address):
    administration.page(address, status=404)


def test_nothing_typed_is_lost_when_somebody_else_was_first(administration, add, stored):
    add()
    mine, theirs, deletion = (
        administration.page(f"/synonyme/1/{what}") for what in ("bearbeiten", "bearbeiten", "loeschen")
    )
    theirs.submit("main form", others="Badeente")
    refused = mine.submit("main form", status=409, others="Gummiente\r\nSchwimmente")

    assert "Jemand anderes hat diesen Eintrag inzwischen geändert" in refused.text
    assert refused.one("textarea[name=others]").text.split() == ["Gummiente", "Schwimmente"]
    assert "inzwischen geändert. Es wurde nichts gelöscht." in deletion.submit("main form", status=409).text
    refused.submit("main form")
    assert stored()[0].others == ["Gummiente", "Schwimmente"]
