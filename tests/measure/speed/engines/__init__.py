"""The engines that are measured: ours, and each peer as its own documentation advises to use it."""

from importlib import import_module

from tests.measure.speed.engines.base import Engine as Engine

# In the order of the tables. Modules are imported when used, so that a fresh process holds one engine only.
ENGINES = {
    "ours": "ours:Ours",
    "whoosh": "plain_whoosh:PlainWhoosh",
    "fts5": "fts5:Fts5",
    "fts5-prefixes": "fts5:Fts5Prefixes",
    "postgresql": "postgresql:PostgreSQL",
    "tantivy": "tantivy_engine:Tantivy",
}


def engine_class(name: str) -> type[Engine]:
    """Return the class of an engine by its name in ENGINES."""
    module, _, attribute = ENGINES[name].partition(":")
    found: type[Engine] = getattr(import_module(f"{__name__}.{module}"), attribute)
    return found
