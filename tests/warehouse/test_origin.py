"""Who reported it: translations and copies are one origin, two reporters are two."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.made import Fact, Story, Warehouse
from warehouse import origin

MAY = (date(2023, 5, 1), date(2023, 5, 31))
FIGURES = (Fact(100_000, stage="contracted"), Fact(101_000))
EN = Story("en", FIGURES, outlet="Dawn", words="The minister said on Monday that the first cargo had been paid for. ")
HI = Story("hi", FIGURES, language="hi", outlet="Jagran", words="मंत्री ने कहा कि पहली खेप का भुगतान हो चुका है। ")


def origins(warehouse: Warehouse) -> dict[str, str]:
    return dict(warehouse.rows("SELECT article_id, origin_id FROM origin WHERE superseded_at IS NULL"))


def test_a_translation_has_the_origin_of_the_earlier(warehouse: Warehouse) -> None:
    warehouse.load(EN, replace(HI, published=date(2023, 7, 5)))
    assert origins(warehouse) == {"en": "outlet:dawn", "hi": "outlet:dawn"}
    assert warehouse.rows("SELECT reason FROM origin WHERE article_id = 'hi'") == [("translation:en",)]
    assert {(point["articles"], point["languages"], point["origins"]) for point in warehouse.points()} == {(2, 2, 1)}


@pytest.mark.parametrize(
    "change",
    [
        {"published": date(2023, 7, 7)},
        {"published": None},
        {"facts": (FIGURES[0], Fact(102_000))},
        {"facts": (*FIGURES, *(Fact(number, stage=None) for number in (7, 8, 9, 10)))},
        {"facts": tuple(replace(fact, importer="IN", exporter="SA") for fact in FIGURES)},
        {"facts": tuple(replace(fact, period=MAY) for fact in FIGURES)},
        {"facts": tuple(replace(fact, status="hypothetical") for fact in FIGURES)},
    ],
    ids=["too late", "no date", "another figure", "many more figures", "other parties", "another month", "denied"],
)
def test_what_is_no_translation(change: dict[str, object], warehouse: Warehouse) -> None:
    warehouse.load(EN, replace(HI, **change))  # type: ignore[arg-type]
    assert origins(warehouse)["hi"] == "outlet:jagran"


@pytest.mark.parametrize(("value", "origin"), [(100_000, "outlet:jagran"), (101_000, "outlet:dawn")])
def test_one_figure_in_common_is_enough_where_it_has_three_digits(
    value: int, origin: str, warehouse: Warehouse
) -> None:
    warehouse.load(replace(EN, facts=(Fact(value),)), replace(HI, facts=(Fact(value),)))
    assert origins(warehouse)["hi"] == origin


def test_a_translation_may_leave_figures_out(warehouse: Warehouse) -> None:
    warehouse.load(replace(EN, facts=(*FIGURES, Fact(7, stage=None))), HI)
    assert origins(warehouse)["hi"] == "outlet:dawn"


def test_two_that_each_name_their_own_paper_are_two(warehouse: Warehouse) -> None:
    warehouse.load(
        replace(EN, words=EN.words + "He told Dawn so. "), replace(HI, outlet="जागरण", words=HI.words + "जागरण से कहा। ")
    )
    assert origins(warehouse) == {"en": "outlet:dawn", "hi": "outlet:जागरण"}


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


def test_a_week_parts_copies_and_another_month_does_at_once(warehouse: Warehouse) -> None:
    copy = replace(EN, article_id="copy", outlet="Tribune", published=date(2023, 7, 10))
    warehouse.load(
        EN,
        copy,
        replace(copy, article_id="late", outlet="Mail", published=date(2023, 7, 18)),
        replace(EN, article_id="may", outlet="Herald", facts=tuple(replace(fact, period=MAY) for fact in FIGURES)),
    )
    assert origins(warehouse) == {
        "en": "outlet:dawn", "copy": "outlet:dawn", "late": "outlet:mail", "may": "outlet:herald"
    }  # fmt: skip


def test_the_same_words_with_other_figures_are_another_report(warehouse: Warehouse) -> None:
    warehouse.load(EN, replace(EN, article_id="next", outlet="Mail", facts=(Fact(98_000), Fact(99_000, stage=None))))
    assert origins(warehouse)["next"] == "outlet:mail"


def test_a_copy_with_a_slip_in_one_of_its_figures_is_a_copy(warehouse: Warehouse) -> None:
    slip = replace(EN, article_id="slip", outlet="Mail", published=date(2023, 7, 4), facts=(FIGURES[0], Fact(110_000)))
    warehouse.load(EN, slip)
    assert origins(warehouse)["slip"] == "outlet:dawn"
    assert [
        (point["value"], point["conflict"], point["revised"]) for point in warehouse.points("stage = 'delivered'")
    ] == [(110_000, False, 1)]


def test_who_names_another_paper_for_its_figures_follows_it(warehouse: Warehouse) -> None:
    retold = replace(
        EN, article_id="retold", outlet="Mail", published=date(2023, 7, 4), words="Payment is made, the Dawn wrote. "
    )
    own = replace(retold, article_id="own", outlet="Post", words="Before dawn, at Dawning, they came. ")
    warehouse.load(EN, retold, own)
    assert origins(warehouse) == {"en": "outlet:dawn", "retold": "outlet:dawn", "own": "outlet:post"}


def test_the_agency_of_a_copy_is_that_of_what_it_copies(warehouse: Warehouse) -> None:
    warehouse.load(EN, replace(EN, article_id="copy", outlet="Mail", agency="pti", published=date(2023, 7, 4)))
    assert origins(warehouse) == {"en": "agency:pti", "copy": "agency:pti"}
    assert warehouse.rows("SELECT reason FROM origin WHERE article_id = 'en' AND superseded_at IS NULL") == [
        ("credited:copy",)
    ]


def test_between_two_agencies_everybody_follows_the_nearer(warehouse: Warehouse) -> None:
    warehouse.load(
        replace(EN, article_id="1", agency="pti"),
        replace(EN, article_id="2", outlet="Mail"),
        replace(EN, article_id="3", outlet="Post", agency="ani"),
        replace(EN, article_id="4", outlet="Sun", published=date(2023, 7, 5)),
    )
    assert origins(warehouse) == {"1": "agency:pti", "2": "agency:pti", "3": "agency:ani", "4": "agency:pti"}


def test_without_dates_only_the_same_words_are_a_copy(warehouse: Warehouse) -> None:
    undated = replace(EN, published=None, article_id="copy", outlet="Mail")
    warehouse.load(EN, undated, replace(undated, article_id="own", outlet="Post", words="He had paid, he said there. "))
    assert origins(warehouse) == {"en": "outlet:dawn", "copy": "outlet:dawn", "own": "outlet:post"}


@pytest.mark.parametrize("name", ["The Dawn", "dawn.com", "www.dawn.com", " DAWN "])
def test_spellings_of_one_paper(name: str, warehouse: Warehouse) -> None:
    warehouse.load(EN, Story("other", (Fact(9),), outlet=name))
    assert set(origins(warehouse).values()) == {"outlet:dawn"}


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


WORDS = ("", EN.words, EN.words.replace("Monday", "Tuesday"), "The Yak told us of it. ", HI.words)

SETS = st.lists(
    st.builds(
        lambda number, day, facts, language, outlet, agency, words: Story(
            f"a{number}",
            tuple(facts),
            date(2023, 7, 1) + timedelta(days=day) if day < 9 else None,
            language=language,
            outlet=outlet,
            agency=agency,
            words=words,
        ),
        st.integers(0, 6),
        st.integers(0, 9),
        st.lists(st.sampled_from([Fact(1), Fact(2, stage=None), Fact(303, stage="shipped")]), max_size=3, unique=True),
        st.sampled_from(["en", "hi"]),
        st.sampled_from(["X", "Yak", None]),
        st.sampled_from([None, None, "pti", "ani"]),
        st.sampled_from(WORDS),
    ),
    min_size=2,
    max_size=9,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SETS, st.randoms(use_true_random=False))
def test_origins_depend_on_no_order(stories: list[Story], random: Any) -> None:
    stories = list({story.article_id: story for story in stories}.values())
    with tempfile.TemporaryDirectory() as folder:
        whole = Warehouse(Path(folder) / "whole")
        whole.load(*stories)
        parts = Warehouse(Path(folder) / "parts")
        for story in random.sample(stories, len(stories)):
            parts.load(story)
        reasons = "SELECT article_id, origin_id, reason FROM origin WHERE superseded_at IS NULL ORDER BY ALL"
        assert parts.rows(reasons) == whole.rows(reasons)
        assert parts.rows("FROM story_parent ORDER BY ALL") == whole.rows("FROM story_parent ORDER BY ALL")


def test_a_warehouse_of_before_looks_at_its_articles_with_the_next_load(warehouse: Warehouse) -> None:
    warehouse.load(EN)
    with closing(warehouse.open()) as con:
        for table in ("story", "story_key", "story_parent"):
            con.execute(f"DELETE FROM {table}")
    warehouse.load(HI)
    assert origins(warehouse) == {"en": "outlet:dawn", "hi": "outlet:dawn"}
