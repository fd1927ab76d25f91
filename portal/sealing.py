"""Seals what has to be kept in a form that can be read again, such as keys shared with an app.

Whoever gets hold of the database or a backup alone can read none of it: it takes the secret key as well.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Sealing:
    """Seals texts with keys derived from the secret key, one for each purpose."""

    def __init__(self, secret_key: str) -> None:
        self._secret_key = secret_key

    def seal(self, purpose: str, text: str) -> str:
        """Return the text as it may be kept."""
        return self._cipher(purpose).encrypt(text.encode()).decode()

    def open(self, purpose: str, sealed: str) -> str | None:
        """Return the text; None when it was sealed for another purpose or with another secret key."""
        try:
            return self._cipher(purpose).decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None

    def _cipher(self, purpose: str) -> Fernet:
        derived = HKDF(SHA256(), length=32, salt=None, info=f"portal.sealing {purpose}".encode())
        return Fernet(base64.urlsafe_b64encode(derived.derive(self._secret_key.encode())))
