"""The real portal as a process of its own, for browsers and for tests that kill it."""

import http.client
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

from tests.support.templates import Place, portal_command

START_SECONDS = 30
STOP_SECONDS = 10


class LivePortal:
    """A portal served at one place; it can be killed and started again. Use as a context manager.

    It is started by `portal run` unless another command is given; `settings` come on top of the place's.
    """

    def __init__(self, place: Place, *command: str | Path, **settings: str) -> None:
        self.place = place
        self.port = free_port()
        self._command = command or (portal_command(), "run")
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address people would type."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        """What all starts of this portal printed."""
        return self.place.instance.parent / f"{self.place.instance.name}.log"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it is ready to answer."""
        address = {"PORT": str(self.port), "BASE_URL": self.url}
        environment = self.place.environment | address | self._settings
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"the portal did not start:\n{self.log.read_text(errors='replace')}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask the process to end, as an operator does."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the process at once, wherever it is: nothing can be saved any more."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def _ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/bereit")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def free_port() -> int:
    """Return a port that nobody listens at right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
