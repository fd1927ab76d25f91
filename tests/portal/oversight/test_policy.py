"""The page "Wer darf was" shows every permission the checks know, with the conditions the checks use."""

import importlib
import pkgutil
from collections.abc import Mapping

import portal
from portal.access import Permission, PortalRole, Role, administration, anyone, members, moderation
from portal.oversight import policy
from portal.projects import access as projects


def rooms(name):
    """Every module of the portal with this name: portal.projects.access, ..."""
    found = [each.name for each in pkgutil.walk_packages(portal.__path__, "portal.")]
    return [importlib.import_module(each) for each in found if each.count(".") >= 2 and each.endswith(f".{name}")]


def test_no_permission_is_left_out():
    values = [value for room in rooms("access") for value in vars(room).values()]
    values += [each for value in values if isinstance(value, Mapping) for each in value.values()]
    declared = {value.name for value in values if isinstance(value, Permission)}
    shown = [permission.name for _, permissions in policy.AREAS for permission in permissions]
    assert sorted(shown) == sorted(declared)


def of(*grants):
    [line] = policy.lines([Permission("a", "A", grants)])
    return dict(zip(policy.HOLDERS, line.conditions, strict=True))


OWN = members(Role.CONTRIBUTOR, lambda subject: (1,), "own")
ALL = members(Role.EDITOR, lambda subject: (1,), "all")


def test_a_higher_role_has_what_a_lower_one_has():
    assert of(ALL) == {
        "anyone": None,
        Role.CONTRIBUTOR: None,
        Role.EDITOR: ("all",),
        Role.COORDINATOR: ("all",),
        PortalRole.MODERATION: None,
        PortalRole.ADMINISTRATION: None,
    }
    assert of(moderation())[PortalRole.ADMINISTRATION] == ()
    assert of(administration())[PortalRole.MODERATION] is None


def test_of_the_conditions_of_roles_the_widest_counts():
    told = of(anyone("published"), OWN, ALL)
    assert told["anyone"] == told[PortalRole.ADMINISTRATION] == ("published",)
    assert told[Role.CONTRIBUTOR] == ("published", "own")
    assert told[Role.EDITOR] == ("published", "all")


def test_of_the_conditions_of_roles_for_the_whole_portal_all_count():
    told = of(OWN, administration("unkept"), ALL, moderation("hidden"))
    assert told[PortalRole.MODERATION] == ("hidden",)
    assert told[PortalRole.ADMINISTRATION] == ("unkept", "hidden")
    assert told[Role.EDITOR] == ("all",)


def test_nothing_is_kept_back_from_who_reads_what_the_administration_reads():
    [line] = policy.lines([projects.VIEW])
    conditions = dict(zip(policy.HOLDERS, line.conditions, strict=True))
    assert conditions[PortalRole.ADMINISTRATION] == (
        "sobald er veröffentlicht ist",
        "wo niemand pflegt",
        "wenn die Moderation ihn ausgeblendet hat",
    )


def test_who_may_do_it_anyway_needs_no_condition():
    assert set(of(anyone(), OWN).values()) == {()}


def test_permissions_of_the_same_people_share_a_line():
    first, second, other = (Permission(name, name, (grant,)) for name, grant in (("a", ALL), ("b", ALL), ("c", OWN)))
    assert [line.labels for line in policy.lines([first, other, second])] == [("a", "b"), ("c",)]


def test_everybody_can_read_it(page):
    shown = page("/wer-darf-was")
    assert shown.title == "Wer darf was"
    for title, permissions in policy.AREAS:
        assert title in shown.texts("h2")
        for permission in permissions:
            assert permission.label in shown.text
    assert shown.texts("thead th")[:4] == ["Handlung", "Alle", "Mitwirkung", "Redaktion"]
