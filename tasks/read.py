"""document -> article: its text, language, day of publication and outlet; or the reason why there is none.

What may not happen here: a network, a clock, a look at another document, or a change of the text. The article's text is
- of a file: its decoded characters after the byte order mark and the front matter, line ends as they are;
- of an HTML page: the main text that trafilatura finds;
- of a row or a feed's entry: the text as it came.
All offsets count the code points of that text. No input raises: what cannot be read comes out `Quarantined`.

What a document says of itself comes from the front matter, else from the row or manifest, else from the page, else from
the command line. A day of publication that cannot be read, or lies in the future, is left out, and the article carries
the reason (`bad_date`, `future_date`) in `warnings`: the caller records it, the text is read all the same.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from tasks.grammar import language, published
from tasks.grammar.credit import credit
from tasks.grammar.datum import Article, Document, Quarantined
from tasks.grammar.encoding import Undecodable, binary, decoded
from tasks.grammar.quarantine import digest_of, printable, set_aside
from tasks.lexicon import load

LONGEST_TEXT = 20_000_000
"""Characters: a book has a million. More is a dump of many articles, or no text."""
LARGEST_PAGE = 5_000_000
"""Bytes of an HTML page."""

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST_FRONT_MATTER = 65_536
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Refused(Exception):
    """Travels inside this module only."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def read(document: Document, today: date) -> Article | Quarantined:
    """One document in, its article out, or why there is none. `today` is the latest possible day of publication."""
    digest = ""
    try:
        digest = digest_of(document.content)
        return _article(document, today, digest)
    except _Refused as refused:
        reason, detail = refused.reason, refused.detail
    except Exception as error:  # whatever a library makes of bytes that nobody foresaw
        reason, detail = "failed", f"{type(error).__name__}: {error}"
    return set_aside(
        reason,
        detail,
        source=document.source,
        locator=document.locator,
        digest=digest or None,
        article_id=printable(document.id) if document.id else None,
    )


def credited(article: Article) -> Article:
    """An article that was read before, with the agency that it credits by today's words."""
    return replace(article, agency=credit(article.text, load(article.language), article.outlet))


def _article(document: Document, today: date, digest: str) -> Article:
    text, said = _text(document)
    if len(text) > LONGEST_TEXT:
        raise _Refused("too_large", f"{len(text):,} characters; the limit is {LONGEST_TEXT:,}")
    if "\0" in text:
        raise _Refused("binary", f"NUL at character {text.index(chr(0))}")
    if found := _SURROGATE.search(text):
        raise _Refused("surrogate", f"half of a character at {found.start()}")
    if not text.strip():
        raise _Refused("empty", "no text")
    code = _language(text, said)
    warnings: list[str] = []
    day = _published(said, today, warnings)
    article_id = _article_id(said, text)
    return Article(
        article_id=article_id,
        version_id=_short(article_id + "\n" + text),
        text=text,
        language=code,
        published=day,
        source=printable(document.source),
        locator=printable(document.locator),
        digest=digest,
        title=_line(said.title),
        url=_line(said.url),
        outlet=_line(said.outlet),
        agency=credit(text, load(code), said.outlet),
        warnings=tuple(warnings),
    )


def _text(document: Document) -> tuple[str, Document]:
    """The text, and the document with what the text's file said of itself filled in."""
    if document.media == "text/html":
        return _page(document)
    if isinstance(document.content, str):
        return document.content, document
    text = _decoded(document.content)
    return _front_matter(text, document) if document.media == "text/plain" else (text, document)


def _decoded(content: bytes) -> str:
    text = decoded(content)
    if isinstance(text, Undecodable):
        raise _Refused(text.reason, text.detail)
    return text


def _front_matter(text: str, document: Document) -> tuple[str, Document]:
    """Cuts a leading `---` block of YAML off; a text that merely begins with a rule keeps it."""
    if not text.startswith("---"):
        return text, document
    match = _FRONT_MATTER.match(text, 0, _LONGEST_FRONT_MATTER)
    if not match:
        return text, document
    import yaml

    try:
        # Every scalar stays as written: YAML would make 2023-10-17 a date and "no" (Norwegian) False.
        block = yaml.load(match[1], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _Refused("bad_front_matter", str(getattr(error, "problem", None) or error)) from None
    if block is None:
        return text[match.end() :], document
    if not isinstance(block, dict):
        return text, document
    said = {name: value for name in _FACTS if isinstance(value := block.get(name), str) and value.strip()}
    return text[match.end() :], replace(document, **said)


_FACTS = ("id", "published", "language", "title", "url", "outlet")


def _page(document: Document) -> tuple[str, Document]:
    content = document.content
    if len(content) > LARGEST_PAGE:
        raise _Refused("too_large", f"{len(content):,} bytes of HTML; the limit is {LARGEST_PAGE:,}")
    if isinstance(content, bytes):
        if kind := binary(content):
            raise _Refused("binary", kind)
        content = _page_text(content)
    if not content.strip():
        raise _Refused("empty", "no text")
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        content, url=document.url, with_metadata=True, include_comments=False, favor_precision=False
    )
    # trafilatura answers a page that it cannot follow (nested a thousand deep) with nothing, and says nothing.
    if found is None or not (found.text or "").strip():
        raise _Refused("empty", "no article text found in the page")
    declared = _LANG.search(content, 0, 4096)
    return found.text, replace(
        document,
        published=document.published or found.date,
        language=document.language or (declared[1] if declared else None),
        title=document.title or found.title,
        url=document.url or found.url,
        outlet=document.outlet or found.sitename,
    )


_LANG = re.compile(r"""<html\b[^>]*?\slang\s*=\s*["']?([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)""", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)


def _page_text(content: bytes) -> str:
    """A page's characters: UTF-8 or its byte order mark, else what its <meta> declares, else what can be detected."""
    text = decoded(content) if not (declared := _CHARSET.search(content, 0, 4096)) else None
    if isinstance(text, str):
        return text
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            # Pages are sewn together from many sources; one torn character is no reason to lose an article.
            return content.decode(declared[1].decode("ascii"), "replace")
        except LookupError:
            pass
    return _decoded(content)


def _language(text: str, said: Document) -> str:
    given = language.tag(said.language) or language.tag(said.default_language)
    if given:
        try:
            script = load(given)["language"].get("script", "")
        except KeyError:
            raise _Refused("no_lexicon", f"the language is {given}") from None
        if not language.belied(text, script):
            return given
    code = language.detected(text)
    if code is None:
        raise _Refused("unknown_language", f"{len(text):,} characters that no language claims")
    try:
        load(code)
    except KeyError:
        raise _Refused("no_lexicon", f"the language is {code}") from None
    return code


def _published(said: Document, today: date, warnings: list[str]) -> date | None:
    given = said.published if said.published and said.published.strip() else said.default_published
    if not given or not given.strip():
        return None
    day = published.day(given)
    if day is None:
        warnings.append("bad_date")
    elif day > today:
        warnings.append("future_date")
        return None
    return day


def _article_id(said: Document, text: str) -> str:
    """The id given; else made from the address, so that its changed text is a new version; else from the text."""
    if said.id and said.id.strip():
        return printable(said.id.strip())
    if said.url and _is_article_address(said.url):
        return "u-" + _short(said.url.strip())
    return "a-" + _short(text)


def _is_article_address(url: str) -> bool:
    """An address that names more than a site: many rows give their paper's home page."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.path.strip("/") or parts.query)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _line(text: str | None) -> str | None:
    """A title or name on one line, or None where there is nothing."""
    return " ".join(printable(text).split()) or None if text else None
