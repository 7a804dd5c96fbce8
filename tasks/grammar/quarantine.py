"""What could not be read, put aside with the user's next step.

The words of the next step stand in `warehouse/reference/reason.csv`, so that a reason says the same everywhere.
"""

from __future__ import annotations

import hashlib

from tasks.grammar.datum import Quarantined
from warehouse import vocabulary

_LONGEST_DETAIL = 300


def set_aside(
    reason: str,
    detail: str,
    *,
    source: str,
    locator: str = "",
    digest: str | None = None,
    article_id: str | None = None,
) -> Quarantined:
    """A quarantine row for `reason`, a code of reason.csv (KeyError for any other). `detail` is cut to one line."""
    return Quarantined(
        source=printable(source),
        locator=printable(locator),
        reason=reason,
        detail=printable(" ".join(detail.split()))[:_LONGEST_DETAIL],
        next_step=vocabulary.index("reason")[reason]["next_step"],
        digest=digest,
        article_id=article_id,
    )


def digest_of(content: bytes | str) -> str:
    """SHA-256 of raw bytes, or of a row's text in UTF-8 (lone surrogates included), in hex."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def printable(text: str) -> str:
    """`text` as every store can hold it: lone surrogates (a file name that is not UTF-8) and NUL become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return text.replace("\0", "\ufffd")
