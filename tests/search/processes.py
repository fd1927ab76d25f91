"""Second processes for the tests: real ones, with their own interpreter."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(code: str, *arguments: object, folder: Path = ROOT) -> subprocess.Popen[str]:
    """A Python process that runs the code with the arguments in sys.argv[1:]; its output is read by the test."""
    command = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stdin": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, cwd=folder, env=environment, text=True, **pipes)


def wait_for_line(process: subprocess.Popen[str], expected: str) -> None:
    """Read one line of output and insist on it."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.strip() == expected, line + process.stdout.read()


def end(process: subprocess.Popen[str]) -> None:
    """Kill -9 and clean up."""
    process.kill()
    process.communicate()
