"""Who reported it: translations and copies are one origin, two reporters are two."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.made import Fact, Story, Warehouse
from warehouse import origin

FIGURES = (Fact(100_000, stage="contracted"), Fact(101_000))
EN = Story("en", FIGURES, outlet="Dawn", words="The minister said on Monday that the first cargo had been paid for. ")
HI = Story("hi", FIGURES, language="hi", outlet="Jagran", words="मंत्री ने कहा कि पहली खेप का भुगतान हो चुका है। ")


def origins(warehouse: Warehouse) -> dict[str, str]:
    return dict(warehouse.rows("SELECT article_id, origin_id FROM origin WHERE superseded_at IS NULL"))


def test_a_translation_has_the_origin_of_the_earlier(warehouse: Warehouse) -> None:
    warehouse.load(EN, replace(HI, published=date(2023, 7, 5)))
    assert origins(warehouse) == {"en": "outlet:dawn", "hi": "outlet:dawn"}
    assert warehouse.rows("SELECT reason FROM origin WHERE article_id = 'hi'") == [("figures:en",)]
    assert {(point["articles"], point["languages"], point["origins"]) for point in warehouse.points()} == {(2, 2, 1)}


@pytest.mark.parametrize(
    "change",
    [
        {"published": date(2023, 7, 6)},
        {"published": None},
        {"facts": (*FIGURES, Fact(7, stage=None))},
        {"facts": tuple(replace(fact, importer="IN", exporter="SA") for fact in FIGURES)},
    ],
    ids=["too late", "no date", "another figure", "other parties"],
)
def test_what_is_no_translation(change: dict[str, object], warehouse: Warehouse) -> None:
    warehouse.load(EN, replace(HI, **change))  # type: ignore[arg-type]
    assert origins(warehouse)["hi"] == "outlet:jagran"


def test_one_figure_in_common_is_not_enough(warehouse: Warehouse) -> None:
    warehouse.load(replace(EN, facts=FIGURES[:1]), replace(HI, facts=FIGURES[:1]))
    assert origins(warehouse)["hi"] == "outlet:jagran"


def test_a_party_that_one_language_leaves_out_does_not_part_them(warehouse: Warehouse) -> None:
    warehouse.load(EN, replace(HI, facts=tuple(replace(fact, exporter=None) for fact in FIGURES)))
    assert origins(warehouse)["hi"] == "outlet:dawn"


def test_the_same_agency_is_the_same_origin(warehouse: Warehouse) -> None:
    warehouse.load(replace(EN, agency="Reuters"), replace(HI, agency=" reuters", facts=(Fact(9),)))
    assert set(origins(warehouse).values()) == {"agency:reuters"}


def test_two_agencies_with_the_same_figures_are_two(warehouse: Warehouse) -> None:
    warehouse.load(replace(EN, agency="Reuters"), replace(HI, agency="PTI"))
    assert origins(warehouse) == {"en": "agency:reuters", "hi": "agency:pti"}


def test_in_one_language_a_copy_is_one_origin_and_a_report_of_its_own_two(warehouse: Warehouse) -> None:
    copy = replace(EN, article_id="copy", outlet="Tribune", words=EN.words.replace("Monday", "Tuesday"))
    own = replace(
        EN, article_id="own", outlet="Herald", words="Port records seen by this newspaper list both vessels. "
    )
    warehouse.load(EN, copy, own)
    assert origins(warehouse) == {"copy": "outlet:tribune", "en": "outlet:tribune", "own": "outlet:herald"}


def test_nobody_named_is_the_article_itself(warehouse: Warehouse) -> None:
    warehouse.load(replace(EN, outlet=None))
    assert origins(warehouse) == {"en": "article:en"}


def test_a_changed_assignment_is_superseded(warehouse: Warehouse) -> None:
    warehouse.load(replace(HI, published=date(2023, 7, 4)))
    warehouse.load(EN)
    rows = warehouse.rows(
        "SELECT origin_id, superseded_at IS NULL FROM origin WHERE article_id = 'hi' ORDER BY recorded_at"
    )
    assert rows == [("outlet:jagran", False), ("outlet:dawn", True)]


def test_when_the_first_report_changes_its_figures_the_other_stands_alone(warehouse: Warehouse) -> None:
    warehouse.load(EN, HI)
    warehouse.load(replace(EN, facts=(Fact(1), Fact(2, stage=None))))
    assert origins(warehouse)["hi"] == "outlet:jagran"


SETS = st.lists(
    st.builds(
        lambda number, day, facts, language, outlet: Story(
            f"a{number}", tuple(facts), date(2023, 7, 1) + timedelta(days=day), language=language, outlet=outlet
        ),
        st.integers(0, 4),
        st.integers(0, 6),
        st.lists(st.sampled_from([Fact(1), Fact(2, stage=None), Fact(3, stage="shipped")]), max_size=3, unique=True),
        st.sampled_from(["en", "hi"]),
        st.sampled_from(["X", "Y", "Z"]),
    ),
    min_size=2,
    max_size=8,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SETS)
def test_looking_at_what_changed_is_as_good_as_looking_at_everything(stories: list[Story]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder))
        for story in stories:
            warehouse.load(story)
        held = origins(warehouse)
        with closing(warehouse.open()) as con:
            (last,) = con.execute("SELECT max(recorded_at) FROM run").fetchone() or (None,)
            assert origin.assign(con, "all", last + timedelta(hours=1), everything=True) == 0
        assert origins(warehouse) == held
