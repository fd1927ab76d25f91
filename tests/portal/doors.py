"""Who may use which door of the portal on what: every route with its method, as one table.

Written down from what the roles are for, not from `access.py`: the test is worth something as long as both are
compared. A new route needs a line here. The things are those of `world.py`; "own" is what belongs to the one who asks.
"""

from tests.portal.door import (
    EDITORS,
    FAR_EDITORS,
    SEEN,
    WITHOUT_APP,
    Door,
    administration,
    moderation,
    only_own,
    own,
    page,
)
from tests.portal.partnership_doors import PARTNERSHIP_DOORS
from tests.portal.roles import (
    ADMINISTRATION,
    ANONYMOUS,
    COORDINATOR,
    EDITOR,
    EVERYONE,
    FAR_COORDINATOR,
    FAR_MEMBERS,
    KEEPERS,
    MEMBERS,
    MODERATORS,
    NOBODY,
    OUTSIDER,
    SIGNED_IN,
    WITH_APP,
)

DRAFTS = {"draft": KEEPERS, "far draft": FAR_MEMBERS}
KEPT = {"published": KEEPERS, "joint": KEEPERS, "source": ADMINISTRATION}
ENTRIES = {**DRAFTS, **KEPT, "archived": KEEPERS, "hidden": KEEPERS}
MERGEABLE = {"published": MODERATORS, "source": MODERATORS, "draft": NOBODY, "archived": NOBODY}
TEAM = {"herne": COORDINATOR, "bochum": FAR_COORDINATOR, "herten": ADMINISTRATION}
SETTINGS = {"herne": COORDINATOR | ADMINISTRATION, "bochum": FAR_COORDINATOR | ADMINISTRATION, "herten": ADMINISTRATION}
INVITED = {"invitation": COORDINATOR, "headless invitation": ADMINISTRATION}
ASKED = {"request": COORDINATOR, "headless request": ADMINISTRATION, "stray request": ADMINISTRATION}
OF_MEMBER = {"member": COORDINATOR, "headless-member": ADMINISTRATION, "second-coordinator": COORDINATOR}
LINKS = {"reminder": EVERYONE, "reminder of another": NOBODY, "reminder of a draft": NOBODY, "registration": NOBODY}
PASSWORD = "Kormoran schaukelt Teekanne"

