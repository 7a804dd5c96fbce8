"""Bytes to text: whole, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.grammar.encoding import Undecodable, decoded, detected

ENGLISH = "Iraq’s oil exports rose to 3.2 million bpd – a record – in September, the ministry said. “Good,” it added."
RUSSIAN = "Экспорт нефти вырос до трёх миллионов тонн в сентябре, сообщило министерство энергетики страны."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_or_without_its_mark(encoding: str) -> None:
    assert decoded("भारत ने तेल खरीदा।".encode(encoding)) == "भारत ने तेल खरीदा।"


def test_western_text_is_read_as_the_web_reads_it() -> None:
    assert decoded(ENGLISH.encode("cp1252")) == ENGLISH
    assert decoded("Diesel at £80 a tonne".encode("latin-1")) == "Diesel at £80 a tonne"


def test_a_confident_detection_is_read() -> None:
    assert decoded(RUSSIAN.encode("cp1251")) == RUSSIAN


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 ...", "binary"),
        (b"PK\x03\x04....", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"\x1f\x8b\x08 zipped", "binary"),
        (b"oil\x00gas", "binary"),
        ("oil".encode("utf-16-le"), "binary"),
        ("भारत ने तेल खरीदा।".encode()[:-1], "encoding"),
        ("भारत ने".encode() + b"\xff" + "तेल खरीदा।".encode(), "encoding"),
        (bytes(range(128, 256)) * 3, "encoding"),
        (b"\xff\xfea", "encoding"),
        (b"half \xed\xa0\xbd", "surrogate"),
    ],
)
def test_what_is_no_text(data: bytes, reason: str) -> None:
    found = decoded(data)
    assert isinstance(found, Undecodable)
    assert found.reason == reason
    assert found.detail


def test_a_detection_decodes_everything() -> None:
    """The sample is clean, a byte far behind it is not: then nothing was detected."""
    assert detected(("plain words " * 40_000).encode() + "’".encode("cp1252") + b" fine") == "cp1252"
    assert detected(("plain words " * 40_000).encode() + b"\x81 torn") is None


@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    found = decoded(data)
    if isinstance(found, str):
        found.encode()  # no lone surrogates
    else:
        assert found.reason in {"binary", "encoding", "surrogate"}
