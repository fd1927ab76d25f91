"""The table of sign-ins."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.orm import NEVER_REUSED, Base, Id
from portal.text import N_

DEVICE_MAX = 40


class SignInMethod(enum.Enum):
    """How somebody proved who they are."""

    PASSWORD = "password"  # noqa: S105 - the name of a way, no secret
    PASSWORD_AND_APP = "password-and-app"  # noqa: S105
    PASSWORD_AND_RECOVERY_CODE = "password-and-recovery-code"  # noqa: S105
    PASSWORD_AND_PASSKEY = "password-and-passkey"  # noqa: S105
    PASSKEY = "passkey"
    SSO = "single-sign-on"
    SSO_TWO_STEPS = "single-sign-on-two-steps"


METHOD_LABELS = {
    SignInMethod.PASSWORD: N_("mit Passwort"),
    SignInMethod.PASSWORD_AND_APP: N_("mit Passwort und Code aus der App"),
    SignInMethod.PASSWORD_AND_RECOVERY_CODE: N_("mit Passwort und Ersatzcode"),
    SignInMethod.PASSWORD_AND_PASSKEY: N_("mit Passwort und Passkey"),
    SignInMethod.PASSKEY: N_("mit Passkey"),
    SignInMethod.SSO: N_("über die Verwaltung"),
    SignInMethod.SSO_TWO_STEPS: N_("über die Verwaltung, in zwei Schritten"),
}


class AccountSession(Base):
    """A browser that is signed in. Its cookie holds a random token, this row only the token's hash.

    `last_seen_at` is coarse: whole hours tell the person enough and others nothing about how somebody works.
    `confirmed_at` is when the person last proved who they are, at the sign-in or before a sensitive change.
    """

    __tablename__ = "account_session"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime]
    method: Mapped[SignInMethod]
    browser: Mapped[str] = mapped_column(String(DEVICE_MAX))
    system: Mapped[str] = mapped_column(String(DEVICE_MAX))
