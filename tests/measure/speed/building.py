"""Builds the indexes; those in folders are kept outside the repository until the engine or the generator changes."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import search
from tests.measure.speed import engines
from tests.measure.speed.corpus import corpus, folder
from tests.measure.speed.engines import ENGINES, Engine, engine_class
from tests.measure.speed.timing import timed
from tests.support.postgres import Server

ENGINE_FILES = Path(engines.__file__).parent


@dataclass(frozen=True)
class Built:
    """An index that is ready: of which engine, where, how long that took and whether it was made in this run."""

    engine: str
    where: str
    seconds: float
    size_bytes: int
    now: bool

    def opened(self) -> Engine:
        """Return the engine, open on this index."""
        engine = engine_class(self.engine)(self.where)
        engine.open()
        return engine


def build(name: str, size: int, server: Server | None, *, afresh: bool = False) -> Built:
    """Return the engine's index over `size` documents. Only PostgreSQL needs the server, and is built each time."""
    kind = engine_class(name)
    if not kind.kept:
        assert server is not None
        return _in_database(name, size, server)
    place = folder(f"{name}-{size}", *_made_of(name)) / kind.version()
    note = place / "built.json"
    if afresh or not note.exists():
        shutil.rmtree(place, ignore_errors=True)
        (place / "index").mkdir(parents=True, mode=0o700)
        engine = kind(str(place / "index"))
        seconds = timed(lambda: engine.build(corpus(size)))
        note.write_text(json.dumps({"seconds": seconds}), encoding="utf-8")
        return Built(name, engine.where, seconds, engine.size_bytes(), now=True)
    engine = kind(str(place / "index"))
    return Built(name, engine.where, json.loads(note.read_text("utf-8"))["seconds"], engine.size_bytes(), now=False)


def copied(built: Built, to: Path) -> Built:
    """Return a copy of an index to write to; a database is not kept, so it needs none."""
    if not engine_class(built.engine).kept:
        return built
    shutil.copytree(built.where, to)
    to.chmod(0o700)
    return Built(built.engine, str(to), built.seconds, built.size_bytes, built.now)


def _in_database(name: str, size: int, server: Server) -> Built:
    database = f"bench_{size}"
    server.drop(database)
    server.create(database)
    where = server.url(database)
    engine = engine_class(name)(where)
    seconds = timed(lambda: engine.build(corpus(size)))
    engine.open()
    size_bytes = engine.size_bytes()
    engine.close()
    return Built(name, where, seconds, size_bytes, now=True)


def _made_of(name: str) -> list[Path]:
    module = ENGINES[name].partition(":")[0]
    files = [ENGINE_FILES / "base.py", ENGINE_FILES / f"{module}.py"]
    if name == "ours":
        package = Path(str(search.__file__)).parent
        files += sorted(path for kind in ("*.py", "*.txt", "*.marisa") for path in package.rglob(kind))
    return files
