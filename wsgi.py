"""The application for a WSGI server such as gunicorn."""

from portal.cli import create_from_environment

app = create_from_environment()
app.extensions["worker"].start()
