"""The analyst's word: it changes what stands, survives every reading, can be taken back, and the past stays."""

from __future__ import annotations

import json
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.made import Fact, Story, Warehouse, hour, record
from warehouse import annotation, append, build, copy, shard, verdict
from warehouse.failure import NotHere, VerdictRefused

STORY = Story(
    "a", (Fact(101_000), Fact(7, stage=None, unit="ship", metric="trade_count")), outlet="Dawn", words="One. "
)
OTHER = Story("b", (Fact(120_000),), outlet="Tribune", words="Two. ")
SHOWN = "SELECT verdict, value, point_id IN (SELECT point_id FROM point), current FROM evidence WHERE quote = ?"
POINTS = "SELECT series, value, articles, conflict FROM point ORDER BY ALL"
SERIES = "trade:level:{}:actual:crude_oil:RU>{}:t"


def of(warehouse: Warehouse, value: float = 101_000) -> str:
    """The observation that states this value now."""
    ((found,),) = warehouse.rows("SELECT observation_id FROM evidence WHERE value = ?", value)
    return str(found)


def say(warehouse: Warehouse, words: str, at: int = 50, value: float = 101_000, **more: str) -> verdict.Given:
    given = {"why": "read it", "by": "asha"} | more
    return verdict.give(warehouse.path, of(warehouse, value), words.split(), given["why"], given["by"], hour(at))


@pytest.fixture
def told(warehouse: Warehouse) -> Warehouse:
    """Two outlets that contradict one another."""
    warehouse.load(STORY, OTHER)
    return warehouse


def test_a_wrong_one_counts_in_no_point_and_stays_in_evidence(told: Warehouse) -> None:
    assert (SERIES.format("delivered", "PK"), 101_000, 2, True) in told.rows(POINTS)
    say(told, "wrong")
    assert (SERIES.format("delivered", "PK"), 120_000, 1, False) in told.rows(POINTS)
    assert told.rows("FROM conflict") == []
    assert told.rows(
        "SELECT verdict, verdict_why, verdict_by, current, confidence FROM evidence WHERE value = 101000"
    ) == [("wrong", "read it", "asha", False, 0.0)]
    say(told, "wrong", value=120_000)
    assert told.rows("SELECT 1 FROM point WHERE unit = 't'") == []
    assert len(told.rows("FROM evidence")) == 3


def test_a_corrected_one_stands_under_its_own_point(told: Warehouse) -> None:
    given = say(told, "importer=IN stage=shipped")
    assert given.changed
    assert dict(zip(given.stands.columns, given.stands.rows[0], strict=True))["series"] == SERIES.format(
        "shipped", "IN"
    )
    assert {row[:2] for row in told.rows(POINTS)} >= {
        (SERIES.format("shipped", "IN"), 101_000),
        (SERIES.format("delivered", "PK"), 120_000),
    }
    ((read, changed, confidence),) = told.rows(
        "SELECT machine_read, machine_changed, confidence FROM evidence WHERE verdict = 'corrected'"
    )
    assert (read, changed, confidence) == ({"importer": "PK", "stage": "delivered"}, False, 1.0)
    say(told, "value=1.2e5", at=51)
    assert (SERIES.format("shipped", "IN"), 120_000) in {row[:2] for row in told.rows(POINTS)}


def test_a_right_one_is_as_it_was_read_and_sure(told: Warehouse) -> None:
    before = told.rows(POINTS)
    say(told, "right")
    assert told.rows(POINTS) == before
    assert told.rows("SELECT verdict, confidence, machine_read FROM evidence WHERE value = 101000") == [
        ("right", 1.0, {})
    ]


def test_taken_back_it_is_as_if_nothing_had_been_said(told: Warehouse) -> None:
    before = told.rows(POINTS), told.rows("FROM evidence ORDER BY ALL")
    for words in ("wrong", "taken-back", "importer=IN", "taken-back"):
        say(told, words)
    assert (told.rows(POINTS), told.rows("FROM evidence ORDER BY ALL")) == before
    assert told.rows("SELECT verdict FROM verdict ORDER BY recorded_at") == [
        ("wrong",), ("taken back",), ("corrected",), ("taken back",)
    ]  # fmt: skip
    with pytest.raises(VerdictRefused, match="no verdict"):
        say(told, "taken-back")


