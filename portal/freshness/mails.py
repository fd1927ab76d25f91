"""Writes the letters that keep entries right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal import running
from portal.access import Role, at_least
from portal.freshness import addressing, letters, queries, tokens
from portal.freshness.models import ReviewRound
from portal.links import Links
from portal.mail import Button, Content, Heading, Item, Items, LetterKind, Link, Paragraph
from portal.mail.composing import Composer, Reader
from portal.mail.content import Block
from portal.members import queries as members
from portal.organisations.models import Organisation
from portal.projects.confirmation import confirmation_of
from portal.projects.models import Project

# Everything that is due stands in the mail. So long a list only comes about where nobody looks after anything, and the
# mail has about half a megabyte then, which every mail server takes; the pages of the portal show the rest.
ITEMS_MAX = 500

Entries = Sequence[tuple[Project, int]]


def _review(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    entries = queries.reminded(session, params["month"])
    earlier = queries.times_reminded(session, entries, before=params["month"])
    shares = addressing.shares(session, entries, earlier, _unkept(session, params["month"]))
    share = next((each for each in shares if each.account.id == params["person_id"]), None)
    if share is None:
        return None

    def to_confirm(project: Project, _times: int) -> Item:
        confirm = Link(_("Stimmt noch"), tokens.address(links, project, share.account))
        edit = Link(_("Bearbeiten"), links.url(f"/projekte/{project.slug}/bearbeiten"))
        return Item(project.title, confirmation_of(project).text, (confirm, edit))

    def unanswered(project: Project, times: int) -> Item:
        item = to_confirm(project, times)
        return Item(item.text, f"{item.note}. {_reminded(times)}", item.links)

    def stale(project: Project, times: int) -> Item:
        keeper = project.keeper.name if project.keeper else ""
        note = _("Gepflegt von %(name)s. %(confirmation)s.", name=keeper, confirmation=confirmation_of(project).text)
        return Item(project.title, f"{note} {_reminded(times)}", (_view(project, links),))

    desk = Button(_("Alle Einträge auf „Meine Kommune“"), links.url("/meine-kommune"))
    blocks: list[Block] = []
    if share.own:
        blocks += [
            Paragraph(
                _(
                    "Sie sind für diese Einträge zuständig. Stimmen die Angaben noch, genügt ein Klick, auch ohne "
                    "Anmeldung. Sonst ändern Sie bitte, was nicht mehr stimmt."
                )
            ),
            *_listed(share.own, to_confirm, desk),
        ]
    if share.of_organisation:
        blocks += [
            Heading(_("In Ihrer Organisation ohne Antwort")),
            Paragraph(
                _(
                    "Für diese Einträge ist niemand zuständig, die Erinnerung erreicht niemanden, oder auf zwei "
                    "Erinnerungen kam keine Antwort. Bitte prüfen Sie sie selbst, oder legen Sie fest, wer zuständig "
                    "ist."
                )
            ),
            *_listed(share.of_organisation, unanswered, desk),
        ]
    if share.of_portal:
        blocks += [
            Heading(_("Im Portal ohne Antwort")),
            Paragraph(
                _(
                    "Zu diesen Einträgen kam auf die Erinnerungen keine Antwort, oder es gibt niemanden, der "
                    "antworten kann."
                )
            ),
            *_listed(share.of_portal, stale),
        ]
    blocks += _without_keeper(share.unkept, links)
    if share.of_portal or share.unkept:
        blocks.append(Button(_("Alle veralteten Einträge"), links.url("/verwaltung/veraltet")))
    return Content(
        subject=_subject(share),
        blocks=tuple(blocks),
        why=_(
            "Sie bekommen diese Mail höchstens einmal im Monat, weil Sie für Einträge zuständig sind, eine "
            "Organisation koordinieren oder das Portal betreuen."
        ),
    )


def _offer(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    organisation = session.get(Organisation, params["organisation_id"])
    entries = queries.to_take_over(session, params["organisation_id"])
    if organisation is None or not entries:
        return None

    def line(project: Project, _times: int) -> Item:
        return Item(
            project.title,
            project.summary or "",
            (Link(_("Ansehen und übernehmen"), links.url(f"/projekte/{project.slug}/uebernehmen")),),
        )

    return Content(
        subject=ngettext(
            "Ein Eintrag über %(name)s wartet auf Sie",
            "%(num)d Einträge über %(name)s warten auf Sie",
            len(entries),
            name=organisation.name,
        ),
        blocks=(
            Paragraph(
                _(
                    "Willkommen! Zu %(name)s stehen schon Projekte im Portal. Sie stammen aus öffentlichen Quellen, "
                    "und niemand hat sie bisher bestätigt.",
                    name=organisation.name,
                )
            ),
            Paragraph(
                _(
                    "Übernehmen Sie einen Eintrag, dann pflegen Sie ihn: Sie können ihn ändern, bestätigen und "
                    "archivieren."
                )
            ),
            *_listed([(entry, 0) for entry in entries], line),
            Button(_("Zu Meine Kommune"), links.url("/meine-kommune")),
        ),
        why=_(
            "Sie bekommen diese Mail, weil Sie die erste Person sind, die für %(name)s Einträge pflegen darf.",
            name=organisation.name,
        ),
    )


def _without_keeper(entries: Entries, links: Links) -> list[Block]:
    def line(project: Project, _times: int) -> Item:
        return Item(project.title, confirmation_of(project).text, (_view(project, links),))

    if not entries:
        return []
    return [
        Heading(_("Ohne Pflege")),
        Paragraph(
            _(
                "Diese Einträge pflegt niemand, und seit über einem Prüfzeitraum hat sie niemand bestätigt. Bitte "
                "fragen Sie bei einer beteiligten Kommune nach, oder nehmen Sie heraus, was nicht mehr stimmt."
            )
        ),
        *_listed(entries, line),
    ]


def _view(project: Project, links: Links) -> Link:
    return Link(_("Ansehen"), links.url(f"/projekte/{project.slug}"))


def _unkept(session: Session, month: str) -> Sequence[Project]:
    """Return the entries that nobody kept at the beginning of a round, and nobody keeps now."""
    begun = session.get_one(ReviewRound, month)
    return queries.unkept(session, begun.begun_at, running.settings().review_period_days)


def _subject(share: addressing.Share) -> str:
    entries = share.own or share.of_organisation
    if not entries:
        return str(_("Veraltete Einträge im Portal"))
    if len(entries) == 1:
        return str(_("Stimmt „%(title)s“ noch?", title=entries[0][0].title))
    return str(_("Stimmen die Angaben noch? %(n)s Einträge", n=len(entries)))


def _listed(entries: Entries, line: Callable[[Project, int], Item], all_of_them: Button | None = None) -> list[Block]:
    """Return the list; where it is cut off, how many more there are and, unless that stands below, where."""
    shown: list[Block] = [Items(tuple(line(project, times) for project, times in entries[:ITEMS_MAX]))]
    left = len(entries) - ITEMS_MAX
    if left > 0:
        more = ngettext("Ein weiterer Eintrag steht im Portal.", "%(num)d weitere Einträge stehen im Portal.", left)
        shown += [Paragraph(more), all_of_them] if all_of_them else [Paragraph(more)]
    return shown


def _reminded(times: int) -> str:
    if not times:
        return str(_("Die Erinnerung erreicht niemanden, der zuständig ist."))
    return str(ngettext("Bisher einmal erinnert.", "Bisher %(num)d-mal erinnert.", times))


def _may_take_over(session: Session, params: Mapping[str, Any], account_id: int) -> bool:
    held = members.membership(session, params["organisation_id"], account_id)
    return held is not None and held.role in at_least(Role.EDITOR)


COMPOSERS: Mapping[LetterKind, Composer] = {letters.REVIEW: _review, letters.OFFER: _offer}
READERS: Mapping[LetterKind, Reader] = {letters.OFFER: _may_take_over}  # the monthly mail finds its readers anew
