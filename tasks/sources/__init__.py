"""Sources -> documents: everything that one source holds, raw and one at a time.

A source is a folder, a file or an address; a module for each kind knows how to open it. Nothing is decoded, cleaned or
judged here beyond what it takes to tell one document from the next: `read` does that. No input raises: what cannot be
opened comes out `Quarantined`, and the rest goes on. Libraries are imported by the kind that needs them, not here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tasks.grammar.datum import Document, Quarantined
from tasks.grammar.quarantine import digest_of, set_aside

Found = Document | Quarantined


def documents(source: str, *, published: str | None = None, language: str | None = None) -> Iterator[Found]:
    """Lazily, all documents of `source`: a folder, a file, or an http or https address.

    `published` and `language` are the command line's, for documents that do not say. Two documents with one id and
    different texts: the first is kept, the other `Quarantined` as `duplicate_id`. Never raises for what a source holds.
    """
    seen: dict[str, str] = {}
    try:
        for found in _of(source):
            if isinstance(found, Document):
                found = _once(found, seen)
            if isinstance(found, Document):
                found = replace(found, default_published=published, default_language=language)
            yield found
    except Exception as error:  # a library's surprise: this source ends here, the next one goes on
        yield set_aside("failed", f"{type(error).__name__}: {error}", source=source)


def _of(source: str) -> Iterator[Found]:
    if "://" in source:
        from tasks.sources.page import at_address

        return at_address(source)
    from tasks.sources.folder import in_folder, of_file

    path = Path(source)
    try:
        folder = path.is_dir()
        missing = not folder and not os.path.lexists(path)
    except (OSError, ValueError) as error:  # a NUL in the name, a name too long
        return iter((set_aside("unreadable", str(error), source=source),))
    if missing:
        return iter((set_aside("unreadable", "there is no such file or folder", source=source),))
    return in_folder(source, path) if folder else of_file(source, path)


def _once(document: Document, seen: dict[str, str]) -> Found:
    """The document, unless its id has stood for another text in this source.

    An address that stands for two texts (a site's live page) is no identity: the later text gets one of its own.
    """
    if document.id is not None and document.id.strip():
        name = "id " + document.id.strip()
    elif document.url is not None and document.url.strip():
        name = "url " + document.url.strip()
    else:
        return document
    digest = digest_of(document.content)
    if seen.setdefault(name, digest) == digest:
        return document
    if name.startswith("url "):
        return replace(document, id=f"a-{digest[:16]}")
    return set_aside(
        "duplicate_id",
        f"{name} stands for a different text further up",
        source=document.source,
        locator=document.locator,
        digest=digest,
        article_id=name[3:],
    )