def test_the_same_word_twice_is_one_verdict(told: Warehouse) -> None:
    assert [say(told, "wrong").changed for _ in range(2)] == [True, False]
    assert say(told, "wrong", why="misprint").changed
    assert told.rows("SELECT count(*), count(*) FILTER (superseded_at IS NULL) FROM verdict") == [(2, 1)]


@pytest.mark.parametrize(
    "words", ["", "maybe", "right wrong", "right stage=shipped", "stage=gone", "importer=Pakistan"]
)
def test_a_word_that_cannot_be_meant_changes_nothing(words: str, told: Warehouse) -> None:
    before = told.path.read_bytes()
    with pytest.raises(VerdictRefused) as refused:
        say(told, words)
    assert "\n" not in str(refused.value)
    with pytest.raises(VerdictRefused, match="reason"):
        say(told, "right", why=" ")
    with pytest.raises(NotHere):
        verdict.give(told.path, "nobody", ["right"], "why", "me", hour(9))
    assert told.rows("FROM verdict") == []
    assert told.path.read_bytes() == before


def test_what_was_known_before_a_verdict_is_answered_for_ever(told: Warehouse) -> None:
    known = "SELECT * FROM points_known_at(?) ORDER BY ALL"
    answers = [(build.moment(hour(0)), told.rows(known, build.moment(hour(0))))]
    for number, words in enumerate(("wrong", "right", "importer=IN stage=shipped", "taken-back", "value=5"), 50):
        say(told, words, at=number)
        moment = build.moment(hour(number))
        answers.append((moment, told.rows(known, moment)))
        assert answers[-1][1] == told.rows("FROM point ORDER BY ALL")
    told.load(replace(STORY, grammar="g2", facts=(Fact(101_000, importer="CN"), *STORY.facts[1:])), at=60)
    told.load(replace(STORY, words="Another beginning. "), at=61)
    assert [told.rows(known, moment) for moment, _ in answers] == [answer for _, answer in answers]
    assert len({repr(answer) for _, answer in answers}) == 4  # right and taken back answer as at first


def test_as_of_a_day_it_is_read_as_it_is_read_today(told: Warehouse) -> None:
    say(told, "wrong")
    assert told.rows("SELECT value FROM points_as_of(DATE '2023-07-03') WHERE unit = 't'") == [(120_000,)]


def test_an_article_without_a_date_can_be_judged(warehouse: Warehouse) -> None:
    warehouse.load(Story("a", (Fact(101_000, period=None),), None))
    say(warehouse, "importer=IN")
    assert [row[0] for row in warehouse.rows(POINTS)] == [SERIES.format("delivered", "IN")]


# Read again


