"""The measurement of speed runs and adds up; how fast it finds the walk is no test's business."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import speed
from tasks.grammar.datum import Document
from tasks.walk import walk

STORIES = (
    {"id": "1", "text": "Iran exported 2.3 million barrels a day of crude in March.", "topics": ["crude"]},
    {"id": "2", "text": "The bakery sold 40 loaves.", "topics": ["food"], "published": "2024-01-31"},
)


def test_all_figures_of_a_tiny_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, figures = tmp_path / "stories.jsonl", tmp_path / "figures.json"
    corpus.write_text("".join(json.dumps(story) + "\n" for story in STORIES), encoding="utf-8")
    assert speed.main([str(corpus), "--hostile", "200", "--json", str(figures)]) == 0
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert [(pace["name"], pace["texts"]) for pace in found["paces"]] == [
        ("bare scan for number tokens", 2),
        ("split, measure", 2),
        ("read to observe, all stories", 2),
        ("read to observe, energy stories", 1),
    ]
    for pace in found["paces"]:
        assert pace["rate"] == pytest.approx(pace["megabytes"] / pace["seconds"])
    assert [(growth["name"], growth["way"]) for growth in found["growths"]] == [
        (name, way) for name in speed.hostile(1) for way in ("split, measure", "read to observe")
    ]
    printed = capsys.readouterr().out
    assert "split, measure" in printed
    assert "nested brackets" in printed


def test_samples_stand_in_for_a_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "CORPUS", tmp_path)
    rows = speed.stories(None, 12)
    assert 12 <= len(rows) < 24
    assert all(row["text"] for row in rows)


def test_check_refuses_what_is_not_linear(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    corpus = tmp_path / "stories.jsonl"
    corpus.write_text(json.dumps(STORIES[0]) + "\n", encoding="utf-8")
    for times, code in ((12.0, 0), (13.0, speed.GATE)):
        grown = [speed.Growth("digits", "split, measure", 10, 1.0, times)]
        monkeypatch.setattr(speed, "growths", lambda size, grown=grown: grown)
        assert speed.main([str(corpus), "--hostile", "1", "--check"]) == code


@pytest.mark.parametrize("name", speed.hostile(1))
def test_hostile_texts_are_read_and_not_set_aside(name: str) -> None:
    text = speed.hostile(3000)[name]
    assert 3000 <= len(text) < 3200
    assert walk(Document("test", "", "row", text, language="en"), speed.TODAY).article is not None
