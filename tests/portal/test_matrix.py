"""Every role at every door: what somebody may not do is refused and changes nothing; what somebody may do, works."""

import pytest
from flask import url_for

from portal.web.xlsx_files import MEDIA_TYPE
from tests.portal.doors import DOORS
from tests.portal.roles import EVERYONE
from tests.support import spreadsheets

REFUSED = {403, 404, 410}  # 410: of an archived entry everybody is told that it is gone


def routes(app):
    """Every method and endpoint there is."""
    return {
        f"{method} {rule.endpoint}": rule
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }


def knock(world, name, thing, role):
    """Send what a browser would; return the answer, words in it the role may not read, and which tables changed."""
    door, rule, facts = DOORS[name], routes(world.app)[name], world.of(thing, role)
    with world.app.test_request_context():
        address = url_for(rule.endpoint, **{each: facts[each] for each in rule.arguments})
    method = name.split()[0]
    data = {key: value.format(**facts) for key, value in door.sends.items()}
    answer = world.client(role).open(address, method=method, **{"query_string" if method == "GET" else "data": data})
    text = spreadsheets.text(answer.data) if answer.mimetype == MEDIA_TYPE else answer.text
    answer.close()
    changed = world.changed_and_restored()
    sent = f"{address} {data}".lower()
    return answer, [word for word in world.betrayed(role, text) if word not in sent], changed


def test_the_table_names_every_door(app):
    existing = set(routes(app))
    assert not existing - set(DOORS), "say in tests/portal/doors.py who may use these"
    assert not set(DOORS) - existing, "these doors are no more"


@pytest.mark.parametrize("name", DOORS)
def test_the_door_opens_for_exactly_these_roles(world, name):
    door = DOORS[name]
    wrong, first = [], next(iter(door.who))
    for thing, who in door.who.items():
        for role in sorted(EVERYONE):
            answer, betrayed, changed = knock(world, name, thing, role)
            found = [*faults(door, name, role, role in who, thing == first, answer, changed)]
            found += [f"shows {word}" for word in betrayed]
            seen = f"{answer.status_code} {answer.location or ''} changed {', '.join(sorted(changed)) or 'nothing'}"
            wrong += [f"{thing}, {role}: {fault} ({seen})" for fault in found]
    assert not wrong, "\n" + "\n".join(wrong)


def faults(door, name, role, may, is_first, answer, changed):
    """What is wrong with an answer, in words."""
    status, reads = answer.status_code, name.startswith("GET ")
    # That somebody has tried may be counted anywhere.
    if changed - {"throttle_count"} and (reads or not may):
        yield "changed something"
    if status in door.answers:
        return
    if not may:
        led_to_sign_in = role == "anonymous" and status == 302 and answer.location.startswith("/anmelden")
        if status not in REFUSED and not led_to_sign_in:
            yield "should be refused"
    elif status in {403, 404} or status >= 500:
        yield "should be allowed"
    elif is_first and door.changes and (status >= 400 or (not reads and not changed)):
        yield "should succeed"
