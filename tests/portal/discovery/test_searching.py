"""The search in plain values: the index and, in its stead, the database."""

from itertools import product

import pytest

from portal.discovery.finding.answers import UnknownPlace
from portal.discovery.finding.facets import FACETS
from portal.discovery.finding.requests import SORTS, Area, SearchRequest, Unknown, Years
from portal.organisations import queries as organisations
from portal.projects import queries, service
from search import NOT_STATED, How
from tests import factories
from tests.support.statements import recorded


def titles(answer):
    return [found.project.title for found in answer.hits]


def ids(found):
    return [each.project.id for each in found]


def counts(answer, field):
    groups = {group.facet.field: group for group in answer.facets}
    return {value.value.label: value.count for value in groups[field].values}


@pytest.fixture(params=["index", "database"])
def engine(request, register, lose_index):
    if request.param == "database":
        lose_index()


def test_an_empty_search_shows_everything_that_is_published(engine, ask):
    answer = ask()

    assert sorted(titles(answer)) == ["Bürgerbüro", "Mängelmelder", "Stadtklima", "Telenotarzt"]
    assert answer.total == 4


def test_words_are_found(engine, ask):
    assert titles(ask(words="mängelmelder")) == ["Mängelmelder"]


def test_values_of_one_facet_add_up_and_facets_narrow_each_other(engine, ask):
    both = ask(filters={"phase": ("pilot", "operation")})
    one = ask(filters={"phase": ("pilot", "operation"), "municipality": ("herne",)})

    assert sorted(titles(both)) == ["Bürgerbüro", "Mängelmelder"]
    assert titles(one) == ["Mängelmelder"]


def test_a_count_is_what_choosing_the_value_instead_would_show(engine, ask):
    answer = ask(filters={"phase": ("pilot",), "municipality": ("bochum",)})

    assert counts(answer, "phase") == {"Pilot": 1, "Betrieb": 0, "keine Angabe": 1}
    assert counts(answer, "municipality") == {"Bochum": 1, "Herne": 0}


def test_a_joint_entry_counts_for_each_kommune_and_once_in_the_total(engine, ask):
    answer = ask(words="stadtklima")

    assert answer.total == 1
    assert counts(answer, "municipality") == {"Bochum": 1, "Herne": 1}


def test_what_nobody_stated_can_be_asked_for(engine, ask):
    assert sorted(titles(ask(filters={"phase": (NOT_STATED,)}))) == ["Stadtklima", "Telenotarzt"]


def test_facets_in_which_nobody_stated_anything_are_left_out(engine, ask):
    assert not {"funding", "start_year", "cooperation"} & {group.facet.field for group in ask().facets}


def test_a_facet_stays_while_one_of_its_values_is_chosen(engine, ask):
    answer = ask(filters={"start_year": ("2019",)})

    assert answer.total == 0
    assert counts(answer, "start_year")["2019"] == 0


def test_values_that_do_not_exist_are_left_out_and_told(engine, ask):
    answer = ask(filters={"municipality": ("atlantis", "herne"), "phase": ("someday",), "start_year": ("1066",)})

    assert answer.request.filters == {"municipality": ("herne",)}
    assert answer.unknown == (Unknown("Kommune", "atlantis"), Unknown("Phase", "someday"), Unknown("Beginn", "1066"))
    assert answer.total == 3


def test_a_page_beyond_the_last_is_the_last(engine, ask):
    answer = ask(sort="title", page=1_000_000, page_size=3)

    assert (answer.request.page, answer.pages) == (2, 2)
    assert titles(answer) == ["Telenotarzt"]


def test_titles_sort_after_din_5007(engine, ask):
    assert titles(ask(sort="title")) == ["Bürgerbüro", "Mängelmelder", "Stadtklima", "Telenotarzt"]


