from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from khabarrel.options import Format
from khabarrel.rows import show

ROWS = [
    {"quote": "दो लाख टन", "value": Decimal("200000"), "low": None, "period_start": date(2023, 4, 1), "cues": []},
    {"quote": '[b]x[/b], "y"', "value": Decimal("0.3"), "low": 0.25, "period_start": None, "cues": [{"slot": "unit"}]},
]
COLUMNS = ("quote", "value", "low", "period_start", "cues")


def test_json_lines_have_numbers_iso_dates_and_nulls(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, COLUMNS, Format.jsonl)
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first == {"quote": "दो लाख टन", "value": 200000.0, "low": None, "period_start": "2023-04-01", "cues": []}
    assert second["value"] == 0.3
    assert second["cues"] == [{"slot": "unit"}]


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], []])
def test_json_is_one_array(rows: list[dict[str, object]], capsys: pytest.CaptureFixture[str]) -> None:
    show(rows, COLUMNS, Format.json)
    assert len(json.loads(capsys.readouterr().out)) == len(rows)


def test_csv_reads_back(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, COLUMNS, Format.csv)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["quote"] for row in rows] == [row["quote"] for row in ROWS]
    assert rows[0]["low"] == ""
    assert rows[1]["cues"] == "slot=unit"


def test_a_table_shows_the_brief_columns_and_takes_no_markup_from_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, COLUMNS, Format.table, ("quote", "value"))
    out = capsys.readouterr().out
    assert "[b]x[/b]" in out
    assert "200,000" in out
    assert "2023-04-01" not in out


def test_without_a_format_a_pipe_gets_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS[:1], COLUMNS, None)
    assert json.loads(capsys.readouterr().out)["quote"] == "दो लाख टन"
