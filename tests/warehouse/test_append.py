"""Loading: nothing twice, nothing overwritten, nothing half, whatever the order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.made import Fact, Story, Warehouse, broken, hour, make, record
from warehouse import append, build, shard
from warehouse.failure import LoadRefused

NOW = "superseded_at IS NULL"
TWO = (Fact(100_000, stage="contracted"), Fact(101_000))


def current(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    return warehouse.rows(f"SELECT article_id, value, run_id FROM observation WHERE {NOW} ORDER BY ALL")


def test_the_same_shard_twice_adds_nothing(warehouse: Warehouse) -> None:
    stories = [Story("a", TWO, rejects=2), Story("b", ())]
    first = warehouse.load(*stories, quarantine=[broken("x.bin")])
    tables = [warehouse.rows(f"FROM {name} ORDER BY ALL") for name in (*shard.SCHEMAS, "origin")]
    second = warehouse.load(*stories, quarantine=[broken("x.bin")])
    assert tables == [warehouse.rows(f"FROM {name} ORDER BY ALL") for name in (*shard.SCHEMAS, "origin")]
    assert (first.new, first.known, first.articles_new, first.quarantined_new) == (2, 0, 2, 1)
    assert (second.new, second.known, second.superseded, second.articles_known, second.quarantined_new) == (
        0,
        2,
        0,
        2,
        0,
    )


def test_the_same_rows_twice_in_one_load_count_once(warehouse: Warehouse) -> None:
    counts = warehouse.load(Story("a", TWO), Story("a", TWO))
    assert (counts.observations, counts.new, counts.known) == (4, 2, 2)
    assert (counts.articles, counts.articles_new, counts.articles_known) == (2, 1, 1)


def test_the_funnel_of_a_run_is_its_row(warehouse: Warehouse) -> None:
    counts = warehouse.load(
        Story("a", TWO, rejects=2), Story("b", ()), quarantine=[broken("x"), broken("y")], skipped=3
    )
    (row,) = warehouse.dicts("FROM run")
    assert {part.name: row[part.name] for part in fields(counts)} == {
        part.name: getattr(counts, part.name) for part in fields(counts)
    }
    assert (counts.documents, counts.articles, counts.quarantined, counts.skipped) == (7, 2, 2, 3)
    assert (counts.numbers, counts.taken, counts.rejects, counts.rejected) == (6, 2, 4, {"no_unit": 2, "year": 2})
    assert row["recorded_at"] == build.moment(hour(0))


def test_documents_that_do_not_add_up_are_a_breach(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    warehouse.load(Story("a"), documents=2)
    assert [(breach.audit, breach.severity) for breach in warehouse.breaches()] == [("funnel_adds_up", "error")]


def test_an_article_with_something_set_aside_is_no_quarantined_document(warehouse: Warehouse) -> None:
    counts = warehouse.load(Story("a"), quarantine=[broken("a", "future_date") | {"article_id": "a"}])
    assert (counts.documents, counts.quarantined, counts.quarantined_new) == (1, 0, 1)


def test_a_run_that_is_stored_again_is_not_loaded_again(tmp_path: Path, warehouse: Warehouse) -> None:
    folder = make(tmp_path / "shard", [Story("a", TWO)])
    first = append.load(warehouse.path, [folder], record("same"), hour(0))
    assert append.load(warehouse.path, [folder], record("same"), hour(1)) == first
    assert warehouse.rows("SELECT count(*) FROM run") == [(1,)]


def test_no_shards_are_an_empty_run(warehouse: Warehouse) -> None:
    counts = append.load(warehouse.path, [], record("empty", skipped=4), hour(0))
    assert (counts.documents, counts.articles, counts.observations) == (4, 0, 0)


def test_a_changed_text_supersedes_the_old_versions_observations(warehouse: Warehouse) -> None:
    warehouse.load(Story("a", TWO, rejects=1), Story("b"))
    counts = warehouse.load(Story("a", (*TWO, Fact(7, stage=None)), rejects=2))
    assert (counts.new, counts.superseded, counts.articles_changed) == (3, 2, 1)
    assert [value for _, value, _ in current(warehouse)] == [7, 100_000, 101_000, 101_000]
    assert warehouse.rows(f"SELECT count(*) FILTER ({NOW}), count(*) FROM reject") == [(2, 3)]
    assert warehouse.rows(f"SELECT count(*) FILTER ({NOW}), count(*) FROM article") == [(2, 3)]


def test_reading_again_with_a_better_grammar_touches_only_what_changed(warehouse: Warehouse) -> None:
    story = Story("a", TWO)
    warehouse.load(story)
    better = replace(
        story, grammar="g2", facts=(replace(TWO[0], importer="IN", confidence=0.5), replace(TWO[1], confidence=0.5))
    )
    counts = warehouse.load(better, grammar="g2")
    assert (counts.new, counts.known, counts.superseded) == (1, 1, 1)
    rows = warehouse.rows(
        f"SELECT observation_id, importer, confidence, grammar, run_id, {NOW} FROM observation ORDER BY ALL"
    )
    assert len({row[0] for row in rows}) == 2
    assert sorted(row[1:] for row in rows) == [
        ("IN", 0.5, "g2", "run-1", True),
        ("PK", 0.9, "g1", "run-0", False),
        ("PK", 0.9, "g1", "run-0", True),
    ]
    assert warehouse.rows(f"SELECT grammar FROM article WHERE {NOW}") == [("g2",)]


def test_an_observation_that_is_no_longer_given_is_closed(warehouse: Warehouse) -> None:
    story = Story("a", (*TWO, Fact(7, stage=None)))
    warehouse.load(story)
    rows = replace(story, grammar="g2").rows
    rows["observation"] = rows["observation"][:2]
    rows["article"][0] |= {"taken": 2, "observations": 2, "rejected": {"year": 2}}
    folder = shard.write(warehouse.folder / "fewer", rows)
    counts = append.load(warehouse.path, [folder], record("fewer", "g2"), hour(5))
    assert (counts.new, counts.known, counts.superseded) == (0, 2, 1)
    assert len(current(warehouse)) == 2


@pytest.mark.parametrize("change", [{"outlet": "Dawn"}, {"title": "New"}, {"agency": "PTI"}], ids=str)
def test_changed_particulars_are_a_new_row_and_leave_observations(change: dict[str, str], warehouse: Warehouse) -> None:
    warehouse.load(Story("a", TWO))
    counts = warehouse.load(replace(Story("a", TWO), **change))  # type: ignore[arg-type]
    assert (counts.new, counts.known, counts.articles_changed) == (0, 2, 1)
    assert len(warehouse.rows("FROM article")) == 2
    assert {run for *_, run in current(warehouse)} == {"run-0"}


def test_a_changed_date_supersedes_the_observations(warehouse: Warehouse) -> None:
    warehouse.load(Story("a", TWO))
    counts = warehouse.load(Story("a", TWO, date(2023, 7, 2)))
    assert (counts.new, counts.superseded) == (2, 2)
    assert warehouse.rows(f"SELECT DISTINCT published FROM observation WHERE {NOW}") == [(date(2023, 7, 2),)]


# Versions and copies of one article

OLD, NEW = Story("a", (Fact(1),)), Story("a", (Fact(2),))


def test_a_document_that_goes_back_to_its_old_text_is_believed(warehouse: Warehouse) -> None:
    for story in (OLD, NEW, OLD):
        warehouse.load(story)
    assert [value for _, value, _ in current(warehouse)] == [1]
    assert len(warehouse.rows("FROM observation")) == 3


def test_two_documents_of_one_id_settle_and_running_again_adds_nothing(warehouse: Warehouse) -> None:
    documents = [replace(OLD, locator="one"), replace(NEW, locator="two")]
    for story in documents:
        warehouse.load(story)
    assert [value for _, value, _ in current(warehouse)] == [2]
    for story in documents:
        assert warehouse.load(story).new == 0
    assert [value for _, value, _ in current(warehouse)] == [2]


def test_an_older_version_that_comes_late_is_kept_as_past(warehouse: Warehouse) -> None:
    warehouse.load(replace(NEW, published=date(2023, 7, 5), locator="new"))
    counts = warehouse.load(replace(OLD, published=date(2023, 7, 3), locator="old"))
    assert (counts.new, counts.superseded) == (1, 0)
    assert [value for _, value, _ in current(warehouse)] == [2]
    assert warehouse.rows("SELECT value FROM observation WHERE superseded_at = recorded_at") == [(1,)]
    assert warehouse.load(replace(OLD, published=date(2023, 7, 3), locator="old")).new == 0


def test_in_one_load_the_later_version_is_current(warehouse: Warehouse) -> None:
    early, late = replace(OLD, published=date(2023, 7, 5)), replace(NEW, published=date(2023, 7, 3))
    warehouse.load(early, late)
    assert [value for _, value, _ in current(warehouse)] == [1]


def test_of_two_copies_the_earlier_and_fuller_speaks(warehouse: Warehouse) -> None:
    warehouse.load(replace(OLD, locator="a copy", published=date(2023, 7, 9), outlet="Copy"))
    warehouse.load(replace(OLD, locator="b", published=date(2023, 7, 3)))
    warehouse.load(replace(OLD, locator="c", published=date(2023, 7, 3), outlet="First"))
    warehouse.load(replace(OLD, locator="a copy", published=date(2023, 7, 9), outlet="Copy"))
    assert warehouse.rows(f"SELECT locator FROM article WHERE {NOW}") == [("c",)]
    assert warehouse.rows(f"SELECT published FROM observation WHERE {NOW}") == [(date(2023, 7, 3),)]


STORIES = st.lists(
    st.builds(
        lambda name, version, facts, outlet, language: Story(
            name,
            tuple(facts),
            date(2023, 7, 1) + timedelta(days=version),
            outlet=outlet,
            language=language,
            locator=f"{name}-{version}-{outlet}",
            words=f"Version {version}. ",
            rejects=version % 2,
        ),
        st.sampled_from(["a", "b", "c"]),
        st.integers(0, 3),
        st.lists(st.sampled_from([Fact(100), Fact(120), Fact(5, unit="ship"), Fact(90, period=None)]), max_size=3),
        st.sampled_from([None, "X", "Y"]),
        st.sampled_from(["en", "hi"]),
    ),
    min_size=1,
    max_size=6,
    # A version is a text and its date: what differs between two copies of it is who printed it, not what it says.
    unique_by=lambda story: (story.article_id, story.published),
)


def state(warehouse: Warehouse) -> list[Any]:
    """Everything but the third clock, the runs, and which of several assignments of an origin came first."""
    queries = [
        f"SELECT * EXCLUDE (recorded_at, superseded_at, run_id), {NOW} FROM {name} ORDER BY ALL"
        for name in ("article", "observation", "reject")
    ]
    queries += [
        f"SELECT article_id, origin_id, reason FROM origin WHERE {NOW} ORDER BY ALL",
        "FROM point ORDER BY ALL",
        "SELECT * EXCLUDE (recorded_at) FROM evidence ORDER BY ALL",
        "FROM conflict ORDER BY ALL",
    ]
    with closing(warehouse.open()) as con:
        return [con.execute(query).fetchall() for query in queries]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STORIES, st.randoms(use_true_random=False), st.integers(1, 3))
def test_any_order_and_any_batching_give_the_same_warehouse(stories: list[Story], random: Any, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole = Warehouse(Path(folder) / "whole")
        whole.load(*stories)
        shuffled = random.sample(stories, len(stories))
        parts = Warehouse(Path(folder) / "parts")
        for first in range(0, len(shuffled), size):
            parts.load(*shuffled[first : first + size])
        parts.load(*stories)
        assert state(parts) == state(whole)
        assert parts.breaches() == []


# Refusals


def spoilt(change: Callable[[dict[str, list[dict[str, Any]]]], None], folder: Path) -> Path:
    rows = Story("b", TWO, rejects=1).rows
    change(rows)
    return shard.write(folder, rows)


def shift(rows: dict[str, list[dict[str, Any]]]) -> None:
    rows["observation"][0]["start_char"] += 1


def shift_reject(rows: dict[str, list[dict[str, Any]]]) -> None:
    rows["reject"][0]["end_char"] += 1


def orphan(rows: dict[str, list[dict[str, Any]]]) -> None:
    rows["observation"][0]["article_id"] = "nobody"


def orphan_reject(rows: dict[str, list[dict[str, Any]]]) -> None:
    rows["reject"][0]["version_id"] = "none"


def redate(rows: dict[str, list[dict[str, Any]]]) -> None:
    rows["observation"][0]["published"] = date(2020, 1, 1)


def two_texts(rows: dict[str, list[dict[str, Any]]]) -> None:
    rows["article"].append(rows["article"][0] | {"text": rows["article"][0]["text"] + "!"})


@pytest.mark.parametrize("change", [shift, shift_reject, orphan, orphan_reject, redate, two_texts])
def test_a_shard_that_breaks_a_promise_changes_nothing(change: Any, warehouse: Warehouse) -> None:
    warehouse.load(Story("a"))
    before = [warehouse.rows(f"FROM {name}") for name in (*shard.SCHEMAS, "origin", "run")]
    good = make(warehouse.folder / "good", [Story("c")])
    bad = spoilt(change, warehouse.folder / "bad")
    with pytest.raises(LoadRefused) as error:
        append.load(warehouse.path, [good, bad], record("bad"), hour(9))
    assert "\n" not in str(error.value)
    assert before == [warehouse.rows(f"FROM {name}") for name in (*shard.SCHEMAS, "origin", "run")]


def test_a_shard_that_is_no_shard_is_refused(warehouse: Warehouse) -> None:
    folder = make(warehouse.folder / "shard", [Story("a")])
    (folder / "observation.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(LoadRefused, match="observation"):
        append.load(warehouse.path, [folder], record("r"), hour(0))
    with pytest.raises(LoadRefused, match="article"):
        append.load(warehouse.path, [warehouse.folder / "missing"], record("r"), hour(0))
    assert warehouse.rows("FROM run") == []


# Quarantine and clocks


def test_a_mended_document_leaves_quarantine(warehouse: Warehouse) -> None:
    warehouse.load(quarantine=[broken("a"), broken("b")])
    warehouse.load(Story("a"))
    assert warehouse.rows(f"SELECT locator FROM quarantine WHERE {NOW}") == [("b",)]
    assert warehouse.rows("SELECT count(*) FROM quarantine") == [(2,)]


def test_a_document_broken_in_another_way_has_one_breakage(warehouse: Warehouse) -> None:
    warehouse.load(quarantine=[broken("a", "binary")])
    warehouse.load(quarantine=[broken("a", "empty")])
    assert warehouse.rows(f"SELECT reason FROM quarantine WHERE {NOW}") == [("empty",)]


def test_time_never_goes_back(tmp_path: Path, warehouse: Warehouse) -> None:
    append.load(warehouse.path, [make(tmp_path / "1", [OLD])], record("one"), hour(9))
    append.load(warehouse.path, [make(tmp_path / "2", [NEW])], record("two"), hour(1))
    ((recorded, superseded),) = warehouse.rows("SELECT recorded_at, superseded_at FROM observation WHERE value = 1")
    assert recorded < superseded
    assert warehouse.rows("SELECT value FROM points_known_at(?)", recorded) == [(1,)]
    assert warehouse.rows("SELECT value FROM points_known_at(?)", superseded) == [(2,)]
