"""A file's bytes, all of them or none: what is larger than its limit is measured and digested, never held."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tasks.grammar.datum import Quarantined
from tasks.grammar.quarantine import set_aside

_CHUNK = 1 << 20


def whole(path: Path, limit: int, source: str, locator: str) -> bytes | Quarantined:
    """The bytes of a file of at most `limit` bytes; `Quarantined` as `unreadable`, `empty` or `too_large` otherwise."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
            if len(content) > limit:
                size, digest = len(content), hashlib.sha256(content)
                del content
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    digest.update(chunk)
                return set_aside(
                    "too_large",
                    f"{size:,} bytes; the limit is {limit:,}",
                    source=source,
                    locator=locator,
                    digest=digest.hexdigest(),
                )
    except OSError as error:
        return set_aside("unreadable", error.strerror or str(error), source=source, locator=locator)
    if not content.strip(b" \t\r\n\x0b\x0c"):
        digest = hashlib.sha256(content)
        return set_aside("empty", f"{len(content)} bytes", source=source, locator=locator, digest=digest.hexdigest())
    return content
