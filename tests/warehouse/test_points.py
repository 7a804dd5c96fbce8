"""What makes observations one fact, who agrees, who revises, who contradicts: case by case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from tests.warehouse.made import JUNE, Fact, Story, Warehouse

DAY = date(2023, 7, 3)


def say(number: int, *facts: Fact, day: int = 3, outlet: str | None = "", language: str = "en") -> Story:
    """A story of an outlet of its own (`outlet=""`), published on a day of July 2023."""
    name = f"outlet {number}" if outlet == "" else outlet
    return Story(f"a{number}", facts, date(2023, 7, day), language=language, outlet=name, words=f"Story {number}. ")


def exact(value: float) -> Fact:
    return Fact(value, step=1)


def rounded(value: float, step: float, comparator: str = "=") -> Fact:
    return Fact(value, step=step, comparator=comparator)


AGREE: Sequence[tuple[Fact, Fact]] = (
    (exact(100_000), exact(100_000)),
    (rounded(1_960_000, 10_000), exact(1_962_000)),  # 1.96 million is 1.955 to 1.965
    (rounded(1_960_000, 10_000), exact(1_955_000)),
    (rounded(2_000_000, 1_000_000), exact(1_960_000)),  # at most 2.5 %
    (rounded(100_000, 1, "~"), exact(101_000)),  # about: 5 %
    (rounded(2_000_000, 1_000_000, "~"), exact(1_905_000)),
    (rounded(2_000_000, 1_000_000, ">"), exact(2_090_000)),  # more than: up to 5 % above
    (rounded(2_000_000, 1_000_000, "<="), exact(1_910_000)),
    (rounded(-500_000, 1, ">"), exact(-520_000)),  # a cut of more than 500,000
    (Fact(2_500_000, low=2_000_000, high=3_000_000), exact(2_950_000)),
    (rounded(33.333333, 0), rounded(34, 1)),  # a third, in words
    (rounded(0, 1), rounded(0, 1)),
    (rounded(2_000_000, 1, "~"), rounded(1_905_000, 1)),  # a hedge opens 5 % however the digits are written
    (rounded(1_960_000, 10_000, "~"), rounded(1_900_000, 1)),
    (rounded(480_000, 1, ">"), exact(480_000)),  # "480,000" leaves half a barrel open
    (rounded(480_000, 1, ">="), rounded(480_000, 1, "<=")),
    (rounded(2_000_000, 1, "<"), exact(1_905_000)),
    (Fact(2_500_000, low=2_000_000, high=3_000_000, comparator="~"), exact(3_100_000)),
)
DISAGREE: Sequence[tuple[Fact, Fact]] = (
    (exact(100_000), exact(101_000)),
    (rounded(1_960_000, 10_000), exact(1_966_000)),
    (rounded(2_000_000, 1_000_000), exact(1_949_000)),
    (rounded(100_000, 1, "~"), exact(105_100)),
    (rounded(2_000_000, 1_000_000, ">"), exact(1_990_000)),
    (rounded(2_000_000, 1_000_000, ">"), exact(2_110_000)),
    (rounded(2_000_000, 1_000_000, "<"), exact(2_010_000)),
    (rounded(-500_000, 1, ">"), exact(-490_000)),
    (Fact(2_500_000, low=2_000_000, high=3_000_000), exact(3_050_000)),
    (rounded(480_000, 1, ">"), rounded(480_000, 1, "<")),  # both leave the number itself out
    (rounded(480_000, 1, ">"), rounded(480_000, 1, "<=")),
    (rounded(2_000_000, 1, "<"), exact(1_890_000)),
    (rounded(-500_000, 1, ">"), rounded(-500_000, 1, "<")),
)


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_values_that_overlap_agree(one: Fact, other: Fact, warehouse: Warehouse) -> None:
    warehouse.load(say(1, one), say(2, other))
    (point,) = warehouse.points()
    assert not point["conflict"]
    assert (point["articles"], point["origins"]) == (2, 2)
    assert warehouse.rows("FROM conflict") == []


@pytest.mark.parametrize(("one", "other"), DISAGREE)
def test_values_that_do_not_overlap_conflict(one: Fact, other: Fact, warehouse: Warehouse) -> None:
    warehouse.load(say(1, one), say(2, other))
    (point,) = warehouse.points()
    assert point["conflict"]
    ((low, high),) = warehouse.rows("SELECT value, other_value FROM conflict")
    assert (low, high) == tuple(sorted((one.value, other.value)))
    assert point["value"] in (one.value, other.value)


@pytest.mark.parametrize(
    "change",
    [
        {"metric": "trade_value", "unit": "USD"},
        {"kind": "change"},
        {"commodity": "oil"},
        {"subject": "Nayara"},
        {"exporter": None},
        {"importer": "IN"},
        {"stage": "contracted"},
        {"stage": None},
        {"grade": "Urals"},
        {"status": "forecast"},
        {"unit": "bbl"},
        {"period": (date(2023, 6, 1), date(2023, 6, 29))},
        {"period": None},
    ],
    ids=str,
)
def test_every_slot_of_the_key_parts_points(change: dict[str, object], warehouse: Warehouse) -> None:
    warehouse.load(say(1, Fact()), say(2, replace(Fact(), **change)))  # type: ignore[arg-type]
    assert [point["articles"] for point in warehouse.points()] == [1, 1]


def test_series_have_seven_slots_and_a_dash_for_none(warehouse: Warehouse) -> None:
    warehouse.load(
        say(1, Fact()),
        say(2, Fact(3, metric="supply_share", stage=None, share_of="imports", unit="%", exporter=None)),
        say(3, Fact(4, metric="price", stage=None, grade="Brent", unit="USD/bbl", exporter=None, importer=None)),
        say(4, Fact(5, metric="production", stage=None, area="IN", subject="a: b", exporter=None, importer=None)),
    )
    assert {point["series"] for point in warehouse.points()} == {
        "trade:level:delivered:actual:crude_oil:RU>PK:t",
        "supply_share:level:imports:actual:crude_oil:->PK:%",
        "price:level:-:actual:crude_oil[Brent]:-:USD/bbl",
        "production:level:-:actual:crude_oil:IN[a  b]:t",
    }
    assert all(series.count(":") == 6 for (series,) in warehouse.rows("SELECT series FROM series"))


def test_open_periods_agree_on_one_day_and_never_conflict(warehouse: Warehouse) -> None:
    one, two = Fact(10, period=None), Fact(11, period=None)
    warehouse.load(say(1, one), say(2, one), say(3, two), say(4, one, day=4))
    points = warehouse.points()
    assert sorted((point["value"], point["articles"], point["plot_date"].day) for point in points) == [
        (10, 1, 4),
        (10, 2, 3),
        (11, 1, 3),
    ]
    assert not any(point["conflict"] or point["underspecified"] for point in points)


def test_open_periods_meet_where_only_the_rounding_of_a_conversion_parts_them(warehouse: Warehouse) -> None:
    warehouse.load(say(1, Fact(0.3, period=None)), say(2, Fact(0.1 + 0.2, period=None)))
    assert [point["articles"] for point in warehouse.points()] == [2]


def test_without_period_and_day_an_observation_is_its_own_point(warehouse: Warehouse) -> None:
    fact = Fact(10, period=None)
    warehouse.load(Story("a", (fact, fact), None), Story("b", (fact,), None))
    assert [(point["articles"], point["plot_date"]) for point in warehouse.points()] == [(1, None)] * 3


def test_the_same_origin_revises_and_the_old_value_stays_in_evidence(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(100), outlet="X"), say(2, exact(120), day=5, outlet="X"), say(3, exact(120), day=4))
    (point,) = warehouse.points()
    assert (point["value"], point["conflict"], point["articles"], point["origins"], point["revised"]) == (
        120,
        False,
        3,
        2,
        1,
    )
    evidence = warehouse.rows("SELECT value, current FROM evidence ORDER BY published")
    assert evidence == [(100, False), (120, True), (120, True)]
    assert warehouse.rows("SELECT value FROM points_as_of(DATE '2023-07-03')") == [(100,)]


def test_an_earlier_value_that_agrees_with_the_latest_is_no_revision(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(1_960_000), outlet="X"), say(2, rounded(2_000_000, 1, "~"), day=5, outlet="X"))
    (point,) = warehouse.points()
    assert (point["value"], point["revised"]) == (1_960_000, 0)


def test_of_one_day_the_last_article_id_is_the_later_whatever_came_first(warehouse: Warehouse) -> None:
    warehouse.load(say(2, exact(120), outlet="X"))
    warehouse.load(say(1, exact(100), outlet="X"))
    (point,) = warehouse.points()
    assert (point["value"], point["conflict"], point["revised"], point["origins"]) == (120, False, 1, 1)
    assert warehouse.rows("SELECT value, current FROM evidence ORDER BY value") == [(100, False), (120, True)]


def test_a_day_is_later_than_no_day(warehouse: Warehouse) -> None:
    warehouse.load(Story("z", (Fact(100),), None, outlet="X"), say(1, exact(120), outlet="X"))
    assert [(point["value"], point["revised"]) for point in warehouse.points()] == [(120, 1)]


def test_two_speakers_of_the_latest_article_both_stand(warehouse: Warehouse) -> None:
    two = (Fact(100, attribution="the minister"), Fact(120, attribution="two traders"))
    warehouse.load(say(1, exact(90), outlet="X"), say(2, *two, day=5, outlet="X"))
    (point,) = warehouse.points()
    assert (point["conflict"], point["revised"]) == (True, 1)


def test_a_revised_value_conflicts_no_more(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(100), outlet="X"), say(2, exact(120)))
    assert [point["conflict"] for point in warehouse.points()] == [True]
    warehouse.load(say(3, exact(120), day=6, outlet="X"))
    assert [point["conflict"] for point in warehouse.points()] == [False]


def test_a_third_origin_between_two_that_contradict(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(100)), say(2, exact(104)), say(3, rounded(102, 1, "~")))
    assert [point["conflict"] for point in warehouse.points()] == [True]
    assert warehouse.rows("SELECT value, other_value FROM conflict") == [(100, 104)]


def test_two_values_without_speakers_are_two_underspecified_points(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(100), exact(120)))
    points = warehouse.points()
    assert [(point["value"], point["underspecified"], point["conflict"]) for point in points] == [
        (100, True, False),
        (120, True, False),
    ]
    assert len({point["point_id"] for point in points}) == 2


def test_a_translation_joins_each_underspecified_point(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(100), exact(120)), say(2, exact(100), exact(120), language="hi"), say(3, exact(150)))
    assert [(point["value"], point["articles"], point["underspecified"]) for point in warehouse.points()] == [
        (100, 2, True),
        (120, 2, True),
        (150, 1, False),
    ]


def test_a_value_that_was_not_understood_joins_those_that_agree_on_it(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(100)))
    ((known,),) = warehouse.rows("SELECT point_id FROM point")
    warehouse.load(say(2, exact(100), exact(120)))
    assert [(point["value"], point["origins"], point["underspecified"]) for point in warehouse.points()] == [
        (100, 2, True),
        (120, 1, True),
    ]
    assert warehouse.points("value = 100")[0]["point_id"] == known


def test_a_muddled_article_ends_no_conflict_of_others(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(100)), say(2, exact(120)), say(3, exact(100), exact(120)))
    points = warehouse.points("NOT underspecified")
    assert [(point["articles"], point["conflict"]) for point in points] == [(2, True)]
    assert [point["value"] for point in warehouse.points("underspecified")] == [100, 120]


def test_values_that_meet_only_by_a_third_are_no_conflict_of_speakers(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(100), rounded(102, 1, "~"), exact(104)))
    assert [point["conflict"] for point in warehouse.points()] == [False]
    assert warehouse.rows("FROM conflict") == []


def test_one_speaker_for_two_values_is_no_two_speakers(warehouse: Warehouse) -> None:
    minister = Fact(100, attribution="the minister")
    warehouse.load(say(1, minister, replace(minister, value=120)))
    assert [point["underspecified"] for point in warehouse.points()] == [True, True]


def test_two_speakers_of_one_article_conflict(warehouse: Warehouse) -> None:
    warehouse.load(say(1, Fact(100, attribution="the minister"), Fact(120, attribution="two traders")))
    (point,) = warehouse.points()
    assert (point["conflict"], point["underspecified"], point["origins"]) == (True, False, 1)
    assert warehouse.rows("SELECT attribution, other_attribution FROM conflict") == [("the minister", "two traders")]


def test_a_number_said_twice_is_two_observations_of_one_point(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(100), exact(100)))
    (point,) = warehouse.points()
    assert (point["observations"], point["articles"], point["underspecified"]) == (2, 1, False)


def test_the_value_is_the_most_precise_then_the_earliest(warehouse: Warehouse) -> None:
    warehouse.load(
        say(1, rounded(2_000_000, 1_000_000), day=2),
        say(2, rounded(1_960_000, 10_000), day=4),
        say(3, rounded(1_962_000, 1_000), day=5),
        say(4, rounded(1_962_400, 1_000), day=6),
    )
    (point,) = warehouse.points()
    assert (point["value"], point["conflict"]) == (1_962_000, False)
    assert (point["first_published"].day, point["last_published"].day) == (2, 6)


def test_a_point_is_plotted_in_the_middle_of_its_period(warehouse: Warehouse) -> None:
    one_day = (date(2023, 6, 11), date(2023, 6, 11))
    warehouse.load(say(1, Fact(1)), say(2, Fact(2, period=one_day)), say(3, Fact(3, period=None)))
    assert sorted((point["value"], point["plot_date"]) for point in warehouse.points()) == [
        (1, date(2023, 6, 15)),
        (2, date(2023, 6, 11)),
        (3, DAY),
    ]
    assert JUNE[0] < date(2023, 6, 15) < JUNE[1]


def test_contracted_and_delivered_are_two_points(warehouse: Warehouse) -> None:
    warehouse.load(say(1, Fact(100_000, stage="contracted"), Fact(101_000, stage="delivered")))
    assert [(point["value"], point["conflict"], point["underspecified"]) for point in warehouse.points()] == [
        (100_000, False, False),
        (101_000, False, False),
    ]


def test_a_denial_is_a_point_of_its_own(warehouse: Warehouse) -> None:
    warehouse.load(say(1, Fact(10)), say(2, Fact(10, status="hypothetical")))
    assert [point["origins"] for point in warehouse.points()] == [1, 1]


def test_nothing_depends_on_the_order_of_arrival(warehouse: Warehouse) -> None:
    stories = [
        say(1, exact(100), outlet="X"),
        say(2, exact(120), day=5, outlet="X"),
        say(3, exact(119), day=5),
        say(4, rounded(118, 1, "~"), day=4),
    ]
    answers = set()
    for number, order in enumerate(permutations(stories)):
        if number % 6:
            continue
        another = Warehouse(warehouse.folder / f"order-{number}")
        for story in order:
            another.load(story)
        answers.add(repr(another.points()) + repr(another.rows("FROM conflict ORDER BY ALL")))
    assert len(answers) == 1


def test_why_takes_a_point_or_a_part_of_a_series(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(100)), say(2, Fact(5, stage="contracted")))
    (point,) = warehouse.points("value = 100")
    assert warehouse.rows("SELECT quote FROM why(?)", point["point_id"]) == [("100 टन",)]
    assert warehouse.rows("SELECT quote FROM why('RU>PK') ORDER BY quote") == [("100 टन",), ("5 टन",)]
    assert warehouse.rows("SELECT quote FROM why('no such thing')") == []


def test_evidence_has_the_sentence(warehouse: Warehouse) -> None:
    warehouse.load(say(1, exact(100)))
    assert warehouse.rows("SELECT quote, sentence, outlet FROM evidence") == [("100 टन", "100 टन.", "outlet 1")]


def test_the_series_view_counts(warehouse: Warehouse) -> None:
    july = (date(2023, 7, 1), date(2023, 7, 31))
    warehouse.load(say(1, exact(100)), say(2, exact(120)), say(3, Fact(70, period=july), day=31))
    assert warehouse.rows("SELECT points, conflicts, first_date, last_date, last_value, unit FROM series") == [
        (2, 1, date(2023, 6, 15), date(2023, 7, 16), 70, "t")
    ]
