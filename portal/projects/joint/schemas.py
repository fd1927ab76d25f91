"""What people type when a joint entry is taken over or its keeping is handed on."""

from portal.organisations.models import SLUG_MAX
from portal.projects.schemas import about
from portal.text import N_
from portal.web.fields import PortalSchema, Text


class TakeOverSchema(PortalSchema):
    """For which organisation an entry is taken over."""

    organisation = Text(
        max_length=SLUG_MAX,
        required=True,
        metadata=about(N_("Für welche Organisation?"), kind="radio", choices="organisations"),
    )


class KeeperSchema(PortalSchema):
    """Who keeps an entry from now on; empty is the portal administration."""

    keeper = Text(
        max_length=SLUG_MAX,
        metadata=about(
            N_("Wer pflegt den Eintrag künftig?"),
            N_("Nur diese Organisation kann ihn dann bearbeiten, bestätigen und archivieren."),
            "select",
            choices="keepers",
        ),
    )
