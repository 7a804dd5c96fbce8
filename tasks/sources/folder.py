"""A folder of articles, or one file of them: which files there are, and which module reads each.

A `manifest.csv` (columns `file`, `published`, `language`, `outlet`, `url`, `title`, and `id` if known) says what
the files beside it do not say themselves. Files that it does not name are read too; hidden ones are not. It names no
file outside its folder, and nothing but regular files is opened: a named pipe would wait for ever.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tasks.grammar.datum import Document, Quarantined
from tasks.grammar.quarantine import digest_of, set_aside
from tasks.sources import table
from tasks.sources.whole import whole

MANIFEST = "manifest.csv"
LARGEST_TEXT = 80_000_000
"""Bytes of a text file: as many as 20 million characters can take. `read` counts the characters."""
LARGEST_PAGE = 5_000_000
LARGEST_FEED = 20_000_000

_TEXT = frozenset({".txt", ".md", ".text", ".markdown"})
_PAGE = frozenset({".html", ".htm", ".xhtml"})
_TABLE = frozenset({".jsonl", ".ndjson", ".csv", ".parquet"})
_FEED = frozenset({".xml", ".rss", ".atom", ".rdf"})

Found = Document | Quarantined
Facts = Mapping[str, str]


def in_folder(source: str, folder: Path) -> Iterator[Found]:
    """Everything below `folder`, in the order of its names; a locator is a path relative to it."""
    yield from _below(source, folder, folder, {}, set())


def of_file(source: str, path: Path) -> Iterator[Found]:
    """What one file holds, with its row of the manifest beside it, if there is one."""
    facts: Facts = {}
    manifest = path.parent / MANIFEST
    if path.suffix.lower() in _TEXT | _PAGE and manifest.is_file():
        rows, _ = _manifest(source, path.parent, path.parent)
        facts = rows.get(os.path.normpath(path), {})
    yield from _file(source, path, "", facts)


def _below(
    source: str, top: Path, folder: Path, facts: dict[str, Facts], visited: set[tuple[int, int]]
) -> Iterator[Found]:
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in visited:  # a link to a folder that has been read, or is being read
            return
        visited.add((status.st_dev, status.st_ino))
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield set_aside("unreadable", _said(error), source=source, locator=_relative(folder, top))
        return
    if any(entry.name == MANIFEST for entry in entries):
        rows, wrong = _manifest(source, top, folder)
        facts = facts | rows
        yield from wrong
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith(".") or entry.name == MANIFEST:
            continue
        if _is_folder(entry):
            yield from _below(source, top, path, facts, visited)
        else:
            yield from _file(source, path, _relative(path, top), facts.get(os.path.normpath(path), {}))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle: `_file` says what is wrong with it
        return False


def _file(source: str, path: Path, locator: str, facts: Facts) -> Iterator[Found]:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        yield set_aside("unreadable", _said(error), source=source, locator=locator)
        return
    if not stat.S_ISREG(status.st_mode):
        yield set_aside("unreadable", "not a regular file", source=source, locator=locator)
        return
    kind = path.suffix.lower()
    if kind in _TABLE:
        yield from table.rows(source, path, locator, kind)
    elif kind in _FEED:
        yield from _feed(source, path, locator)
    elif kind in _TEXT or kind in _PAGE:
        page = kind in _PAGE
        content = whole(path, LARGEST_PAGE if page else LARGEST_TEXT, source, locator)
        if isinstance(content, Quarantined):
            yield content
        else:
            document = Document(source, locator, "text/html" if page else "text/plain", content)
            yield replace(document, **{name: value for name, value in facts.items() if name != "file"})
    else:
        yield set_aside(
            "unsupported", f"a file of kind {kind or 'without a name for it'}", source=source, locator=locator
        )


def _feed(source: str, path: Path, locator: str) -> Iterator[Found]:
    from tasks.sources import feed

    content = whole(path, LARGEST_FEED, source, locator)
    if isinstance(content, Quarantined):
        yield content
    else:
        yield from feed.entries(source, locator, content)


def _manifest(source: str, top: Path, folder: Path) -> tuple[dict[str, Facts], list[Quarantined]]:
    """The manifest's rows by their files' paths, and what is wrong with it; a broken one does not hide the files."""
    path = folder / MANIFEST
    locator = _relative(path, top)
    rows: dict[str, Facts] = {}
    wrong: list[Quarantined] = []

    def complain(reason: str, detail: str, digest: str | None = None) -> None:
        wrong.append(set_aside(reason, detail, source=source, locator=locator, digest=digest))

    content = whole(path, LARGEST_FEED, source, locator)
    if isinstance(content, Quarantined):
        complain("broken_manifest", content.detail, content.digest)
        return rows, wrong
    digest = digest_of(content)
    for line, row in table.records(content, required="file"):
        if isinstance(row, table.Broken):
            complain("broken_manifest", f"line {line}: {row.detail}" if line else row.detail, digest)
            continue
        name = row["file"].strip()
        target = os.path.normpath(folder / name) if name and "\0" not in name else ""
        inside = target.startswith(os.path.normpath(folder) + os.sep) or os.path.normpath(folder) == "."
        if not target or not inside or Path(name).is_absolute():
            complain("missing_file", f"line {line}: {name!r} is not in this folder", digest)
        elif not os.path.lexists(target):
            complain("missing_file", f"line {line}: there is no {name}", digest)
        elif target in rows:
            complain("broken_manifest", f"line {line}: {name} is named twice; its first row counts", digest)
        else:
            rows[target] = {key: row[key] for key in table.FACTS if row.get(key, "").strip()}
    return rows, wrong


def _relative(path: Path, top: Path) -> str:
    return "" if path == top else path.relative_to(top).as_posix()


def _said(error: OSError | ValueError) -> str:
    """The system's words without the path, which the row has already."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
