"""The application for a WSGI server such as gunicorn."""

from portal.app import create_app

app = create_app()
app.extensions["worker"].start()
