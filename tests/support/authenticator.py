"""An authenticator app, written after RFC 6238 on its own."""

import base64
import hmac
import struct
from datetime import UTC, datetime


class App:
    """Shows codes for a key."""

    def __init__(self, key: str) -> None:
        self.key = key.replace(" ", "")

    def code(self, at: datetime | None = None) -> str:
        """Return the code it shows at a moment, now unless said otherwise."""
        step = int((at or datetime.now(UTC)).timestamp()) // 30
        digest = hmac.digest(base64.b32decode(self.key), struct.pack(">Q", step), "sha1")
        number: int = struct.unpack_from(">I", digest, digest[-1] & 15)[0]
        return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"
