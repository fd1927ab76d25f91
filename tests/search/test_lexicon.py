import subprocess
import sys
from pathlib import Path

import pytest

from hatch_build import LEXICON, ROOT, lexicon_is_fresh, lexicon_stamp
from search.analysis.lexicon import PATH, Lexicon, LexiconMissing, lexicon

SIZE = 20_000_000


def test_the_lexicon_is_made_from_the_present_lists():
    assert lexicon_is_fresh(ROOT), "run `python hatch_build.py`"
    assert lexicon().stamp == lexicon_stamp(ROOT)
    assert PATH.stat().st_size < SIZE


def test_a_changed_list_asks_for_a_new_lexicon(tmp_path):
    for folder in ("lists", "compiling"):
        (tmp_path / "search" / "analysis" / folder).mkdir(parents=True)
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "requirements-lexicon.txt").write_text("simplemma==2.0.0 \\\n    --hash=sha256:0\n")
    before = lexicon_stamp(tmp_path)
    (tmp_path / "search" / "analysis" / "lists" / "whole.txt").write_text("Haushalt\n")
    after = lexicon_stamp(tmp_path)
    assert before != after
    (tmp_path / LEXICON).write_bytes(b"words" + after.encode())
    assert lexicon_is_fresh(tmp_path)
    (tmp_path / ".ci" / "requirements-lexicon.txt").write_text("simplemma==2.0.1 \\\n    --hash=sha256:0\n")
    assert not lexicon_is_fresh(tmp_path)


@pytest.mark.parametrize(
    ("word", "zipf", "noun"),
    [("verwaltung", (4, 6), True), ("genehmigen", (2, 5), False), ("xqzt", (0, 0), False)],
)
def test_what_is_known_about_a_word(word, zipf, noun):
    least, most = zipf
    assert least <= lexicon().zipf(word) <= most
    assert lexicon().is_noun(word) is noun


def test_known_words():
    assert "muell" in lexicon()
    assert "muehl" not in lexicon() or lexicon().zipf("muehl") < lexicon().zipf("muell")
    assert "xqzt" not in lexicon()


@pytest.mark.parametrize(
    "written", ["Müll", "Straße", "Steuer", "Bürgerämter", "größer", "Grüße", "Adresse", "kostenlos", "Fußgängerampel"]
)
def test_words_are_written_as_one_writes_them(written):
    typed = written.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    expected = written if typed in lexicon() else typed
    assert lexicon().written(typed) == expected


def test_common_words():
    words = set(lexicon().common(4.0))
    assert {"verwaltung", "strasse", "digital"} <= words
    assert "onlinezugangsgesetz" not in words
    assert 5_000 < len(words) < 20_000
    assert all(word.isalpha() for word in words)


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "foreign"])
def test_a_missing_or_damaged_lexicon_says_what_to_do(tmp_path, damage):
    path = tmp_path / "lexicon.marisa"
    content = {"empty": b"", "cut": PATH.read_bytes()[:1_000_000], "foreign": b"\x89PNG" + b"0" * 1000}
    if damage in content:
        path.write_bytes(content[damage])
    with pytest.raises(LexiconMissing) as caught:
        Lexicon(path)
    assert "»python hatch_build.py«" in caught.value.reason


@pytest.mark.endure
def test_the_same_sources_always_make_the_same_lexicon(tmp_path):
    fresh = tmp_path / "lexicon.marisa"
    code = "import sys; from search.analysis.compiling.build import main; main(*sys.argv[1:])"
    subprocess.run([sys.executable, "-c", code, fresh, lexicon_stamp(ROOT)], cwd=ROOT, check=True)
    assert fresh.read_bytes() == Path(PATH).read_bytes()
