"""What each way to match a word counts, against 1 for the word itself; found by trying, see docs/benchmarks.md."""

WHOLE = 1.0
SAME = 0.9  # another word for the same thing
PARTS_NEAR = 0.5  # all parts of a compound near each other: Beleuchtung der Straßen
WITHOUT_MODIFIER = 0.55  # Onlinebezahlung: Bezahlung
SPAN = 0.45  # all parts but the first or the last, of three or more: Baugenehmigungsverfahren, Baugenehmigung
RELATED = 0.4  # a word that the one asked for leads to
EXCHANGED = 0.5  # a part replaced by its equivalent: Müllabfuhr, Abfallabfuhr
LONGER = 0.4  # an unknown word as the beginning of a known one: Baugen
TOGETHER = 0.7  # words that mean something together, somewhere near each other: künstliche Intelligenz
APART = 0.3  # the same, anywhere in the document

# In the tail alone.
PART = 0.25  # one telling part of a compound
PART_RELATED = 0.2  # an equivalent of a part
SPAN_RELATED = 0.3  # an equivalent of several parts
SINGLE = 0.2  # one of the words that mean something together
NEAR = 4  # positions between words that belong together
