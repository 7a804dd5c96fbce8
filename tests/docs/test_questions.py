"""docs/questions.md: fifteen questions with the answers of the samples, however these were loaded, in both DuckDBs."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from khabarrel.options import Format
from khabarrel.rows import show
from tasks.batch import Found, spool
from tasks.grammar.datum import Document
from tasks.outcome import shard
from tasks.sources import documents
from tasks.walk import grammar_version
from warehouse import build, copy, lookup
from warehouse.append import RunRecord, load

ROOT = Path(__file__).parents[2]
QUESTIONS = re.findall(
    r"^```sql\n(.*?)^```$", (ROOT / "docs/questions.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
)
OF_ITS_OWN_PAST = [query for query in QUESTIONS if "points_known_at" in query]
LAST = "2024-08-05"
"""When the article without a date was read."""

Fresh = Callable[[str], str]
Hold = Callable[[str, Fresh], None]
Fenced = Callable[[Mapping[str, Fresh]], Fresh]


def loaded(folder: Path, found: Iterable[Found], run: str, now: datetime) -> Path:
    """Reads and loads what was found, in `folder`; the working file."""
    working = folder / "energy.work.duckdb"
    shards = [shard(batch, folder / run, date(2026, 1, 1)) for batch in spool(found, folder / f"{run}.batches")]
    load(working, shards, RunRecord(run, "refresh", now, grammar_version()), now)
    return working


@pytest.fixture(scope="module")
def daily(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file of a warehouse that read each sample at 01:00 UTC of the day after."""
    folder = tmp_path_factory.mktemp("daily")
    found = [each for each in documents(str(ROOT / "samples")) if isinstance(each, Document)]
    for day in sorted({each.published or LAST for each in found}):
        night = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(1), UTC)
        working = loaded(folder, [each for each in found if (each.published or LAST) == day], day, night)
    copy.publish(working, folder / "energy.duckdb")
    return folder / "energy.duckdb"


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file of a warehouse that read all of them in one go, as `make run` does."""
    folder = tmp_path_factory.mktemp("once")
    working = loaded(folder, documents(str(ROOT / "samples")), "once", datetime(2026, 1, 1, tzinfo=UTC))
    copy.publish(working, folder / "energy.duckdb")
    return folder / "energy.duckdb"


def ask(path: Path, query: str) -> lookup.Rows:
    with closing(build.open_published(path)) as con:
        return lookup.select(con, query)


def test_answers_are_shown(
    hold: Hold, fenced: Fenced, replay: Fresh, daily: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHABARREL_WAREHOUSE", str(daily))
    asked: list[str] = []

    def sql(body: str) -> str:
        asked.append(body)
        return body

    def answer(_: str) -> str:
        found = ask(daily, asked.pop())
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            show([dict(zip(found.columns, row, strict=True)) for row in found.rows], found.columns, Format.table)
        return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())

    hold("docs/questions.md", fenced({"sql": sql, "text": answer, "python": replay}))
    assert not asked


def test_there_are_fifteen_each_with_its_number() -> None:
    numbers = re.findall(r"^## (\d+)\. ", (ROOT / "docs/questions.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 16)]
    assert len(QUESTIONS) == 15
    assert len(OF_ITS_OWN_PAST) == 1


def test_no_answer_is_empty(daily: Path) -> None:
    assert [query for query in QUESTIONS if not ask(daily, query).rows] == []


def test_loaded_at_once_they_answer_the_same(daily: Path, at_once: Path) -> None:
    for query in QUESTIONS:
        same = ask(daily, query) == ask(at_once, query)
        assert same == (query not in OF_ITS_OWN_PAST), query


ASKING = """if True:
    import sys, duckdb
    path, how, *questions = sys.argv[1:]
    if how == 'opened':
        con = duckdb.connect(path, read_only=True)
    else:
        con = duckdb.connect()
        con.execute(f"ATTACH '{path}' AS kb (READ_ONLY)")
        con.execute('USE kb')
    print(duckdb.__version__)
    for question in questions:
        print(con.execute(question).fetchall())
"""
SILENT = """
    SELECT name FROM (
        SELECT table_name AS name, comment, internal FROM duckdb_tables()
        UNION ALL SELECT view_name, comment, internal FROM duckdb_views()
        UNION ALL SELECT table_name || '.' || column_name, comment, internal FROM duckdb_columns()
        UNION ALL SELECT function_name, comment, internal FROM duckdb_functions() WHERE function_type LIKE '%macro'
    )
    WHERE NOT internal AND coalesce(trim(comment), '') = ''
"""


@pytest.mark.parametrize("how", ["opened", "attached"])
@pytest.mark.parametrize(("which", "version"), [("locked", "1.5.5"), ("newest", "2.0.0")])
def test_both_duckdbs_answer_and_find_a_comment_on_everything(
    which: str, version: str, how: str, daily: Path, request: pytest.FixtureRequest
) -> None:
    python = request.getfixturevalue("newest_python") if which == "newest" else sys.executable
    done = subprocess.run(
        [python, "-c", ASKING, daily, how, *QUESTIONS, SILENT], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines() == [version, *(str(ask(daily, query).rows) for query in QUESTIONS), "[]"]
