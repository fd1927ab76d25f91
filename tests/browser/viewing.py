"""What the lists of pages are made of: who sees a page, and what is done on it before one looks."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.support.steps import main, press

VISITOR, EDITOR, ADMINISTRATION = "visitor", "herne", "verwaltung"


@dataclass(frozen=True)
class View:
    """A page: who sees it, its address (with the names of a world), and what is done on it before one looks."""

    name: str
    who: str
    address: str
    status: int = 200
    act: Callable[[Page], None] | None = None


def refused(button: str, **typed: str) -> Callable[[Page], None]:
    """Send a form with fields filled in by their names, so that it comes back with errors."""

    def act(page: Page) -> None:
        for name, text in typed.items():
            main(page).locator(f"[name='{name}']").fill(text)
        press(page, button)
        expect(page).to_have_title(re.compile("^Fehler:"))
        expect(main(page).locator(".error-summary")).to_be_focused()

    return act


def saved_by_others(button: str, title: str) -> Callable[[Page], None]:
    """Send the form as if somebody else had saved since it was opened."""

    def act(page: Page) -> None:
        page.eval_on_selector("main form input[name=version]", "field => { field.value = '999' }")
        summary = main(page).locator("[name=summary]")
        if summary.count():
            summary.fill("Ein anderer Text als der gespeicherte.")
        press(page, button)
        expect(main(page)).to_contain_text(title)

    return act


def opened(page: Page) -> None:
    """Open everything that is folded in the page itself; the menu would lie over it on a narrow screen."""
    page.eval_on_selector_all("main details", "folds => folds.forEach(fold => { fold.open = true })")