def reread(story: Story, number: int, change: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of a newer grammar, which reads the first number of `story` otherwise: other slots, another span, or
    not at all."""
    rows = replace(story, grammar=f"g{number}").rows
    first = rows["observation"][0]
    first |= change["slots"]
    start, end = first["start_char"] + change["later"], first["end_char"] + change["longer"]
    text = rows["article"][0]["text"]
    first |= {"start_char": start, "end_char": end, "quote": text[start:end]}
    if (change["later"], change["longer"]) != (0, 0):
        first["observation_id"] = f"{first['version_id']}-{start}-{end}"
    if change["gone"]:
        rows["observation"] = rows["observation"][1:]
        rows["article"][0] |= {"taken": 1, "observations": 1, "rejected": {"year": 2}}
    return rows


CHANGES = st.fixed_dictionaries(
    {
        "slots": st.fixed_dictionaries(
            {},
            optional={
                "value": st.sampled_from([101.0, 102_000.0]),
                "importer": st.sampled_from(["IN", "CN", None]),
                "stage": st.sampled_from(["shipped", "contracted", None]),
                "commodity": st.sampled_from(["oil", "coal"]),
                "unit": st.just("bbl"),
                "period_start": st.just(date(2023, 6, 11)),
                "status": st.just("planned"),
                "confidence": st.floats(0, 1),
            },
        ),
        "later": st.integers(0, 3),
        "longer": st.integers(-2, 1),
        "gone": st.booleans(),
    }
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["right", "wrong", "importer=BD stage=shipped"]), st.lists(CHANGES, min_size=1, max_size=3))
def test_a_verdict_survives_every_reading(words: str, changes: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder))
        warehouse.load(STORY)
        say(warehouse, words)
        stands = warehouse.rows(POINTS)
        facts = "SELECT value, unit, verdict, verdict_why, series FROM evidence WHERE verdict IS NOT NULL"
        judged = warehouse.rows(facts)
        for number, change in enumerate(changes, 2):
            made = shard.write(Path(folder) / f"again-{number}", reread(STORY, number, change))
            append.load(warehouse.path, [made], record(f"again-{number}", f"g{number}"), hour(50 + number))
            assert warehouse.rows(POINTS) == stands
            gone = words == "wrong" and change["gone"]
            assert warehouse.rows(facts) == ([] if gone else judged)
            assert warehouse.breaches() == []
        # Whatever was read in between, the word can be taken back, and then the machine's stands again.
        ((found,),) = warehouse.rows("SELECT observation_id FROM evidence WHERE verdict IS NOT NULL") or [(None,)]
        if found:
            verdict.give(warehouse.path, found, ["taken-back"], "enough", "asha", hour(70))
            assert warehouse.rows(facts) == []
            machine = "SELECT count(*) FROM observation WHERE superseded_at IS NULL"
            assert warehouse.rows("SELECT count(*) FROM evidence") == warehouse.rows(machine)


def test_what_is_read_otherwise_since_is_marked(told: Warehouse) -> None:
    say(told, "importer=IN")
    marked = "SELECT machine_changed FROM evidence WHERE verdict IS NOT NULL"
    assert told.rows(marked) == [(False,)]
    told.load(replace(STORY, grammar="g2", facts=(Fact(101_000, confidence=0.1), *STORY.facts[1:])), at=60)
    assert told.rows(marked) == [(False,)]
    told.load(replace(STORY, grammar="g3", facts=(Fact(101_000, importer="IN"), *STORY.facts[1:])), at=61)
    assert told.rows(marked) == [(True,)]
    say(told, "right", at=62)
    assert told.rows(marked) == [(False,)]


def test_two_numbers_of_one_span_are_told_apart(warehouse: Warehouse) -> None:
    rows = Story("a", (Fact(101_000), Fact(5, stage=None))).rows
    first, second = rows["observation"]
    second |= {name: first[name] for name in ("start_char", "end_char", "quote", "sentence_start", "sentence_end")}
    second |= {"observation_id": first["observation_id"][:-1] + "1", "value": 101_000.0}
    for run in range(2):
        made = shard.write(warehouse.folder / f"twins-{run}", rows)
        append.load(warehouse.path, [made], record(f"twins-{run}"), hour(run))
        if run == 0:
            verdict.give(warehouse.path, second["observation_id"], ["wrong"], "why", "me", hour(1))
        second["exporter"] = "SA"
    assert warehouse.rows("SELECT observation_id, verdict FROM evidence ORDER BY ALL") == [
        (first["observation_id"], None),
        (second["observation_id"], "wrong"),
    ]


# Another text


@pytest.mark.parametrize("words", ["right", "wrong", "importer=BD"])
def test_a_verdict_goes_with_its_sentence_into_another_text(words: str, told: Warehouse) -> None:
    say(told, words)
    stands = told.rows(POINTS)
    told.load(replace(STORY, words="A new beginning, and a longer one.\n"), at=60)
    assert told.rows(POINTS) == stands
    told.load(STORY, at=61)
    assert told.rows(POINTS) == stands
    say(told, "taken-back", at=62)
    told.load(replace(STORY, words="A new beginning, and a longer one.\n"), at=63)
    assert told.rows("SELECT 1 FROM evidence WHERE verdict IS NOT NULL") == []


def test_a_verdict_does_not_go_into_another_sentence(told: Warehouse) -> None:
    say(told, "wrong")
    told.load(replace(STORY, facts=(Fact(101_000, quote="some 101,000 टन"), *STORY.facts[1:])), at=60)
    assert told.rows("SELECT verdict FROM evidence WHERE value = 101000") == [(None,)]
    assert told.rows("SELECT count(*) FROM verdict") == [(1,)]


def test_of_two_equal_sentences_each_keeps_its_own(warehouse: Warehouse) -> None:
    twice = Story("a", (Fact(101_000), Fact(5, unit="ship"), Fact(101_000)))
    warehouse.load(twice)
    ((_,), (second,)) = warehouse.rows(
        "SELECT observation_id FROM evidence WHERE value = 101000 ORDER BY length(observation_id), observation_id"
    )
    verdict.give(warehouse.path, second, ["wrong"], "why", "me", hour(5))
    warehouse.load(replace(twice, words="Once more.\n"), at=6)
    assert warehouse.rows("SELECT verdict FROM evidence WHERE value = 101000 ORDER BY observation_id") == [
        (None,),
        ("wrong",),
    ]


def test_nothing_depends_on_the_order_of_verdicts_and_texts(tmp_path: Path) -> None:
    newer = replace(STORY, words="A new beginning.\n", published=date(2023, 7, 5), locator="newer")
    words = {101_000.0: "importer=BD", 7.0: "wrong"}
    states = set()
    steps: list[str | float] = ["newer", *words]
    for number, order in enumerate(permutations(steps, 3)):
        warehouse = Warehouse(tmp_path / str(number))
        warehouse.load(replace(STORY, locator="older"))
        for step, each in enumerate(order):
            if isinstance(each, str):
                warehouse.load(newer, at=20 + step)
            else:
                say(warehouse, words[each], at=20 + step, value=each)
        states.add(repr(warehouse.rows("SELECT * EXCLUDE (recorded_at, verdict_at) FROM evidence ORDER BY ALL")))
        states.add(repr(warehouse.rows("FROM point ORDER BY ALL")))
        assert warehouse.breaches() == []
    assert len(states) == 2


# Published and exported


def test_the_published_file_has_the_verdict(told: Warehouse) -> None:
    say(told, "importer=IN")
    path = told.folder / "energy.duckdb"
    for bare in (False, True):
        copy.publish(told.path, path, without_text=bare)
        with closing(build.open_published(path)) as con:
            assert con.execute(POINTS).fetchall() == told.rows(POINTS)
            known = con.execute(
                "SELECT series, value, articles, conflict FROM points_known_at(TIMESTAMP '2030-01-01') ORDER BY ALL"
            )
            assert known.fetchall() == told.rows(POINTS)


def lines(warehouse: Warehouse) -> list[dict[str, Any]]:
    return [json.loads(line) for line in annotation.export(warehouse.path).lines]


def test_a_whole_article_that_was_judged_is_a_passage(warehouse: Warehouse) -> None:
    warehouse.load(STORY, OTHER)
    say(warehouse, "importer=IN")
    say(warehouse, "wrong", value=7)
    ((text,),) = warehouse.rows("SELECT text FROM article WHERE article_id = 'a'")
    (passage,) = lines(warehouse)
    (observation,) = passage.pop("observations")
    assert passage == {"id": "a", "language": "en", "published": "2023-07-03", "text": text}
    assert text[observation["start"] : observation["end"]] == observation["quote"] == "101,000 टन"
    golden = Path(__file__).parents[1] / "golden" / "passages.jsonl"
    with golden.open(encoding="utf-8") as file:
        assert list(observation) == list(json.loads(next(file))["observations"][0])
    assert (observation["value"], observation["importer"], observation["period_start"]) == (101_000, "IN", "2023-06-01")


def test_a_judged_number_among_others_is_a_passage_of_its_sentence(told: Warehouse) -> None:
    say(told, "right", value=7)
    (passage,) = lines(told)
    (observation,) = passage["observations"]
    assert passage["text"][observation["start"] : observation["end"]] == "7 टन"
    assert "101,000" not in passage["text"]
    assert "unjudged" not in passage


def test_a_sentence_with_a_number_that_nobody_judged_says_so(warehouse: Warehouse) -> None:
    rows = STORY.rows
    for row in rows["observation"]:
        row |= {"sentence_start": 0, "sentence_end": rows["article"][0]["characters"]}
    append.load(warehouse.path, [shard.write(warehouse.folder / "one", rows)], record("one"), hour(0))
    say(warehouse, "right", value=7)
    made = annotation.export(warehouse.path)
    (passage,) = lines(warehouse)
    assert (made.judged, made.partly) == (1, 1)
    ((start, end),) = passage["unjudged"]
    assert passage["text"][start:end] == "101,000 टन"
    say(warehouse, "wrong")
    assert [("unjudged" in each, len(each["observations"])) for each in lines(warehouse)] == [(False, 1)]
