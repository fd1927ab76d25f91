"""Sorting after DIN 5007, folding and addresses."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text import fold, fold_address, slugify, sort_key

ANY_TEXT = st.text(max_size=60)
LATIN = st.text(st.sampled_from(string.ascii_letters + string.digits + "äöüßÄÖÜẞéèçñøł -/.'™"), max_size=60)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Gladbeck", "gladbeck"),
        ("Öl-Müller & Söhne", "ol muller sohne"),
        ("Große Straße", "grosse strasse"),
        ("GROẞE", "grosse"),
        ("  Castrop-Rauxel ", "castrop rauxel"),
        ("Mu\u0308lheim", "mulheim"),
        ("Łódź", "lodz"),
        ("Kita™", "kitatm"),
        ("!!!", ""),
    ],
)
def test_names_sort_by_din_5007(name, key):
    assert sort_key(name) == key


def test_addresses_are_compared_by_case_only():
    same = ["Mu\u0308ller@Herne.example", "MÜLLER@herne.example", " müller@herne.example "]
    assert {fold_address(each) for each in same} == {"müller@herne.example"}
    others = ["müller@a.example", "mueller@a.example", "muller@a.example", "maß@a.example", "mass@a.example"]
    assert len({fold_address(each) for each in others}) == 5


@given(ANY_TEXT)
def test_the_compared_address_fits_and_is_compared_again_alike(address):
    folded = fold_address(address)
    assert len(folded) <= 2 * len(address)
    assert fold_address(folded) == folded


def test_umlauts_stand_with_their_base_letter():
    names = ["Zülpich", "Mülheim", "Muster", "Moers", "Mühle", "Muehle", "Ärzte", "Arzt", "Öde", "Oede", "9-Euro"]

    assert sorted(names, key=sort_key) == [
        "9-Euro", "Arzt", "Ärzte", "Moers", "Muehle", "Mühle", "Mülheim", "Muster", "Öde", "Oede", "Zülpich",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mülheim", "MUELHEIM"), ("Straße", "strasse"), ("Mu\u0308ll", "Müll"), ("a \t\n b", "A b"), ("Café", "cafe")],
)
def test_spellings_of_the_same_fold_alike(one, other):
    assert fold(one) == fold(other)


def test_folding_keeps_apart_what_is_different():
    assert fold("Bocholt") != fold("Bochum")
    assert fold("C++") != fold("C#")


@given(LATIN)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.one_of(ANY_TEXT, st.text(st.sampled_from("㎯ﷺ™℻㏂ﬃßäΐ"), max_size=60)))
def test_keys_fit_into_columns_twice_as_long_as_the_text(text):
    assert len(fold(text)) <= 2 * len(text)
    assert len(sort_key(text)) <= 2 * len(text)


@given(ANY_TEXT)
def test_sort_keys_are_plain_letters_and_digits(text):
    assert re.fullmatch(r"(?:[0-9a-z]+(?: [0-9a-z]+)*)?", sort_key(text))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Digitaler Bauantrag für Herne", "digitaler-bauantrag-fuer-herne"),
        ("  Größe: 3/4 -- prüfen!  ", "groesse-3-4-pruefen"),
        ("???", "eintrag"),
        ("", "eintrag"),
        ("日本", "eintrag"),
        ("\ud800", "eintrag"),
        ("a\x00b", "a-b"),
    ],
)
def test_titles_become_addresses(title, slug):
    assert slugify(title) == slug


def test_long_titles_are_cut_at_the_end_of_a_word():
    assert slugify("eins zwei drei vier", max_length=12) == "eins-zwei"
    assert slugify("eins zwei", max_length=9) == "eins-zwei"
    assert slugify("x" * 200, max_length=90) == "x" * 90


@given(ANY_TEXT | LATIN, st.integers(8, 90))
def test_addresses_are_safe_whatever_the_title(title, longest):
    slug = slugify(title, max_length=longest)

    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)
    assert len(slug) <= longest
