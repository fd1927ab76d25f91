"""What tests in a real browser may ask for; they live in tests/browser and tests/journeys."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from tests.support import browser as browsers
from tests.support import node
from tests.support.live import LivePortal
from tests.support.templates import Templates

TESTS = Path(__file__).parents[1]
OpenTab = Callable[..., Page]
# Who looks: somebody in Germany at a desk, who wants no animations, for which tests would have to wait.
READER: dict[str, Any] = {
    "locale": "de-DE",
    "timezone_id": "Europe/Berlin",
    "reduced_motion": "reduce",
    "viewport": {"width": 1280, "height": 900},
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, and the journeys, which also run on the other database."""
    for item in items:
        if item.path.is_relative_to(TESTS / "journeys"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.journey)
        elif item.path.is_relative_to(TESTS / "browser"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser, started once; each tab of it has a context of its own."""
    try:
        node.choose_driver()
        found = browsers.find()
    except (node.NoNodeError, browsers.NoBrowserError) as error:
        pytest.fail(str(error), pytrace=False)
    if found is None:
        pytest.fail(browsers.MISSING, pytrace=False)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**found.options())
        yield started
        started.close()


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[OpenTab]:
    """Opens the tab of somebody new, with cookies of their own: `open_tab(java_script_enabled=False)`.

    Errors of scripts and breaches of the security policy in any of them fail the test.
    """
    faults: list[str] = []
    with ExitStack() as stack:

        def open_one(**options: Any) -> Page:
            context = browser.new_context(**(READER | options))
            stack.callback(context.close)
            page = context.new_page()
            watch(page, faults)
            return page

        yield open_one
    assert not faults


@pytest.fixture
def tab(open_tab: OpenTab) -> Page:
    """A visitor's tab with script."""
    return open_tab()


@pytest.fixture
def live_portal(templates: Templates, tmp_path: Path) -> Iterator[LivePortal]:
    """A running portal with the whole register that belongs to this test: it may change it and kill it."""
    with templates.copy("seeded", tmp_path / "instance") as place, LivePortal(place) as portal:
        yield portal


def watch(page: Page, faults: list[str]) -> None:
    """Add to `faults` whatever goes wrong in a tab from now on, with the address it went wrong at."""

    def console(message: ConsoleMessage) -> None:
        # That a page came with an error status is seen in its response; tests ask for such pages on purpose.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"{page.url}: {message.text}")

    def response(answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type not in {"document", "fetch"}:
            faults.append(f"{page.url}: {answer.url} answers {answer.status}")

    page.on("console", console)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("response", response)