@pytest.mark.parametrize("by", ["index", "database"])
def test_what_was_confirmed_too_long_ago_is_counted_and_found_as_overdue(
    register, database, drain, ask, lose_index, by
):
    with database.unit_of_work() as session:
        for slug, days in (("maengelmelder", 366), ("stadtklima", 365)):
            factories.long_ago(queries.by_slug(session, slug), days)
    drain()
    if by == "database":
        lose_index()
    expected = {"bestätigt": 2, "Prüfung überfällig": 1, "noch nicht bestätigt": 1}

    assert counts(ask(), "confirmation") == expected
    overdue = ask(filters={"confirmation": ("overdue",)})
    assert overdue.by_index is (by == "index")
    assert titles(overdue) == ["Mängelmelder"]
    assert counts(overdue, "confirmation") == expected
    assert "Mängelmelder" not in titles(ask(filters={"confirmation": ("confirmed",)}))
    assert counts(ask(words="Stadtklima"), "confirmation") == {
        "bestätigt": 1,
        "Prüfung überfällig": 0,
        "noch nicht bestätigt": 0,
    }


def test_unconfirmed_entries_come_after_all_confirmed_ones(engine, ask):
    assert titles(ask(sort="recently_confirmed"))[-1] == "Telenotarzt"


def test_entries_of_unknown_age_are_never_the_newest(engine, ask):
    assert titles(ask(sort="newest"))[-1] == "Telenotarzt"


def test_nothing_found_tells_what_each_filter_costs(engine, ask):
    answer = ask(words="mängelmelder", filters={"phase": ("pilot",), "municipality": ("herne",)})

    assert answer.total == 0
    assert answer.without == {"phase": 1, "municipality": 0}
    assert answer.unfiltered == 1


def test_only_the_index_corrects_words_that_find_nothing(register, ask, lose_index):
    answer = ask(words="Mängelmeldr")
    assert (titles(answer), answer.understanding.corrected) == (["Mängelmelder"], "Mängelmelder")
    lose_index()
    answer = ask(words="Mängelmeldr")
    assert (titles(answer), answer.understanding.corrected) == ([], None)


def test_exact_words_are_not_corrected(engine, ask):
    answer = ask(words="Mängelmeldr", exact=True)

    assert (titles(answer), answer.understanding.corrected) == ([], None)


@pytest.mark.seeded
def test_what_holds_only_some_words_comes_apart_on_the_last_page(ask):
    whole = ask(words="Glasfaser Gewerbegebiet", page_size=100)
    first, last = (ask(words="Glasfaser Gewerbegebiet", page=page, page_size=whole.total - 1) for page in (1, 2))

    assert whole.total == len(whole.hits) < 20
    assert whole.tail_total == len(whole.tail) > 0
    assert not set(ids(whole.hits)) & set(ids(whole.tail))
    assert (ids(first.hits), first.tail) == (ids(whole.hits)[:-1], ())
    assert (ids(last.hits), ids(last.tail)) == (ids(whole.hits)[-1:], ids(whole.tail))


@pytest.mark.seeded
def test_a_municipality_among_the_words_steers_and_is_told(ask):
    answer = ask(words="Sensoren Herne")

    assert answer.understanding.places == ("herne",)
    assert "Herne" in {organisation.name for organisation in answer.hits[0].project.involved}
    assert ask(words="Bücherei Hattingen").understanding.absent == ("hattingen",)


@pytest.mark.seeded
def test_another_word_for_the_same_is_found_and_told(ask):
    reasons = [reason for found in ask(words="Bücherei").hits for reason in found.reasons]

    assert {reason.word for reason in reasons} == {"Bücherei"}
    assert any(reason.how is How.SAME and "Bibliothek" in reason.found for reason in reasons)


def test_the_index_tells_where_words_were_found(register, ask, lose_index):
    (found,) = ask(words="Mängelmelder").hits
    assert [fragment.text for fragment in found.highlights["title"] if fragment.marked] == ["Mängelmelder"]
    lose_index()
    assert [found.highlights for found in ask(words="Mängelmelder").hits] == [{}]


def test_what_was_archived_is_not_shown_even_before_the_index_knows(register, ask, database):
    with database.unit_of_work() as session:
        project = queries.by_slug(session, "maengelmelder")
        editor = factories.actor(session, organisations.by_slug(session, "herne"))
        service.archive(session, editor, project, project.version, "Doppelt")

    assert titles(ask(words="Mängelmelder")) == []


