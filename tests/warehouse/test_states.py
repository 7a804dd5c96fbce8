"""All that points have ever been: the same that is worked out for one moment, at every moment of every clock."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.made import JUNE, Fact, Story, Warehouse, empty, hour
from warehouse import build, copy, verdict

BEGUN, FIRST, HOURS, DAYS = datetime(2026, 1, 1), date(2025, 12, 30), 10, 4
WORKED_OUT = "SELECT * FROM points_at({known}, {published}) ORDER BY ALL"
LOOKED_UP = """
    SELECT * EXCLUDE (published_from, published_until, known_from, known_until) FROM states
    WHERE {clock}_from <= {moment} AND ({clock}_until IS NULL OR {clock}_until > {moment}) ORDER BY ALL
"""


def spells(chance: Random, begin: int, end: int, gaps: bool) -> Iterator[tuple[int, int]]:
    """Hours from and until which rows of one thing hold, one behind the other; some hold for no time at all."""
    since = begin
    while since < end:
        until = min(end, since + chance.choice([0, 2, 4, 9, 9, 9]))
        yield since, until
        since = until + (chance.choice([0, 0, 2]) if gaps else 0)


def clock(since: int, until: int) -> dict[str, Any]:
    return {
        "recorded_at": BEGUN + timedelta(hours=since),
        "superseded_at": BEGUN + timedelta(hours=until) if until < HOURS else None,
        "run_id": "made",
    }


def history(chance: Random) -> dict[str, list[dict[str, Any]]]:
    """Rows of a few articles about two keys, with whatever can happen to rows in time."""
    rows: dict[str, list[dict[str, Any]]] = {"article": [], "observation": [], "origin": []}
    for name in "abcde"[: chance.randint(3, 5)]:
        versions = [
            tuple(
                Fact(
                    chance.choice([100.0, 102.0, 104.0, 120.0]),
                    comparator=chance.choice("===~>"),
                    importer=chance.choice(["PK", "PK", "PK", "IN"]),
                    period=chance.choice([JUNE, JUNE, JUNE, None]),
                    attribution=chance.choice([None, None, "the minister", "two traders"]),
                )
                for _ in range(chance.randint(1, 3))
            )
            for _ in range(2)
        ]
        for since, until in spells(chance, chance.randrange(3), HOURS, gaps=False):
            number = chance.randrange(2)
            day = chance.choice([None, *(FIRST + timedelta(days=day) for day in range(DAYS))])
            made = Story(name, versions[number], day, chance.choice(["en", "hi"]), words="x " * number).rows
            rows["article"].append(made["article"][0] | clock(since, until))
            for observation in made["observation"]:
                for held in spells(chance, since, until, gaps=True):
                    read = {} if chance.random() < 0.7 else {"value": 104.0, "importer": "IN"}
                    rows["observation"].append(observation | read | clock(*held))
        for held in spells(chance, chance.randrange(3), HOURS, gaps=True):
            origin = {"article_id": name, "origin_id": chance.choice("XYZ"), "reason": "outlet"}
            rows["origin"].append(origin | clock(*held))
    return rows


_JUDGED = """
    INSERT INTO verdict BY NAME
    SELECT * EXCLUDE (confidence, published, language, cues, grammar, run_id) REPLACE (
        $since AS recorded_at, $until AS superseded_at, coalesce($value, value) AS value
    ), $name AS verdict_id, $verdict AS verdict, 'why' AS why, 'me' AS said_by, $since AS said_at,
        reading_id(o) AS reading_id
    FROM observation AS o WHERE observation_id = $observation LIMIT 1
