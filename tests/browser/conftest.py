"""One portal, one browser and a tab for each kind of reader, shared by all tests of pages."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.viewing import ADMINISTRATION, EDITOR, VISITOR, View
from tests.browser.world import World, fill, secure
from tests.support.hostile_provider import CLIENT_ID, CLIENT_SECRET, hostile_provider
from tests.support.in_browser import READER, watch
from tests.support.live import LivePortal
from tests.support.steps import prove, sign_in
from tests.support.templates import Place, Templates

_PROOF = "/konto/bestaetigen"


class Readers:
    """A visitor, an editor of Herne and the administration, each with a tab that stays open."""

    def __init__(self, browser: Browser, portal: LivePortal, world: World) -> None:
        self.faults: list[str] = []
        self._portal = portal
        self._world = world
        self._contexts = {who: browser.new_context(**READER) for who in (VISITOR, EDITOR, ADMINISTRATION)}
        self._pages: dict[str, Page] = {}
        for who, context in self._contexts.items():
            self._pages[who] = context.new_page()
            watch(self._pages[who], self.faults)
            if who != VISITOR:
                sign_in(self._pages[who], portal, who)

    def show(self, view: View) -> Page:
        """Open a page and do what belongs to it."""
        self.faults.clear()
        page = self._pages[view.who]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        wanted = self._portal.url + self._world.address(view.address)
        answer = page.goto(wanted)
        if _PROOF in page.url and _PROOF not in wanted:  # the last one is some minutes old
            prove(page, self._portal, view.who)
            answer = page.goto(wanted)
        assert answer is not None
        assert answer.status == view.status
        if view.act:
            view.act(page)
        return page

    def close(self) -> None:
        """Close all tabs."""
        for context in self._contexts.values():
            context.close()


@pytest.fixture(scope="session")
def place(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Where the shared portal lives."""
    with templates.copy("seeded", tmp_path_factory.mktemp("shared") / "instance") as place:
        yield place


@pytest.fixture(scope="session")
def world(place: Place) -> World:
    """What the register of the shared portal holds besides the 209 entries."""
    return fill(place)


@pytest.fixture(scope="session")
def portal(place: Place, world: World) -> Iterator[LivePortal]:
    """A running portal with something for every kind of page; tests may start drafts in it and nothing else."""
    with ExitStack() as stack:
        settings = {"NO_PROXY": "127.0.0.1"}
        for name, email in (("herne", "kim@herne.example"), ("demo", "herne@demo.example")):
            provider = stack.enter_context(hostile_provider())
            provider.person |= {"email": email, "groups": ["Portal"]}
            settings |= {
                f"OIDC_{name.upper()}_ISSUER": provider.issuer,
                f"OIDC_{name.upper()}_CLIENT_ID": CLIENT_ID,
                f"OIDC_{name.upper()}_CLIENT_SECRET": CLIENT_SECRET,
                f"OIDC_{name.upper()}_DOMAINS": email.partition("@")[2],
                f"OIDC_{name.upper()}_ROLES": "herne:editor=Portal",
            }
        yield stack.enter_context(LivePortal(place, **settings))


@pytest.fixture(scope="session")
def readers(browser: Browser, place: Place, portal: LivePortal, world: World) -> Iterator[Readers]:
    """Those who look at the pages."""
    readers = Readers(browser, portal, world)
    secure(place)
    yield readers
    readers.close()
