"""What docs/operations says must be true: the example files work and every setting is described."""

import http.client
import json
import re
import subprocess
import sys
from pathlib import Path

from tests.support.live import LivePortal

ROOT = Path(__file__).parents[2]
OPERATIONS = ROOT / "docs" / "operations"
GUNICORN = (
    Path(sys.executable).with_name("gunicorn"),
    "--chdir",
    str(ROOT),
    "--config",
    str(OPERATIONS / "gunicorn.conf.py"),
    "wsgi:app",
)
SECRET = "only-for-tests-0123456789-abcdefghijklmnop"


def test_every_setting_is_described():
    read = set(re.findall(r'environ(?:\.get\(|, )"([A-Z_]+)"', (ROOT / "portal" / "settings.py").read_text()))
    described = set(re.findall(r"`([A-Z_]+)`", (OPERATIONS / "README.md").read_text()))
    assert len(read) > 10
    assert read <= described


def test_gunicorn_serves_with_structured_logs(place):
    with LivePortal(place, *GUNICORN, DEMO="0", SECRET_KEY=SECRET, TRUSTED_PROXIES="1") as portal:
        connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=10)
        connection.request("GET", "/gesund?name=secret", headers={"X-Request-ID": "number-of-this-request"})
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b"ok\n")
        assert response.headers["X-Request-ID"] == "number-of-this-request"
        connection.close()
    lines = [json.loads(line) for line in portal.log.read_text().splitlines() if line.startswith("{")]
    told = [line for line in lines if line.get("request_id") == "number-of-this-request"]
    assert [(line["path"], line["status"]) for line in told] == [("/gesund", 200)]
    assert "secret" not in portal.log.read_text()


def test_gunicorn_refuses_unsafe_settings_in_one_sentence(place):
    environment = place.environment | {"DEMO": "0", "SECRET_KEY": "short"}
    outcome = subprocess.run(GUNICORN, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert outcome.returncode != 0
    assert "SECRET_KEY fehlt oder ist zu schwach" in outcome.stderr
    assert "Traceback" not in outcome.stderr
