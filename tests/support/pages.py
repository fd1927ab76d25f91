"""A client that checks every page it is given, and pages that tests can ask and fill in."""

from typing import Any, Self

from flask.testing import FlaskClient
from lxml import etree
from lxml.cssselect import CSSSelector
from werkzeug.test import TestResponse

from portal.accounts.models import Account
from portal.accounts.sessions import service as sessions
from portal.accounts.sessions.devices import device_of
from portal.accounts.sessions.models import SignInMethod
from portal.orm import utcnow
from tests.support import markup


class CheckingClient(FlaskClient):
    """Flask's test client; each HTML answer must be a flawless page, whichever test asked for it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request and check what comes back."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data and not 300 <= response.status_code < 400:
            check(response)
        return response

    def sign_in_as(self, account: Account) -> Self:
        """Go on as somebody who has just signed in, without the form."""
        device, now = device_of("Firefox/140.0 (X11; Linux)"), utcnow()
        with self.application.extensions["database"].unit_of_work() as session:
            token = sessions.begin(session, account.id, SignInMethod.PASSWORD, device, now)
        with self.session_transaction() as cookie:
            cookie["_user_id"] = token
        return self

    def page(self, address: str, status: int = 200, **query: Any) -> "Page":
        """Fetch an address, following redirects, and return the page."""
        response = self.get(address, query_string=query or None, follow_redirects=True)
        return Page(self, response, status)


class Page:
    """A page that was fetched."""

    def __init__(self, client: CheckingClient, response: TestResponse, status: int) -> None:
        assert response.status_code == status, f"{response.request.path}: {response.status}"
        self._client = client
        self.response = response
        self.path = response.request.full_path.rstrip("?")
        self.root = markup.parse(response.text)

    def all(self, css: str) -> list[etree._Element]:
        """Return the elements a selector finds."""
        found: list[etree._Element] = CSSSelector(css)(self.root)
        return found

    def one(self, css: str) -> etree._Element:
        """Return the one element a selector finds."""
        found = self.all(css)
        assert len(found) == 1, f"{self.path}: {css} finds {len(found)} elements"
        return found[0]

    def texts(self, css: str) -> list[str]:
        """Return the text of each element a selector finds."""
        return [markup.text_of(element) for element in self.all(css)]

    def form(self, css: str) -> etree._Element:
        """Return the one form a selector finds; those that wait for script are not seen."""
        found = [element for element in self.all(css) if element.get("hidden") is None]
        assert len(found) == 1, f"{self.path}: {css} finds {len(found)} forms"
        return found[0]

    @property
    def title(self) -> str:
        """The heading of level one."""
        return self.texts("h1")[0]

    @property
    def text(self) -> str:
        """All that is read between header and footer."""
        return markup.text_of(self.one("main"))

    def fields(self, form: str) -> list[tuple[str, str]]:
        """Return what a browser would send for a form as it stands, buttons left out."""
        controls = self.form(form).iter("input", "select", "textarea")
        return [pair for control in controls for pair in _sent(control)]

    def follow(self, text: str, status: int = 200) -> "Page":
        """Fetch the page behind the first link with this text."""
        [link, *_] = [one for one in self.all("main a") if markup.text_of(one) == text]
        return self._client.page(link.get("href") or "", status)

    def submit(self, form: str = "main form", status: int = 200, **values: Any) -> "Page":
        """Send a form with some fields filled in and return the answer.

        None leaves a field out, a list sends it several times; a button is named like a field.
        """
        element = self.form(form)
        unknown = set(values) - {str(name) for name in element.xpath(".//@name")}
        assert not unknown, f"{self.path}: the form has no field {unknown}"
        data: dict[str, list[str]] = {}
        for name, value in self.fields(form):
            data.setdefault(name, []).append(value)
        for name, value in values.items():
            several = value if isinstance(value, list) else [] if value is None else [value]
            data[name] = [str(one) for one in several]
        address = element.get("action") or self.path
        if element.get("method", "get").lower() == "get":
            response = self._client.get(address, query_string=data, follow_redirects=True)
        else:
            response = self._client.post(address, data=data, follow_redirects=True)
        return Page(self._client, response, status)


def check(response: TestResponse) -> None:
    """Fail unless the answer is a valid and accessible page."""
    found = markup.faults(markup.parse(response.text))
    assert not found, f"{response.request.path} is not a good page:\n- " + "\n- ".join(found)


def _sent(control: etree._Element) -> list[tuple[str, str]]:
    name = control.get("name")
    if not name or control.get("disabled") is not None:
        return []
    if control.tag == "textarea":
        # Browsers drop the first line break and send the others as CR LF.
        return [(name, (control.text or "").removeprefix("\n").replace("\n", "\r\n"))]
    if control.tag == "select":
        return [(name, value) for value in _chosen(control)]
    kind = control.get("type", "text").lower()
    if kind in {"submit", "button", "reset", "image"}:
        return []
    if kind in {"checkbox", "radio"} and control.get("checked") is None:
        return []
    return [(name, control.get("value", "on" if kind in {"checkbox", "radio"} else ""))]


def _chosen(select: etree._Element) -> list[str]:
    options = list(select.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [option.get("value", markup.text_of(option)) for option in chosen]
