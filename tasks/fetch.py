"""Sources in, batches of raw documents out: the only network, the only retries.

Nothing may be decoded, cleaned or judged here: what a source held goes into a batch as it came, and what could not be
had goes in as its quarantine row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from prefect import task
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import task_run as current
from prefect.tasks import Task

from tasks.batch import Found, spool
from tasks.grammar.datum import Article, Quarantined
from tasks.sources import documents
from tasks.walk import digest_of_parts, forgotten_marks, grammar_version
from warehouse import build, lookup

RETRIES = 2
# The kinds of failure that another moment may mend. A broken file stays broken.
PASSING = frozenset({"fetch_failed", "timed_out"})


class Unreachable(Exception):
    """An address did not answer, and there are tries left."""


def _passing(task: Task[..., object], run: TaskRun, state: State[object]) -> bool:
    return isinstance(state.result(raise_on_failure=False), Unreachable)


@task(
    name="fetch",
    task_run_name="fetch {source}",
    retries=RETRIES,
    retry_delay_seconds=[5, 30],
    retry_condition_fn=_passing,
    timeout_seconds=3600,
)
def fetch(source: str, folder: Path, published: str | None, language: str | None) -> list[Path]:
    """The batches that hold what `source` held, in `folder`; each document once, in order."""
    found = documents(source, published=published, language=language)
    if "://" not in source:
        return list(spool(found, folder))
    held: list[Found] = list(found)
    last = (current.run_count or 1) > RETRIES
    if not last and len(held) == 1 and isinstance(held[0], Quarantined) and held[0].reason in PASSING:
        raise Unreachable(held[0].detail)
    return list(spool(held, folder))


@task(name="known", timeout_seconds=600)
def known(working: Path, folder: Path) -> Path:
    """A file with a line for each document that need not be read again: its `fingerprint` as today's grammar read it;
    and the `forgotten_marks` of each that must not be.

    Raises WarehouseError where the working file cannot be written, before anything has been fetched.
    """
    with closing(build.open_working(working)) as con:
        versions, erased = lookup.known(con, grammar_version()), lookup.forgotten(con)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "known.txt"
    with path.open("w", encoding="ascii") as file:
        for each in versions:
            file.write(digest_of_parts(each.article_id, each.version_id, *each.particulars) + "\n")
        for marks in erased:
            file.writelines(f"{mark}\n" for mark in forgotten_marks(*marks))
    return path


@task(name="recall", timeout_seconds=3600)
def recall(working: Path, folder: Path) -> list[Path]:
    """The batches that hold the stored articles which today's grammar has not read, in `folder`."""
    with closing(build.open_working(working)) as con:
        return list(spool(_stored(lookup.stored_articles(con, grammar_version())), folder))


def _stored(batches: Iterator[list[dict[str, object]]]) -> Iterator[Article]:
    for batch in batches:
        for row in batch:
            kept = {name: row[name] for name in Article.__slots__ if name != "warnings"}
            yield Article(**kept, warnings=tuple(row["warnings"] or ()))  # type: ignore[arg-type]
