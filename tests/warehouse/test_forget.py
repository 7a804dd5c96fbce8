"""A forgotten text is gone from every file that the warehouse has, byte by byte, and does not come back."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tasks.grammar.datum import Document
from tasks.walk import forgotten_marks, walk
from tests.warehouse.made import Fact, Story, Warehouse, broken, hour
from warehouse import build, copy, forget, lookup, verdict
from warehouse.failure import NotHere, VerdictRefused, WarehouseBusy

ROOT = Path(__file__).parents[2]
SECRET = "The harbour master would not be named"
STORY = Story(
    "a",
    (Fact(101_000, quote="101,000 tonnes of Zanzibari crude", subject="Quokka Island terminal"),),
    outlet="Dawn",
    title="Whispers at the Zqxwv quay",
    words=f"{SECRET}. ",
    rejects=1,
)
WORDS = (b"harbour master", b"Zanzibari", b"Quokka", b"quokka", b"Zqxwv", b"mumbled")
OTHER = Story("b", (Fact(120_000),), outlet="Tribune", words="Another story. ")


def erase(warehouse: Warehouse, article: str = "a", at: int = 90) -> forget.Forgotten:
    return forget.forget(warehouse.path, article, "court order 7", "asha", hour(at))


def found(path: Path) -> set[bytes]:
    """Which of the words a file holds, wherever."""
    content = path.read_bytes()
    return {word for word in WORDS if word in content}


@pytest.fixture
def told(warehouse: Warehouse) -> Warehouse:
    """Two versions of the story, a verdict on it, and a breakage of its document."""
    warehouse.load(STORY, OTHER)
    warehouse.load(
        replace(STORY, words=f"{SECRET} twice. "),
        quarantine=[broken("a", "bad_date") | {"article_id": "a", "detail": "mumbled"}],
    )
    ((observation,),) = warehouse.rows("SELECT observation_id FROM evidence WHERE article_id = 'a'")
    verdict.give(warehouse.path, observation, ["stage=shipped"], "the Zqxwv desk says so", "me", hour(40))
    return warehouse


def test_its_words_are_in_no_byte_of_the_files(told: Warehouse) -> None:
    published = told.folder / "energy.duckdb"
    copy.publish(told.path, published)
    assert found(told.path) == found(published) | {b"mumbled"} == set(WORDS)
    assert erase(told) == forget.Forgotten(("a",), 2, 162, 2, 2, 2)
    assert found(told.path) == set()
    copy.publish(told.path, published)
    assert found(published) == set()
    assert sorted(path.name for path in told.folder.iterdir() if "energy" in path.name) == [
        "energy.duckdb",
        "energy.work.duckdb",
    ]


def test_digest_reason_and_counts_stay_and_nothing_else(told: Warehouse) -> None:
    digests = told.rows("SELECT digest, version_id FROM article WHERE article_id = 'a' ORDER BY ALL")
    erase(told)
    rows = told.dicts("FROM forgotten ORDER BY digest")
    assert [(row["digest"], row["version_id"]) for row in rows] == digests
    assert {(row["why"], row["said_by"], row["observations"], row["numbers"]) for row in rows} == {
        ("court order 7", "asha", 1, 3)
    }
    for table in ("article", "observation", "reject", "verdict", "origin", "quarantine"):
        assert told.rows(f"SELECT count(*) FROM {table} WHERE article_id = 'a'") == [(0,)], table
    with closing(told.open()) as con:
        holders = con.execute(
            "SELECT table_name FROM duckdb_columns() WHERE column_name = 'article_id' AND table_name IN "
            "(SELECT table_name FROM duckdb_tables())"
        ).fetchall()
        for (table,) in holders:
            if table != "forgotten":
                assert con.execute(f"SELECT count(*) FROM {table} WHERE article_id = 'a'").fetchall() == [(0,)], table
    assert told.rows("SELECT value, articles FROM point") == [(120_000, 1)]
    assert told.rows("SELECT count(*) FROM points_known_at(?)", build.moment(hour(0))) == [(1,)]
    assert told.breaches() == []


@pytest.mark.parametrize(
    "again",
    [
        STORY,
        replace(STORY, words=f"{SECRET}, it was said. "),  # another text of the same article
        replace(STORY, article_id="copy", locator="copy"),  # the same text elsewhere
    ],
    ids=["the same", "another version", "a copy"],
)
def test_it_is_not_loaded_again(again: Story, told: Warehouse) -> None:
    erase(told)
    counts = told.load(again, Story("c", words="A third. "), at=95)
    assert (counts.articles, counts.quarantined, counts.documents, counts.new) == (1, 1, 2, 1)
    assert told.rows("SELECT reason, locator, next_step FROM quarantine WHERE superseded_at IS NULL") == [
        ("forgotten", again.locator or again.article_id, "remove it from the source")
    ]
    assert told.rows("SELECT article_id FROM article ORDER BY ALL") == [("b",), ("c",)]
    assert told.load(again, at=96).quarantined_new == 0
    assert found(told.path) == set()


def test_the_same_text_elsewhere_is_forgotten_with_it(told: Warehouse) -> None:
    told.load(replace(STORY, article_id="copy", locator="copy"))
    assert erase(told).articles == ("a", "copy")
    assert told.rows("SELECT article_id FROM article") == [("b",)]
    assert found(told.path) == set()


def test_those_that_followed_it_have_an_origin_of_their_own(warehouse: Warehouse) -> None:
    facts = (Fact(101_000), Fact(120_007, importer="IN"), Fact(77_123, importer="CN"))
    warehouse.load(Story("a", facts, outlet="Dawn"), Story("b", facts, outlet="Mint", language="hi", words="अनुवाद. "))
    assert warehouse.rows("SELECT DISTINCT origin_id FROM origin WHERE superseded_at IS NULL") == [("outlet:dawn",)]
    erase(warehouse)
    assert warehouse.rows("SELECT article_id, origin_id FROM origin WHERE superseded_at IS NULL") == [
        ("b", "outlet:mint")
    ]


def test_what_cannot_be_meant_changes_nothing(told: Warehouse) -> None:
    before = told.path.read_bytes()
    with pytest.raises(NotHere):
        erase(told, "nobody")
    with pytest.raises(VerdictRefused):
        forget.forget(told.path, "a", " ", "me", hour(90))
    assert told.path.read_bytes() == before


def test_said_again_it_erases_nothing_more(told: Warehouse) -> None:
    erase(told)
    before = [told.rows(f"FROM {table} ORDER BY ALL") for table in ("article", "forgotten", "point")]
    assert erase(told, at=91) == forget.Forgotten(("a",), 0, 0, 0, 0, 0)
    assert before == [told.rows(f"FROM {table} ORDER BY ALL") for table in ("article", "forgotten", "point")]


def test_older_published_files_that_hold_it_are_named(told: Warehouse) -> None:
    published = told.folder / "energy.duckdb"
    for _ in range(3):
        copy.publish(told.path, published, keep=5)
    erase(told)
    copy.publish(told.path, published, keep=5)
    copy.publish(told.path, published, keep=5)
    kept = copy.kept(published)
    assert len(kept) == 4
    assert forget.older(published, ["a"]) == kept[:3]
    assert forget.older(published, ["nobody"]) == []
    kept[3].write_bytes(b"nobody can open this")
    assert forget.older(published, ["a"]) == kept


def test_another_writer_is_waited_for(told: Warehouse) -> None:
    before = told.path.read_bytes()
    code = "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", code, told.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    other.stdout.readline()
    with pytest.raises(WarehouseBusy):
        erase(told)
    other.communicate("")
    assert told.path.read_bytes() == before


KILLED = """if True:
    import sys
    from pathlib import Path
    from datetime import UTC, datetime
    from warehouse import forget
    print('start', flush=True)
    forget.forget(Path(sys.argv[1]), 'a', 'order', 'me', datetime(2027, 1, 1, tzinfo=UTC))
    print('done', flush=True)
