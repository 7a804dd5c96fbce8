from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks import lexicon
from tasks import walk as module
from tasks.batch import Found, spool
from tasks.grammar.datum import Article, Document, Quarantined
from tasks.lexicon import LexiconError
from tasks.outcome import broken, funnel, shard
from tasks.walk import Walked, fingerprint, latest_day, walk

TODAY = date(2023, 10, 18)
STORY = Document(
    "s", "1", "row", "Pakistan imported 100,000 tonnes of Russian crude in June. It was 3 o'clock.",
    id="a", published="2023-10-17", language="en",
)  # fmt: skip


def test_a_story_comes_out_with_its_numbers_accounted_for() -> None:
    walked = walk(STORY, TODAY)
    assert walked.article is not None
    assert walked.quarantined == ()
    assert [(float(row.value), row.unit) for row in walked.observations] == [(100_000.0, "t")]
    assert walked.numbers == walked.taken + len(walked.rejects)
    assert walked.taken == 1
    spans = [(row.start, row.end, row.quote) for row in walked.observations]
    spans += [(row.start, row.end, row.quote) for row in walked.rejects]
    assert all(walked.article.text[start:end] == quote for start, end, quote in spans)


def test_a_known_version_is_read_and_goes_no_further() -> None:
    first = walk(STORY, TODAY)
    assert first.article is not None
    again = walk(STORY, TODAY, frozenset({fingerprint(first.article)}))
    assert again == Walked(first.article, walked=False)
    changed = replace(STORY, content="Pakistan imported 101,000 tonnes of Russian crude in June.")
    assert walk(changed, TODAY, frozenset({fingerprint(first.article)})).walked


def test_what_is_set_aside_in_reading_is_told_beside_the_article() -> None:
    walked = walk(replace(STORY, published="2999-01-01"), TODAY)
    assert walked.article is not None
    assert [(row.reason, row.article_id) for row in walked.quarantined] == [("future_date", "a")]
    assert walked.quarantined[0].next_step
    assert walked.observations


def test_an_unreadable_document_is_its_quarantine_row() -> None:
    walked = walk(replace(STORY, content=b"\x00\x01\x02\xff", media="text/plain"), TODAY)
    assert (walked.article, walked.observations, walked.numbers) == (None, (), 0)
    assert len(walked.quarantined) == 1


def test_a_source_that_failed_passes_through() -> None:
    row = Quarantined("s", "", "unreadable", "gone", "look")
    assert walk(row, TODAY) == Walked(None, (row,))


def test_whatever_one_document_raises_is_that_document_s_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(article: Article, words: object) -> None:
        raise ZeroDivisionError("over\nthe edge")

    monkeypatch.setattr(module, "split", broken)
    walked = walk(STORY, TODAY)
    assert walked.article is None
    (row,) = walked.quarantined
    assert (row.reason, row.detail) == ("failed", "ZeroDivisionError: over the edge")
    assert row.digest is not None
    assert len(row.digest) == 64


def test_a_wrong_lexicon_is_nobody_s_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(language: str) -> None:
        raise LexiconError("en.toml: unknown section [x]")

    monkeypatch.setattr(lexicon, "load", wrong)
    with pytest.raises(LexiconError):
        walk(STORY, TODAY)


def test_the_day_is_the_latest_on_earth() -> None:
    assert latest_day(datetime(2023, 10, 17, 9, 59, tzinfo=UTC)) == date(2023, 10, 17)
    assert latest_day(datetime(2023, 10, 17, 10, 0, tzinfo=UTC)) == date(2023, 10, 18)


def test_the_grammar_s_version_changes_with_any_file_that_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = module.grammar_version()
    house = tmp_path / "tasks"
    shutil.copytree(module.HERE, house, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(module, "HERE", house)
    fresh = module.grammar_version.__wrapped__
    assert fresh() == before
    seen = {before}
    for name in ("read.py", "observe.py", "grammar/fold.py", "lexicon/hi.toml"):
        with (house / name).open("a", encoding="utf-8") as file:
            file.write("# more\n")
        seen.add(fresh())
    assert len(seen) == 5
    (house / "fetch.py").write_text("# decides nothing", encoding="utf-8")
    assert fresh() in seen


def test_a_shard_adds_up(tmp_path: Path) -> None:
    known = walk(STORY, TODAY).article
    assert known is not None
    documents: list[Found] = [
        STORY,
        replace(STORY, id="b"),
        replace(STORY, id="c", published="2999-01-01"),
        replace(STORY, id="d", content=""),
        Quarantined("s", "", "unreadable", "gone", "look"),
    ]
    (batch,) = spool(documents, tmp_path)
    made = shard(batch, tmp_path / "shards", TODAY, frozenset({fingerprint(known)}))
    assert funnel([made]) == {"documents": 5, "skipped": 1, "articles": 2, "quarantined": 2, "set_aside": 1}
    assert funnel([made, made])["documents"] == 10
    rows = {name: pq.read_table(made / f"{name}.parquet").to_pylist() for name in ("article", "observation")}
    assert [row["article_id"] for row in rows["article"]] == ["b", "c"]
    for row in rows["article"]:
        assert row["numbers"] == row["taken"] + sum(count for _, count in row["rejected"])
        assert row["status"] == "energy"
    for row in rows["observation"]:
        assert STORY.content[row["start_char"] : row["end_char"]] == row["quote"]
        assert all(set(cue) == {"slot", "start_char", "end_char", "rule"} for cue in row["cues"])
    assert [(row["reason"], row["article_id"]) for row in broken([made])] == [
        ("future_date", "c"), ("empty", None), ("unreadable", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Jordan spent 144 mln dinars on imported oil last year.", "JOD"),
        ("Jordan's oil bill rose. Iraq supplied Jordan. The kingdom spent 144 mln dinars on oil imports.", "JOD"),
        ("Brazil's Petrobras cut the price of diesel by 46 centavos per litre.", "BRL/L"),
    ],
)
def test_the_country_of_a_story_settles_what_a_currency_is(text: str, unit: str) -> None:
    document = Document("", "", "row", text, published="2023-06-01", language="en")
    walked = walk(document, date(2024, 1, 1))
    units = [row.unit for row in walked.observations] + [row.unit for row in walked.rejects]
    assert [told for told in units if told] == [unit]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("नेपाल ने डीजल सस्ता किया। काठमांडू में पेट्रोल 170 रुपये प्रति लीटर है।", "NPR/L"),
        ("श्रीलंका में ईंधन की कमी है। अब पेट्रोल 450 रुपये प्रति लीटर हो गया।", "LKR/L"),
        ("भारत और नेपाल में बात हुई। भारत ने दाम घटाए। पेट्रोल 94 रुपये प्रति लीटर हो गया।", "INR/L"),
        ("पेट्रोल 94 रुपये प्रति लीटर हो गया।", "INR/L"),
        ("नेपाल में नेपाली कंपनी बंद है। भारत में पेट्रोल 94 रुपये प्रति लीटर है।", "INR/L"),
    ],
)
def test_rupees_are_those_of_the_country_that_a_story_names_most(text: str, unit: str) -> None:
    walked = walk(Document("", "", "row", text, published="2023-06-01", language="hi"), date(2024, 1, 1))
    assert [row.unit for row in walked.observations] == [unit]
