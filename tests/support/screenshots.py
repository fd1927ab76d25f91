"""Take the pictures of the documentation from the running portal: `make screenshots`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from hatch_build import ROOT
from tests.support import browser, node
from tests.support.live import LivePortal
from tests.support.templates import Templates

FOLDER = ROOT / "docs" / "images"
PICTURES = {
    "start": "/",
    "search": "/suche?q=Mängelmelder",
}


def main() -> int:
    """Write one picture for each page; return the exit status."""
    found = browser.find()
    if found is None:
        sys.stderr.write(f"{browser.MISSING}\n")
        return 1
    node.choose_driver()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Templates(Path(folder), None).copy("seeded", Path(folder, "instance")) as place,
        LivePortal(place) as portal,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(**found.options())
        page = chromium.new_page(viewport={"width": 1280, "height": 900}, locale="de-DE", reduced_motion="reduce")
        for name, address in PICTURES.items():
            take(page, portal.url + address, FOLDER / f"{name}.png")
        chromium.close()
    return 0


def take(page: Page, address: str, file: Path) -> None:
    """Show an address and keep what fits into the window."""
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.ok, f"{address}: {answer.status}"
    page.screenshot(path=file)
    sys.stdout.write(f"{file.relative_to(ROOT)}\n")


if __name__ == "__main__":
    sys.exit(main())