"""


def test_killed_at_any_moment_and_said_again_it_is_gone(told: Warehouse) -> None:
    moments = Random(11)
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, told.path], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0, 1.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        articles = set(told.rows("SELECT DISTINCT article_id FROM article"))
        assert articles in ({("a",), ("b",)}, {("b",)})
        assert told.breaches() == []
    erase(told, at=10_000)
    assert found(told.path) == set()
    assert told.rows("SELECT article_id FROM article") == [("b",)]
    assert not list(told.folder.glob(".*half*"))


# On the way in


def document(**more: Any) -> Document:
    return Document("s", "1", "row", f"{SECRET}. India bought 5 tonnes of coal.", id="a", language="en", **more)


def test_a_forgotten_document_goes_no_further_than_reading() -> None:
    article = walk(document(), date(2026, 1, 1)).article
    assert article is not None
    for mark in sorted(forgotten_marks("a", article.digest, None) | forgotten_marks("z", None, "0" * 64)):
        walked = walk(document(), date(2026, 1, 1), frozenset({mark, "something else"}))
        if mark in forgotten_marks("z", None, "0" * 64):
            assert walked.article is not None
        else:
            assert walked.article is None
            assert [row.reason for row in walked.quarantined] == ["forgotten"]


def test_the_fetch_knows_what_was_forgotten(told: Warehouse) -> None:
    from tasks.fetch import known

    erase(told)
    with closing(told.open()) as con:
        rows = lookup.forgotten(con)
    assert {row[0] for row in rows} == {"a"}
    assert len(rows) == 2
    lines = set(known.fn(told.path, told.folder / "known").read_text(encoding="ascii").split())
    for row in rows:
        assert lines >= forgotten_marks(*row)
        assert len(forgotten_marks(*row)) == 3
