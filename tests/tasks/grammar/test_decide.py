"""Of two metrics that are both likely, the one with which all slots together are likelier."""

from __future__ import annotations

from typing import Any

import pytest

from tasks.grammar import decide, weigh
from tasks.grammar.slots import Refusal, Slots

NOTHING: Any = None


def _slots(measured: str, /, **chances: float) -> Slots:
    return Slots("level", 1, False, "bbl/d", metric=measured, chances=chances)


def _decided(
    monkeypatch: pytest.MonkeyPatch, first: Slots | Refusal, next_best: Slots | Refusal
) -> tuple[Any, list[bool]]:
    """What is decided, and for each reading whether it was with the next best metric."""
    asked: list[bool] = []

    def read(*_: Any, second: bool = False) -> Slots | Refusal:
        asked.append(second)
        return next_best if second else first

    monkeypatch.setattr(decide, "_decided", read)
    return decide.decide(NOTHING, NOTHING, NOTHING, None), asked


def test_the_next_best_metric_is_taken_where_all_slots_together_are_likelier_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, asked = _decided(
        monkeypatch, _slots("trade", metric=0.55, exporter=0.4), _slots("production", metric=0.45, area=0.9)
    )
    assert made.metric == "production"
    assert asked == [False, True]


def test_the_likeliest_metric_stays_where_they_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = _decided(
        monkeypatch, _slots("trade", metric=0.55, exporter=0.8), _slots("production", metric=0.45, area=0.9)
    )
    assert made.metric == "trade"


def test_a_reading_is_not_given_up_for_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = _decided(monkeypatch, _slots("trade", metric=0.55, exporter=0.1), Refusal("no_metric"))
    assert made.metric == "trade"


@pytest.mark.parametrize("first", [_slots("trade", metric=0.9, exporter=0.1), Refusal("no_metric"), _slots("price")])
def test_what_is_sure_is_not_read_twice(monkeypatch: pytest.MonkeyPatch, first: Slots | Refusal) -> None:
    made, asked = _decided(monkeypatch, first, _slots("production", metric=0.9))
    assert made is first
    assert asked == [False]


def test_who_looks_on_sees_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    unwatch = weigh.watch(lambda *_: None)
    try:
        made, asked = _decided(monkeypatch, _slots("trade", metric=0.5, area=0.1), _slots("price", metric=0.5))
    finally:
        unwatch()
    assert made.metric == "trade"
    assert asked == [False]
