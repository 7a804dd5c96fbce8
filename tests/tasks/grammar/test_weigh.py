"""Choosing by weights: the heaviest value, the same in any order, and what the table says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.grammar import weigh
from tasks.grammar.datum import Quantity
from tasks.grammar.near import stem
from tasks.grammar.weigh import Option, choose
from warehouse import weights

ONE = Quantity(0, 1, "1", Decimal(1))
ROWS = [
    ("area", "", "near", 100),
    ("area", "", "far", -50),
    ("area", "hi", "far", 200),
    ("area", "", "planned | will", 300),
]


@pytest.fixture(autouse=True)
def _weighed() -> Iterator[None]:
    weigh.use(ROWS)
    yield
    weigh.use(None)


def test_the_heaviest_value_is_taken() -> None:
    options = [Option("IN", ["far"]), Option("RU", ["near"])]
    assert choose("area", ("en",), options, ONE).option.value == "RU"


def test_a_context_adds_its_own_weight() -> None:
    options = [Option("IN", ["far"]), Option("RU", ["near"])]
    assert choose("area", ("hi",), options, ONE).option.value == "IN"


def test_options_of_one_value_are_taken_together() -> None:
    options = [Option("RU", ["near"]), Option("IN", ["near", "far"]), Option("IN", ["near", "far"])]
    choice = choose("area", (), options, ONE)
    assert choice.option.value == "IN"
    assert choice.chance == pytest.approx(2 / (2 + 2.718281828**0.5))


def test_of_equals_the_first_is_taken() -> None:
    assert choose("area", (), [Option("IN", []), Option("RU", [])], ONE).option.value == "IN"


def test_the_second_is_the_next_value_and_keeps_its_own_chance() -> None:
    options = [Option("IN", ["far"]), Option("RU", ["near"]), Option("RU", []), Option("CN", [])]
    first, second = (choose("area", (), options, ONE, second=wanted) for wanted in (False, True))
    assert (first.option.value, second.option.value) == ("RU", "CN")
    assert second.chance < first.chance


def test_where_there_is_no_second_the_first_is_taken() -> None:
    assert choose("area", (), [Option("RU", ["near"]), Option("RU", [])], ONE, second=True).option.value == "RU"


def test_common_traits_are_weighed_under_each_option_s_name() -> None:
    options = [Option(name, [], names=(name,), common=["will"]) for name in ("actual", "planned")]
    assert choose("area", (), options, ONE).option.value == "planned"


def test_a_watcher_sees_every_choice_until_it_is_taken_away() -> None:
    seen: list[str] = []
    unwatch = weigh.watch(lambda slot, context, options, quantity: seen.append(f"{slot} {len(options)}"))
    choose("area", (), [Option("IN", [])], ONE)
    unwatch()
    choose("area", (), [Option("IN", [])], ONE)
    assert seen == ["area 1"]


@given(st.permutations(["near", "far", "unknown", "near"]), st.permutations(["IN", "RU", "SA"]))
def test_the_order_of_traits_changes_nothing(traits: list[str], values: list[str]) -> None:
    options = [Option(value, traits if value == "RU" else ["far"]) for value in values]
    choice = choose("area", (), options, ONE)
    assert choice.option.value == "RU"
    assert choice.chance == pytest.approx(0.576, abs=0.001)


def test_the_committed_weights_are_sorted_whole_and_of_slots_that_are_weighed() -> None:
    table = weights.committed()
    rows = list(weights.rows(table))
    assert len(rows) > 10_000
    assert weights.written(rows) == weights.FILE.read_text(encoding="utf-8")
    slots = {"kind", "metric", "share_of", "commodity", "status", "stage", "exporter", "importer", "area", "period"}
    slots |= {"unit", "rate", "money"}
    assert {slot for slot, _ in table} == slots


@pytest.mark.parametrize(
    ("word", "told"), [("imports,", "import"), ("101,000", "#"), ("१२", "#"), ("में", "में"), ("—", "—"), ("bpd.", "bpd")]
)
def test_forms_of_a_word_are_one(word: str, told: str) -> None:
    assert stem(word) == told


@given(
    st.lists(
        st.tuples(
            st.just("area"), st.sampled_from(["", "en", "price"]),
            st.sampled_from(["near", "far", "a | near", "b | near", "b | far"]), st.integers(-400, 400),
        ),
        unique_by=lambda row: row[1:3],
    )
)  # fmt: skip
def test_weights_added_up_choose_as_weights_one_by_one(rows: list[weights.Weight]) -> None:
    weigh.use(rows)
    common = ["near", "far", "unknown"]
    options = [
        Option("IN", ["near"], names=("a",), common=common),
        Option("RU", ["far", "near"], names=("b", "unknown"), common=common),
        Option("SA", []),
    ]
    choices = [choose("area", ("en", "price"), options, ONE) for _ in range(25)]
    assert weigh._weights("area", ("en", "price")).table is not None
    assert len({(choice.option.value, choice.chance) for choice in choices}) == 1
