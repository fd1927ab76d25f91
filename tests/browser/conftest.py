"""What tests in a real browser may ask for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.support import browser, node
from tests.support.live import LivePortal
from tests.support.templates import Templates


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def driver() -> None:
    """Let Playwright start with a node that runs on this machine."""
    try:
        node.choose_driver()
    except node.NoNodeError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def playwright(driver: None, playwright: Playwright) -> Playwright:
    return playwright


@pytest.fixture(scope="session")
def base_url() -> None:
    """Tests name whole addresses; each portal has a port of its own."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = browser.find()
    if found is None:
        pytest.fail(browser.MISSING, pytrace=False)
    return browser_type_launch_args | found.options()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin"}


@pytest.fixture
def browser_page(context: BrowserContext) -> Iterator[Page]:
    """A tab with script; errors of scripts and breaches of the security policy fail the test."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    assert not errors


@pytest.fixture(scope="session")
def shared_portal(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    """A running portal with the whole register, for tests that only look."""
    with (
        templates.copy("seeded", tmp_path_factory.mktemp("shared") / "instance") as place,
        LivePortal(place) as portal,
    ):
        yield portal


@pytest.fixture
def live_portal(templates: Templates, tmp_path: Path) -> Iterator[LivePortal]:
    """A running portal with the whole register that belongs to this test: it may change it and kill it."""
    with templates.copy("seeded", tmp_path / "instance") as place, LivePortal(place) as portal:
        yield portal
