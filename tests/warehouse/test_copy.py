"""The published file: always whole, always readable, never behind a breach."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.made import Fact, Story, Warehouse, make
from warehouse import build, copy
from warehouse.failure import AuditBreach, WarehouseBusy

ROOT = Path(__file__).parents[2]
STORIES = (
    Story("a", (Fact(100_000, stage="contracted"), Fact(101_000)), outlet="Dawn", rejects=1),
    Story("b", (Fact(120_000),), outlet="Tribune"),
)
RELATIONS = (
    "article",
    "observation",
    "reject",
    "quarantine",
    "run",
    "origin",
    "series",
    "point",
    "point_state",
    "evidence",
    "conflict",
    "lead",
)
QUESTIONS = (
    *(f"SELECT count(*) FROM {name}" for name in RELATIONS),
    "SELECT count(*) FROM points_as_of(DATE '2024-01-01')",
    "SELECT count(*) FROM points_known_at(TIMESTAMP '2030-01-01')",
    "SELECT count(*) FROM why('RU>PK')",
    "SELECT round(to_unit(value, unit, 'kb', commodity, grade).mid, 3) FROM point ORDER BY ALL",
)


@pytest.fixture
def published(warehouse: Warehouse) -> Path:
    warehouse.load(*STORIES)
    path = warehouse.folder / "energy.duckdb"
    copy.publish(warehouse.path, path)
    return path


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(build.open_published(path)) as con:
        return con.execute(sql).fetchall()


def test_the_copy_says_what_the_working_file_says(published: Path, warehouse: Warehouse) -> None:
    for name in RELATIONS:
        assert ask(published, f"FROM {name} ORDER BY ALL") == warehouse.rows(f"FROM {name} ORDER BY ALL"), name
    tables = {name for (name,) in ask(published, "SELECT table_name FROM duckdb_tables()")}
    assert tables >= set(copy.MATERIALISED)
    with closing(build.open_published(published)) as con, pytest.raises(duckdb.Error):
        con.execute("DELETE FROM observation")


def test_the_copy_says_what_was_made(warehouse: Warehouse) -> None:
    warehouse.load(*STORIES)
    path = warehouse.folder / "energy.duckdb"
    made = copy.publish(warehouse.path, path)
    assert (made.points, made.series, made.conflicts, made.warnings) == (2, 2, 1, ())
    assert made.bytes == path.stat().st_size
    assert sorted(entry.name for entry in warehouse.folder.iterdir() if "energy" in entry.name) == [
        "energy.duckdb",
        "energy.work.duckdb",
    ]


def test_every_relation_and_column_of_the_copy_has_a_comment(published: Path) -> None:
    silent = """
        SELECT table_name FROM duckdb_tables() WHERE comment IS NULL
        UNION ALL SELECT view_name FROM duckdb_views() WHERE comment IS NULL AND NOT internal
        UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal
        UNION ALL SELECT function_name FROM duckdb_functions()
            WHERE comment IS NULL AND NOT internal AND function_type LIKE '%macro'
    """
    assert ask(published, silent) == []


def test_the_copy_answers_when_attached(published: Path) -> None:
    with closing(duckdb.connect()) as con:
        con.execute(f"ATTACH '{published}' AS kb (READ_ONLY)")
        for name in RELATIONS:
            con.execute(f"SELECT * FROM kb.{name}").fetchall()
        con.execute("USE kb")
        assert [con.execute(question).fetchall() for question in QUESTIONS] == [ask(published, q) for q in QUESTIONS]


def test_without_text_leaves_no_text_anywhere_in_the_file(warehouse: Warehouse) -> None:
    secret = "The harbour master would not be named. "
    warehouse.load(Story("a", (Fact(5_000_007),), words=secret, outlet="Dawn"))
    whole, bare = warehouse.folder / "whole.duckdb", warehouse.folder / "bare.duckdb"
    copy.publish(warehouse.path, whole)
    copy.publish(warehouse.path, bare, without_text=True)
    assert ask(whole, "SELECT text IS NOT NULL FROM article") == [(True,)]
    assert ask(bare, "SELECT text, characters FROM article") == [(None, len(secret) + len("5,000,007 टन. "))]
    assert ask(bare, "SELECT quote, sentence FROM evidence") == [("5,000,007 टन", None)]
    assert b"harbour master" not in bare.read_bytes()
    assert ask(bare, "SELECT count(*) FROM points_known_at(TIMESTAMP '2030-01-01')") == [(1,)]


def test_the_last_n_stay(warehouse: Warehouse) -> None:
    path = warehouse.folder / "energy.duckdb"
    for number in range(4):
        warehouse.load(Story(f"a{number}"))
        copy.publish(warehouse.path, path, keep=2)
        os.utime(path, (number * 1000, number * 1000))
    kept = sorted(warehouse.folder.glob("energy.*Z.duckdb"))
    assert [ask(old, "SELECT count(*) FROM article") for old in kept] == [[(2,)], [(3,)]]
    assert ask(path, "SELECT count(*) FROM article") == [(4,)]


def test_a_breach_publishes_nothing(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    warehouse.load(*STORIES)
    path = tmp_path / "energy.duckdb"
    copy.publish(warehouse.path, path)
    before = path.read_bytes()
    with closing(warehouse.open()) as con:
        con.execute("UPDATE observation SET quote = 'other words' WHERE value = 120000")
    with pytest.raises(AuditBreach, match="quote_is_text") as error:
        copy.publish(warehouse.path, path)
    assert "\n" not in str(error.value)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("audit", "damage"),
    [
        ("quote_is_text", "UPDATE reject SET quote = '78'"),
        ("span_in_text", "UPDATE observation SET sentence_end = end_char - 1 WHERE value = 120000"),
        ("current_is_unique", "INSERT INTO observation SELECT * FROM observation WHERE value = 120000"),
        ("period_in_order", "UPDATE observation SET period_end = DATE '2023-05-01' WHERE value = 120000"),
        (
            "one_unit_per_series",
            "UPDATE observation SET exporter = NULL, importer = NULL, "
            "area = CASE value WHEN 120000 THEN 'p:a' ELSE 'p' END, "
            "unit = CASE value WHEN 120000 THEN 't' ELSE 'a:t' END, stage = 'delivered'",
        ),
        ("share_within_whole", "UPDATE observation SET metric = 'supply_share', unit = '%' WHERE value = 120000"),
        ("delivered_not_after_published", "UPDATE observation SET published = DATE '2023-01-01' WHERE value = 120000"),
        ("factor_has_source", "UPDATE conversion SET source = ' ' WHERE conversion_id = 'crude_oil.t.bbl'"),
        ("funnel_adds_up", "UPDATE run SET numbers = numbers + 1"),
        ("funnel_adds_up", "UPDATE article SET observations = 7 WHERE article_id = 'b'"),
        ("no_orphan", "UPDATE observation SET version_id = 'gone' WHERE value = 120000"),
        ("no_orphan", "UPDATE origin SET superseded_at = recorded_at WHERE article_id = 'b'"),
        ("no_orphan", "INSERT INTO story_key VALUES ('nobody', 1, 1)"),
        ("no_orphan", "INSERT INTO story_parent VALUES ('a', 'nobody', 'copy', 1)"),
        ("no_orphan", "UPDATE story SET version_id = 'gone'"),
        (
            "unit_slip",
            "INSERT INTO observation BY NAME SELECT o.* REPLACE ("
            "observation_id || n AS observation_id, article_id || n AS article_id, "
            "CASE n WHEN 1 THEN 1.21e10 ELSE value + n END AS value"
            ") FROM observation AS o, range(9) AS r(n) WHERE value = 120000",
        ),
        ("recorded_before_superseded", "UPDATE origin SET superseded_at = recorded_at - INTERVAL 1 DAY"),
        ("reason_is_known", "UPDATE reject SET reason = 'whim'"),
        (
            "verdict_holds",
            "INSERT INTO verdict (verdict_id, verdict, why, said_by, said_at, recorded_at, article_id, version_id) "
            "VALUES ('v', 'right', 'why', 'me', now()::TIMESTAMP, now()::TIMESTAMP, 'a', 'gone')",
        ),
        (
            "forgotten_is_gone",
            "INSERT INTO forgotten (article_id, digest, why, forgotten_at) VALUES ('b', 'd', 'why', now()::TIMESTAMP)",
        ),
    ],
)
def test_every_audit_finds_its_breach(audit: str, damage: str, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    warehouse.load(*STORIES)
    with closing(warehouse.open()) as con:
        con.execute(damage)
    found = {breach.audit: breach for breach in warehouse.breaches()}
    assert found[audit].rows >= 1
    assert found[audit].example


def test_every_audit_has_a_case() -> None:
    (mark,) = (mark for mark in test_every_audit_finds_its_breach.pytestmark if mark.name == "parametrize")  # type: ignore[attr-defined]
    assert {case[0] for case in mark.args[1]} == {path.stem for path in (ROOT / "warehouse" / "audits").glob("*.sql")}


# What comes in between


def run(code: str, *values: object, stdin: int | None = None, stderr: int | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, values)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr)


def test_readers_keep_what_they_opened_and_new_ones_see_the_new(published: Path, warehouse: Warehouse) -> None:
    code = """if True:
        import sys, duckdb
        con = duckdb.connect(sys.argv[1], read_only=True)
        print(con.execute('SELECT count(*) FROM article').fetchone()[0], flush=True)
        sys.stdin.readline()
        print(con.execute('SELECT count(*), count(DISTINCT quote) FROM evidence').fetchone()[0], flush=True)
    """
    reader = run(code, published, stdin=subprocess.PIPE)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "2\n"
    warehouse.load(Story("c"))
    copy.publish(warehouse.path, published)
    later = run(code, published, stdin=subprocess.PIPE)
    assert reader.communicate("\n")[0] == "3\n"
    assert later.communicate("\n")[0] == "3\n4\n"


READERS, PUBLISHES = 8, 20
LOOK = """
    SELECT
        (SELECT count(*) FROM run) AS runs,
        (SELECT count(*) FROM article) AS articles,
        (SELECT count(*) FROM origin) AS origins,
        (SELECT count(DISTINCT article_id) FROM evidence) AS said,
        (SELECT count(*) FROM observation) AS observations,
        (SELECT count(*) FROM evidence) AS evidence,
        (SELECT CAST(sum(observations) AS BIGINT) FROM point) AS behind_points,
        (SELECT count(*) FROM point) AS points,
        (SELECT CAST(sum(points) AS BIGINT) FROM series) AS in_series
