"""The network: one GET, with limits, to public addresses only. Nothing else in the walk opens a socket.

What may not happen: a retry (the task `fetch` retries), a proxy or cookie, a scheme but http and https, a connection
to an address that is not public, on any hop, nor to another address than the one that was checked (the name is resolved
once and its address dialled). Bytes are counted after decompression, and the time in total, for a server that drips.

`KHABARREL_ALLOW_LOOPBACK=1` in the environment permits loopback addresses, for tests and a server on the same machine.
"""

from __future__ import annotations

import ipaddress
import os
import queue
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    import httpx

ALLOW_LOOPBACK = "KHABARREL_ALLOW_LOOPBACK"
USER_AGENT = "khabarrel/0.1"

_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "64:ff9b::/96",  # NAT64 and
            "2002::/16",  # 6to4 carry an IPv4 address inside, a private one too
            "168.63.129.16/32",  # a cloud's own wire server, at a public address
        ),
    )
)

Resolve = Callable[[str, int], Sequence[str]]
"""Host name and port in, addresses as text out; raises OSError for a name that nobody has."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take."""

    bytes: int = 5_000_000
    """Of the body, after decompression."""
    seconds: float = 20.0
    """For everything: names, all hops, the body."""
    redirects: int = 5
    silence: float = 10.0
    """Seconds without a byte."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body, whole, with the address that it came from in the end."""

    url: str
    content: bytes
    content_type: str
    """As the server says, lower case, without parameters; empty if it says nothing."""
    header: str
    """The whole Content-Type header."""


class FetchError(Exception):
    """Why there is no body: `reason` is a code of reason.csv, `detail` one line."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


def fetch(url: str, limits: Limits = Limits(), resolve: Resolve | None = None) -> Fetched:
    """The body at `url`.

    Raises FetchError and nothing else: `forbidden_address`, `fetch_failed`, `timed_out`, `too_large`.
    """
    deadline = time.monotonic() + limits.seconds
    result: queue.SimpleQueue[Fetched | FetchError] = queue.SimpleQueue()
    closing = threading.Event()

    def work() -> None:
        try:
            result.put(_follow(url, limits, resolve or _resolve, deadline, closing))
        except FetchError as error:
            result.put(error)
        except Exception as error:
            result.put(FetchError("fetch_failed", f"{type(error).__name__}: {error}"))

    # In a thread of its own: neither a name server nor a server that drips its headers can be hurried any other way.
    threading.Thread(target=work, name="khabarrel-fetch", daemon=True).start()
    try:
        outcome = result.get(timeout=limits.seconds + 0.5)
    except queue.Empty:
        closing.set()
        raise FetchError("timed_out", f"no whole answer within {limits.seconds:g} s") from None
    if isinstance(outcome, FetchError):
        raise outcome
    return outcome


def _follow(url: str, limits: Limits, resolve: Resolve, deadline: float, closing: threading.Event) -> Fetched:
    import httpx

    timeout = httpx.Timeout(min(limits.silence, limits.seconds))
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=timeout) as client:
        for _ in range(limits.redirects + 1):
            target = _Target.of(url)
            address = _checked(target, resolve)
            with _opened(client, target, address) as response:
                if response.is_redirect:
                    url = urljoin(url, response.headers.get("location", ""))
                    continue
                if response.status_code != 200:
                    raise FetchError("fetch_failed", f"the server answers {response.status_code}")
                content = b"".join(_body(response, limits, deadline, closing))
                header = response.headers.get("content-type", "")
                return Fetched(url, content, header.partition(";")[0].strip().lower(), header)
        raise FetchError("fetch_failed", f"more than {limits.redirects} redirects")


@dataclass(frozen=True, slots=True)
class _Target:
    """An address taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> _Target:
        try:
            parts = urlsplit(url.strip())
            host = (
                (parts.hostname or "").encode("idna").decode() if not _literal(parts.hostname or "") else parts.hostname
            )
            port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
        except (ValueError, UnicodeError) as error:
            raise FetchError("forbidden_address", f"not an address: {error}") from None
        if parts.scheme not in ("http", "https"):
            raise FetchError("forbidden_address", f"the scheme is {parts.scheme or 'missing'}, not http or https")
        if not host:
            raise FetchError("forbidden_address", "the address names no host")
        if parts.username is not None or parts.password is not None:
            raise FetchError("forbidden_address", "the address carries a user name")
        return cls(parts.scheme, host, port, urlunsplit(("", "", parts.path or "/", parts.query, "")))

    def at(self, address: str) -> str:
        """The same with the host's name replaced by its checked address."""
        return f"{self.scheme}://{_bracketed(address)}:{self.port}{self.path}"

    @property
    def named(self) -> str:
        """The Host header."""
        usual = {"http": 80, "https": 443}[self.scheme] == self.port
        return _bracketed(self.host) if usual else f"{_bracketed(self.host)}:{self.port}"


def _literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _resolve(host: str, port: int) -> Sequence[str]:
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _checked(target: _Target, resolve: Resolve) -> str:
    """One address of the host, if all of them are public: a name with one private address is a trap."""
    try:
        addresses = [target.host] if _literal(target.host) else list(resolve(target.host, target.port))
    except OSError as error:
        raise FetchError("fetch_failed", f"{target.host}: {error.strerror or error}") from None
    if not addresses:
        raise FetchError("fetch_failed", f"{target.host} has no address")
    for address in addresses:
        if not public(address):
            raise FetchError("forbidden_address", f"{target.host} is at {address}, which is not a public address")
    return addresses[0]


def public(address: str) -> bool:
    """Whether `address` belongs to the public internet (or is loopback where the environment permits that)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # with a zone ("fe80::1%eth0"), or no address
        return False
    inner = getattr(parsed, "ipv4_mapped", None) or parsed
    if inner.is_loopback:
        return os.environ.get(ALLOW_LOOPBACK) == "1"
    if any(inner.version == network.version and inner in network for network in _NOT_PUBLIC):
        return False
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _opened(client: httpx.Client, target: _Target, address: str) -> Any:
    # The checked address is dialled, so that a second answer of the name server changes nothing; the certificate and
    # the Host header are still the name's.
    headers = {
        "Host": target.named,
        "User-Agent": USER_AGENT,
        "Accept": "text/html, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5",
        "Accept-Encoding": "gzip",
    }
    extensions = {} if _literal(target.host) else {"sni_hostname": target.host}
    return client.stream("GET", target.at(address), headers=headers, extensions=extensions)


def _body(response: httpx.Response, limits: Limits, deadline: float, closing: threading.Event) -> Iterator[bytes]:
    """The body, decompressed a bounded piece at a time: some hundred bytes of gzip can be hundreds of megabytes."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError("fetch_failed", f"the body is encoded as {encoding}")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding not in ("", "identity") else None
    left = limits.bytes
    for chunk in response.iter_raw(65_536):
        if closing.is_set() or time.monotonic() > deadline:
            raise FetchError("timed_out", f"no whole answer within {limits.seconds:g} s")
        if inflate is not None:
            try:
                chunk = inflate.decompress(chunk, left + 1)
            except zlib.error as error:
                raise FetchError("fetch_failed", f"the body is not {encoding}: {error}") from None
        left -= len(chunk)
        if left < 0:
            raise FetchError("too_large", f"more than {limits.bytes:,} bytes")
        yield chunk
    if inflate is not None and not inflate.eof:
        raise FetchError("fetch_failed", "the body ends too early")
