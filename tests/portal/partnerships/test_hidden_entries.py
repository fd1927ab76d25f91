"""What the moderation has hidden is not read in requests either: their pages, lists and letters name no title."""

import pytest
from sqlalchemy import select

from portal.mail import Facts
from portal.mail.models import Mail
from portal.partnerships import letters, mails
from portal.partnerships.vocabulary import State
from portal.projects import queries as projects
from portal.projects.moderation import service as moderation

INSTEAD = "ein Eintrag, den die Moderation ausgeblendet hat"


@pytest.fixture
def case_id(portal):
    case_id = portal.case(State.SENT)
    with portal.database.unit_of_work() as session:
        project = projects.by_slug(session, portal.world.project.slug, for_update=True)
        moderation.hide(session, portal.world.people["moderation"], project, project.version, "Werbung")
    return case_id


@pytest.mark.parametrize("name", ["sender editor", "addressee editor"])
def test_pages_and_lists_name_it_without_its_title(portal, case_id, name):
    for address in (f"/partnerschaften/{case_id}", "/anfragen"):
        text = portal.page(name, address).text
        assert INSTEAD in text
        assert portal.world.project.title not in text
    file = portal.browser(name).get("/anfragen.csv").text
    assert INSTEAD in file
    assert portal.world.project.title not in file


def test_the_sender_does_not_read_it_in_what_was_written_either(portal, case_id):
    sending_id = portal.read(case_id).sending_id
    text = portal.page("sender editor", f"/anfragen/{sending_id}").text
    assert INSTEAD in text
    assert portal.world.project.title not in text


def test_letters_name_it_without_its_title(portal, case_id):
    links = portal.app.extensions["links"]
    with portal.app.test_request_context(), portal.database.reading() as session:
        ordered = select(Mail).where(Mail.kind == letters.REQUEST.name).limit(1)
        content = mails.COMPOSERS[letters.REQUEST](session, session.execute(ordered).scalar_one().params, links)
    assert content.subject == f"Anfrage von Herne: Nachnutzung: {INSTEAD}"
    [facts] = [each for each in content.blocks if isinstance(each, Facts)]
    assert ("Zum Projekt", INSTEAD) in facts.items
    assert portal.world.project.title not in str(content)
