"""Mail addresses are compared by case only: until now ä was ae in them, and two mailboxes were one account"""

import unicodedata
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_account = sa.table("account", *(sa.column(each) for each in ("id", "email", "email_folded")))
_invitation = sa.table(
    "invitation", *(sa.column(each) for each in ("id", "email", "email_folded", "organisation_id", "state"))
)


def upgrade() -> None:
    _fold_with(_by_case)


def downgrade() -> None:
    _fold_with(_by_sound)


def _fold_with(fold: Callable[[str], str]) -> None:
    """Write the other form wherever it is free: on the way up it always is, on the way down two may be one there."""
    connection = op.get_bind()
    accounts = connection.execute(sa.select(_account)).all()
    taken: set[tuple[object, ...]] = {(row.email_folded,) for row in accounts}
    for row in accounts:
        if row.email and (fold(row.email),) not in taken:  # without an address: erased
            _write(_account, row.id, fold(row.email))
            taken.add((fold(row.email),))
    invitations = connection.execute(sa.select(_invitation)).all()
    taken = {(row.organisation_id, row.email_folded) for row in invitations if row.state == "open"}
    for row in invitations:
        place = (row.organisation_id, fold(row.email))
        if row.email and (row.state != "open" or place not in taken):
            _write(_invitation, row.id, fold(row.email))
            if row.state == "open":
                taken.add(place)


def _write(table: sa.TableClause, number: int, folded: str) -> None:
    op.get_bind().execute(sa.update(table).where(table.c.id == number).values(email_folded=folded))


def _by_case(email: str) -> str:
    lowered = unicodedata.normalize("NFC", email.strip()).lower()
    return unicodedata.normalize("NFC", lowered)[: 2 * len(email)]


def _by_sound(email: str) -> str:
    composed = unicodedata.normalize("NFC", email).casefold().translate(_DIGRAPHS)
    decomposed = unicodedata.normalize("NFKD", composed).casefold()
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(plain.split())[: 2 * len(email)].rstrip()
