"""Tables of what people prove with beside their password."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.orm import NEVER_REUSED, Base, Id

PASSKEY_NAME_MAX = 60
PASSKEYS_MAX = 10  # of one account
_CREDENTIAL_MAX = 1364  # characters of base64url: WebAuthn allows 1023 bytes


class Authenticator(Base):
    """An app that shows codes; one an account. Until it has shown a right code it counts for nothing."""

    __tablename__ = "authenticator"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    sealed_key: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    # The half minute whose code was used last: none of before counts any more.
    last_step: Mapped[int | None] = mapped_column(BigInteger)


class RecoveryCode(Base):
    """A code that is left for an emergency; deleted when it is used."""

    __tablename__ = "recovery_code"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(200))


class Passkey(Base):
    """A passkey: what the browser told of it when it was made. The private key never leaves the person's device."""

    __tablename__ = "passkey"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(PASSKEY_NAME_MAX))
    credential_id: Mapped[str] = mapped_column(String(_CREDENTIAL_MAX), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    # Random, the same for all passkeys of an account: by it a device knows whose passkey it holds.
    user_handle: Mapped[str] = mapped_column(String(86))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
