from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
STORY = "Pakistan imported 100,000 tonnes of Russian crude in June 2023. It was signed on page 3.\n"
FIELDS = [
    "article_id",
    "quote",
    "start",
    "end",
    "value",
    "low",
    "high",
    "comparator",
    "unit",
    "metric",
    "kind",
    "commodity",
    "exporter",
    "importer",
    "area",
    "stage",
    "share_of",
    "grade",
    "period_start",
    "period_end",
    "period_text",
    "status",
    "attribution",
    "subject",
    "value_reported",
    "unit_reported",
    "factor_id",
    "confidence",
    "published",
    "language",
]


def khabarrel(*words: object, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "khabarrel.main", *map(str, words)]
    return subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False, encoding="utf-8", **more)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_observations_come_out_as_json_lines_with_every_field(story: Path) -> None:
    done = khabarrel("extract", story, "--published", "2023-10-17")
    assert (done.returncode, done.stderr) == (0, "")
    (row,) = (json.loads(line) for line in done.stdout.splitlines())
    assert list(row) == FIELDS
    assert (row["quote"], row["value"], row["unit"]) == ("100,000 tonnes", 100000.0, "t")
    assert STORY[row["start"] : row["end"]] == row["quote"]
    assert (row["published"], row["language"], row["low"]) == ("2023-10-17", "en", None)


def test_explain_tells_of_every_number(story: Path) -> None:
    done = khabarrel("explain", story, "--format", "csv")
    assert done.returncode == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0]) == (
        [
            "article_id",
            "quote",
            "start",
            "end",
            "value",
            "low",
            "high",
            "unit",
            "value_reported",
            "unit_reported",
            "outcome",
            "reason",
            "cues",
        ]
    )
    taken = [row for row in rows if row["outcome"] == "observation"]
    refused = [row for row in rows if row["outcome"] == "reject"]
    assert [row["quote"] for row in taken] == ["100,000 tonnes"]
    assert "words=Pakistan" in taken[0]["cues"]
    assert all(row["reason"] for row in refused)
    assert {"3"} <= {row["quote"] for row in refused}


def test_the_quarantined_are_told_and_the_rest_goes_on(story: Path) -> None:
    (story.parent / "empty.txt").write_text("")
    done = khabarrel("extract", story.parent, story.parent / "none.txt")
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 1
    told = done.stderr.splitlines()
    assert len(told) == 2
    assert all(line.startswith("quarantined: ") and "; next: " in line for line in told)
    assert "empty.txt" in told[0]
    assert "none.txt: unreadable" in told[1]


@pytest.mark.parametrize(
    ("option", "value"), [("--published", "17.10.2023"), ("--published", "2023-02-30"), ("--language", "xx")]
)
def test_a_wrong_option_is_one_line_and_wrong_usage(story: Path, option: str, value: str) -> None:
    done = khabarrel("extract", story, option, value)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"khabarrel: {option}: ")
    assert len(done.stderr.splitlines()) == 1


def test_no_source_is_wrong_usage() -> None:
    assert khabarrel("extract").returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device")
@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "table"])
def test_a_full_disk_behind_standard_output_is_one_line(story: Path, form: str) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "khabarrel.main", "extract", str(story), "--format", form]
        done = subprocess.run(command, cwd=HOUSE, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "khabarrel: no space left on the disk; nothing was changed\n"


def test_a_reader_that_goes_away_gets_no_stack_trace(tmp_path: Path) -> None:
    rows = tmp_path / "many.jsonl"
    rows.write_text("".join(json.dumps({"id": str(n), "text": STORY}) + "\n" for n in range(300)), encoding="utf-8")
    out, into = os.pipe()
    command = [sys.executable, "-m", "khabarrel.main", "extract", str(rows)]
    process = subprocess.Popen(command, cwd=HOUSE, stdout=into, stderr=subprocess.PIPE, text=True)
    os.close(into)
    assert os.read(out, 10)
    os.close(out)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (1, "")


def test_one_article_loads_neither_prefect_nor_duckdb_nor_pandas_nor_pint(story: Path) -> None:
    script = (
        "import sys\nfrom khabarrel.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n"
        "    print(*{'prefect', 'duckdb', 'pandas', 'pint', 'pyarrow'} & set(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, "extract", str(story)]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr == "\n"


def test_every_command_s_help_shows_an_example() -> None:
    listed = khabarrel("--help", env={**os.environ, "COLUMNS": "200"}).stdout
    commands = ["run", "extract", "explain", "series", "why", "conflicts", "sql", "serve", "reread", "publish", "audit"]
    for command in commands:
        assert f" {command} " in listed
        assert f"Example: khabarrel {command}" in khabarrel(command, "--help").stdout
