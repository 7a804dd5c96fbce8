"""Period, published, recorded: three clocks, and last month's answer stays last month's answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.warehouse.made import Fact, Story, Warehouse, hour
from warehouse import build

KNOWN = "SELECT * FROM points_known_at(?) ORDER BY ALL"


def test_what_was_known_then_is_answered_for_ever(warehouse: Warehouse) -> None:
    facts = (Fact(100_000, stage="contracted"), Fact(101_000))
    first = Story("a", facts, outlet="Dawn")
    history = [
        (first,),
        (Story("b", facts, date(2023, 7, 4), language="hi", outlet="Jagran"),),  # a translation: origins change
        (replace(first, grammar="g2", facts=(replace(facts[0], importer="IN"), facts[1])),),  # a better grammar
        (replace(first, facts=(*facts, Fact(9, unit="ship", metric="trade_count"))),),  # a changed text
        (replace(first, outlet="The Dawn", published=date(2023, 7, 2)),),  # changed particulars
        (Story("c", (Fact(120_000),), date(2023, 7, 6), outlet="Z"),),  # a contradiction
    ]
    answers = []
    for number, stories in enumerate(history):
        warehouse.load(*stories)
        moment = build.moment(hour(number))
        answers.append((moment, warehouse.rows(KNOWN, moment)))
        assert answers[-1][1] == warehouse.rows("SELECT * FROM point ORDER BY ALL")
    assert len({repr(answer) for _, answer in answers}) == len(history)
    for moment, answer in answers:
        assert warehouse.rows(KNOWN, moment) == answer
    assert warehouse.rows(KNOWN, build.moment(hour(-1))) == []


def test_as_of_shows_what_had_been_published(warehouse: Warehouse) -> None:
    warehouse.load(
        Story("a", (Fact(100),), date(2023, 7, 3), outlet="X"),
        Story("b", (Fact(120),), date(2023, 7, 5), outlet="X"),
        Story("c", (Fact(70),), date(2023, 7, 6), outlet="Y"),
    )
    answers = [
        warehouse.rows("SELECT value, articles, conflict FROM points_as_of(?)", date(2023, 7, day))
        for day in range(2, 7)
    ]
    assert answers == [[], [(100, 1, False)], [(100, 1, False)], [(120, 2, False)], [(120, 3, True)]]


def test_an_article_without_a_date_counts_as_published_when_it_was_first_recorded(warehouse: Warehouse) -> None:
    story = Story("a", (Fact(100),), None)
    warehouse.load(story)
    warehouse.load(replace(story, grammar="g2", facts=(Fact(100, importer="IN"),)), at=20)
    as_of = "SELECT count(*) FROM points_as_of(?)"
    assert warehouse.rows(as_of, date(2026, 11, 21)) == [(0,)]
    assert warehouse.rows(as_of, date(2026, 11, 22)) == [(1,)]
    assert warehouse.rows("SELECT max(recorded_at)::DATE FROM evidence") == [(date(2026, 11, 23),)]
