"""What the file a person gets about himself leaves out, and why: as one table, which the file itself tells.

A test holds the file against the inventory: each column there is in the file or here.
"""

from collections.abc import Mapping

from portal.text import N_

_SECRET = N_("Geheimnisse und Prüfwerte, mit denen Sie sich anmelden: Mit ihnen könnte sich jemand als Sie ausgeben.")
_OF_OTHERS = N_("Adressen und Texte anderer Menschen, etwa wen Sie eingeladen haben: Sie gehören diesen Menschen.")
_NOBODY = N_("Zähler gegen Missbrauch: Sie bestehen aus Prüfsummen, die das Portal niemandem zuordnen kann.")
_TECHNICAL = N_("Die Nummern, aus denen eine Mail beim Versand entsteht.")

LEFT_OUT: Mapping[tuple[str, str], str] = {
    ("account", "email_folded"): N_("Die Schreibweise Ihrer Adresse, nach der das Portal sie vergleicht."),
    ("account", "password_hash"): _SECRET,
    ("account", "erased_at"): N_("Was es erst nach dem Löschen des Kontos gibt."),
    ("account", "former_organisation_id"): N_("Was es erst nach dem Löschen des Kontos gibt."),
    ("authenticator", "sealed_key"): _SECRET,
    ("authenticator", "last_step"): _SECRET,
    ("recovery_code", "code_hash"): _SECRET,
    ("passkey", "credential_id"): _SECRET,
    ("passkey", "public_key"): _SECRET,
    ("passkey", "user_handle"): _SECRET,
    ("passkey", "sign_count"): _SECRET,
    ("former_address", "salt"): _SECRET,
    ("former_address", "address_hash"): _SECRET,
    ("account_session", "token_hash"): _SECRET,
    ("calendar_feed", "token_hash"): _SECRET,
    ("report", "token"): _SECRET,
    ("mail", "params"): _TECHNICAL,
    ("invitation", "email_folded"): _OF_OTHERS,
    ("throttle_count", "bucket"): _NOBODY,
}


def reasons() -> list[str]:
    """Return what is left out and why, each reason once (German msgids)."""
    return list(dict.fromkeys(LEFT_OUT.values()))
