from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks import fetch as module
from tasks.batch import Found, unspool
from tasks.grammar.datum import Document, Quarantined

ADDRESS = "http://127.0.0.1:9/news"
PAGE = Document(ADDRESS, "", "text/html", b"<html>")


def quick(monkeypatch: pytest.MonkeyPatch, *tries: list[Found]) -> list[str]:
    """The task without its waits, on a source that holds one of `tries` after the other; the sources asked for."""
    asked: list[str] = []

    def documents(source: str, *, published: str | None, language: str | None) -> Iterator[Found]:
        asked.append(source)
        return iter(tries[len(asked) - 1])

    monkeypatch.setattr(module, "documents", documents)
    return asked


def run(source: str, folder: Path) -> list[Found]:
    task = module.fetch.with_options(retry_delay_seconds=0, retry_condition_fn=module.fetch.retry_condition_fn)
    return [found for batch in task(source, folder, None, None) for found in unspool(batch)]


def refused(reason: str) -> Quarantined:
    return Quarantined(ADDRESS, "", reason, "no answer", "try again later")


def test_an_address_that_does_not_answer_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = quick(monkeypatch, [refused("fetch_failed")], [refused("timed_out")], [PAGE])
    assert run(ADDRESS, tmp_path) == [PAGE]
    assert len(asked) == 3


def test_after_the_last_try_its_quarantine_row_is_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = quick(monkeypatch, [refused("fetch_failed")], [refused("fetch_failed")], [refused("fetch_failed")])
    assert run(ADDRESS, tmp_path) == [refused("fetch_failed")]
    assert len(asked) == 3


@pytest.mark.parametrize("reason", ["forbidden_address", "too_large"])
def test_what_no_second_try_mends_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    asked = quick(monkeypatch, [refused(reason)])
    assert run(ADDRESS, tmp_path) == [refused(reason)]
    assert len(asked) == 1


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = quick(monkeypatch, [refused("timed_out")])
    assert run("news.txt", tmp_path) == [refused("timed_out")]
    assert len(asked) == 1
