"""Where the figures come from, and the page that keeps them: docs/benchmarks.md."""

import os
import platform
import re
import sqlite3
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"


def provenance(**more: str) -> str:
    """Return one paragraph: date, commit, machine and versions; `more` adds versions that only the caller knows."""
    versions: Mapping[str, str] = {
        "Python": platform.python_version(),
        "Whoosh": version("whoosh"),
        "SQLite": sqlite3.sqlite_version,
        "tantivy": version("tantivy"),
        **more,
    }
    named = ", ".join(f"{name} {number}" for name, number in versions.items())
    return f"Measured on {datetime.now(UTC):%d %B %Y} at {_commit()}; {_machine()}; {named}."


def write(section: str, text: str) -> bool:
    """Replace what stands between the section's markers; False when the page has none."""
    begin, end = f"<!-- {section}: begin -->", f"<!-- {section}: end -->"
    page = PAGE.read_text("utf-8")
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        return False
    PAGE.write_text(pattern.sub(lambda _: f"{begin}\n{text.strip()}\n{end}", page), encoding="utf-8")
    return True


def _commit() -> str:
    """The commit, and whether search/ differs from it; a source archive has none."""
    try:
        commit = _git("rev-parse", "--short", "HEAD")
        changed = " with changes in search/" if _git("status", "--porcelain", "search") else ""
    except (OSError, subprocess.CalledProcessError):
        return "an unknown commit"
    return f"commit {commit}{changed}"


def _git(*arguments: str) -> str:
    return subprocess.check_output(["git", *arguments], cwd=ROOT, text=True, stderr=subprocess.DEVNULL).strip()


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB memory, {platform.system()} {platform.machine()}"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        found = re.search(r"^model name\s*:\s*(.+)$", described.read_text("utf-8"), re.MULTILINE)
        if found:
            return found[1]
    return platform.processor() or "unknown processor"
