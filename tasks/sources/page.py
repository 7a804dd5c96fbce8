"""A page or feed at an http or https address: fetched once, told apart by what it is rather than by what it claims."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.grammar.datum import Document, Quarantined
from tasks.grammar.quarantine import digest_of, set_aside
from tasks.sources import feed
from tasks.sources.web import FetchError, fetch

_TEXT = frozenset({"text/plain", "text/markdown"})
_PAGE = frozenset({"", "text/html", "application/xhtml+xml", "application/octet-stream"})


def at_address(source: str) -> Iterator[Document | Quarantined]:
    """What the address holds: a page as one document, a feed as one for each entry."""
    try:
        fetched = fetch(source)
    except FetchError as error:
        yield set_aside(error.reason, error.detail, source=source)
        return
    content = fetched.content
    if not content.strip():
        yield set_aside("empty", "the address answers with nothing", source=source, digest=digest_of(content))
    elif feed.looks_like_one(content):
        yield from feed.entries(source, "", content, content_type=fetched.header, url=fetched.url)
    elif fetched.content_type in _TEXT:
        yield Document(source, "", "text/plain", content, url=fetched.url)
    elif fetched.content_type in _PAGE:
        yield Document(source, "", "text/html", content, url=fetched.url)
    else:
        digest = digest_of(content)
        yield set_aside("unsupported", f"the address holds {fetched.content_type}", source=source, digest=digest)
