"""What the JSON door refuses: each refusal is a problem after RFC 9457 that names its cause."""

import pytest
from openapi_schema_validator import OAS31Validator

WRONG = (
    ({"page": "-1"}, "#/page"),
    ({"page": "0"}, "#/page"),
    ({"page": "9" * 400}, "#/page"),
    ({"page": "eins"}, "#/page"),
    ({"page": ""}, "#/page"),
    ({"page_size": "101"}, "#/page_size"),
    ({"page_size": "1.5"}, "#/page_size"),
    ({"sort": "teuerste"}, "#/sort"),
    ({"q": "a\x00b"}, "#/q"),
    ({"q": "x" * 301}, "#/q"),
    ({"phase": "betrieb"}, "#/phase"),
    ({"phase": ["pilot", "<script>"]}, "#/phase"),
    ({"funding": "keine-angabe"}, "#/funding"),
    ({"municipality": "atlantis"}, "#/municipality"),
    ({"municipality": "herne\x00"}, "#/municipality/0"),
    ({"technology": "x" * 101}, "#/technology/0"),
    ({"district": [f"kreis-{number}" for number in range(101)]}, "#/district"),
    ({"start_year": "22"}, "#/start_year"),
    ({"start_year": "٢٠٢٢"}, "#/start_year"),
    ({"confirmation": "vielleicht"}, "#/confirmation"),
    ({"phse": "pilot"}, "#/phse"),
    ({"kind": "project"}, "#/kind"),
    ({"start_year_from": "1949"}, "#/start_year_from"),
    ({"start_year_to": "2101"}, "#/start_year_to"),
    ({"start_year_from": "2020", "start_year_to": "2019"}, "#/start_year_to"),
    ({"near": "herne"}, "#/within_km"),
    ({"within_km": "10"}, "#/near"),
    ({"near": "herne", "within_km": "0"}, "#/within_km"),
    ({"near": "herne", "within_km": "101"}, "#/within_km"),
    ({"near": "herne", "within_km": "10.5"}, "#/within_km"),
    ({"near": "atlantis", "within_km": "10"}, "#/near"),
    ({"neighbours_of": "atlantis"}, "#/neighbours_of"),
    ({"neighbours_of": "herne\x00"}, "#/neighbours_of"),
    ({"near": "herne", "within_km": "10", "neighbours_of": "herne"}, "#/neighbours_of"),
    ({"exact": "vielleicht"}, "#/exact"),
)


@pytest.mark.parametrize(
    ("asked", "pointer"), WRONG, ids=[f"{pointer}-{number}" for number, (_, pointer) in enumerate(WRONG)]
)
def test_a_wrong_parameter_is_named(client, description, asked, pointer):
    answer = client.get("/api/v1/projects", query_string=asked)
    problem = answer.json

    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    validator = OAS31Validator({"$ref": "#/components/schemas/Problem", "components": description["components"]})
    assert not list(validator.iter_errors(problem))
    assert [error["pointer"] for error in problem["errors"]][-1:] == [pointer]
    assert all(error["detail"].endswith(".") for error in problem["errors"])


def test_all_unknown_values_are_told_at_once_with_what_is_possible(client):
    problem = client.get("/api/v1/projects?phase=xx&phase=yy&confirmation=zz").json

    assert problem["errors"][-1] == {
        "pointer": "#/confirmation",
        "detail": "Den Wert „zz“ gibt es hier nicht. Feste Werte sind: confirmed, overdue, unconfirmed.",
    }
    assert [error["pointer"] for error in problem["errors"]] == ["#/phase", "#/phase", "#/confirmation"]


def test_bytes_that_are_no_text_find_nothing_and_do_no_harm(client):
    assert client.get("/api/v1/projects?q=%ff%ed%a0%80").status_code == 200
    assert client.get("/api/v1/projects?municipality=%ff").status_code == 422


def test_a_wrong_order_says_which_there_are(client):
    (error,) = client.get("/api/v1/projects", query_string={"sort": "{teuerste}"}).json["errors"]

    assert error["detail"] == (
        "Den Wert „{teuerste}“ gibt es hier nicht. Feste Werte sind: relevance, newest, recently_confirmed, title."
    )


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/nix", 404),
        ("/api/", 404),
        ("/api/v2/projects", 404),
        ("/api/v1/projects/0", 404),
        ("/api/v1/projects/-1", 404),
        ("/api/v1/projects/abc", 404),
        ("/api/v1/projects/9223372036854775808", 404),
        ("/api/v1/projects/9223372036854775807", 404),
        ("/api/v1/projects/" + "9" * 400, 404),
        ("/api/v1/projects/%00", 404),
    ],
)
def test_what_does_not_exist_is_a_problem(client, address, status):
    answer = client.get(address)

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert set(answer.json) == {"type", "title", "status", "detail"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(client, method):
    answer = getattr(client, method)("/api/v1/projects")

    assert answer.mimetype == "application/problem+json"
    assert answer.status_code in {400, 405}


def test_a_refused_method_says_which_are_allowed(client):
    answer = client.open("/api/v1/projects", method="PROPFIND")

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