def test_words_mean_words_and_no_patterns_without_the_index(register, ask, lose_index):
    lose_index()

    assert titles(ask(words="%")) == []
    assert titles(ask(words="_ngelmelder")) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('"Bürger büro"', []),
        ("Bürgerbüro ODER Mängelmelder", ["Bürgerbüro", "Mängelmelder"]),
        ("stadt:herne", ["Mängelmelder", "Stadtklima", "Telenotarzt"]),
        ("stadt:bochum stadtklima", ["Stadtklima"]),
        ("stadt:herne -telenotarzt", ["Mängelmelder", "Stadtklima"]),
        ("stadt:herne bürgerbüro", []),
        ("stadt:atlantis", []),
        ("stadt:herne,bochum stadtklima", ["Stadtklima"]),
        ("stadt:atlantis,herne -telenotarzt", ["Mängelmelder", "Stadtklima"]),
        ("-stadt:herne", ["Bürgerbüro"]),
        ("-stadt:hernes -stadt:atlantis bürgerbüro", ["Bürgerbüro"]),
    ],
)
def test_the_signs_people_know_hold_with_and_without_the_index(engine, ask, words, found):
    assert titles(ask(words=words, sort="title")) == found


def test_what_the_signs_narrow_is_told_and_can_be_taken_off(engine, ask):
    answer = ask(words="mängelmelder stadt:bochum -radweg")

    assert (answer.understanding.within, answer.understanding.excluded) == (("bochum",), ("radweg",))
    assert answer.request.narrowings == ("scope",)
    assert answer.without == {"scope": 1}
    assert answer.request.without("scope").words == "mängelmelder -radweg"


def test_what_the_signs_leave_out_is_told_and_can_be_taken_off(engine, ask):
    answer = ask(words="mängelmelder -stadt:herne")

    assert answer.understanding.outside == ("herne",)
    assert answer.request.narrowings == ("scope",)
    assert (answer.without, answer.unfiltered) == ({"scope": 1}, 1)


def test_kommunen_that_are_not_known_are_told_with_those_that_may_be_meant(engine, ask):
    answer = ask(words="mängelmelder stadt:Hrene,Entenhausen")

    assert answer.understanding.unknown_places == (UnknownPlace("Hrene", ("Herne",)), UnknownPlace("Entenhausen"))
    assert (answer.total, answer.without) == (0, {"scope": 1})


@pytest.mark.seeded
def test_a_kreis_among_the_words_is_not_the_town_of_its_name(ask):
    answer = ask(words="Bürgerbüro Kreis Wesel", page_size=100)
    inside = [
        any(each.district and each.district.name == "Kreis Wesel" for each in found.project.municipalities)
        for found in answer.hits
    ]

    assert answer.understanding.places == ("kreis-wesel",)
    assert inside == sorted(inside, reverse=True)
    assert inside[0]
    assert not inside[-1]


@pytest.mark.seeded
@pytest.mark.parametrize("away", [False, True])
def test_a_search_is_restricted_to_a_kreis(ask, lose_index, away):
    if away:
        lose_index()
    answer = ask(words='stadt:"Kreis Wesel"')

    assert answer.understanding.within == ("kreis-wesel",)
    assert answer.total == ask(filters={"district": ("kreis-wesel",)}).total > 0


@pytest.mark.seeded
@pytest.mark.parametrize(("words", "corrected"), [("Sensroen", True), ("Sensoren", False)])
def test_every_count_is_the_total_after_its_value_is_chosen(ask, words, corrected):
    start = ask(words=words)
    assert (start.understanding.corrected is not None) is corrected
    for chosen in ({}, {"phase": ("pilot",)}, {"action_field": ("it_and_communication",), "phase": ("operation",)}):
        answer = ask(words=words, filters=chosen)
        for group in answer.facets:
            for value in group.values:
                clicked = {**chosen, group.facet.field: (value.value.code,)}
                assert ask(words=words, filters=clicked).total == value.count, clicked


def test_an_unknown_sort_or_field_is_a_mistake_of_the_caller(register, ask):
    with pytest.raises(ValueError, match="unknown sort"):
        ask(sort="random")