DOORS: dict[str, Door] = {
    # For everybody
    "GET static": Door({"style": EVERYONE}),
    "GET discovery.start": page(),
    "GET discovery.search": page(),
    "GET discovery.search_help": page(),
    "GET discovery.completions": page(),
    "GET discovery.municipalities": page(),
    "GET discovery.network": page(),
    "GET discovery.municipality": Door({"herne": EVERYONE}),
    "GET discovery.project": Door(
        {
            **dict.fromkeys(("published", "joint", "source"), EVERYONE),
            "draft": KEEPERS,
            "far draft": FAR_MEMBERS,
            "archived": KEEPERS,
            "hidden": KEEPERS | MODERATORS,
        }
    ),
    "GET pages.accessibility": page(),
    "GET pages.alive": page(),
    "GET pages.api_docs": page(),
    "GET pages.favicon": page(),
    "GET pages.imprint": page(),
    "GET pages.openapi": page(),
    "GET pages.ready": page(),
    "GET pages.robots": page(),
    "GET pages.sources": page(),
    "GET privacy.page": page(),
    "GET oversight.who_may_what": page(),
    "GET api.municipality_list": page(),
    "GET api.project_list": page(),
    "GET api.project": Door(
        {"published": EVERYONE, "source": EVERYONE, "draft": NOBODY, "far draft": NOBODY, "archived": NOBODY}
    ),
    # Signing in
    "GET accounts.sign_in": page(),
    "POST accounts.signing_in": Door(
        {"member": EVERYONE}, {"email": "{email}", "password": "{password}"}, changes=False
    ),
    "POST accounts.sign_out": Door({"nothing": EVERYONE}, changes=False),
    "GET second_step.ask": page(),
    "POST second_step.check_code": Door({"nothing": EVERYONE}, {"code": "123456"}, changes=False),
    "GET second_step.ask_recovery_code": page(),
    "POST second_step.check_recovery_code": Door({"nothing": EVERYONE}, {"code": "abc"}, changes=False),
    "POST second_step.passkey_options": Door({"nothing": EVERYONE}, changes=False),
    "POST second_step.check_passkey": Door({"nothing": EVERYONE}, {"credential": "{{}}"}, changes=False),
    # By an identity provider, which does not answer here
    "GET sso.start": Door({"provider": EVERYONE}, answers=frozenset({502, 503})),
    "GET sso.returned": Door({"provider": EVERYONE}, answers=frozenset({400, 403})),
    "GET sso_first.ask": Door({"provider": EVERYONE}),
    "POST sso_first.make": Door({"provider": EVERYONE}, changes=False),
    "GET sso_first.ask_to_link": Door({"provider": EVERYONE}),
    "POST sso_first.link": Door({"provider": SIGNED_IN}, changes=False),
    "GET own_identities.show": own(),
    "POST own_identities.let_go": only_own(),
    "GET reset.forgotten": page(),
    "POST reset.order": Door({"nothing": EVERYONE}, {"email": "wer@stadt.example"}),
    "GET reset.ordered": page(),
    # Whoever has the link of a mail has read the mail
    "GET reset.ask": Door({"forgotten password": EVERYONE, "registration": NOBODY}),
    "POST reset.set_password": Door({"forgotten password": EVERYONE, "registration": NOBODY}, {"password": PASSWORD}),
    "GET freshness.confirm": Door(LINKS),
    "POST freshness.confirming": Door(LINKS, SEEN),
    # The own account
    "GET own.overview": own(),
    "GET confirming.ask": own(),
    "POST confirming.confirm": own({"password": "{password}"}),
    "POST confirming.passkey_options": own(changes=False),
    "POST confirming.confirm_by_passkey": own({"credential": "{{}}"}, changes=False),
    "GET absence.own": own(),
    # Who stands in is a colleague, whom not everybody has: test_absence.py.
    "POST absence.enter": own(changes=False),
    "POST absence.end": own(changes=False),
    "GET details.own": own(),
    "POST details.describe": own({"display_name": "Wer anders"}),
    "GET own_password.ask": own(),
    "POST own_password.change": own({"password": PASSWORD}),
    "GET sessions.listing": own(),
    "POST sessions.end": only_own(),
    "POST sessions.end_others": own(),
    "GET factors.overview": own(),
    "POST factors.begin_app": Door({"own": WITHOUT_APP}, answers=frozenset({409})),
    "GET factors.app": own(),
    "POST factors.confirm_app": own({"code": "{code}"}, who=WITHOUT_APP),
    "GET factors.app_removal": own(),
    "POST factors.remove_app": own({"password": "{password}"}, who=WITH_APP),
    "GET factors.recovery_codes": own(),
    "POST factors.renew_recovery_codes": own(),
    "GET passkeys.new": own(),
    "POST passkeys.options": own(changes=False),
    "POST passkeys.add": own({"name": "Handy", "credential": "{{}}"}, changes=False),
    "GET passkeys.removal": only_own(),
    "POST passkeys.remove": only_own(password="{password}"),
    "GET calendar_feed.own": own(),
    "POST calendar_feed.renew": own(),
    "POST calendar_feed.end": own(changes=False),
    "GET calendar_feed.file": Door({"feed": EVERYONE, "registration": NOBODY}),
    "GET mail.own": own(),
    "POST mail.switch_on": Door({"letter": SIGNED_IN, "other letter": NOBODY}, changes=False),
    "POST mail.switch_off": Door({"letter": SIGNED_IN, "other letter": NOBODY}),
    "POST mail.set_rhythm": Door({"gathering letter": SIGNED_IN, "letter": NOBODY}, {"rhythmus": "daily"}),
    "GET mail.unsubscribe": Door({"subscription": EVERYONE}),
    "POST mail.unsubscribed": Door({"subscription": EVERYONE}),
    "GET address.ask": own(),
    "POST address.change": own({"email": "anders@stadt.example"}),
    "POST address.withdraw": own(),
    "GET address.ask_confirmation": Door({"own": SIGNED_IN, "new address": NOBODY, "registration": NOBODY}),
    "POST address.confirm": Door({"own": SIGNED_IN, "new address": NOBODY, "registration": NOBODY}),
    "GET responsibility.own": own(),
    "GET own_data.overview": own(),
    "GET own_data.file": own(),
    "GET own_data.deletion": own(),
    "POST own_data.delete": own(),
    # Entries
    "GET projects.mine": own(),
    "GET projects.new": Door({"nothing": MEMBERS | FAR_MEMBERS}),
    "POST projects.create": Door({"herne": MEMBERS, "bochum": FAR_MEMBERS}, {"title": "Neu", "organisation": "{slug}"}),
    "GET projects.edit": Door(ENTRIES),
    "GET projects.section": Door(ENTRIES),
    "POST projects.save_section": Door(ENTRIES, {**SEEN, "title": "Anders", "summary": "Anders"}),
    "GET projects.check": Door(ENTRIES),
    "POST projects.publish": Door(ENTRIES, SEEN),
    "GET projects.published": Door(ENTRIES),
    "POST projects.confirm": Door({**KEPT, **DRAFTS, "archived": KEEPERS}, SEEN),
    "GET projects.archive": Door(ENTRIES),
    "POST projects.archiving": Door({**KEPT, **DRAFTS, "archived": KEEPERS}, {**SEEN, "reason": "Doppelt"}),
    "POST projects.restore": Door(
        # What the moderation has hidden only the moderation shows again.
        {"archived": KEEPERS, **DRAFTS, **KEPT, "hidden": NOBODY},
        SEEN,
        answers=frozenset({409}),
    ),
    "GET merging.merge": Door(MERGEABLE, {"bleibt": "{stays}"}),
    "POST merging.merging_both": Door(MERGEABLE, {**SEEN, "bleibt": "{stays}", "version_stays": "{version_stays}"}),
    "GET moderation.hidden": moderation(),
    "GET moderation.hide": Door({"published": MODERATORS, "joint": MODERATORS, "draft": NOBODY, "archived": NOBODY}),
    "POST moderation.hiding": Door(
        {"published": MODERATORS, "source": MODERATORS, "draft": NOBODY, "archived": NOBODY},
        {**SEEN, "reason": "Werbung"},
    ),
    "POST moderation.show": Door({"hidden": MODERATORS, "archived": NOBODY, "draft": NOBODY}, SEEN),
    "GET projects.delete": Door(ENTRIES),
    "POST projects.deleting": Door(ENTRIES, SEEN),
    "GET projects.changes": Door(ENTRIES),
    "GET participation.take_over": Door({"source": EDITORS, "draft": KEEPERS, "published": SIGNED_IN}),
    "POST participation.taking_over": Door(
        {"source": EDITORS, "published": NOBODY, "draft": NOBODY, "far draft": NOBODY}, {"organisation": "herne"}
    ),
    "GET participation.own_part": Door({"joint": FAR_EDITORS}),
    "POST participation.describe": Door({"joint": FAR_EDITORS}, {"seen": "{seen}", "offers": "Beratung"}),
    "POST participation.decide": Door({"joint": FAR_EDITORS}, {"takes_part": "nein"}),
    "GET participation.keeping": Door(
        {"published": ADMINISTRATION, "source": ADMINISTRATION, "draft": NOBODY, "archived": NOBODY}
    ),
    "POST participation.move": Door(
        {"published": ADMINISTRATION, "source": ADMINISTRATION, "draft": NOBODY}, {**SEEN, "keeper": "bochum"}
    ),
    "GET responsibility.people": Door(
        {"published": EDITORS, "draft": EDITORS, "far draft": FAR_EDITORS, "archived": EDITORS, "source": NOBODY}
    ),
    "POST responsibility.assign": Door(
        {"published": EDITORS, "draft": EDITORS, "far draft": FAR_EDITORS, "archived": EDITORS, "source": NOBODY}, SEEN
    ),
    "POST responsibility.answer": Door({"published": EDITOR, "draft": NOBODY, "joint": NOBODY}, {"agrees": "ja"}),
    # Messages
    "GET contact.write": Door({"published": EVERYONE, "draft": KEEPERS, "far draft": FAR_MEMBERS}),
    "POST contact.writing": Door(
        {"published": EVERYONE, "draft": KEEPERS, "far draft": FAR_MEMBERS},
        {"name": "Wer", "email": "wer@stadt.example", "message": "Wie haben Sie das gemacht?"},
    ),
    "GET contact.written": Door({"published": EVERYONE, "draft": KEEPERS, "far draft": FAR_MEMBERS}),
    "GET contact.confirm": Door({"message": EVERYONE, "registration": NOBODY}),
    "POST contact.confirming": Door({"message": EVERYONE, "registration": NOBODY}),
    **PARTNERSHIP_DOORS,
    # Reports
    "GET feedback.barrier": page(),
    "POST feedback.report_barrier": Door({"nothing": EVERYONE}, {"message": "Die Schrift ist zu klein.", "page": "/"}),
    "GET feedback.mistake": Door({"source": EVERYONE, "draft": NOBODY, "archived": NOBODY}),
    "POST feedback.report_mistake": Door(
        {"source": EVERYONE, "draft": NOBODY, "archived": NOBODY}, {"message": "Das stimmt so nicht.", "field": "title"}
    ),
    "GET feedback.status": Door({"answered report": EVERYONE}),
    "GET feedback.reports": moderation(),
    "GET feedback.answer": moderation("report"),
    "POST feedback.write_answer": moderation("report", answer="Danke, wir sehen es uns an.", seen=""),
    # Members
    "GET joining.register": page(),
    "POST joining.order_mail": Door({"nothing": EVERYONE}, {"email": "wer@stadt.example"}),
    "GET joining.ordered": page(),
    "GET joining.registration_form": Door({"registration": EVERYONE, "new address": NOBODY}),
    "POST joining.create": Door(
        {"registration": EVERYONE},
        {"display_name": "Neu", "password": PASSWORD, "organisation": "keine", "note": "Ich arbeite beim Kreis."},
    ),
    "GET joining.own": own(),
    "POST joining.ask": Door({"herten": SIGNED_IN}, {"organisation": "{slug}", "note": "Bitte"}),
    "POST joining.withdraw": Door(dict.fromkeys(ASKED, NOBODY)),  # the asker alone, see test_joining
    "GET closing.ask": Door({"member": ADMINISTRATION}),
    "POST closing.close": Door({"member": ADMINISTRATION}),
    "POST joining.accept": Door(ASKED, {"role": "contributor"}),
    "GET joining.refusal": Door(ASKED),
    "GET requests.listing": moderation(),
    "GET requests.choose": Door(dict.fromkeys(ASKED, ADMINISTRATION)),
    "POST requests.direct": Door(dict.fromkeys(ASKED, ADMINISTRATION), {"organisation": "bochum"}),
    "POST joining.decline": Door(ASKED, {"reason": "Wir kennen Sie nicht."}),
    "GET members.listing": Door(
        {"herne": MEMBERS | ADMINISTRATION, "bochum": FAR_MEMBERS | ADMINISTRATION, "herten": ADMINISTRATION}
    ),
    "GET members.role": Door(OF_MEMBER),
    "POST members.change_role": Door(OF_MEMBER, {"role": "contributor"}),
    "GET members.departure": Door({"own": MEMBERS | FAR_MEMBERS, **OF_MEMBER}),
    "POST members.depart": Door({"own": MEMBERS | FAR_MEMBERS, **OF_MEMBER}, {"successor": "{successor}"}),
    "GET invitations.new": Door(TEAM),
    "POST invitations.invite": Door(TEAM, {"email": "neue@stadt.example", "role": "coordinator"}),
    "POST invitations.renew": Door(INVITED),
    "POST invitations.withdraw": Door(INVITED),
    "GET invitations.show": Door({"invitation": EVERYONE, "new invitation": EVERYONE}),
    "POST invitations.accept": Door(
        {"invitation": OUTSIDER, "new invitation": ANONYMOUS},
        {"display_name": "Neu", "password": PASSWORD},
        answers=frozenset({200}),  # whoever has an account reads that signing in comes first
    ),
    "POST invitations.decline": Door({"invitation": EVERYONE}),
    "GET profile.edit": Door(SETTINGS),
    "POST profile.change": Door(SETTINGS, {"version": "1", "about": "Wir digitalisieren.", "name": "Neuer Name"}),
    "GET domains.listing": administration(),
    "GET domains.new": administration(),
    "POST domains.confirm": administration(domain="neu.example", organisations="herne"),
    "GET domains.edit": administration("domain"),
    "POST domains.change": administration("domain", domain="neu.example", organisations="herne"),
    "POST domains.remove": administration("domain"),
    "GET members_administration.portal_roles": administration(),
    "POST members_administration.give": administration("member", email="{email}", role="administration"),
    "POST members_administration.take": administration("spare"),
    # The administration of the portal
    "GET oversight.overview": moderation(),
    "GET freshness.overdue": moderation(),
    "GET log.of_organisation": Door(
        {"herne": COORDINATOR | ADMINISTRATION, "bochum": FAR_COORDINATOR | ADMINISTRATION}
    ),
    "GET log.of_organisation_file": Door(
        {"herne": COORDINATOR | ADMINISTRATION, "bochum": FAR_COORDINATOR | ADMINISTRATION}
    ),
    "GET oversight_municipalities.listing": administration(),
    "GET oversight_settings.show": administration(),
    "GET closed_accounts.listing": administration(),
    "GET closed_accounts.deletion": Door({"closed": ADMINISTRATION, "member": NOBODY}),
    "POST closed_accounts.delete": Door({"closed": ADMINISTRATION, "member": NOBODY}),
    "GET log.whole": administration(),
    "GET log.whole_file": administration(),
    "GET oversight_mails.listing": administration(),
    "POST oversight_mails.send_again": administration("dead mail"),
    "POST oversight_mails.decide_held": administration("held mail", decision="verwerfen", mail="{mail_id}"),
    "POST oversight_mails.send_test": administration(),
    "GET synonyms.listing": administration(),
    "GET synonyms.new": administration(),
    "POST synonyms.add": administration(term="Rad", others="Fahrrad", direction="both-ways"),
    "GET synonyms.edit": administration("synonym"),
    "POST synonyms.change": administration(
        "synonym", term="Rad", others="Fahrrad", direction="both-ways", version="{version}"
    ),
    "GET synonyms.deletion": administration("synonym"),
    "POST synonyms.delete": administration("synonym", version="{version}"),
    # Only in the demo, and this is none
    "GET demo_mails.listing": page(NOBODY),
    "GET demo_mails.one": Door({"demo mail": NOBODY}),
    "GET demo_mails.file": Door({"demo mail": NOBODY}),
}
