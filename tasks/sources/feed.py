"""An RSS or Atom feed's bytes -> one document for each entry: its content, else its summary, without the markup.

The date is the entry's own text, for `read` to judge: feedparser would turn every zone that it does not know into UTC.
Nothing is fetched here, not even what an entry points at.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from tasks.grammar.datum import Document, Quarantined
from tasks.grammar.quarantine import digest_of, set_aside

Found = Document | Quarantined

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(rss|feed|RDF|channel)[\s>/]", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)


def looks_like_one(content: bytes) -> bool:
    """Whether the first kilobytes hold a feed's root element, and no page's before it. For any encoding of a feed."""
    start = content[:4096].replace(b"\0", b"")  # UTF-16 and UTF-32 become readable enough
    root, page = _ROOT.search(start), _HTML.search(start)
    return bool(root) and not (page and page.start() < root.start()) if root else False


def entries(
    source: str, locator: str, content: bytes, *, content_type: str = "", url: str | None = None
) -> Iterator[Found]:
    """All entries, each a `Document` of kind "row", or `Quarantined` as `empty`. `url` resolves relative links."""
    digest = digest_of(content)
    try:
        parsed = _parsed(content, content_type, url)
    except Exception as error:  # the parser's surprises on broken feeds
        yield set_aside("failed", f"{type(error).__name__}: {error}", source=source, locator=locator, digest=digest)
        return
    items = parsed.get("entries") or []
    if not items:
        feed = bool(parsed.get("version")) or looks_like_one(content)
        reason, detail = ("empty", "a feed without entries") if feed else ("unsupported", "XML that is no feed")
        yield set_aside(reason, detail, source=source, locator=locator, digest=digest)
        return
    about = parsed.get("feed") or {}
    for number, entry in enumerate(items, 1):
        link = _link(entry)
        where = ", ".join(part for part in (locator, link or f"entry {number}") if part)
        text = _text(entry)
        if not text:
            yield set_aside("empty", "the entry has neither content nor summary", source=source, locator=where)
            continue
        yield Document(
            source,
            where,
            "row",
            text,
            id=_id(entry, link, url or source),
            published=_said(entry, "published") or _said(entry, "updated") or _said(entry, "created"),
            language=_said(about, "language"),
            title=plain(_said(entry, "title") or "") or None,
            url=link,
            outlet=plain(_said(about, "title") or "") or None,
        )


def _parsed(content: bytes, content_type: str, url: str | None) -> Any:
    import feedparser

    headers = {"content-type": content_type} if content_type else {}
    if url:
        headers["content-location"] = url
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # As a stream: bytes themselves would be tried as the name of a file first.
        return feedparser.parse(io.BytesIO(content), response_headers=headers)


def _said(entry: Any, name: str) -> str | None:
    """A field as the feed has it; feedparser's own answer for a missing one is another field's."""
    value = dict.get(entry, name)
    return value.strip() or None if isinstance(value, str) else None


def _link(entry: Any) -> str | None:
    """The entry's address if it is a whole one; a bare name (RSS takes its guid for an address) is none."""
    link = _said(entry, "link")
    return link if link and link.startswith(("http://", "https://")) else None


def _text(entry: Any) -> str:
    contents = dict.get(entry, "content") or []
    longest = max((plain(str(part.get("value") or "")) for part in contents), key=len, default="")
    return longest or plain(_said(entry, "summary") or "")


def _id(entry: Any, link: str | None, feed: str) -> str | None:
    """Made from the entry's address, else from its name within this feed; kept apart from the page at that address,
    which is another text."""
    name = link or (f"{feed}\n{own}" if (own := _said(entry, "id")) else None)
    return "f-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16] if name else None


_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "td", "th", "tr", "ul"),
    }
)
_HIDDEN = frozenset({"script", "style", "template", "noscript"})


_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,30})")


def plain(markup: str) -> str:
    """The words of a piece of HTML, a line for each block, single spaces within it. Linear in time, whatever it holds:
    the standard library's parser is not."""
    lines = (" ".join(line.split()) for line in "".join(_words(markup)).split("\n"))
    return "\n".join(line for line in lines if line)


def _words(markup: str) -> Iterator[str]:
    """Its texts, entities resolved, with a line break for each tag of a block."""
    at = 0
    while (start := markup.find("<", at)) >= 0:
        yield html.unescape(markup[at:start]).replace("\n", " ")
        if markup.startswith("<!--", start):
            end = closed + 2 if (closed := markup.find("-->", start + 4)) >= 0 else -1
        elif tag := _TAG.match(markup, start):
            name = tag[1].lower()
            if name in _BLOCKS:
                yield "\n"
            end = markup.find(">", start)
            if name in _HIDDEN and markup[start + 1] != "/":
                closing = re.compile(f"</{name}", re.IGNORECASE).search(markup, start)
                end = closing.start() - 1 if closing else -1
        elif markup[start + 1 : start + 2] in ("!", "?"):
            end = markup.find(">", start)
        else:  # "a < b"
            yield "<"
            end = start
        if end < start:  # never closed: the rest is no text
            return
        at = end + 1
    yield html.unescape(markup[at:]).replace("\n", " ")
