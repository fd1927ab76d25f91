"""The file a person gets holds all that the tables keep of that person, but for what is named with a reason."""

import json
from datetime import date

import pytest

from portal import audit
from portal.access import PortalRole, Role
from portal.accounts import queries as accounts
from portal.members.models import Invitation, MembershipRequest
from portal.models import Base
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.oversight.events import EVENTS
from portal.privacy import service
from portal.privacy.inventory import INVENTORY
from portal.privacy.own_file import LEFT_OUT, reasons
from tests import factories
from tests.support import rows


def points_to_accounts(column):
    return any(key.column.table.name == "account" for key in column.foreign_keys)


POINTERS = [
    (table.name, column.name)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if points_to_accounts(column)
]
KEPT = sorted({table for kept in INVENTORY for table in kept.columns} - {"account"})
SAYING_AN_ADDRESS = ("email", "to_address")


@pytest.fixture
def person(scratch):
    return factories.account(scratch, factories.organisation(scratch))


def file_of(session, app, account):
    """What the person would download."""
    session.expire_all()
    actor = accounts.actor_of(accounts.by_id(session, account.id))
    found = service.data_of(session, actor, app.extensions["holdings"], utcnow())
    return json.dumps({key: value for key, value in found.items() if key != "as_of"}, ensure_ascii=False)


def in_json(value):
    value = getattr(value, "value", value)
    return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)


@pytest.mark.parametrize(("table", "column"), POINTERS)
def test_each_row_that_names_an_account_is_in_the_file_of_its_owner(app, scratch, person, table, column):
    before = file_of(scratch, app, person)
    rows.insert(scratch, Base.metadata.tables[table], **{column: person.id})
    assert file_of(scratch, app, person) != before


@pytest.mark.parametrize("name", KEPT)
def test_the_file_says_each_column_of_the_inventory_or_why_not(app, scratch, person, name):
    table = Base.metadata.tables[name]
    pointers = [column.name for column in table.columns if points_to_accounts(column)]
    known = {column: person.email for column in SAYING_AN_ADDRESS if column in table.columns}
    if name == "account_identity_role":
        identity = rows.insert(scratch, Base.metadata.tables["account_identity"], account_id=person.id)
        known["identity_id"] = identity["id"]
    missing = {
        column
        for kept in INVENTORY
        for column in kept.columns.get(name, ())
        if (name, column) not in LEFT_OUT and column not in pointers  # those have a test of their own
    }
    for pointer in pointers or [None]:
        row = dict(rows.insert(scratch, table, **known | ({pointer: person.id} if pointer else {})))
        if "organisation_id" in missing:
            row["organisation_id"] = scratch.get_one(Organisation, row["organisation_id"]).name
        text = file_of(scratch, app, person)
        missing -= {column for column in missing if in_json(row[column]) in text}
    assert missing == set()


def test_the_file_says_everything_about_the_account_itself(app, scratch, person):
    person.position, person.phone = "Leitung", "02323 16-0"
    person.portal_role = PortalRole.MODERATION
    scratch.flush()
    text = file_of(scratch, app, person)
    said = {column for kept in INVENTORY for column in kept.columns.get("account", ())}
    said -= {column for table, column in LEFT_OUT if table == "account"}
    assert {column for column in said if in_json(getattr(person, column)) not in text} == set()


def test_what_is_left_out_is_there_to_be_left_out_and_the_file_says_why(app, scratch, person):
    kept = {(table, column) for line in INVENTORY for table, columns in line.columns.items() for column in columns}
    assert set(LEFT_OUT) <= kept
    assert json.loads(file_of(scratch, app, person))["left_out"] == reasons()


@pytest.mark.parametrize(("event", "field"), [(each, field) for each in EVENTS.values() for field in each.people])
def test_a_line_of_the_log_is_in_the_file_of_whoever_it_names(app, scratch, person, event, field):
    leaver = factories.actor(scratch)
    before = file_of(scratch, app, person)
    audit.record(scratch, leaver, event, ("account", leaver.account_id), after={field: person.id})
    assert file_of(scratch, app, person) != before


def test_an_event_cannot_name_people_in_a_field_that_nobody_looks_into():
    with pytest.raises(TypeError):
        audit.Event("member.seen", "Gesehen", {"witness": "Von wem"}, frozenset({"witness"}))


def test_whom_somebody_invited_and_what_somebody_asked_is_not_in_the_file_of_another(app, scratch, person):
    herne = factories.organisation(scratch)
    now = utcnow()
    scratch.add(
        Invitation(
            organisation=herne, email="gast@stadt.example", role=Role.EDITOR, invited_by_id=person.id, created_at=now,
            expires_at=now,
        )
    )  # fmt: skip
    asking = factories.account(scratch)
    scratch.add(MembershipRequest(account_id=asking.id, note="Ich bitte.", created_at=now, decided_by_id=person.id))
    scratch.flush()
    text = file_of(scratch, app, person)
    assert herne.name in text
    assert "gast@stadt.example" not in text
    assert "Ich bitte." not in text
