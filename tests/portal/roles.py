"""Who asks: the roles of the matrix, each somebody of its own in `world.py`."""

ANONYMOUS = frozenset({"anonymous"})
NOBODY: frozenset[str] = frozenset()
OUTSIDER = frozenset({"outsider"})  # an account that belongs nowhere
RESPONSIBLE = frozenset({"responsible"})  # Mitwirkung, entered as responsible for the entries of Herne
COLLEAGUE = frozenset({"colleague"})  # Mitwirkung, for none
EDITOR, COORDINATOR = frozenset({"editor"}), frozenset({"coordinator"})
MEMBERS = RESPONSIBLE | COLLEAGUE | EDITOR | COORDINATOR
KEEPERS = MEMBERS - COLLEAGUE
# The same of Bochum, which keeps entries of its own; its contributor made them.
FAR_CONTRIBUTOR, FAR_EDITOR = frozenset({"far-contributor"}), frozenset({"far-editor"})
FAR_COORDINATOR = frozenset({"far-coordinator"})
FAR_MEMBERS = FAR_CONTRIBUTOR | FAR_EDITOR | FAR_COORDINATOR
MODERATION, ADMINISTRATION = frozenset({"moderation"}), frozenset({"administration"})
MODERATORS = MODERATION | ADMINISTRATION
STAFF = MEMBERS | FAR_MEMBERS | MODERATORS
SIGNED_IN = STAFF | OUTSIDER
EVERYONE = SIGNED_IN | ANONYMOUS
# Who already has an app for codes; everybody else has begun to set one up.
WITH_APP = EDITOR | FAR_EDITOR