"""
READING = """if True:
    import os, sys, duckdb
    from pathlib import Path
    published, stop, look = sys.argv[1:]
    looks, seen = 0, []
    parent = os.getppid()
    os.nice(15)  # without pause, but not in the writer's stead
    print('ready', flush=True)
    while not Path(stop).exists() and os.getppid() == parent:
        with duckdb.connect(published, read_only=True, config={'threads': 1}) as con:
            row = con.execute(look).fetchone()
        runs, articles, origins, said, observations, evidence, behind_points, points, in_series = row
        assert articles == origins == said == runs + 1, row
        assert observations == evidence == behind_points == runs + 2, row
        assert points == in_series, row
        assert not seen or runs >= seen[-1], (row, seen)
        looks += 1
        if [runs] != seen[-1:]:
            seen.append(runs)
    print(looks, *seen)
"""


def test_many_publishes_under_many_reads(published: Path, warehouse: Warehouse) -> None:
    stop = warehouse.folder / "stop"
    readers = [run(READING, published, stop, LOOK, stderr=subprocess.PIPE) for _ in range(READERS)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    for number in range(PUBLISHES):
        warehouse.load(Story(f"more-{number}", outlet=f"Outlet {number}"))
        copy.publish(warehouse.path, published)
    stop.touch()
    seen: set[int] = set()
    for reader in readers:
        out, errors = reader.communicate(timeout=120)
        assert reader.returncode == 0, errors
        looks, *runs = map(int, out.split())
        assert looks >= len(runs) > 0
        seen |= set(runs)
    assert seen <= set(range(1, PUBLISHES + 2))
    assert len(seen) > PUBLISHES // 4  # they did read while it was published


def test_a_publish_while_another_process_writes_says_so(published: Path, warehouse: Warehouse) -> None:
    before = published.read_bytes()
    code = "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    other = run(code, warehouse.path, stdin=subprocess.PIPE)
    assert other.stdout is not None
    other.stdout.readline()
    with pytest.raises(WarehouseBusy):
        copy.publish(warehouse.path, published)
    other.communicate("")
    assert published.read_bytes() == before


LIMITED = """if True:
    import sys, resource
    from pathlib import Path
    from datetime import UTC, datetime
    from warehouse import append, build, copy
    from warehouse.failure import DiskFull
    work, published, shard = map(Path, sys.argv[1:4])
    limit, what = int(sys.argv[4]), sys.argv[5]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        if what == 'load':
            record = append.RunRecord('limited', 'refresh', datetime.now(UTC), 'g1')
            append.load(work, [shard], record, datetime.now(UTC))
        else:
            copy.publish(work, published)
    except DiskFull as error:
        print(error)
    else:
        print('done')