"""


def fill(con: duckdb.DuckDBPyConnection, chance: Random) -> None:
    rows = history(chance)
    for table, held in rows.items():
        columns = ", ".join(f'"{column}"' for column in (held[0] if held else {}))
        for row in held:
            con.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    seen = sorted({row["observation_id"] for row in rows["observation"]})
    for number, observation in enumerate(chance.sample(seen, min(len(seen), chance.randrange(4)))):
        for since, until in spells(chance, chance.randrange(HOURS), HOURS, gaps=False):
            word = chance.choice(["right", "wrong", "corrected", "taken back"])
            times = clock(since, until)
            con.execute(
                _JUDGED,
                {
                    "since": times["recorded_at"],
                    "until": times["superseded_at"],
                    "value": 120.0 if word == "corrected" else None,
                    "name": f"verdict {number}",
                    "verdict": word,
                    "observation": observation,
                },
            )


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_at_every_moment_the_states_are_what_is_worked_out_for_it(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "energy.work.duckdb"
        shutil.copy(empty(), path)
        with closing(build.open_working(path, hour(0))) as con:
            fill(con, Random(seed))
            con.execute("CREATE TEMP TABLE states AS FROM point_state")
            for since in range(-1, HOURS + 2):
                moment = f"TIMESTAMP '{BEGUN + timedelta(hours=since)}'"
                worked_out = con.execute(WORKED_OUT.format(known=moment, published="NULL")).fetchall()
                assert con.execute(LOOKED_UP.format(clock="known", moment=moment)).fetchall() == worked_out, moment
            for day in range(-1, DAYS + 3):
                moment = f"DATE '{FIRST + timedelta(days=day)}'"
                worked_out = con.execute(WORKED_OUT.format(known="NULL", published=moment)).fetchall()
                assert con.execute(LOOKED_UP.format(clock="published", moment=moment)).fetchall() == worked_out, moment


# Published


FACTS = (Fact(100_000, stage="contracted"), Fact(101_000), Fact(7, unit="ship", metric="trade_count", period=None))
STORY = Story("a", FACTS, outlet="Dawn")


@pytest.fixture
def told(warehouse: Warehouse) -> Warehouse:
    warehouse.load(STORY)
    warehouse.load(Story("b", FACTS[:2], date(2023, 7, 4), language="hi", outlet="Jagran"))
    warehouse.load(replace(STORY, grammar="g2", facts=(replace(FACTS[0], importer="IN"), *FACTS[1:])))
    warehouse.load(Story("c", (Fact(120_000),), date(2023, 7, 6), outlet="Z"), Story("d", (Fact(9),), None, outlet="Z"))
    ((judged,),) = warehouse.rows("SELECT observation_id FROM evidence WHERE article_id = 'c'")
    verdict.give(warehouse.path, judged, ["value=110000"], "misread", "asha", hour(10))
    verdict.give(warehouse.path, judged, ["taken-back"], "after all", "asha", hour(11))
    warehouse.load(replace(STORY, facts=FACTS[:1], words="Corrected. "), at=20)
    return warehouse


@pytest.mark.parametrize("at_once", [2, 1_000])
def test_the_published_file_looks_up_what_the_working_file_works_out(
    at_once: int, told: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy, "_AT_ONCE", at_once)
    path = told.folder / "energy.duckdb"
    copy.publish(told.path, path)
    days = [f"DATE '2023-07-0{day}'" for day in range(2, 8)] + ["DATE '2026-11-21'", "'2026-11-23'", "NULL"]
    moments = [f"TIMESTAMP '{build.moment(hour(number))}'" for number in (-1, 0, 1, 2, 3, 10, 11, 19, 20, 21)]
    queries = [f"SELECT * FROM points_as_of({day}) ORDER BY ALL" for day in days]
    queries += [
        f"SELECT * FROM points_known_at({moment}) ORDER BY ALL" for moment in [*moments, "'2030-01-01'", "NULL"]
    ]
    with closing(build.open_published(path)) as con, closing(told.open()) as working:
        answers = [con.execute(query).fetchall() for query in queries]
        assert answers == [working.execute(query).fetchall() for query in queries]
        assert (
            con.execute("FROM points_as_of(NULL) ORDER BY ALL").fetchall()
            == con.execute("FROM point ORDER BY ALL").fetchall()
        )
        tables = con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        assert ("point_state",) in tables
    assert len({repr(answer) for answer in answers}) == 9


def test_a_state_says_from_when_until_when(warehouse: Warehouse) -> None:
    story = Story("a", (Fact(100),), date(2023, 7, 3), outlet="X")
    warehouse.load(story, Story("b", (Fact(120),), date(2023, 7, 5), outlet="X"))
    warehouse.load(Story("c", (Fact(130),), date(2023, 7, 6), outlet="X"))
    states = warehouse.rows(
        """
        SELECT value, articles, published_from, published_until, known_from, known_until FROM point_state
        ORDER BY articles
        """
    )
    first, second = build.moment(hour(0)), build.moment(hour(1))
    assert states == [
        (100, 1, date(2023, 7, 3), date(2023, 7, 5), None, None),
        (120, 2, date(2023, 7, 5), date(2023, 7, 6), first, second),
        (130, 3, date(2023, 7, 6), None, second, None),
    ]
