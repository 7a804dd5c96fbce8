"""Reading: what an article's text and facts are, and a reason for whatever is no article."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.grammar.datum import Article, Document, Quarantined
from tasks.read import LARGEST_PAGE, LONGEST_TEXT, read
from warehouse import vocabulary

TODAY = date(2023, 10, 20)
ENGLISH = "Pakistan bought 100,000 tonnes of Russian crude in April."
HINDI = "पाकिस्तान ने अप्रैल में रूस से एक लाख टन कच्चा तेल खरीदा।"
PAGES = Path(__file__).parents[3] / "shared" / "raw" / "html"


def document(content: bytes | str, media: str = "text/plain", **facts: Any) -> Document:
    return Document("folder", "a.txt", media, content, **facts)


def article(content: bytes | str, media: str = "text/plain", **facts: Any) -> Article:
    found = read(document(content, media, **facts), TODAY)
    assert isinstance(found, Article), found
    return found


def refused(content: bytes | str, media: str = "text/plain", **facts: Any) -> Quarantined:
    found = read(document(content, media, **facts), TODAY)
    assert isinstance(found, Quarantined), found
    return found


def test_a_file() -> None:
    found = article(ENGLISH.encode(), published="2023-10-17", outlet="The Wire", title="Crude  bought\n")
    assert (found.text, found.language, found.published) == (ENGLISH, "en", date(2023, 10, 17))
    assert (found.source, found.locator, found.outlet, found.title) == ("folder", "a.txt", "The Wire", "Crude bought")
    assert found.digest == hashlib.sha256(ENGLISH.encode()).hexdigest()
    assert found.warnings == ()


@pytest.mark.parametrize(
    "text", [f"\n  {ENGLISH}\r\n\r\n{ENGLISH}\t \n", "Oil up.\u2028Gas up in the whole of May.\x0c"]
)
def test_the_text_is_not_altered(text: str) -> None:
    assert article(text.encode()).text == text
    assert article(text, "row").text == text


def test_byte_order_mark_is_no_text() -> None:
    assert article(HINDI.encode("utf-8-sig")).text == HINDI
    assert article(HINDI.encode("utf-16")).text == HINDI


def test_another_encoding_keeps_the_raw_digest() -> None:
    raw = "The ministry’s crude – 3 million tonnes – went to “northern” ports in May.".encode("cp1252")
    found = article(raw)
    assert "ministry’s" in found.text
    assert found.digest == hashlib.sha256(raw).hexdigest()


class TestIdentity:
    def test_given(self) -> None:
        assert article(ENGLISH, "row", id="wire-7").article_id == "wire-7"

    def test_made_from_the_text(self) -> None:
        first, second = article(ENGLISH.encode()), article(HINDI.encode())
        assert first.article_id == "a-" + hashlib.sha256(ENGLISH.encode()).hexdigest()[:16]
        assert first.article_id != second.article_id

    def test_made_from_the_address(self) -> None:
        """A changed text at a known address is a new version of the same article."""
        first = article(ENGLISH, "row", url="https://example.com/a")
        second = article(ENGLISH + " It rained.", "row", url="https://example.com/a")
        assert first.article_id == second.article_id
        assert first.version_id != second.version_id
        assert first.article_id != article(ENGLISH, "row", url="https://example.com/b").article_id

    @pytest.mark.parametrize(
        "url", ["https://example.com", "https://example.com/", "ftp://example.com/a", "https://[x/a"]
    )
    def test_a_home_page_is_no_identity(self, url: str) -> None:
        assert article(ENGLISH, "row", url=url).article_id.startswith("a-")

    def test_version(self) -> None:
        first = article(ENGLISH, "row", id="x")
        assert first.version_id == article(ENGLISH, "row", id="x", published="2023-10-17").version_id
        assert first.version_id != article(ENGLISH, "row", id="y").version_id


class TestFrontMatter:
    BLOCK = "---\npublished: 2023-10-17\ntitle: 'Crude: bought'\nlanguage: en-IN\nurl: https://example.com/a\nid: 007\n"

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_is_cut_off_and_believed(self, newline: str) -> None:
        text = (self.BLOCK + "outlet: The Wire\n---\n").replace("\n", newline) + ENGLISH
        found = article(text.encode(), published="2020-01-01", title="manifest's")
        assert found.text == ENGLISH
        assert (found.published, found.title, found.language) == (date(2023, 10, 17), "Crude: bought", "en-IN")
        assert (found.url, found.article_id, found.outlet) == ("https://example.com/a", "007", "The Wire")

    def test_says_nothing_of_what_it_leaves_out(self) -> None:
        assert article(b"---\ntitle: A\n---\n" + ENGLISH.encode(), published="2023-10-17").published == date(
            2023, 10, 17
        )

    @pytest.mark.parametrize("text", [f"---\n{ENGLISH}\n---\n{ENGLISH}", f"---\n{ENGLISH}", f"--- {ENGLISH}"])
    def test_a_rule_is_text(self, text: str) -> None:
        assert article(text.encode()).text == text

    @pytest.mark.parametrize("block", ["title: 'open", "a: [1", "a: {b: [c", "\tx: 1", "a: b: c", "x: &a [*a, *b]"])
    def test_broken(self, block: str) -> None:
        assert refused(f"---\n{block}\n---\n{ENGLISH}".encode()).reason == "bad_front_matter"

    def test_of_a_row_is_text(self) -> None:
        assert article("---\ntitle: A\n---\n" + ENGLISH, "row").text.startswith("---")


class TestPublished:
    def test_in_the_future(self) -> None:
        found = article(ENGLISH, "row", published="2023-10-21")
        assert (found.published, found.warnings) == (None, ("future_date",))
        assert article(ENGLISH, "row", published="2023-10-20").published == TODAY

    def test_unreadable(self) -> None:
        found = article(ENGLISH, "row", published="03/04/2023")
        assert (found.published, found.warnings) == (None, ("bad_date",))

    def test_missing(self) -> None:
        assert article(ENGLISH, "row", published=" ").published is None
        assert article(ENGLISH, "row").warnings == ()

    def test_default_only_where_the_document_does_not_say(self) -> None:
        assert article(ENGLISH, "row", default_published="2023-10-17").published == date(2023, 10, 17)
        assert article(ENGLISH, "row", published="2023-10-16", default_published="2023-10-17").published == date(
            2023, 10, 16
        )
        unreadable = article(ENGLISH, "row", published="soon", default_published="2023-10-17")
        assert (unreadable.published, unreadable.warnings) == (None, ("bad_date",))


class TestLanguage:
    def test_given(self) -> None:
        assert article(ENGLISH, "row", language="en_in").language == "en-IN"

    def test_told_by_the_text(self) -> None:
        assert article(HINDI, "row").language == "hi"
        assert article(ENGLISH, "row").language == "en"

    def test_default(self) -> None:
        assert article("OPEC 12", "row", default_language="en-GB").language == "en-GB"

    def test_belied_by_the_script(self) -> None:
        assert article(HINDI, "row", language="en").language == "hi"
        assert article(ENGLISH, "row", default_language="hi").language == "en"

    def test_without_a_lexicon(self) -> None:
        assert refused(ENGLISH, "row", language="xx").reason == "no_lexicon"
        found = refused("Россия продала Китаю пять миллионов тонн нефти в сентябре", "row", id="r1")
        assert (found.reason, found.article_id) == ("no_lexicon", "r1")
        assert "ru" in found.detail

    def test_untold(self) -> None:
        assert refused("12 345 67", "row").reason == "unknown_language"


@pytest.mark.parametrize(
    ("content", "media", "reason"),
    [
        (b"", "text/plain", "empty"),
        (b"\xef\xbb\xbf \n", "text/plain", "empty"),
        ("  \n", "row", "empty"),
        (b"---\ntitle: A\n---\n", "text/plain", "empty"),
        (b"%PDF-1.4 oil", "text/plain", "binary"),
        (b"oil \x00 gas", "text/plain", "binary"),
        ("oil \x00 gas", "row", "binary"),
        ("half \ud83d of it", "row", "surrogate"),
        (b"half \xed\xa0\xbd of it", "text/plain", "surrogate"),
        (HINDI.encode()[:-1], "text/plain", "encoding"),
        ("x" * (LONGEST_TEXT + 1), "row", "too_large"),
        (b"x" * (LARGEST_PAGE + 1), "text/html", "too_large"),
        (b"", "text/html", "empty"),
        (b"<html><body></body></html>", "text/html", "empty"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "binary"),
    ],
)
def test_what_is_no_article(content: bytes | str, media: str, reason: str) -> None:
    found = refused(content, media)
    assert found.reason == reason
    assert found.detail
    assert "\n" not in found.detail
    assert found.next_step == vocabulary.index("reason")[reason]["next_step"]
    assert found.digest is not None
    assert len(found.digest) == 64


def test_surrogates_in_facts_are_replaced() -> None:
    found = article(ENGLISH, "row", id="a\ud83d", title="b\ud83d", outlet="c\x00")
    for name in (found.article_id, found.title or "", found.outlet or ""):
        name.encode()
        assert "\ufffd" in name


PAGE = """<!DOCTYPE html><html lang="en-IN"><head><title>Crude bought</title><meta charset="{charset}">
<meta property="article:published_time" content="2023-10-17T00:30:00+05:30">
<meta property="og:site_name" content="Wire"></head>
<body><nav><a href="/">Home</a></nav>
<article><h1>Crude bought</h1><p>{text}</p><p>{text} The café paid £5.</p></article>
<footer>All rights reserved</footer></body></html>"""


class TestPage:
    @pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
    def test_says_its_facts(self, charset: str) -> None:
        found = article(PAGE.format(charset=charset, text=ENGLISH).encode(charset), "text/html")
        assert ENGLISH in found.text
        assert "café paid £5" in found.text
        assert "rights reserved" not in found.text
        assert (found.published, found.language, found.outlet) == (date(2023, 10, 17), "en-IN", "Wire")
        assert found.title == "Crude bought"

    def test_manifest_before_page_before_command_line(self) -> None:
        page = PAGE.format(charset="utf-8", text=ENGLISH).encode()
        assert article(page, "text/html", published="2023-10-15").published == date(2023, 10, 15)
        assert article(page, "text/html", default_published="2023-10-15").published == date(2023, 10, 17)

    def test_nested_a_thousand_deep_is_told(self) -> None:
        page = b"<html><body>" + b"<div>" * 3000 + ENGLISH.encode() + b"</div>" * 3000 + b"</body></html>"
        found = read(document(page, "text/html"), TODAY)
        assert isinstance(found, Article) or found.reason == "empty"

    @pytest.mark.skipif(not PAGES.is_dir(), reason="no shared pages beside the checkout")
    def test_real_pages(self) -> None:
        days = titles = expected = 0
        for path in sorted(PAGES.glob("*.html.gz")):
            found = read(document(gzip.decompress(path.read_bytes()), "text/html"), date(2026, 11, 22))
            if isinstance(found, Quarantined):
                assert found.reason == "no_lexicon", (path.name, found)
                continue
            fields = path.with_name(path.name.partition("_20")[0] + ".json")
            if not fields.is_file():
                continue
            versions = json.loads(fields.read_text(encoding="utf-8")).values()
            expected += 1
            days += any(found.published == datetime.fromisoformat(v["publishing_date"]).date() for v in versions)
            heads = [version["title"].strip()[:20] for version in versions]
            titles += any((found.title or "").startswith(head) for head in heads)
            assert len(found.text) > 1000
        assert expected >= 5
        assert days >= expected - 1
        assert titles >= expected - 1


@given(st.binary(), st.sampled_from(["text/plain", "text/html"]))
def test_any_bytes(content: bytes, media: str) -> None:
    read(document(content, media), TODAY)


@given(st.text(), st.one_of(st.none(), st.text()), st.one_of(st.none(), st.text()))
def test_any_row(text: str, fact: str | None, other: str | None) -> None:
    found = read(document(text, "row", id=fact, url=fact, published=other, language=fact, title=other), TODAY)
    if isinstance(found, Article):
        assert found.text == text
        for value in (found.article_id, found.text, found.title, found.url):
            (value or "").encode()
