"""The front-end files: what is third-party comes by the build, what is ours keeps the rules of the house."""

import gzip
import importlib.util
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "portal" / "static"
KERN = STATIC / "vendor" / "kern" / "kern.min.css"
TEMPLATES = sorted((ROOT / "portal" / "templates").rglob("*.html"))
SHEETS = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A project with the front-end files in place, to be spoilt."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(STATIC, tmp_path / "portal" / "static")
    return tmp_path


# -- What the build brings --


def test_the_lock_file_names_no_place_to_download_from():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) == 2
    assert all("resolved" not in package for package in packages.values())
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()


def test_what_is_there_is_what_the_lock_file_says(build):
    assert build.is_fresh(ROOT), "run `python hatch_build.py`"


def test_a_fresh_folder_needs_no_npm(build, copy, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert build.ensure(copy) is False


@pytest.mark.parametrize("spoil", ["package-lock.json", "portal/static/vendor/kern/kern.min.css"])
def test_a_changed_lock_file_or_a_missing_file_is_noticed(build, copy, spoil):
    (copy / spoil).rename(copy / "away")
    if spoil.endswith(".json"):
        (copy / spoil).write_text((copy / "away").read_text().replace("2.7.2", "2.7.3"))
    assert not build.is_fresh(copy)


def test_a_compressed_copy_follows_its_file(build, copy):
    sheet = copy / "portal" / "static" / "css" / "base.css"
    sheet.write_text("body { color: red; }")
    build.ensure(copy)
    assert gzip.decompress(sheet.with_name("base.css.gz").read_bytes()) == sheet.read_bytes()


def test_a_registry_out_of_reach_is_one_sentence(build):
    printed = "npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED\nnpm error FetchError: request failed\n"
    sentence = build.explain(printed)
    assert sentence.startswith("Das Paketverzeichnis von npm ist nicht erreichbar:")
    assert "\n" not in sentence


def test_another_failure_names_its_reason(build):
    printed = "npm warn old\nnpm error code EINTEGRITY\nnpm error sha512-x integrity checksum failed.\n"
    assert "sha512-x integrity checksum failed)" in build.explain(printed)


# -- How they are served --


def test_a_browser_gets_the_compressed_copy_and_may_keep_it(client, app):
    with app.test_request_context():
        address = app.jinja_env.globals["static_url"]("vendor/kern/kern.min.css")
    with client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.mimetype == "text/css"
        assert "immutable" in answer.headers["Cache-Control"]
        assert gzip.decompress(answer.data) == KERN.read_bytes()


def test_without_compression_or_with_an_old_address_the_file_still_comes(client):
    with client.get("/static/vendor/kern/kern.min.css?v=00000000") as answer:
        assert "Content-Encoding" not in answer.headers
        assert "immutable" not in answer.headers["Cache-Control"]
        assert answer.data == KERN.read_bytes()


def test_an_outdated_copy_is_not_served(client, app, copy):
    app.static_folder = str(copy / "portal" / "static")
    sheet = copy / "portal" / "static" / "css" / "base.css"
    sheet.write_text("body { color: red; }")
    with client.get("/static/css/base.css", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.data == b"body { color: red; }"


@pytest.mark.parametrize("path", ["../portal/app.py", "%2e%2e/app.py", "css/none.css", "css", "vendor/%00.css"])
def test_only_files_of_the_folder_are_served(client, path):
    assert client.get(f"/static/{path}", headers={"Accept-Encoding": "gzip"}).status_code == 404


# -- What the rules ask of our own files --


class Rules(HTMLParser):
    """Collects what the content security policy would refuse, and where files come from."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.refused.append(f"<{tag}> with contents")
        self.refused += [f"{name}=" for name in given if name == "style" or name.startswith("on")]
        source = given.get("src") or (given.get("href") if tag == "link" else "") or ""
        if "//" in source:
            self.refused.append(source)


def test_templates_hold_neither_style_nor_script():
    assert len(TEMPLATES) > 10
    for template in TEMPLATES:
        rules = Rules()
        rules.feed(re.sub(r"{[#%].*?[#%]}", "", template.read_text(), flags=re.DOTALL))
        assert not rules.refused, f"{template.relative_to(ROOT)}: {rules.refused}"


def test_every_sheet_and_script_is_linked_and_every_linked_file_exists():
    skeleton = (ROOT / "portal" / "templates" / "base.html").read_text()
    sheets, scripts = re.findall(r"for \w+ in \(([^)]+)\)", skeleton)
    linked = {f"css/{name}.css" for name in re.findall(r'"(\w+)"', sheets)}
    linked |= {f"js/{name}.js" for name in re.findall(r'"(\w+)"', scripts)}
    for template in TEMPLATES:
        linked |= set(re.findall(r"static_url\('([^'~]+\.\w+)'\)", template.read_text()))
    assert {str(path.relative_to(STATIC)) for path in SHEETS + SCRIPTS} <= linked
    assert not [name for name in linked if not (STATIC / name).is_file()]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_is_short_balanced_and_fetches_nothing_from_elsewhere(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    assert text.count("{") == text.count("}")
    assert len(text.splitlines()) < 400
    assert "@import" not in text
    for address in re.findall(r'url\("([^"]+)"\)', text):
        assert (sheet.parent / address).resolve().is_file(), address


def test_custom_properties_are_defined_before_they_are_used():
    ours = "".join(sheet.read_text() for sheet in SHEETS)
    defined = set(re.findall(r"(--[\w-]+)\s*:", ours + KERN.read_text()))
    assert set(re.findall(r"var\((--[\w-]+)", ours)) <= defined


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_makes_no_markup_from_text_and_calls_nobody_else(script):
    text = script.read_text()
    assert len(text.splitlines()) < 200
    assert not re.search(r"\b(eval|innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b|https?://", text)
    assert "import " not in text, "a module imported by name would slip past the fingerprint in its address"
