"""The network's limits, against a real server on loopback. Names are answered by a resolver of the test's own."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from tasks.grammar.datum import Document, Quarantined
from tasks.sources import documents, web
from tasks.sources.web import FetchError, Limits, fetch, public

PAGE = b"<html><body><article><p>Pakistan bought crude oil in April.</p></article></body></html>"
FEED = b"<rss><channel><title>W</title><item><link>/a</link><description>Oil rose.</description></item></channel></rss>"
BOMB = gzip.compress(b"\0" * 50_000_000)


class _Site(BaseHTTPRequestHandler):
    """Answers by its path; remembers the Host headers."""

    hosts: ClassVar[list[str]] = []

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        assert isinstance(self.server, ThreadingHTTPServer)
        port = self.server.server_port
        match self.path.strip("/").split("/"):
            case ["page"]:
                self.answer(PAGE, Content_Type="text/html; charset=utf-8")
            case ["feed"]:
                self.answer(FEED, Content_Type="text/html")
            case ["plain"]:
                self.answer(b"Oil rose.", Content_Type="text/plain")
            case ["pdf"]:
                self.answer(b"%PDF-1.4", Content_Type="application/pdf")
            case ["nothing"]:
                self.answer(b" ")
            case ["zipped"]:
                self.answer(gzip.compress(PAGE), Content_Encoding="gzip")
            case ["deflated"]:
                self.answer(zlib.compress(PAGE), Content_Encoding="deflate")
            case ["bomb"]:
                self.answer(BOMB, Content_Encoding="gzip")
            case ["twice"]:
                self.answer(gzip.compress(BOMB), Content_Encoding="gzip, gzip")
            case ["torn"]:
                self.answer(gzip.compress(PAGE)[:-9], Content_Encoding="gzip")
            case ["lie"]:
                self.answer(PAGE, Content_Encoding="gzip")
            case ["large"]:
                self.answer(b"x" * 200_000)
            case ["status", status]:
                self.answer(b"", status=int(status))
            case ["hop", left]:
                where = f"/hop/{int(left) - 1}" if int(left) else "/page"
                self.answer(b"", status=302, Location=where)
            case ["to", "scheme"]:
                self.answer(b"", status=302, Location="file:///etc/hostname")
            case ["to", "private"]:
                self.answer(b"", status=302, Location=f"http://inside.test:{port}/page")
            case ["to", "named"]:
                self.answer(b"", status=301, Location=f"http://other.test:{port}/page")
            case ["drip"]:
                self.send_response(200)
                self.end_headers()
                self.drip()
            case ["drip", "headers"]:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                self.drip()
            case _:
                self.answer(b"", status=404)

    def drip(self) -> None:
        try:
            for _ in range(200):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is permitted, and a name that reached the system's resolver would fail the test."""
    monkeypatch.setenv(web.ALLOW_LOOPBACK, "1")

    real = socket.getaddrinfo

    def refuse(host: str, *rest: Any, **named: Any) -> Any:
        assert host == "127.0.0.1", f"asked the network for {host}"
        return real(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


NAMES = {
    "site.test": ["127.0.0.1"],
    "other.test": ["127.0.0.1"],
    "inside.test": ["10.0.0.8"],
    "both.test": ["127.0.0.1", "10.1.1.1"],
}


def resolve(host: str, port: int) -> Sequence[str]:
    if host not in NAMES:
        raise OSError(-2, "Name or service not known")
    return NAMES[host]


def refused(url: str, **limits: float) -> FetchError:
    with pytest.raises(FetchError) as raised:
        fetch(url, Limits(**limits), resolve)  # type: ignore[arg-type]
    return raised.value


def test_a_page(port: int) -> None:
    found = fetch(f"http://site.test:{port}/page", resolve=resolve)
    assert (found.content, found.content_type) == (PAGE, "text/html")
    assert found.url == f"http://site.test:{port}/page"
    assert _Site.hosts[-1] == f"site.test:{port}"


@pytest.mark.parametrize("path", ["zipped", "deflated"])
def test_compressed(port: int, path: str) -> None:
    assert fetch(f"http://127.0.0.1:{port}/{path}").content == PAGE


def test_redirects_are_followed_and_counted(port: int) -> None:
    assert fetch(f"http://site.test:{port}/hop/4", resolve=resolve).content == PAGE
    error = refused(f"http://site.test:{port}/hop/5")
    assert (error.reason, "5 redirects" in error.detail) == ("fetch_failed", True)


def test_every_hop_is_checked(port: int) -> None:
    found = fetch(f"http://site.test:{port}/to/named", resolve=resolve)
    assert found.url == f"http://other.test:{port}/page"
    assert _Site.hosts[-1] == f"other.test:{port}"
    assert refused(f"http://site.test:{port}/to/private").reason == "forbidden_address"
    assert refused(f"http://site.test:{port}/to/scheme").reason == "forbidden_address"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://site.test/a",
        "file:///etc/hostname",
        "http://",
        "http:///a",
        "http://[::1",
        "http://site.test:99999/",
        "http://user:secret@site.test/",
        "http://inside.test/",
        "http://both.test/",
        "http://10.0.0.8/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:10.0.0.8]/",
        "http://[64:ff9b::a00:8]/",
        "http://" + "a" * 70 + ".test/",
    ],
)
def test_forbidden(url: str) -> None:
    assert refused(url).reason == "forbidden_address"


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255"),
        *("224.0.0.1", "240.0.0.1", "168.63.129.16", "192.0.2.1", "198.18.0.1"),
        *(
            "::",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::808:808",
            "2002:808:808::",
        ),
        *("2001:db8::1", "", "localhost", "0x7f.1", "2130706433"),
    ],
)
def test_not_public(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_is_public(address: str) -> None:
    assert public(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_loopback_only_where_the_environment_permits(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert public(address)
    for value in ("0", "", "yes"):
        monkeypatch.setenv(web.ALLOW_LOOPBACK, value)
        assert not public(address)
    monkeypatch.delenv(web.ALLOW_LOOPBACK)
    assert not public(address)


def test_bytes_are_counted_after_decompression(port: int) -> None:
    assert len(BOMB) < 100_000
    for path in ("bomb", "large"):
        assert refused(f"http://site.test:{port}/{path}", bytes=100_000).reason == "too_large"


@pytest.mark.parametrize("path", ["twice", "torn", "lie", "status/404", "status/500", "status/304", "nowhere"])
def test_no_answer(port: int, path: str) -> None:
    assert refused(f"http://site.test:{port}/{path}").reason == "fetch_failed"


def test_nobody_there() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert refused(f"http://site.test:{unused.getsockname()[1]}/").reason == "fetch_failed"
    assert refused("http://nowhere.test/").reason == "fetch_failed"


@pytest.mark.parametrize("path", ["drip", "drip/headers"])
def test_a_drip_does_not_outlive_the_limit(port: int, path: str) -> None:
    assert refused(f"http://site.test:{port}/{path}", seconds=0.4).reason == "timed_out"


def test_a_slow_resolver_does_not_outlive_the_limit() -> None:
    awake = threading.Event()

    def slow(host: str, port: int) -> Sequence[str]:
        awake.wait(5)
        return ["127.0.0.1"]

    with pytest.raises(FetchError) as raised:
        fetch("http://site.test/", Limits(seconds=0.2), slow)
    assert raised.value.reason == "timed_out"
    awake.set()


class TestAsSource:
    """What `documents` makes of an address."""

    def one(self, url: str) -> Document | Quarantined:
        (found,) = documents(url)
        return found

    def test_page(self, port: int) -> None:
        found = self.one(f"http://127.0.0.1:{port}/hop/0")
        assert isinstance(found, Document)
        assert (found.media, found.content, found.url) == ("text/html", PAGE, f"http://127.0.0.1:{port}/page")

    def test_feed_whatever_it_calls_itself(self, port: int) -> None:
        found = self.one(f"http://127.0.0.1:{port}/feed")
        assert isinstance(found, Document)
        assert (found.media, found.content, found.url) == ("row", "Oil rose.", f"http://127.0.0.1:{port}/a")

    def test_plain_text(self, port: int) -> None:
        found = self.one(f"http://127.0.0.1:{port}/plain")
        assert isinstance(found, Document)
        assert found.media == "text/plain"

    @pytest.mark.parametrize(
        ("path", "reason"), [("pdf", "unsupported"), ("nothing", "empty"), ("status/500", "fetch_failed")]
    )
    def test_no_document(self, port: int, path: str, reason: str) -> None:
        found = self.one(f"http://127.0.0.1:{port}/{path}")
        assert isinstance(found, Quarantined)
        assert found.reason == reason

    def test_forbidden(self) -> None:
        for url in ("ftp://example.com/a", "http://10.0.0.8/", "://"):
            found = self.one(url)
            assert isinstance(found, Quarantined)
            assert found.reason == "forbidden_address"
