"""The portal of these tests as they ask for it.

Words that begin with "zz" were planted: `World.secrets` says who may read each of them.
"""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from portal.database import Database
from tests.support.authenticator import App
from tests.support.snapshots import Snapshot

Facts = dict[str, Any]


@dataclass
class World:
    """The portal, what is known of each thing in it, and which word may be read by whom."""

    app: Flask
    facts: dict[str, Facts] = field(default_factory=dict)
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    apps: dict[str, App] = field(default_factory=dict)
    snapshot: Snapshot = field(init=False)

    @property
    def database(self) -> Database:
        """The database of the portal."""
        found: Database = self.app.extensions["database"]
        return found

    def client(self, role: str) -> FlaskClient:
        """Return a browser of somebody in the role who has just signed in."""
        client = self.app.test_client()
        if role in self.tokens:
            with client.session_transaction() as cookie:
                cookie["_user_id"] = self.tokens[role]
        return client

    def of(self, thing: str, role: str) -> Facts:
        """Return what is known of a thing; "own" is what belongs to the one who asks."""
        if thing != "own":
            return self.facts[thing]
        who = role if role in self.tokens else "colleague"
        return self.facts[who] | {"code": self.apps[who].code()}

    def betrayed(self, role: str, text: str) -> list[str]:
        """Return which of the planted words are in a text that the role may not read."""
        folded = text.lower()
        return [word for word, readers in self.secrets.items() if role not in readers and word in folded]

    def changed_and_restored(self) -> set[str]:
        """Return the names of the tables that changed, with everything put back."""
        changed = self.snapshot.changed()
        if changed:
            self.snapshot.restore(changed)
        return changed

    def plant(self, name: str, readers: frozenset[str]) -> str:
        """Return a word that only these roles may read."""
        word = "zz" + "".join(filter(str.isalpha, name)).lower() + "zz"
        self.secrets[word] = readers
        return word