"""


@pytest.mark.parametrize("what", ["load", "publish"])
def test_a_full_disk_is_one_line_and_changes_nothing(what: str, published: Path, warehouse: Warehouse) -> None:
    before = hashlib.sha256(published.read_bytes()).hexdigest()
    rows = warehouse.rows("FROM article ORDER BY ALL")
    noise = random.Random(1).randbytes(6_000_000).hex()  # more than the limit of either
    shard = make(warehouse.folder / "large", [Story("large", words=noise)])
    if what == "publish":
        warehouse.load(Story("large", words=noise))
        rows = warehouse.rows("FROM article ORDER BY ALL")
    limit = warehouse.path.stat().st_size + 300_000 if what == "load" else 1_500_000
    out, _ = run(LIMITED, warehouse.path, published, shard, limit, what).communicate(timeout=120)
    assert "no room" in out
    assert out.count("\n") == 1
    assert hashlib.sha256(published.read_bytes()).hexdigest() == before
    assert warehouse.rows("FROM article ORDER BY ALL") == rows
    assert not list(warehouse.folder.glob(".*half*"))


@pytest.mark.parametrize("how", ["opened", "attached"])
def test_duckdb_2_reads_it_while_it_is_published(how: str, published: Path, newest_python: Path) -> None:
    code = """if True:
        import sys, duckdb
        assert duckdb.__version__ == '2.0.0'
        path, how, *questions = sys.argv[1:]
        if how == 'opened':
            con = duckdb.connect(path, read_only=True)
        else:
            con = duckdb.connect()
            con.execute(f"ATTACH '{path}' AS kb (READ_ONLY)")
            con.execute('USE kb')
        print([con.execute(question).fetchall() for question in questions])
    """
    out = subprocess.run(
        [newest_python, "-c", code, published, how, *QUESTIONS], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == str([ask(published, question) for question in QUESTIONS])
