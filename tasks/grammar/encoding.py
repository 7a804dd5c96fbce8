"""Bytes in, text out, or the reason why not. Nothing is replaced or dropped: a text is decoded whole or not at all.

UTF-8 unless a byte order mark says UTF-16 or UTF-32; anything else only where charset-normalizer is confident. A guess
that could turn a pound into a yen is worse than a quarantined file.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (  # the longer ones first: UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {  # first bytes of what people drop into a folder of articles by mistake
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP or Office file",
    b"PK\x05\x06": "ZIP file",
    b"\x89PNG\r\n": "PNG image",
    b"\xff\xd8\xff": "JPEG image",
    b"GIF87a": "GIF image",
    b"GIF89a": "GIF image",
    b"\x1f\x8b": "gzip file",
    b"BZh": "bzip2 file",
    b"\xfd7zXZ\x00": "xz file",
    b"\x28\xb5\x2f\xfd": "zstd file",
    b"7z\xbc\xaf\x27\x1c": "7z file",
    b"Rar!\x1a\x07": "RAR file",
    b"\x7fELF": "program",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "old Office file",
    b"{\\rtf": "RTF file",
    b"PAR1": "Parquet file",
    b"SQLite format 3\x00": "SQLite file",
}
_SAMPLE = 1 << 18
"""Bytes that the detection looks at; the whole is decoded strictly afterwards."""
_COHERENT = 0.3
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why bytes are no text: a code of reason.csv and one line."""

    reason: str
    detail: str


def bom(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark names and the mark's length, or None without one."""
    return next(((name, len(mark)) for mark, name in _BOMS if data.startswith(mark)), None)


def binary(data: bytes) -> str | None:
    """What kind of binary file the first bytes are of, or None if they may be text. Looks for NULs in all of `data`."""
    kind = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)
    if kind is None and bom(data) is None and b"\0" in data:
        return f"NUL at byte {data.index(0)}"
    return kind


def decoded(data: bytes) -> str | Undecodable:
    """The text of `data` without its byte order mark; `Undecodable` with `binary`, `surrogate` or `encoding`."""
    if kind := binary(data):
        return Undecodable("binary", kind)
    name, length = bom(data) or ("utf-8", 0)
    try:
        return data[length:].decode(name)
    except UnicodeDecodeError as error:
        if name != "utf-8":
            return Undecodable("encoding", f"{name} says the byte order mark, but byte {error.start} is not")
        if _halves(data):
            return Undecodable("surrogate", f"half of a character at byte {error.start}")
        if length or _broken_utf8(data):
            return Undecodable("encoding", f"UTF-8 with a broken character at byte {error.start}")
    encoding = detected(data)
    if encoding is None:
        return Undecodable("encoding", "not UTF-8, and no other encoding fits well enough to be trusted")
    return data.decode(encoding)


def detected(data: bytes) -> str | None:
    """The encoding of bytes that are not UTF-8, or None where that would be a guess. `data` decodes strictly in it."""
    from charset_normalizer import from_bytes

    beyond = _BEYOND_ASCII.search(data)
    start = max(0, beyond.start() - 1000) if beyond and beyond.start() > _SAMPLE // 2 else 0
    sample = data[start : start + _SAMPLE]
    if len(data) > start + _SAMPLE:  # not in the middle of a character
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    matches = from_bytes(sample)
    best = matches.best()
    if best is None:
        return None
    names = {name for match in matches for name in match.could_be_from_charset}
    # Of text that is nearly all ASCII, no statistic can say what three curly quotes are: it is cp1252, as the web reads
    # it, or nothing (its neighbours, cp1250 and those of Mac and DOS, would put other letters there).
    if sum(byte > 127 for byte in sample) <= len(sample) // 10:
        encoding = "cp1252" if "cp1252" in names else None
    else:
        encoding = best.encoding if best.coherence >= _COHERENT else None
    if encoding is None:
        return None
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return encoding


def _broken_utf8(data: bytes) -> bool:
    """Most bytes beyond ASCII form UTF-8 characters: a torn UTF-8 text, which no other encoding mends."""
    beyond = sum(byte > 127 for byte in data[:_SAMPLE])
    valid = data[:_SAMPLE].decode("utf-8", "ignore")
    return 2 * (len(valid.encode()) - sum(char < "\x80" for char in valid)) > beyond


def _halves(data: bytes) -> bool:
    """UTF-8 but for lone surrogates, as software writes that cuts its text by UTF-16 units."""
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True
