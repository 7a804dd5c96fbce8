"""Which language a text is in, as a BCP 47 tag. A tag that the source gives is believed unless the script belies it."""

from __future__ import annotations

import re

from tasks.lexicon import languages

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}")
_NOT_PRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What the detector refuses to look at."""
_SAMPLE = 20_000
"""Characters that decide: an article's first pages."""
_FEW = 0.1
"""A script with less than this share of the letters is that of names and captions, not of the text."""
_SCRIPTS = {"Deva": re.compile("[\u0900-\u097f]+"), "Latn": re.compile("[A-Za-z\u00c0-\u024f]+")}
_LETTERS = re.compile(r"[^\W\d_]+")


def tag(text: str | None) -> str | None:
    """`text` as a BCP 47 tag in its usual case ("en_in" is "en-IN", "HI" is "hi"), or None where it is no tag."""
    if not text or not _TAG.fullmatch(text := text.strip()):
        return None
    primary, *rest = text.replace("_", "-").split("-")
    return "-".join([primary.lower(), *map(_subtag, rest)])


def _subtag(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


def script_share(text: str, script: str) -> float:
    """The share of `script` (ISO 15924: "Deva", "Latn") in the letters of the first pages, 0 to 1; 1 if unknown."""
    if script not in _SCRIPTS:
        return 1.0
    sample = text[:_SAMPLE]
    if sample.isascii():  # letters are Latin, then
        return 1.0 if script == "Latn" and _LETTERS.search(sample) else 0.0
    letters = sum(map(len, _LETTERS.findall(sample)))
    # Vowel signs are no letters to Unicode, so Devanagari counts more than its letters; the share is capped.
    found = sum(map(len, _SCRIPTS[script].findall(sample)))
    return min(1.0, found / letters) if letters else 0.0


def belied(text: str, script: str) -> bool:
    """The text has letters, and next to none of them in `script`."""
    return bool(_LETTERS.search(text[:_SAMPLE])) and script_share(text, script) < _FEW


def detected(text: str) -> str | None:
    """The language of the text's first pages, or None where nobody could tell. English captions in Hindi stay Hindi."""
    import pycld2

    sample = _NOT_PRINTED.sub(" ", text[:_SAMPLE])
    devanagari = script_share(sample, "Deva") >= 0.5
    if devanagari:  # without the captions, and Hindi unless it is clearly one of its neighbours
        sample = " ".join(_SCRIPTS["Deva"].findall(sample))
    try:
        reliable, _, guesses = pycld2.detect(sample.encode("utf-8"), isPlainText=True)
        code = tag(guesses[0][1]) if reliable else None
        if devanagari:
            return code if code and code != "un" else "hi"
        if code is None or code == "un":  # a few words: the best guess, if it is a language that can be read at all
            _, _, guesses = pycld2.detect(sample.encode("utf-8"), isPlainText=True, bestEffort=True)
            code = guesses[0][1] if guesses[0][1] in languages() else None
        return code
    except pycld2.error:
        return "hi" if devanagari else None
