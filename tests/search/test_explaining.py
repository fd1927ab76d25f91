from pathlib import Path

import pytest

from search import Index
from search.__main__ import main


def test_explains_keys_hits_and_proposals(register: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "index"), "Termin"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["word Termin", "  1.00  whole      termin"]
    assert "1 hits" in lines
    assert any(line.endswith("  termine  Termin whole: Online-Terminvergabe, Termin, Termine") for line in lines)
    main([str(tmp_path / "index"), "Glassfaser"])
    assert "nothing as typed, instead: Glasfaser" in capsys.readouterr().out.splitlines()


def test_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "index"), "Termin"]) == 1
    assert capsys.readouterr().err == "Es gibt noch keinen Suchindex.\n"
