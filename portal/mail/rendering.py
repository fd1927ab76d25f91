"""From a letter to a message: plain text, its HTML twin, headers. Nothing a person typed gets past `clean`."""

import textwrap
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from portal.mail.content import (
    SUBJECT_MAX,
    Block,
    Button,
    Content,
    Facts,
    Heading,
    Item,
    Items,
    Link,
    Paragraph,
    Quote,
    clean,
    one_line,
)

_WIDTH = 72
_INK, _QUIET, _ACCENT, _LINE = "#171a2b", "#4e546a", "#171a7c", "#c3c7d6"
_FONT = "font-family:'Fira Sans',Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5"
_BUTTON = f"display:inline-block;padding:12px 20px;border-radius:4px;background:{_ACCENT};color:#ffffff;font-weight:600"


class _Policy(EmailPolicy):
    """Writes headers as mail servers want them, but one that is nothing but a long address in one piece.

    Python would cut it and encode the pieces as if they were words, and who looks for an address there finds none.
    """

    def fold(self, name: str, value: Any) -> str:
        """Return the lines of a header."""
        return f"{name}: {value}{self.linesep}" if name in _IN_ONE_PIECE else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return the lines of a header as they are sent."""
        return self.fold(name, value).encode() if name in _IN_ONE_PIECE else super().fold_binary(name, value)


_IN_ONE_PIECE = frozenset({"List-Unsubscribe", "Message-ID"})
_POLICY = _Policy(linesep="\r\n")


class BadAddress(ValueError):
    """What should be a mail address cannot be written to."""


@dataclass(frozen=True)
class Envelope:
    """What a message says beside its letter. `message_id` is whole but for its angle brackets."""

    sender: Address
    to: str
    message_id: str
    date: datetime
    settings_url: str
    privacy_url: str
    reply_to: str | None = None
    unattended: bool = False  # nobody reads what is sent to `reply_to`
    unsubscribe_url: str | None = None


def message_of(content: Content, envelope: Envelope) -> EmailMessage:
    """Return the message as it goes to the mail server. Raises BadAddress."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = envelope.sender
    message["To"] = address_of(envelope.to)
    message["Subject"] = _shortened(one_line(content.subject), SUBJECT_MAX)
    message["Date"] = envelope.date
    message["Message-ID"] = f"<{envelope.message_id}>"
    reply_to = content.reply_to or envelope.reply_to
    if reply_to:
        with suppress(BadAddress):  # then an answer goes to the sender
            message["Reply-To"] = address_of(reply_to)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice shall answer
    if envelope.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{envelope.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message.set_content(_as_text(content, envelope), cte="quoted-printable")
    message.add_alternative(_as_html(content, envelope), subtype="html", cte="quoted-printable")
    if content.calendar is not None:
        message.add_attachment(
            content.calendar.data.decode(),
            subtype="calendar",
            filename=content.calendar.name,
            params={"method": content.calendar.method},
        )
    return message


def address_of(text: str) -> Address:
    """Return a mail address, its domain in the form of the DNS. Raises BadAddress."""
    local, _at, domain = text.rpartition("@")
    try:
        address = Address(addr_spec=f"{local}@{domain.encode('idna').decode()}")
    except (ValueError, MessageError, LookupError, AttributeError):  # what the parser makes of broken addresses
        raise BadAddress(_("Das ist keine E-Mail-Adresse, an die sich schreiben lässt.")) from None
    if not (address.username and address.domain and address.addr_spec.isascii() and address.addr_spec.isprintable()):
        raise BadAddress(_("An diese E-Mail-Adresse lässt sich nicht schreiben, weil Umlaute darin vorkommen."))
    return address


def _unattended() -> str:
    return str(_("Bitte antworten Sie im Portal. Antworten auf diese Mail liest niemand."))


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


# -- Plain text --


def _as_text(content: Content, envelope: Envelope) -> str:
    parts = [_text_of(block) for block in content.blocks]
    foot = [
        *([_wrapped(_unattended())] if envelope.unattended else []),
        _wrapped(one_line(content.why)),
        f"{_('Welche Mails Sie bekommen, stellen Sie hier ein:')}\n{envelope.settings_url}",
    ]
    if envelope.unsubscribe_url:
        foot.append(f"{_('Diese Mails abbestellen:')}\n{envelope.unsubscribe_url}")
    foot.append(f"{_('Datenschutz:')}\n{envelope.privacy_url}")
    return "\n\n".join([*(part for part in parts if part), "-- \n" + "\n\n".join(foot)]) + "\n"


def _text_of(block: Block) -> str:
    match block:
        case Heading(text):
            title = one_line(text)
            return f"{title}\n{'-' * min(len(title), _WIDTH)}"
        case Paragraph(text):
            return _wrapped(text)
        case Facts(items):
            return "\n".join(_wrapped(f"{one_line(term)}: {one_line(value)}", rest="  ") for term, value in items)
        case Items(items):
            return "\n".join(_text_of_item(item) for item in items)
        case Button(label, url):
            return f"{one_line(label)}:\n{url}"
        case Quote(text):
            return _wrapped(text, first="> ", rest="> ")


def _text_of_item(item: Item | str) -> str:
    if isinstance(item, str):
        item = Item(item)
    lines = [_wrapped(one_line(item.text), first="- ", rest="  ")]
    if item.note:
        lines.append(_wrapped(one_line(item.note), first="  ", rest="  "))
    lines += [f"  {one_line(link.label)}: {link.url}" for link in item.links]
    return "\n".join(lines)


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    """Return the lines of a text, none longer than a screen but where a single word is."""
    lines: list[str] = []
    for line in clean(text).strip().split("\n"):
        lines += textwrap.wrap(
            line,
            _WIDTH,
            initial_indent=rest if lines else first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [(rest if lines else first).rstrip()]
    return "\n".join(lines)


# -- HTML: what mail programs understand, styles in place as they ignore sheets --


def _as_html(content: Content, envelope: Envelope) -> str:
    foot = [_html_lines(_unattended())] if envelope.unattended else []
    foot += [_html_lines(content.why), _html_link(Link(_("Mails einstellen"), envelope.settings_url))]
    if envelope.unsubscribe_url:
        foot.append(_html_link(Link(_("Diese Mails abbestellen"), envelope.unsubscribe_url)))
    foot.append(_html_link(Link(_("Datenschutz"), envelope.privacy_url)))
    return str(
        Markup(
            '<!doctype html>\n<html lang="de">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{}</title>\n</head>\n'
            '<body style="margin:0;padding:24px 16px;background:#ffffff;color:{};{}">\n'
            '<div style="max-width:600px;margin:0 auto">\n{}\n'
            '<div style="margin-top:32px;padding-top:16px;border-top:1px solid {};color:{};font-size:14px">\n{}\n'
            "</div>\n</div>\n</body>\n</html>\n"
        ).format(
            one_line(content.subject),
            _INK,
            _FONT,
            _joined(_html_of(block) for block in content.blocks),
            _LINE,
            _QUIET,
            _joined(Markup('<p style="margin:0 0 8px">{}</p>').format(part) for part in foot),
        )
    )


def _html_of(block: Block) -> Markup:
    match block:
        case Heading(text):
            return Markup('<h2 style="margin:32px 0 8px;font-size:20px">{}</h2>').format(one_line(text))
        case Paragraph(text):
            return Markup('<p style="margin:0 0 16px">{}</p>').format(_html_lines(text))
        case Facts(items):
            rows = (
                Markup(
                    '<tr><th scope="row" style="padding:4px 16px 4px 0;text-align:left;vertical-align:top;'
                    'font-weight:600">{}</th><td style="padding:4px 0;vertical-align:top">{}</td></tr>'
                ).format(one_line(term), one_line(value))
                for term, value in items
            )
            return Markup('<table style="margin:0 0 16px;border-collapse:collapse;{}">\n{}\n</table>').format(
                _FONT, _joined(rows)
            )
        case Items(items):
            points = (_html_of_item(item) for item in items)
            return Markup('<ul style="margin:0 0 16px;padding-left:24px">\n{}\n</ul>').format(_joined(points))
        case Button(label, url):
            return Markup(
                '<p style="margin:24px 0 8px"><a href="{}" style="{};text-decoration:none">{}</a></p>\n'
                '<p style="margin:0 0 24px;color:{};font-size:14px">{}<br>{}</p>'
            ).format(url, _BUTTON, one_line(label), _QUIET, _("Oder öffnen Sie diese Adresse:"), _html_address(url))
        case Quote(text):
            return Markup(
                '<blockquote style="margin:0 0 16px;padding:8px 16px;border-left:4px solid {}">{}</blockquote>'
            ).format(_LINE, _html_lines(text))


def _html_of_item(item: Item | str) -> Markup:
    if isinstance(item, str):
        item = Item(item)
    lines = [Markup("{}").format(one_line(item.text))]
    if item.note:
        lines.append(Markup('<span style="color:{};font-size:14px">{}</span>').format(_QUIET, one_line(item.note)))
    if item.links:
        lines.append(Markup(" · ").join(_html_link(link) for link in item.links))
    return Markup('<li style="margin:0 0 12px">{}</li>').format(Markup("<br>").join(lines))


def _html_link(link: Link) -> Markup:
    return Markup('<a href="{}" style="color:{}">{}</a>').format(link.url, _ACCENT, one_line(link.label))


def _html_address(url: str) -> Markup:
    return Markup('<a href="{}" style="color:{};word-break:break-all">{}</a>').format(url, _ACCENT, url)


def _html_lines(text: str) -> Markup:
    return Markup("<br>\n").join(clean(text).strip().split("\n"))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(parts)
