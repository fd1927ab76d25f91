"""Static files: an address with a fingerprint that browsers may keep, and the compressed copy where there is one."""

import mimetypes
import zlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory, url_for
from werkzeug.security import safe_join

_YEAR = 31_536_000


@cache
def _checksum(path: Path, _changed_at: float) -> bytes:
    """Return the CRC-32 as gzip writes it at the end of a file; cached until the file changes."""
    return zlib.crc32(path.read_bytes()).to_bytes(4, "little")


def _version(path: Path) -> str | None:
    return _checksum(path, path.stat().st_mtime).hex() if path.is_file() else None


def static_url(name: str) -> str:
    """Return the address of a static file with its fingerprint."""
    return url_for("static", filename=name, v=_version(Path(current_app.static_folder or "", name)))


def send_static(filename: str) -> Response:
    """Send a static file, compressed where the browser takes it and the copy is that of the present contents.

    An address with the right fingerprint never changes and may be kept for a year.
    """
    folder = current_app.static_folder or ""
    path = Path(safe_join(folder, filename) or folder)  # what leads out of the folder is no file and not found
    copy = path.with_name(path.name + ".gz")
    mimetype = mimetypes.guess_type(path.name)[0]
    if request.accept_encodings["gzip"] and _is_copy_of(copy, path):
        response = send_from_directory(folder, f"{filename}.gz", mimetype=mimetype)
        response.content_encoding = "gzip"
    else:
        response = send_from_directory(folder, filename, mimetype=mimetype)
    response.vary.add("Accept-Encoding")
    version = request.args.get("v")
    if version and version == _version(path):
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = _YEAR
        response.cache_control.immutable = True
    return response


def _is_copy_of(copy: Path, path: Path) -> bool:
    if not (copy.is_file() and path.is_file()):
        return False
    with copy.open("rb") as file:
        file.seek(-8, 2)
        return file.read(4) == _checksum(path, path.stat().st_mtime)


def init_app(app: Flask) -> None:
    """Serve static files this way and give templates their addresses."""
    app.view_functions["static"] = send_static
    app.jinja_env.globals.update(static_url=static_url)
