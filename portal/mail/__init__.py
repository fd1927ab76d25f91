"""Mail: ordered in the transaction of what it follows from, composed when it is sent, by the worker.

A domain declares its kinds of letter in `letters.py`, orders them with `post` in its services, and writes them in
`mails.py`, whose `COMPOSERS` the application binds; `READERS` there say whom a letter is still for when it is sent.
See docs/adr/0011.
"""

from portal.mail.content import Button, Calendar, Content, Facts, Heading, Item, Items, Link, Paragraph, Quote
from portal.mail.kinds import LetterKind, Rhythm
from portal.mail.posting import forget, post, readdress

__all__ = [
    "Button",
    "Calendar",
    "Content",
    "Facts",
    "Heading",
    "Item",
    "Items",
    "LetterKind",
    "Link",
    "Paragraph",
    "Quote",
    "Rhythm",
    "forget",
    "post",
    "readdress",
]
