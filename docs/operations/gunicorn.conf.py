"""gunicorn for the portal: `gunicorn --config docs/operations/gunicorn.conf.py wsgi:app`."""

import os
from typing import Any

from portal.settings import Settings, UnsafeSettingsError

# The same HOST and PORT that the portal checks: it refuses an open address without HTTPS.
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

# Each process holds its own copy of the index in memory; threads share it. Two processes outlive the crash of one.
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = 8

# Each process must start its own background thread, so none may be started before the fork.
preload_app = False

timeout = 60  # seconds; no page takes one
graceful_timeout = 30  # seconds that running requests get at a restart
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a heartbeat file; a slow disk must not look like a dead process
control_socket_disable = True

# The portal writes one line for each request itself, with the request's id.
accesslog = None
errorlog = "-"


def on_starting(_server: Any) -> None:
    """Refuse unsafe settings once, before gunicorn starts processes that it would start again for ever."""
    try:
        Settings.from_environment(os.environ)
    except UnsafeSettingsError as error:
        raise SystemExit(f"Das Portal startet nicht: {error}") from None
