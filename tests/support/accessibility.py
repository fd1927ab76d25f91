"""axe in the real browser: the rules of accessibility that need layout, colours and scripts."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # the other results are not wanted in detail, which takes half the time
}


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with the page as it is shown now, one line for each place."""
    if not page.evaluate("'axe' in window"):  # once for each document, however often it is looked at
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(options)", OPTIONS)["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]
