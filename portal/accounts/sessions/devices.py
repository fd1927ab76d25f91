"""Browser and system in plain words, from what a browser says about itself. Nothing else of it is kept."""

import re
from dataclasses import dataclass

UNKNOWN = ""

# The first that fits counts: most browsers claim to be several others as well.
_BROWSERS = (
    (r"\bEdgA?/|\bEdgiOS/", "Edge"),
    (r"\bOPR/|\bOpera\b", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bFirefox/|\bFxiOS/", "Firefox"),
    (r"\bChrome/|\bChromium/|\bCriOS/", "Chrome"),
    (r"\bVersion/.*\bSafari/", "Safari"),
)
_SYSTEMS = (
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bAndroid\b", "Android"),
    (r"\bWindows\b", "Windows"),
    (r"\bMacintosh\b|\bMac OS X\b", "Mac"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bLinux\b|\bX11\b", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """What somebody signs in with; UNKNOWN where the browser does not say it in a way we know."""

    browser: str = UNKNOWN
    system: str = UNKNOWN


def device_of(user_agent: str) -> Device:
    """Return browser and system of a User-Agent header."""
    said = user_agent[:500]  # no real one is longer
    return Device(browser=_first(_BROWSERS, said), system=_first(_SYSTEMS, said))


def _first(known: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for pattern, name in known if re.search(pattern, said)), UNKNOWN)
