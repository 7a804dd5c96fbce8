"""Feeds: an entry is a document, its date is its own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.grammar.datum import Document, Quarantined
from tasks.grammar.published import day
from tasks.sources import documents
from tasks.sources.feed import entries, looks_like_one, plain

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Energy Wire</title><language>en-in</language><link>https://example.com/</link>
<item><title>Crude &amp; gas</title><link>https://example.com/1</link><pubDate>Tue, 17 Oct 2023 00:30:00 IST</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>India bought 2&nbsp;million barrels.</p>
<script>x()</script><p>Café prices &lt; rose.</p>]]>
</content:encoded></item>
<item><title>No text</title><link>https://example.com/2</link></item>
<item><guid>g3</guid><description>&lt;b&gt;Gas&lt;/b&gt; fell&lt;br/&gt;again.</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="hi"><title>खबर</title>
<entry><title>तेल</title><id>tag:1</id><updated>2023-10-17T00:30:00+05:30</updated>
<link href="https://example.com/a"/><content type="html">&lt;p&gt;भारत ने तेल खरीदा।&lt;/p&gt;</content></entry></feed>"""


def read(content: bytes | str, encoding: str = "utf-8") -> list[Document | Quarantined]:
    data = content if isinstance(content, bytes) else content.encode(encoding)
    return list(entries("feed.xml", "", data))


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_rss(encoding: str) -> None:
    first, second, third = read(RSS.format(encoding=encoding), encoding)
    assert isinstance(first, Document)
    assert first.content == "India bought 2 million barrels.\nCafé prices < rose."
    assert (first.title, first.outlet, first.url) == ("Crude & gas", "Energy Wire", "https://example.com/1")
    assert (first.published, first.language, first.media) == ("Tue, 17 Oct 2023 00:30:00 IST", "en-in", "row")
    assert day(first.published or "").isoformat() == "2023-10-17"  # type: ignore[union-attr]
    assert isinstance(second, Quarantined)
    assert (second.reason, second.locator) == ("empty", "https://example.com/2")
    assert isinstance(third, Document)
    assert (third.content, third.published, third.locator) == ("Gas fell\nagain.", None, "entry 3")


def test_atom() -> None:
    (found,) = read(ATOM)
    assert isinstance(found, Document)
    assert (found.content, found.title, found.outlet) == ("भारत ने तेल खरीदा।", "तेल", "खबर")
    assert found.published == "2023-10-17T00:30:00+05:30"


def test_identity_is_the_address_and_not_the_text() -> None:
    before, after = read(ATOM), read(ATOM.replace("खरीदा", "बेचा"))
    elsewhere = read(ATOM.replace("example.com/a", "example.com/b"))
    ids = [found.id for (found,) in (before, after, elsewhere) if isinstance(found, Document)]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<rss></rss>", "empty"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "empty"),
        (b"<urlset><url>x</url></urlset>", "unsupported"),
        (b"not XML", "unsupported"),
        (b"/etc/hostname", "unsupported"),  # a parser that opens files by name would find one
    ],
)
def test_no_entries(content: bytes, reason: str) -> None:
    (found,) = read(content)
    assert isinstance(found, Quarantined)
    assert found.reason == reason
    assert found.digest


def test_broken_markup_still_gives_its_entries() -> None:
    found = read(
        RSS.format(encoding="utf-8").replace("</title><link>https://example.com/1", "<link>https://example.com/1")
    )
    assert any(isinstance(one, Document) for one in found)


def test_entities_do_not_explode_and_open_nothing() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "oil "><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '">'
    bomb += '<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    found = read(bomb + "<rss><channel><item><description>&c;&f;text</description></item></channel></rss>")
    secret = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").is_file() else "secret"
    for one in found:
        assert isinstance(one, Quarantined) or secret not in str(one.content)


def test_a_feed_is_told_from_a_page() -> None:
    assert looks_like_one(RSS.encode())
    assert looks_like_one(RSS.encode("utf-16"))
    assert looks_like_one(ATOM.encode())
    assert not looks_like_one(b"<!DOCTYPE html><html><body><feed></feed></body></html>")
    assert not looks_like_one(b"<urlset></urlset>")


def test_files_by_their_suffix(tmp_path: Path) -> None:
    for suffix in ("xml", "rss", "atom"):
        (tmp_path / f"a.{suffix}").write_text(ATOM)
    found = list(documents(str(tmp_path)))
    assert [one.locator for one in found] == [f"a.{suffix}, https://example.com/a" for suffix in ("atom", "rss", "xml")]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<br>b", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a  <b>b</b>\n c", "a b c"),
        ("5 < 6 <= 7<br/>b", "5 < 6 <= 7\nb"),
        ("<!DOCTYPE x><?y?>a", "a"),
        ("<SCRIPT>x < y</Script>a<script>b", "a"),
        ("a<!-- never closed", "a"),
        ("a <b never closed", "a"),
        ("5 &lt; 6 &amp; 7", "5 < 6 & 7"),
        ("<style>x</style>a<!-- b -->", "a"),
        ("", ""),
    ],
)
def test_plain(markup: str, text: str) -> None:
    assert plain(markup) == text


@given(
    st.one_of(
        st.binary(),
        st.text().map(lambda text: RSS.format(encoding="utf-8").replace("Short.", text).encode("utf-8", "replace")),
    )
)
def test_any_bytes(content: bytes) -> None:
    assert read(content)
