"""Template filters."""

import re

import pytest

from portal.web.presentation import markdown


def test_markdown_becomes_clean_html():
    html = markdown("**fett** <script>alert(1)</script> [hin](javascript:alert(1)) [her](https://example.org)")

    assert "<strong>fett</strong>" in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert '<a href="https://example.org" rel="noopener noreferrer">her</a>' in html


def test_the_star_of_a_word_is_no_emphasis():
    assert markdown("Bürger*innen und Mitarbeiter*innen, *wirklich*") == (
        "<p>Bürger*innen und Mitarbeiter*innen, <em>wirklich</em></p>\n"
    )
    assert markdown("`a*b`") == "<p><code>a*b</code></p>\n"


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("## Eins\n\n### Zwei\n\n## Drei", ["h3", "h4", "h3"]),
        ("### Eins\n\n# Zwei\n\n## Drei", ["h3", "h3", "h4"]),
        ("### Eins\n\n# Zwei\n\n### Drei", ["h3", "h3", "h4"]),
        ("Eins\n===\n\n###### Zwei", ["h3", "h4"]),
    ],
)
def test_headings_fit_under_those_of_the_page(text, tags):
    html = markdown(text)

    assert re.findall(r"<(h\d)>", html) == re.findall(r"</(h\d)>", html) == tags


def test_nothing_written_is_nothing_shown():
    assert markdown(None) == ""
