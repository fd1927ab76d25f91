"""A real identity provider for the journey of single sign-on: the npm package named in .ci/identity-provider.

The lock file there pins versions and integrity. `python -m tests.support.prepare` fetches it, never a test.
"""

import http.client
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hatch_build import ROOT, FrontEndError, explain
from tests.support import node
from tests.support.cache import pinned_folder

CLIENT_ID, CLIENT_SECRET = "portal", "only-for-tests"
MISSING = "Für diese Tests fehlt ein Anmeldedienst: Bitte rufen Sie `make test` auf, das einen mitbringt."
START_SECONDS = 30
_MANIFEST = tuple(ROOT / ".ci" / "identity-provider" / name for name in ("package.json", "package-lock.json", ".npmrc"))
_PROGRAM = Path(__file__).with_suffix(".mjs")


def is_here() -> bool:
    """Tell whether the pinned version was fetched."""
    return _modules().is_dir()


def fetch() -> None:
    """Bring the pinned version to its folder, all or nothing. Raises FrontEndError."""
    home = _modules().parent
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=home.parent) as name:
        fresh = Path(name, "fresh")
        fresh.mkdir()
        for path in _MANIFEST:
            shutil.copy(path, fresh)
        command = [*node.npm(), "ci", "--ignore-scripts", "--no-progress"]
        outcome = subprocess.run(command, cwd=fresh, capture_output=True, check=False)
        if outcome.returncode:
            raise FrontEndError(explain(outcome.stderr.decode(errors="replace")))
        shutil.rmtree(home, ignore_errors=True)
        fresh.rename(home)


@contextmanager
def identity_provider(port: int, redirect_uri: str) -> Iterator[None]:
    """Run it on a port of this machine, for a portal that wants people back at this address."""
    runs = node.for_playwright()
    assert runs is not None, MISSING
    assert is_here(), MISSING
    command = [runs, _PROGRAM, _modules(), str(port), redirect_uri]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + START_SECONDS
            while not _answers(port):
                assert process.poll() is None, "the identity provider did not start"
                assert time.monotonic() < deadline, "the identity provider does not answer"
                time.sleep(0.05)
            yield
        finally:
            process.kill()


def _modules() -> Path:
    return pinned_folder("identity-provider", *_MANIFEST) / "node_modules"


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request("GET", "/.well-known/openid-configuration")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
