"""Where the tests keep what they had to bring along: a folder of the user, outside the repository."""

import hashlib
import os
from pathlib import Path


def pinned_folder(name: str, *manifest: Path) -> Path:
    """Return the folder for what the manifest's files pin; another pin has another folder."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    pinned = hashlib.sha256(b"".join(path.read_bytes() for path in manifest)).hexdigest()
    return cache / "projektnachbarn" / f"{name}-{pinned[:12]}"
