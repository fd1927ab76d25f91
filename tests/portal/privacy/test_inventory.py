"""The privacy page says what the tables really keep of people."""

import re

from sqlalchemy import JSON, Enum, String

from portal.models import Base
from portal.privacy.inventory import INVENTORY, WITHOUT_PEOPLE, periods

# What a column is called that may tell of a person.
TELLING = re.compile(
    r"e_?mail|address|phone|display_name|password|secret|token|browser|system$|_hash|message|account_id|_by_id|person|position$"
    r"|public_key|sign_count|subject|issuer"
)
# Called like that, and yet not about a person.
HARMLESS = {
    ("mail", "message_id"),  # made at random
    ("contact_forward", "message_id"),  # the number of a message
    ("partnership_meeting_move", "message_id"),  # likewise
    ("participation", "named_by_id"),  # an organisation
    ("partnership_case", "addressee_id"),  # an organisation
    ("partnership_case", "addressee_shows_since"),  # an organisation agrees
    ("partnership_case", "addressee_withholds_since"),  # likewise
}
POSITIONS_IN_LISTS = {"position"}
# What holds texts or lists in a table that keeps something of people, and does not itself.
NAMES_NOBODY = {
    "audit_entry": {"event", "about_kind"},
    "mail": {"message_id", "kind"},
    "mail_domain": {"domain"},
    "partnership_case": {"about"},  # kind and number of what is asked for
    "partnership_step": {"transition"},
    "report": {"field", "page"},
    "synonym_change": {"term", "changes"},
}
# The entries themselves: what stands there is for everybody to read, and about projects.
REGISTER = {"project", "project_change", "participation"}


def said():
    found: dict[str, set[str]] = {}
    for kept in INVENTORY:
        for table, columns in kept.columns.items():
            found.setdefault(table, set()).update(columns)
    return found


def points_to_accounts(column):
    return any(key.column.table.name == "account" for key in column.foreign_keys)


def test_every_table_is_said_to_keep_something_of_people_or_nothing():
    tables = set(Base.metadata.tables)
    assert said().keys() | WITHOUT_PEOPLE == tables
    assert not said().keys() & WITHOUT_PEOPLE


def test_every_column_that_is_said_is_there():
    for table, columns in said().items():
        assert columns <= set(Base.metadata.tables[table].columns.keys()), table


def test_no_column_that_tells_of_a_person_is_left_out():
    left_out = [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if (points_to_accounts(column) or TELLING.search(column.name))
        and column.name not in POSITIONS_IN_LISTS
        and (table.name, column.name) not in HARMLESS
        and column.name not in said().get(table.name, ())
    ]
    assert left_out == []


def test_each_text_beside_what_tells_of_people_is_decided_about():
    texts = {
        table.name: {
            column.name
            for column in table.columns
            if isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
        }
        for table in Base.metadata.sorted_tables
        if table.name not in WITHOUT_PEOPLE | REGISTER
    }
    undecided = {name: columns - said()[name] for name, columns in texts.items()}
    assert {name: columns for name, columns in undecided.items() if columns} == NAMES_NOBODY


def test_the_page_shows_each_line_with_its_period(page, settings):
    text = page("/datenschutz").text
    for kept in INVENTORY:
        assert kept.what in text
        assert kept.how_long.format(**periods(settings)) in text
    assert f"Der Betreiber bewahrt sie {settings.retention.backups} Tage auf" in text
