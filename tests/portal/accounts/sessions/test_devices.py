"""What a browser says of itself, in two plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.sessions.devices import Device, device_of
from portal.accounts.sessions.models import DEVICE_MAX

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
SAID = {
    f"{WINDOWS} {KIT} Chrome/130.0.0.0 Safari/537.36": ("Chrome", "Windows"),
    f"{WINDOWS} {KIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0": ("Edge", "Windows"),
    f"{WINDOWS} {KIT} Chrome/130.0.0.0 Safari/537.36 OPR/116.0.0.0": ("Opera", "Windows"),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0": ("Firefox", "Windows"),
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0": ("Firefox", "Linux"),
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {KIT} Version/18.0 Safari/605.1.15": ("Safari", "Mac"),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
    "Mobile/15E148 Safari/604.1": ("Safari", "iPhone"),
    f"Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) {KIT} CriOS/130.0 Mobile/15E148 Safari/604.1": ("Chrome", "iPad"),
    f"Mozilla/5.0 (Linux; Android 14; K) {KIT} Chrome/130.0.0.0 Mobile Safari/537.36": ("Chrome", "Android"),
    f"Mozilla/5.0 (Linux; Android 14) {KIT} SamsungBrowser/27.0 Chrome/125.0 Mobile": ("Samsung Internet", "Android"),
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KIT} Chrome/130.0.0.0 Safari/537.36": ("Chrome", "ChromeOS"),
    "curl/8.9": ("", ""),
    "": ("", ""),
}


@pytest.mark.parametrize(("said", "words"), SAID.items(), ids=[" ".join(words) or said for said, words in SAID.items()])
def test_well_known_ones(said, words):
    assert device_of(said) == Device(*words)


@given(st.text(max_size=2000))
def test_whatever_is_said_it_fits_the_table_and_nothing_of_it_is_kept(said):
    device = device_of(said)
    known = {words for pair in SAID.values() for words in pair}
    assert {device.browser, device.system} <= known
    assert max(map(len, known)) <= DEVICE_MAX
