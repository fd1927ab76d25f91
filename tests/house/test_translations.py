"""In a template `_()` does not escape what it translates: its argument is a text of ours, never one of other people."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "portal" / "templates"
TRANSLATED = re.compile(r"\bn?gettext\((?![\"'])(?P<a>[^),]*)|\b_\((?![\"'])(?P<b>[^),]*)")
# Each names a text that is declared in the code.
OURS = {
    "error.heading",
    "error.message",
    "file.purpose",
    "field_label",
    "following.title",
    "kind",
    "kind.about",
    "kind.label",
    "kinds[each.kind]",
    "kinds[report.kind]",
    "labels.get(mail.kind",
    "labels[at_first.kind]",
    "labels[case.kind]",
    "labels[message.side]",
    "labels[person.portal_role]",
    "labels[sending.kind]",
    "labels[wanted.kind]",
    "labels[wanted.state]",
    "page.title",
    "role_labels[held.role]",
    "role_labels[invitation.role]",
    "role_labels[member.role]",
    "role_meanings[held.role]",
    "section.title",
    "words.offers",
    "words.wants",
    "words.wished_time",
}


def test_what_is_translated_without_being_written_there_is_a_text_of_ours():
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
        for match in TRANSLATED.finditer(text):
            found.setdefault(match["a"] or match["b"], []).append(path.name)
    assert found.keys() == OURS, {name: files for name, files in found.items() if name not in OURS}
