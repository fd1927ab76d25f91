"""The browser enforces the policy: nothing inline, nothing from elsewhere, and our own pages need none of it."""

import pytest
from playwright.sync_api import Browser

from tests.support.live import LivePortal

PAGES = ["/", "/suche?q=Sensoren", "/kommunen", "/anmelden", "/gibt-es-nicht", "/api/v1/projects"]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
INLINE = """() => {
    window.done = [];
    const script = document.createElement('script');
    script.textContent = 'window.done.push("script")';
    document.body.append(script);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.done.push("handler")');
    document.body.append(button);
    button.click();
    const styled = document.createElement('p');
    styled.setAttribute('style', 'color: rgb(1, 2, 3)');
    document.body.append(styled);
    if (getComputedStyle(styled).color === 'rgb(1, 2, 3)') window.done.push('style');
    return window.done;
}"""


@pytest.mark.parametrize("address", PAGES)
def test_each_answer_carries_the_strict_policy(browser: Browser, portal: LivePortal, address: str) -> None:
    context = browser.new_context()
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(f"{portal.url}{address}", wait_until="networkidle")
    assert answer is not None
    headers = answer.all_headers()
    given = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))
    assert given == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == ("public, max-age=60" if address.startswith("/api/") else "no-store")
    assert all(url.startswith((portal.url, "data:")) for url in asked)
    context.close()


def test_what_is_inline_does_not_run(browser: Browser, portal: LivePortal) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(portal.url)
    assert page.evaluate(INLINE) == []
    context.close()


def test_the_cookie_is_for_the_server_alone(browser: Browser, portal: LivePortal) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(portal.url)
    assert context.cookies() == [], "whoever only reads is given none"
    page.goto(f"{portal.url}/anmelden")
    (cookie,) = context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("portal", True, "Lax")
    assert page.evaluate("document.cookie") == ""
    context.close()
