"""What flows and the command line ask."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import TypeVar

import duckdb

from tests.warehouse.made import Fact, Story, Warehouse
from warehouse import lookup

T = TypeVar("T")


def ask(warehouse: Warehouse, question: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
    with closing(warehouse.open()) as con:
        return question(con)


def version(story: Story) -> str:
    return str(story.rows["article"][0]["version_id"])


def test_known_is_what_this_grammar_has_read(warehouse: Warehouse) -> None:
    one, two = Story("a"), Story("b", grammar="g2")
    warehouse.load(one, two)
    assert ask(warehouse, lambda con: lookup.known_versions(con, "g1")) == {version(one)}
    assert ask(warehouse, lambda con: lookup.known_versions(con, "g2")) == {version(two)}
    assert ask(warehouse, lambda con: lookup.known_versions(con, "g3")) == frozenset()


def test_a_text_that_its_own_document_has_left_is_not_known(warehouse: Warehouse) -> None:
    old, new, copy = Story("a", (Fact(1),)), Story("a", (Fact(2),)), Story("a", (Fact(3),), locator="elsewhere")
    for story in (copy, old, new):
        warehouse.load(story)
    assert ask(warehouse, lambda con: lookup.known_versions(con, "g1")) == {version(new), version(copy)}


def test_known_tells_particulars_apart(warehouse: Warehouse) -> None:
    warehouse.load(Story("a", outlet="Dawn"))
    (known,) = ask(warehouse, lambda con: lookup.known(con, "g1"))
    assert known.particulars == ("en", "2023-07-03", None, None, "Dawn", "made", "a")


def test_what_is_known_would_be_loaded_as_known(warehouse: Warehouse) -> None:
    stories = [Story("a", (Fact(1),)), Story("a", (Fact(2),), locator="elsewhere"), Story("b", outlet="X")]
    for story in stories:
        warehouse.load(story)
    known = ask(warehouse, lambda con: lookup.known_versions(con, "g1"))
    for story in stories:
        assert version(story) in known
        assert warehouse.load(story).new == 0


def test_stored_articles_come_in_batches_by_size(warehouse: Warehouse) -> None:
    stories = [Story(f"a{number}", words="x" * 50) for number in range(7)]
    warehouse.load(*stories, replace(stories[0], article_id="new", grammar="g2"))
    batches = ask(warehouse, lambda con: list(lookup.stored_articles(con, "g2", characters=120)))
    assert [len(batch) for batch in batches] == [2, 2, 2, 1]
    assert [row["article_id"] for batch in batches for row in batch] == [f"a{number}" for number in range(7)]
    assert batches[0][0]["text"] == stories[0].rows["article"][0]["text"]
    assert ask(warehouse, lambda con: sum(len(batch) for batch in lookup.stored_articles(con))) == 8


def test_the_last_run(warehouse: Warehouse) -> None:
    assert ask(warehouse, lookup.last_run) is None
    warehouse.load(Story("a"))
    warehouse.load(Story("b"))
    last = ask(warehouse, lookup.last_run)
    assert last is not None
    assert (last["run_id"], last["new"]) == ("run-1", 1)


def test_series_why_and_conflicts_take_a_part_of_the_name(warehouse: Warehouse) -> None:
    warehouse.load(Story("a", (Fact(100), Fact(5, importer="IN")), outlet="X"), Story("b", (Fact(120),), outlet="Y"))
    found = ask(warehouse, lambda con: lookup.series(con, "RU>PK"))
    assert [dict(zip(found.columns, row, strict=True))["conflict"] for row in found.rows] == [True]
    assert len(ask(warehouse, lambda con: lookup.series(con)).rows) == 2
    assert len(ask(warehouse, lambda con: lookup.why(con, "RU>IN")).rows) == 1
    pairs = ask(warehouse, lambda con: lookup.conflicts(con))
    assert [(row[pairs.columns.index("value")], row[pairs.columns.index("other_value")]) for row in pairs.rows] == [
        (100, 120)
    ]
    assert ask(warehouse, lambda con: lookup.conflicts(con, "RU>IN")).rows == []
