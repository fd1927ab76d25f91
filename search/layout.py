"""Names of the fields that every document has in the index, beside those of the table in fields.py.

The underscore keeps them apart from the table's names.
"""

KEY = "key_"
DIGEST = "digest_"
WORDS = "words_"  # the keys of all text fields, with weights and positions
SURFACES = "surfaces_"  # the words as written, for proposals and completion
TEXTS_STORED = "texts_"  # the texts as shown, with the places of their words
CONFIRMED_DAY = "confirmed_day_"  # days since 1970
MEANING = "meaning_"  # the vector of meaning; only in an index made with an encoder

LARGE = frozenset({TEXTS_STORED, MEANING})  # columns of which single values are read, or all for one purpose

# Positions in WORDS run on from field to field, so that no phrase reaches from one into the next.
FIELD_GAP = 100
PIECE_GAP = 10
POSITION_BITS = 24
MAX_POSITION = (1 << POSITION_BITS) - 1
