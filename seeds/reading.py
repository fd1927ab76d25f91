"""The data files of this package."""

import json
from importlib.resources import files
from typing import Any


def read(name: str) -> Any:
    """Return what a JSON file in `data` holds."""
    return json.loads((files("seeds") / "data" / name).read_text("utf-8"))
