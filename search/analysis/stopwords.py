"""Words that carry nothing; our own short list, compared after folding.

Never on it: IT and other abbreviations of the field, nicht and ohne (they change the meaning), places.
"""

from search.analysis.folding import fold

_GERMAN = """
aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist bzw da dabei dadurch dafür
damit dann das dass daß davon dazu dein dem den denn der deren des dessen die dies diese diesem diesen dieser
dieses doch dort du durch ein eine einem einen einer eines er es etc etwa für gegen ggf hat hatte hatten hier ich ihm
ihn ihr ihre ihrem ihren ihrer im in ins ist ja je jede jedem jeden jeder jedes kann können mit nach noch nun
nur ob oder sehr sein seine seinem seinen seiner sich sie sind so sodass solche sowie über um und uns unser
unsere usw vom von vor war waren was weil welche welcher welches wenn wer werden wie wird wo wurde wurden zu zum
zur zwischen
"""

STOP_WORDS = frozenset(fold(word) for word in _GERMAN.split())
