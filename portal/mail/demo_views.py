"""The page of the demo that shows its mails. Outside the demo there is none."""

from pathlib import Path

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from portal import running
from portal.errors import NotFound
from portal.mail import demo
from portal.web.guards import public

blueprint = Blueprint("demo_mails", __name__)


@blueprint.get("/vorfuehrung/mails")
@public
def listing() -> str:
    """List the mails, the last one first."""
    return render_template("mail/demo.html", mails=demo.latest(_folder()), shown=demo.SHOWN)


@blueprint.get("/vorfuehrung/mails/<name>")
@public
def one(name: str) -> str:
    """Show a mail."""
    mail = demo.by_name(_folder(), name)
    if mail is None:
        raise NotFound
    return render_template("mail/demo_mail.html", mail=mail)


@blueprint.get("/vorfuehrung/mails/<name>/datei")
@public
def file(name: str) -> Response:
    """Give a mail as a file that mail programs open, with its HTML twin."""
    mail = demo.by_name(_folder(), name)
    if mail is None:
        raise NotFound
    response = Response(mail.content, content_type="message/rfc822")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.eml"'
    return response


def _folder() -> Path:
    settings = running.settings()
    if not settings.demo:
        raise NotFound
    return settings.mail_directory
