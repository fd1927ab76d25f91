"""Second processes for the tests: real ones, with their own interpreter."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process that runs the code with the arguments in sys.argv[1:]; its output is read by the test."""
    command = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def wait_for_line(process: subprocess.Popen[str], expected: str) -> None:
    """Read one line of output and insist on it."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.strip() == expected, line + process.stdout.read()


def end(process: subprocess.Popen[str]) -> None:
    """Kill -9 and clean up."""
    process.kill()
    process.communicate()