@pytest.mark.seeded
def test_index_and_database_agree_on_the_whole_register(ask, lose_index):
    one_each = [
        {facet.field: (group.values[0].value.code,)}
        for facet in FACETS
        for group in ask().facets
        if group.facet is facet
    ]
    requests = [{"filters": filters, "page_size": 500} for filters in ({}, *one_each)]
    requests += [{"filters": {**one, **other}} for one, other in product(one_each[:4], one_each[4:])]
    requests += [{"sort": sort, "page": 2} for sort in SORTS]
    requests += [{"years": years, "page_size": 500} for years in (Years(2020), Years(2019, 2021), Years(None, 2017))]
    requests += [{"area": area, "page_size": 500} for area in (Area("herne", 10), Area("alpen", neighbours=True))]
    requests += [{"area": Area("hamm", 20), "years": Years(2020), "filters": filters} for filters in one_each]
    by_index = [ask(**request) for request in requests]
    lose_index()
    by_database = [ask(**request) for request in requests]

    assert [answer.by_index for answer in (by_index[0], by_database[0])] == [True, False]
    for request, left, right in zip(requests, by_index, by_database, strict=True):
        assert (left.total, left.facets, left.request) == (right.total, right.facets, right.request), request
        assert [each.project.slug for each in left.hits] == [each.project.slug for each in right.hits], request
        assert left.without == right.without, request


@pytest.mark.seeded
@pytest.mark.parametrize(("away", "allowed"), [(False, 8), (True, 21)])
def test_the_number_of_queries_does_not_depend_on_the_length(ask, database, lose_index, away, allowed):
    if away:
        lose_index()
    sizes = []
    for page_size in (1, 100):
        with recorded(database.engine) as sent:
            assert len(ask(page=2, page_size=page_size).hits) == page_size
        sizes.append(len(sent))

    assert sizes[0] == sizes[1] <= allowed


@pytest.mark.seeded
@pytest.mark.parametrize("away", [False, True])
def test_years_and_area_narrow_everything_with_honest_counts(ask, lose_index, away):
    if away:
        lose_index()
    years = ask(years=Years(2019, 2021))
    area = ask(area=Area("herne", neighbours=True))
    beside = ("Bochum", "Castrop-Rauxel", "Gelsenkirchen", "Herten", "Recklinghausen")

    each = counts(years, "start_year")
    assert years.total == each["2019"] + each["2020"] + each["2021"] > 0
    assert {count for year, count in each.items() if year not in {"2019", "2020", "2021"}} == {0}
    for found in area.hits:
        assert {organisation.name for organisation in found.project.involved} & set(beside)
    within = {name for name, count in counts(area, "municipality").items() if count}
    assert set(beside) < within  # others, Herne among them, have entries together with these
    for name in ("Herne", "Bochum"):
        narrowed = ask(area=Area("herne", neighbours=True), filters={"municipality": (name.lower(),)})
        assert narrowed.total == counts(area, "municipality")[name]


def test_an_area_without_any_kommune_holds_nothing(engine, ask):
    answer = ask(area=Area("herne", neighbours=True))

    assert answer.total == 0
    assert (answer.without, answer.unfiltered) == ({"area": 4}, 4)


def test_an_area_around_nothing_or_without_reach_narrows_nothing(engine, ask):
    told = ask(area=Area("atlantis", 10))

    assert (told.total, told.unknown, told.request.area) == (4, (Unknown("Kommune", "atlantis"),), None)
    assert ask(area=Area("herne")).total == ask(area=Area("", 10)).total == 4


def test_nothing_found_tells_what_ranges_cost(engine, ask):
    answer = ask(words="Mängelmelder", years=Years(2020), area=Area("bochum", 10), filters={"phase": ("pilot",)})

    assert answer.total == 0
    assert answer.without == {"phase": 0, "years": 0, "area": 0}
    assert ask(words="Mängelmelder", years=Years(2020)).without == {"years": 1}


def test_requests_lose_filters_one_by_one_and_start_over():
    asked = SearchRequest(words="App", filters={"phase": ("pilot", "idea"), "funding": ("other",)}, page=3)

    assert asked.without("phase", "pilot").filters == {"phase": ("idea",), "funding": ("other",)}
    assert asked.without("phase").filters == {"funding": ("other",)}
    assert asked.without("funding", "other").filters == {"phase": ("pilot", "idea")}
    assert asked.unfiltered() == SearchRequest(words="App")


def test_requests_lose_ranges():
    asked = SearchRequest(words="App", years=Years(2020), area=Area("herne", 10), page=3)

    assert asked.without("years") == SearchRequest(words="App", area=Area("herne", 10))
    assert asked.without("area") == SearchRequest(words="App", years=Years(2020))
    assert asked.unfiltered() == SearchRequest(words="App")
