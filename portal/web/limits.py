"""How large a form may be: what is larger is refused unread."""

from flask import Flask, request, session

ANYBODY = 1_000_000  # bytes
# A million letters as a browser sends them, an umlaut in six bytes: so much reaches the form, which says what is too
# long and shows all of it again. Reading it takes a second: not for everybody.
SIGNED_IN = 7_000_000


def init_app(app: Flask) -> None:
    """Let people who are signed in send more. It comes before all that reads a form."""

    @app.before_request
    def allow_more() -> None:
        if "_user_id" in session:  # Flask-Login's; the cookie is signed
            request.max_content_length = request.max_form_memory_size = SIGNED_IN
