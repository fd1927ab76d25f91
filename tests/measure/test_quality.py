"""Holds our own figures to the floors in data/floors.json: raise them with what was gained."""

import json

import pytest

from tests.measure.quality.engines import Ours
from tests.measure.quality.figures import ndcg, recall
from tests.measure.quality.judged import DATA, foreign, judged
from tests.measure.quality.scoring import score
from tests.measure.register import register

FLOORS = json.loads((DATA / "floors.json").read_text("utf-8"))

# What municipal IT says every day, where the register has something near it.
ABBREVIATIONS = """
    GIS CAD WMS DMS ECM ERP HR CRM CMS RIS SAP MS365 Moodle LMS WLAN VPN LoRaWAN NFC BIM AR VR ÖPNV MIV DRT KRITIS ISMS
    BSI DSGVO OZG EfA FIM XÖV XTA eID ELSTER BundID MPSC ALKIS UDP RPA BPM OCR LLM ML SSO MFA VDI SaaS IoT MQTT 5G
    FTTH Beacon CDO CIO DSB IKZ KGSt API BI KPI SDG NKF ALLRIS BITV CAFM V2X LSA MaaS ZOB DFI QES EUDI XRechnung
    SORMAS BOS ILS AED
"""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Ours:
    return Ours(tmp_path_factory.mktemp("quality"), *register())


@pytest.mark.parametrize("name", [name for name in ("given", "blind") if name in FLOORS])
def test_answers_are_as_good_as_they_were(ours: Ours, name: str) -> None:
    found, floors = score(ours, judged(name)), FLOORS[name]
    assert found.ndcg >= floors["ndcg"]
    assert found.recall >= floors["recall"]
    assert found.empty <= floors["empty"]
    assert found.strict_where_nothing_fits <= floors.get("strict_where_nothing_fits", 0)


def test_subjects_outside_the_field_are_no_hits(ours: Ours) -> None:
    found = [words for words in foreign() if ours.ranked(words).strict]
    assert len(found) <= FLOORS["foreign"], found


def test_everyday_abbreviations_lead_to_something(ours: Ours) -> None:
    assert [words for words in ABBREVIATIONS.split() if not ours.ranked(words).keys] == []


def test_judged_entries_exist() -> None:
    keys = {document.key for document in register().documents}
    for name in ("given", "blind"):
        for query in judged(name):
            assert set(query.relevant) <= keys, query.words
            assert set(query.relevant.values()) <= {1, 2}, query.words


def test_the_best_order_has_the_full_gain_and_later_places_gain_less() -> None:
    relevant = {"a": 2, "b": 1}
    assert ndcg(["a", "b"], relevant) == 1
    # (1 / log2(2) + 3 / log2(3)) over (3 / log2(2) + 1 / log2(3))
    assert ndcg(["b", "a"], relevant) == pytest.approx(0.7967, abs=1e-4)
    assert ndcg(["unjudged", "a"], {"a": 2}) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg([*"0123456789", "a"], relevant) == 0


def test_recall_is_the_share_found_among_twenty() -> None:
    assert recall(["a", "x", "b"], {"a": 2, "b": 1, "c": 1, "d": 1}) == 0.5
    assert recall([*map(str, range(20)), "a"], {"a": 2}) == 0
