"""Make the virtual environment of a fresh clone: `python3 .ci/environment.py run|semantic|test`.

Runs on any Python from 3.8 and needs only the standard library. It finds a Python the portal supports, makes
`.venv`, installs the locked dependencies with their hashes and the project itself. What is up to date is left
alone. Whatever is missing on this machine ends in one sentence that says what to do.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOG = VENV / "install.log"
SUPPORTED = ((3, 13), (3, 12), (3, 11))
# Each holds all packages of those before it.
LOCKS = {"run": "requirements.txt", "semantic": "requirements-semantic.txt", "test": "requirements-dev.txt"}
PROBE = """
import sys
print(*sys.version_info[:2])
try:
    import ensurepip, venv
except ImportError:
    print("no venv")
"""
OFFLINE_SIGNS = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "SSLError",
    "Max retries exceeded",
    "Connection refused",
    "Temporary failure in name resolution",
    "Name or service not known",
)


class Missing(Exception):
    """Something this machine lacks; the message is one sentence that says what to do."""


def main(arguments: list[str]) -> int:
    """Bring the environment up to date for `run`, `semantic` or `test`; return the exit status."""
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        sys.stderr.write("Aufruf: python3 .ci/environment.py run|semantic|test\n")
        return 2
    try:
        ensure_venv()
        ensure_locked(arguments[0])
        ensure_project()
        ensure_built()
    except Missing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"Die Umgebung .venv lässt sich nicht anlegen: {error.strerror} ({error.filename}).\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nAbgebrochen. Der nächste Aufruf macht dort weiter.\n")
        return 130
    return 0


def ensure_venv() -> None:
    """Make `.venv` unless a usable one is there; PYTHON=... asks for a certain Python."""
    wanted = os.environ.get("PYTHON", "")
    if usable(wanted):
        return
    found = find_python([wanted] if wanted else [f"python{dotted(version)}" for version in SUPPORTED] + ["python3"])
    with Progress("Virtuelle Umgebung anlegen"):
        command = [found, "-m", "venv", "--clear", str(VENV)]
        outcome = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if outcome.returncode:
            raise Missing(f"Die Umgebung .venv lässt sich nicht anlegen: {last_line(outcome.stdout.decode())}.")
    stamp("venv", f"{VENV} {wanted}")


def usable(wanted: str) -> bool:
    """Tell whether `.venv` runs, was made in this very place and with the Python that is wanted, if any."""
    python = VENV / "bin" / "python"
    lock, _, installed = stamp_of("lock").partition(" ")
    # A changed lock may name fewer packages than before; only a new environment forgets the others.
    if not python.exists() or (lock and installed != digest(ROOT / ".ci" / lock)):
        return False
    place, _, made_with = stamp_of("venv").rpartition(" ")
    if place:
        return place == str(VENV) and wanted in {"", made_with}
    # Somebody made it by hand: taken as it is, if it fits.
    answer = probe(str(python))
    fits = bool(answer) and tuple(int(part) for part in answer[0].split()) in SUPPORTED
    return fits and not wanted and (VENV / "bin" / "pip").exists()


def find_python(candidates: list[str]) -> str:
    """Return the first of the candidates that the portal runs on and that can make environments."""
    # Not the environment's own Python, should it be activated: it would have to replace itself.
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    path = os.pathsep.join(folder for folder in folders if Path(folder).resolve() != (VENV / "bin").resolve())
    seen = []
    without_venv = None
    for candidate in candidates:
        command = shutil.which(candidate, path=path)
        answer = probe(command) if command else []
        if not command or not answer:
            continue
        version = tuple(int(part) for part in answer[0].split())
        seen.append(dotted(version))
        if version in SUPPORTED and len(answer) == 1:
            return command
        if version in SUPPORTED and without_venv is None:
            without_venv = dotted(version)
    if without_venv:
        package = f"python{without_venv}-venv"
        raise Missing(
            f"Python {without_venv} kann hier keine virtuelle Umgebung anlegen: Bitte installieren Sie das "
            f"Paket {package} (Debian, Ubuntu: sudo apt-get install {package})."
        )
    have = "gefunden: " + (", ".join(dict.fromkeys(seen)) or "keines")
    asked = f" unter PYTHON={candidates[0]}" if "PYTHON" in os.environ else ""
    raise Missing(
        f"Das Portal braucht Python 3.11, 3.12 oder 3.13 ({have}{asked}): Bitte installieren Sie eine dieser "
        "Fassungen oder nennen Sie ihren Ort mit PYTHON=/pfad/zu/python3.12."
    )


def probe(command: str) -> list[str]:
    """Return a Python's version and, where it lacks that, "no venv"; nothing if it does not run."""
    try:
        answer = subprocess.check_output([command, "-c", PROBE], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return []
    return answer.decode().splitlines()


def dotted(version: tuple[int, ...]) -> str:
    """Return a version as people write it."""
    return ".".join(str(part) for part in version)


def ensure_locked(purpose: str) -> None:
    """Install the lock file of the purpose, each package checked by its hash."""
    # A lock further on holds all of this one: whoever has it needs no other.
    accepted = list(LOCKS.values())[list(LOCKS).index(purpose) :]
    if stamp_of("lock") in {f"{name} {digest(ROOT / '.ci' / name)}" for name in accepted}:
        return
    name = LOCKS[purpose]
    lock = ROOT / ".ci" / name
    lines = lock.read_text(encoding="utf-8").splitlines()
    total = sum(1 for line in lines if "==" in line and line[0].isalnum())
    forget("lock")
    with Progress(f"{total} Pakete installieren", total) as progress:
        pip(["--require-hashes", "-r", str(lock)], progress)
    stamp("lock", f"{name} {digest(lock)}")


def ensure_project() -> None:
    """Install the project itself, editable, so that its commands and entry points are there."""
    state = digest(ROOT / "pyproject.toml")
    if stamp_of("project") == state:
        return
    forget("project")
    with Progress("Portal und Oberfläche einrichten") as progress:
        pip(["--no-deps", "--editable", str(ROOT)], progress)
    stamp("project", state)


def ensure_built() -> None:
    """Bring the front-end files in and make the lexicon; at once when they are there already."""
    if subprocess.call([str(VENV / "bin" / "python"), str(ROOT / "hatch_build.py")]):
        raise Missing("")  # it has said itself what is missing


def pip(arguments: list[str], progress: Progress) -> None:
    """Run `pip install`, all of its output in the log, a step of progress for each package."""
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2"]
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", *options, *arguments]
    output = []
    with LOG.open("w", encoding="utf-8") as log, subprocess.Popen(
        command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
    ) as process:
        for raw in process.stdout or ():
            line = raw.decode("utf-8", "replace")
            log.write(line)
            output.append(line)
            if line.startswith("Collecting "):
                progress.step(line.split()[1].split("==")[0])
            elif line.startswith("Installing collected packages"):
                progress.note("einspielen")
    if process.returncode:
        raise Missing(explain("".join(output)))


def explain(output: str) -> str:
    """Return one sentence for a failed installation: the build hook's own, or what pip's output means."""
    for line in output.splitlines():
        # A sentence of the build hook is meant for people; pip prints it indented among its own lines.
        for room in ("Oberfläche: ", "Wörterbuch: "):
            _, found, sentence = line.partition(room)
            if found:
                return sentence.strip()
    if any(sign in output for sign in OFFLINE_SIGNS):
        return (
            "Das Paketverzeichnis für Python ist nicht erreichbar: Bitte prüfen Sie die Internetverbindung "
            "und die Einstellungen für Proxy und Paketquelle (pip config list), dann rufen Sie den Befehl "
            "erneut auf."
        )
    return (
        f"Die Installation ist gescheitert: {last_line(output)} - das ganze Protokoll steht in {LOG.relative_to(ROOT)}."
    )


def last_line(output: str) -> str:
    """Return the last line that names an error, else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["keine Meldung"]
    return next((line for line in reversed(lines) if line.startswith("ERROR")), lines[-1]).rstrip(".")


def digest(*paths: Path) -> str:
    """Return a digest of the contents of those files that exist."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes() if path.exists() else b"-")
    return total.hexdigest()


def stamp(name: str, value: str) -> None:
    """Keep what a finished step was made from."""
    (VENV / f"stamp-{name}").write_text(value, encoding="utf-8")


def stamp_of(name: str) -> str:
    """Return what the step was made from the last time, "" if it never finished."""
    path = VENV / f"stamp-{name}"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def forget(name: str) -> None:
    """Forget a step before it is done again, so that a break in the middle is noticed."""
    path = VENV / f"stamp-{name}"
    if path.exists():
        path.unlink()


class Progress:
    """One line for one long step: it counts in a terminal, elsewhere it is printed when the step ends."""

    def __init__(self, title: str, total: int = 0) -> None:
        self.title = title
        self.total = total
        self.done = 0
        self.live = sys.stdout.isatty()

    def __enter__(self) -> Progress:  # noqa: PYI034 - Self came with Python 3.11
        self.started = time.monotonic()
        self.write(f"{self.title} ...")
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        outcome = "fertig" if kind is None else "gescheitert"
        seconds = time.monotonic() - self.started
        self.write(f"{self.title}: {outcome} nach {seconds:.0f} s", end=True)

    def step(self, detail: str) -> None:
        """One more of the total is under way."""
        self.done += 1
        if self.total:
            self.note(f"{min(self.done, self.total)} von {self.total}: {detail}")

    def note(self, detail: str) -> None:
        """Say what is being done just now."""
        if self.live:
            self.write(f"{self.title} ... {detail}")

    def write(self, text: str, *, end: bool = False) -> None:
        """Replace the line in a terminal; elsewhere print it."""
        sys.stdout.write(f"\r\033[K{text}" if self.live else text)
        if end or not self.live:
            sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
