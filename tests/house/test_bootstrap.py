"""A fresh clone on a machine that lacks something: one sentence says what to do, never a trace."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
CLOSED_PORT = "http://127.0.0.1:9/simple"  # the discard port: nothing listens there


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with what the first steps read; its front-end step has nothing to do."""
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / ".ci", clone / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, clone)
    (clone / "hatch_build.py").touch()
    return clone


@pytest.fixture
def commands(tmp_path: Path) -> Path:
    """A PATH with nothing on it."""
    folder = tmp_path / "commands"
    folder.mkdir()
    return folder


def fake_python(commands: Path, name: str, says: str) -> None:
    """Put a Python on the PATH that answers the question for its version and abilities."""
    command = commands / name
    command.write_text(f"#!/bin/sh\nprintf '{says}'\n")
    command.chmod(0o755)


def environment(commands: Path, **more: str) -> dict[str, str]:
    unset = {"PYTHON", "PORTAL_BROWSER"} | {name for name in os.environ if name.startswith("PIP_")}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return kept | {"PATH": str(commands), "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": CLOSED_PORT} | more


def set_up(clone: Path, env: dict[str, str], purpose: str = "run") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, clone / ".ci" / "environment.py", purpose]
    return subprocess.run(command, cwd=clone, env=env, capture_output=True, text=True, check=False, timeout=120)


def sentence(outcome: subprocess.CompletedProcess[str]) -> str:
    """Return the one sentence of a failure."""
    assert outcome.returncode != 0
    said = outcome.stderr.strip()
    assert re.fullmatch(r"[A-ZÄÖÜ][^\n]+\.", said), outcome.stderr
    assert "Traceback" not in outcome.stdout + outcome.stderr
    return said


@pytest.fixture
def installed(clone: Path) -> ModuleType:
    """A clone whose environment is complete; returns its bootstrap script as a module."""
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
    spec = importlib.util.spec_from_file_location("environment", clone / ".ci" / "environment.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.stamp("venv", f"{script.VENV} ")
    script.stamp("lock", f"requirements-dev.txt {script.digest(clone / '.ci' / 'requirements-dev.txt')}")
    script.stamp("project", script.digest(clone / "pyproject.toml"))
    return script


def test_no_python_at_all(clone, commands):
    make = shutil.which("make")
    assert make, "make is needed"
    command = [make, "--silent", "run"]
    outcome = subprocess.run(command, cwd=clone, env=environment(commands), capture_output=True, text=True, check=False)
    assert outcome.returncode != 0
    assert outcome.stderr.startswith("Python fehlt: Bitte installieren Sie Python 3.11, 3.12 oder 3.13")
    assert outcome.stdout == ""


def test_only_an_old_python(clone, commands):
    fake_python(commands, "python3", "3 9\\n")
    assert "braucht Python 3.11, 3.12 oder 3.13 (gefunden: 3.9)" in sentence(set_up(clone, environment(commands)))


def test_only_a_python_that_is_too_new(clone, commands):
    fake_python(commands, "python3", "3 14\\n")
    assert "(gefunden: 3.14)" in sentence(set_up(clone, environment(commands)))


def test_a_python_that_was_asked_for_and_is_not_there(clone, commands):
    said = sentence(set_up(clone, environment(commands, PYTHON="/nowhere/python3.12")))
    assert "gefunden: keines unter PYTHON=/nowhere/python3.12" in said


def test_a_python_without_venv(clone, commands):
    fake_python(commands, "python3.12", "3 12\\nno venv\\n")
    assert "sudo apt-get install python3.12-venv" in sentence(set_up(clone, environment(commands)))


def test_the_package_index_is_out_of_reach(clone, commands):
    (commands / "python3").symlink_to(sys.executable)
    outcome = set_up(clone, environment(commands, PIP_NO_CACHE_DIR="1"))
    assert "Paketverzeichnis für Python ist nicht erreichbar" in sentence(outcome)
    assert "Pakete installieren: gescheitert" in outcome.stdout
    assert (clone / ".venv" / "install.log").read_text()


def test_the_environment_cannot_be_written(clone, commands):
    (commands / "python3").symlink_to(sys.executable)
    (clone / ".venv").write_text("a file where the folder should be")
    assert ".venv lässt sich nicht anlegen" in sentence(set_up(clone, environment(commands)))


@pytest.mark.parametrize("purpose", ["run", "semantic", "test"])
def test_what_is_up_to_date_is_left_alone_at_once(clone, commands, installed, purpose):
    before = {path: path.lstat().st_mtime_ns for path in (clone / ".venv").rglob("*")}
    started = time.monotonic()
    outcome = set_up(clone, environment(commands), purpose)
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "", "")
    assert time.monotonic() - started < 5
    assert {path: path.lstat().st_mtime_ns for path in (clone / ".venv").rglob("*")} == before


def test_a_changed_lock_makes_a_new_environment(clone, commands, installed):
    (commands / "python3").symlink_to(sys.executable)
    left_over = clone / ".venv" / "bin" / "left-over"
    left_over.touch()
    with (clone / ".ci" / "requirements-dev.txt").open("a") as lock:
        lock.write("# changed\n")
    assert "Paketverzeichnis" in sentence(set_up(clone, environment(commands), "test"))
    assert not installed.stamp_of("lock")
    assert not left_over.exists()


def test_a_moved_clone_gets_a_new_environment(clone, commands, installed):
    moved = clone.rename(clone.with_name("moved"))
    fake_python(commands, "python3", "3 9\\n")
    assert "gefunden: 3.9" in sentence(set_up(moved, environment(commands)))


def test_npm_is_missing_and_cannot_be_brought(tmp_path, commands):
    for name in ("hatch_build.py", "package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, tmp_path)
    outcome = subprocess.run(
        [sys.executable, tmp_path / "hatch_build.py"],
        env=environment(commands, PIP_RETRIES="0", PIP_NO_CACHE_DIR="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "fehlt npm" in sentence(outcome)


def test_a_browser_is_missing_and_cannot_be_brought(tmp_path, commands):
    outcome = subprocess.run(
        [sys.executable, "-m", "tests.support.prepare"],
        cwd=ROOT,
        env=environment(commands, PIP_RETRIES="0", PIP_NO_CACHE_DIR="1", XDG_CACHE_HOME=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "fehlt npm" in sentence(outcome)
    assert [path.name for path in tmp_path.rglob("chromium*")] == []


def test_the_locks_hold_every_dependency_and_no_address():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {
        "requirements.txt": project["dependencies"],
        "requirements-semantic.txt": project["dependencies"] + project["optional-dependencies"]["semantic"],
        "requirements-dev.txt": sum(project["optional-dependencies"].values(), project["dependencies"]),
    }
    for name, dependencies in wanted.items():
        lock = (ROOT / ".ci" / name).read_text()
        locked = set(re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==", lock, re.MULTILINE))
        names = {re.split(r"[^A-Za-z0-9_-]", line)[0].lower().replace("_", "-") for line in dependencies}
        assert names <= locked, f"{name} lacks {names - locked}: run .ci/lock"
        assert "://" not in lock
