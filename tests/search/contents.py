"""Everything that lies in an index, read past all doors: by Whoosh's own reader, and byte by byte."""

from pathlib import Path

from whoosh.index import open_dir

from search import Index


def folder(directory: Path) -> Path:
    """The only generation."""
    [generation] = directory.glob("g-*")
    return generation


def terms(directory: Path) -> dict[str, set[str]]:
    """All terms by field, those of deleted documents included."""
    found: dict[str, set[str]] = {}
    with open_dir(folder(directory)).reader() as reader:
        for field, term in reader.all_terms():
            found.setdefault(field, set()).add(bytes(term).decode())
    return found


def columns(directory: Path) -> dict[str, list[object]]:
    """All values of all columns and all stored fields, by name."""
    with open_dir(folder(directory)).reader() as reader:
        found = {
            name: list(reader.column_reader(name, translate=False))
            for name, field in reader.schema.items()
            if field.column_type is not None
        }
        return found | {"stored": list(reader.all_stored_fields())}


def files(directory: Path) -> dict[str, bytes]:
    """The bytes of all files, by name."""
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def written(index: Index) -> list[str]:
    """All words, tags and titles that completion and spelling draw from."""
    with index._opened() as snapshot:
        return [found.surface for found in snapshot.vocabulary.starting("", 10**6)]
