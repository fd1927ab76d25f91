"""The doors to requests, partnerships and Gesuche."""

from tests.portal.door import EDITORS, FAR_EDITORS, SEEN, Door, moderation, own, page
from tests.portal.roles import EVERYONE, FAR_MEMBERS, MEMBERS, MODERATORS, NOBODY, RESPONSIBLE, SIGNED_IN

ASKING = RESPONSIBLE | EDITORS  # who looks after what Herne has asked Bochum
BOTH_SIDES = ASKING | FAR_EDITORS

PARTNERSHIP_DOORS: dict[str, Door] = {
    # Requests and partnerships
    "GET partnership_requests.listing": own(),
    "GET partnership_requests.file": own(),
    "POST partnership_requests.mark_seen": Door({"case": SIGNED_IN}, {"gesehen": "{case_id}-9-0"}, changes=False),
    **dict.fromkeys(
        (
            "GET partnership_requests.board",
            "GET partnership_requests.table",
            "GET partnership_requests.table_csv",
            "GET partnership_requests.table_xlsx",
        ),
        page(EDITORS | FAR_EDITORS),
    ),
    **dict.fromkeys(
        (
            "GET partnership_requests.overdue",
            "GET partnership_requests.overdue_csv",
            "GET partnership_requests.overdue_xlsx",
        ),
        moderation(),
    ),
    "GET partnership_requests.new": Door({"nothing": MEMBERS | FAR_MEMBERS}),
    "POST partnership_requests.create": Door(
        {"own": MEMBERS | FAR_MEMBERS},
        {"kind": "visit", "wants": "Wir kommen gern.", "addressees": "{herten_id}", "person": "{account_id}"},
    ),
    "GET partnership_requests.show": Door({"draft case": ASKING, "case": ASKING}),
    "GET partnership_requests.edit": Door({"draft case": ASKING, "case": ASKING}),
    "POST partnership_requests.change": Door(
        {"draft case": ASKING, "case": ASKING},
        {**SEEN, "kind": "visit", "wants": "Anders.", "addressees": "{addressee}", "person": "{person}"},
    ),
    "POST partnership_requests.send": Door({"draft case": EDITORS}, SEEN),
    "GET partnership_requests.ask_discard": Door({"draft case": ASKING, "case": ASKING}),
    "POST partnership_requests.discard": Door({"draft case": ASKING, "case": ASKING}, SEEN),
    "GET partnerships.show": Door({"draft case": ASKING, "case": BOTH_SIDES, "called case": BOTH_SIDES | MODERATORS}),
    "GET partnerships.ask": Door(
        {"case": FAR_EDITORS, "case to withdraw": ASKING, "answered case": FAR_EDITORS, "called case": MODERATORS}
    ),
    "POST partnerships.take": Door(
        {"case": FAR_EDITORS, "case to withdraw": ASKING, "answered case": FAR_EDITORS, "called case": MODERATORS},
        {**SEEN, "words": "Danke."},
    ),
    "POST partnerships.say": Door(
        {"answered case": BOTH_SIDES, "called case": BOTH_SIDES | MODERATORS, "draft case": NOBODY},
        {"message": "Wie geht es weiter?"},
    ),
    "POST partnerships.mark_seen": Door(
        {"case": BOTH_SIDES, "called case": BOTH_SIDES | MODERATORS, "draft case": NOBODY},
        {"step": "1", "message": "0"},
    ),
    "POST partnerships.note": Door(
        {"case": BOTH_SIDES, "called case": BOTH_SIDES, "draft case": NOBODY}, {"note": "Bitte nachfragen."}
    ),
    "GET partnerships.meeting": Door({"answered case": BOTH_SIDES, "called case": BOTH_SIDES, "draft case": NOBODY}),
    "POST partnerships.propose": Door(
        {"answered case": BOTH_SIDES, "draft case": NOBODY},
        {"slots-0-day": "31.12.2099", "slots-0-clock": "10:00", "length": "60"},
    ),
    "GET partnerships.template": Door({"template case": BOTH_SIDES, "draft template": NOBODY}),
    "GET partnerships.template_file": Door({"template case": BOTH_SIDES, "draft template": NOBODY}),
    "POST partnerships.accept_meeting": Door({"meeting case": FAR_EDITORS}, {"number": "1"}),
    "POST partnerships.decline_meeting": Door({"meeting case": FAR_EDITORS}),
    "POST partnerships.withdraw_meeting": Door({"meeting case": ASKING}),
    # Gesuche
    "GET wanted.listing": page(),
    "GET wanted.show": Door(
        {
            "wanted": EVERYONE,
            "draft wanted": MEMBERS,
            "met wanted": MEMBERS | MODERATORS,
            "hidden wanted": MEMBERS | MODERATORS,
        }
    ),
    "GET api.wanted_list": page(),
    "GET api.wanted": Door(
        {"wanted": EVERYONE, **dict.fromkeys(("draft wanted", "met wanted", "hidden wanted"), NOBODY)}
    ),
    "GET wanted.own": own(),
    "GET wanted.new": Door({"nothing": MEMBERS | FAR_MEMBERS}),
    "POST wanted.create": Door(
        {"own": MEMBERS | FAR_MEMBERS},
        {"kind": "visit", "title": "Wer zeigt es uns?", "need": "Einen Tag.", "person": "{account_id}"},
    ),
    "GET wanted.edit": Door({"wanted": EDITORS, "draft wanted": ASKING}),
    "POST wanted.change": Door(
        {"wanted": EDITORS, "draft wanted": ASKING},
        {**SEEN, "kind": "visit", "title": "Anders", "need": "Anders.", "person": "{person}"},
    ),
    "POST wanted.publish": Door({"draft wanted": EDITORS}, SEEN),
    "GET wanted.ask_confirm": Door({"wanted": ASKING, "draft wanted": ASKING}),
    "POST wanted.confirm": Door({"wanted": ASKING, "draft wanted": ASKING}, SEEN),
    "GET wanted.ask_close": Door({"wanted": ASKING, "draft wanted": ASKING}),
    "POST wanted.closing": Door({"wanted": ASKING, "draft wanted": ASKING}, {**SEEN, "ende": "erfuellt"}),
    "GET wanted.ask_discard": Door({"draft wanted": ASKING, "wanted": ASKING}),
    "GET wanted.ask_hide": Door({"wanted": MODERATORS, "draft wanted": NOBODY}),
    "POST wanted.hide": Door({"wanted": MODERATORS, "draft wanted": NOBODY}, {**SEEN, "reason": "Das ist Werbung."}),
    "POST wanted.unhide": Door({"hidden wanted": MODERATORS}, SEEN),
    "GET wanted.hidden": moderation(),
    "POST wanted.discard": Door({"draft wanted": ASKING, "wanted": ASKING}, SEEN),
}
