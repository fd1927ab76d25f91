"""The page that explains how to search."""

import pytest


@pytest.mark.parametrize("address", ["/", "/suche"])
def test_the_search_field_leads_to_it(page, address):
    assert page(address).all("a[href='/suche/hilfe']")


@pytest.mark.seeded
def test_every_example_does_what_it_says(page):
    for link in page("/suche/hilfe").all(".facts a"):
        shown = page(link.get("href"))
        assert shown.one("#q").get("value") == link.text
        assert shown.texts(".cards > li"), link.text
        assert not shown.all(".kern-alert"), link.text
