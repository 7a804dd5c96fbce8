"""article -> sentences: where one statement ends and the next begins, with offsets into the article.

Nothing may happen here but cutting: every character of the text that is not space is in exactly one sentence, in order,
and nothing is changed, judged or dropped. Time is linear in the text, whatever the text; nothing raises.

A sentence ends at a stop (. ! ? । ॥ ...) with the quotes and brackets behind it, unless the language's abbreviations,
initials or a number say that the stop is none; and at the end of a line, unless the line was broken by hand in the
middle (old wire copy at a fixed width, a next line that begins in lower case). Where it is open whether a stop ends,
the sentence goes on: two statements in one lose less than one statement in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from itertools import pairwise

from tasks.grammar.datum import Article, Sentence
from tasks.grammar.fold import Folded, fold
from tasks.lexicon import Lexicon

LONGEST = 4000
"""Characters. What is longer is no sentence (a table, a minified page) and is cut at a space, so that no rule behind
has to look at megabytes at once."""

_LINE = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CLOSERS = "\"'”’»)\\]}"
_OPENERS = "\"'“‘«(\\[{<"
# One set of characters in front lets the scanner run; what they mean is told afterwards. A point inside a figure or an
# address (3.5, example.com) is none.
_STOP = re.compile(rf"([.!?।॥…*•▪●])(?!(?<=\.)[0-9a-z])([.!?।॥…]*)([{_CLOSERS}]*)")
_GLUED = re.compile(r"[A-Z](?<=[a-z\d][A-Z])[a-z]")
_YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)\d\d\Z")
_OPENING = re.compile(r"[A-Z][a-z]+(?= )")
_BULLETS = "*•▪●"
_BULLET = re.compile(r"\s*(?:[*•▪●‣◦·–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
_ENDED = re.compile(rf"[.!?।॥…:;][{_CLOSERS}]*\s*\Z")
_WORD_BEFORE = 40
"""Characters before a stop in which its word is looked for."""
_NEXT = re.compile(rf"\s*(?P<open>[{_OPENERS}–—-]*)\s*(?P<word>[^\s{_CLOSERS},;:.!?।]*)")
_APART = str.maketrans(dict.fromkeys('"“‘«([{<–—', " "))
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_MOST_LINES = 1000
_WRAPPED = (45, 120)
"""Widths between which lines of one paragraph may have been broken by hand."""


def split(article: Article, lexicon: Lexicon) -> tuple[Sentence, ...]:
    """All sentences of `article.text`, in order; `article.text[s.start:s.end] == s.text`, no space at either end."""
    text = article.text
    words = _words(lexicon)
    sentences: list[Sentence] = []
    new = tuple.__new__
    # Most texts are their own folded view but for capitals, and are lowered once.
    lower = text.lower() if text.isascii() and "\t" not in text and "\r" not in text else None
    glued = [place for match in _GLUED.finditer(text) if (place := _run_together(text, match.start(), words))]
    for number, (start, end) in enumerate(_paragraphs(text)):
        for first, last in _pieces(text, start, end, words, glued):
            piece = text[first:last]
            # Made as tuples, which takes half the time; in the order of the fields.
            view = fold(piece, first) if lower is None else new(Folded, (piece, lower[first:last], first, (), ()))
            sentences.append(new(Sentence, (first, last, piece, view, number)))
    return tuple(sentences)


@dataclass(frozen=True, slots=True)
class _Words:
    """What [sentence] of a lexicon says, folded to lower case."""

    title: frozenset[str]
    """Never last in a sentence: a name follows ("Mr.", "डॉ.")."""
    before_number: frozenset[str]
    """Not last where a number follows ("No. 5", "Jan. 5", "रु. 500")."""
    inner: frozenset[str]
    """May be last, and is where an opening word follows ("Corp. The ...")."""
    opening: frozenset[str]
    """Words that open a sentence and do not go on with one."""
    closing: frozenset[str]
    """Short words that do end a sentence, where a letter's name could be taken for one ("है.उन्होंने")."""
    magnitude: frozenset[str]
    """Words after the second half of a torn decimal ("1. 19 million")."""
    letter: frozenset[str]
    """Names of letters, as Devanagari spells initials ("ए.", "पी.")."""
    held: frozenset[str] = field(init=False)
    """All of those that a stop may follow in the middle of a sentence."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "held", self.title | self.before_number | self.inner | self.letter)


@cache
def _words(lexicon: Lexicon) -> _Words:
    section = lexicon["sentence"]

    def folded(key: str) -> frozenset[str]:
        return frozenset(fold(word).lower for word in section.get(key, ()))

    return _Words(**{each.name: folded(each.name) for each in fields(_Words) if each.init})


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that belong together: one line mostly, more where the line breaks mean nothing."""
    block: list[tuple[int, int]] = []
    last = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        if text[start].isspace() and match[0].isspace():
            continue
        # A second break since the line before, or only spaces between, is an empty line. A block is bounded, so that a
        # text of nothing but short lines needs no list of them all.
        if block and (len(block) >= _MOST_LINES or (start - last > 1 and _is_apart(text[last:start]))):
            if len(block) == 1:
                yield block[0]
            else:
                yield from _joined(text, block)
            block = []
        block.append((start, end))
        last = end
    yield from _joined(text, block)


def _is_apart(gap: str) -> bool:
    return gap == "\n\n" or len(_BREAK.findall(gap)) > 1


def _joined(text: str, block: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if len(block) < 2:
        yield from block
        return
    wrapped = _hard_wrapped(text, block)
    start, end = block[0]
    for first, last in block[1:]:
        if _BULLET.match(text, first, last) or not (wrapped or _goes_on(text, end, first)):
            yield start, end
            start = first
        end = last
    yield start, end


def _hard_wrapped(text: str, block: list[tuple[int, int]]) -> bool:
    """Each line but the last is as full as the width allows: its end means nothing."""
    width = max(last - first for first, last in block)
    if len(block) < 3 or not _WRAPPED[0] <= width <= _WRAPPED[1]:
        return False
    for (first, last), (after, after_end) in pairwise(block):
        line = text[after:after_end].split(maxsplit=1)
        if last - first + 1 + len(line[0]) <= width - 3:
            return False
    return True


def _goes_on(text: str, end: int, first: int) -> bool:
    """A line that begins in lower case after one that no stop ends is the rest of that line."""
    if _ENDED.search(text, max(0, end - 10), end):
        return False
    following = text[first : first + 20].lstrip()
    return following[:1].islower()


def _pieces(text: str, start: int, end: int, words: _Words, glued: list[int]) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of one paragraph, without the space around them."""
    first = start
    for match in _STOP.finditer(text, start, end):
        cut = _cut(text, match, first, end, words)
        if cut is not None:
            yield from _parted(text, first, cut, glued)
            first = cut
    if first < end:
        yield from _parted(text, first, end, glued)


def _parted(text: str, first: int, last: int, glued: list[int]) -> Iterator[tuple[int, int]]:
    """The span, in parts where two sentences were run together in it."""
    for place in glued:
        if first < place < last:
            yield from _trimmed(text, first, place)
            first = place
    yield from _trimmed(text, first, last)


def _run_together(text: str, place: int, words: _Words) -> int:
    """The place, if a headline ends and its text begins there without a space: "by 2019Saudi Arabia", "European
    RefinersMost recently"; else 0."""
    if _YEAR.search(text, max(0, place - 6), place):
        return place
    word = _OPENING.match(text, place)
    opens = word is not None and word[0].lower() in words.opening and text[place - 3 : place].islower()
    return place if opens and text[place - 3 : place].isalpha() else 0


def _cut(text: str, match: re.Match[str], first: int, end: int, words: _Words) -> int | None:
    """Where the text is to be cut at this stop, or None where the sentence goes on."""
    stop, at = match.span()
    if at - stop == 1 and text[stop] == "." and text[at : at + 1] == " " and text[at + 1 : at + 2].isupper():
        lower = _lower(_token(text, stop, first))
        if len(lower) > 1 and lower not in words.held and lower.isalpha():
            return at  # as most sentences end
    mark, more, closers = match.groups()
    if mark in _BULLETS:
        return match.start() if _bullet(text, match.start(), end) else None
    if at >= end:
        return at
    space = text[at].isspace()
    inner = text[at].isdecimal() or not (text[at].isupper() or _devanagari(text[at]))
    if mark == "." and inner and not (more or closers or space):
        return None  # 3.٥, १०२.४८, example.édu
    following = _NEXT.match(text, at, min(end, at + 60))
    word = following["word"] if following else ""
    if "।" in (marks := mark + more) or "॥" in marks:
        return at
    if "!" in marks or "?" in marks:
        if space or closers:
            return at if not word[:1].islower() else None
        return at if _missing_space(text, at, _token(text, stop, first), False, words) else None  # "Big Oil?After"
    if more or mark == "…":
        return at if space and not word[:1].islower() else None
    before = _token(text, match.start(), first)
    if not space:
        if text[match.start() - len(before) - 1 : match.start() - len(before)] == "<":  # a wire's share code, <SKBS.ST>
            return None
        return at if _missing_space(text, at, before, bool(closers), words) else None
    opened = bool(following and following["open"])
    return at if _ends(text, before, word, closers, opened, at, end, first, match.start(), words) else None


def _bullet(text: str, at: int, end: int) -> bool:
    """A bullet in the middle of a line, with an item behind it: no footnote's asterisk, no multiplication."""
    if at == 0 or not text[at - 1].isspace() or at + 1 >= end or not text[at + 1].isspace():
        return False
    item = text[at + 1 : at + 4].lstrip()[:1]
    return bool(item) and (item.isupper() or item in "“\"'" or _devanagari(item))


def _ends(
    text: str,
    before: str,
    word: str,
    closers: str,
    opened: bool,
    at: int,
    end: int,
    first: int,
    stop: int,
    words: _Words,
) -> bool:
    """Whether a single full stop with space behind it ends the sentence that began at `first`."""
    lower = _lower(before)
    following = _lower(word)
    if closers and ")" not in closers and word[:1].islower():
        return False  # "It rose." he said
    if lower in words.title or (word[:1].isdigit() and lower in words.before_number):
        return False
    if lower.isdecimal():
        if not text[first : stop - len(before)].strip():
            return False  # "1. Oil": the number of an item
        return not (len(lower) <= 3 and _torn_decimal(text, at, end, words))
    if (
        _DOTTED.search(lower)
        or (len(lower) == 1 and lower.isalpha())
        or lower in words.letter
        or _last_part(lower) in words.letter
    ):
        return following in words.opening and not word[:1].islower()
    if lower in words.inner or lower in words.before_number:
        # Two spaces behind a stop are a typist's full stop.
        return not word[:1].islower() and (following in words.opening or text[at : at + 2].isspace())
    if word[:1].islower():
        # Copy in lower case throughout does end its sentences; a short word before is more likely a new abbreviation.
        return opened or (len(lower) > 3 and lower.isalpha())
    return True


def _missing_space(text: str, at: int, before: str, closed: bool, words: _Words) -> bool:
    """ "month.Venezuela", "है.उन्होंने": a stop with the next sentence right behind it, and no address or number."""
    if len(before) < 2 or any(char in before for char in "./@:\\_"):
        return False
    lower = _lower(before)
    if lower in words.title or lower in words.inner or lower in words.before_number or lower in words.letter:
        return False
    if _devanagari(text[at]):
        return _devanagari(before[-1]) and (len(before) > 2 or lower in words.closing)
    following = text[at : at + 2]
    if not following[0].isupper():
        return closed and following[0] in "“\"'‘("
    plain = before[-1].islower() or before[-1].isdecimal() or _devanagari(before[-1])
    return (closed or plain) and (following[1:].islower() or following[1:].isspace())


def _torn_decimal(text: str, at: int, end: int, words: _Words) -> bool:
    """A stray space in a decimal: digits follow, and behind them a magnitude or a percent sign."""
    match = _SECOND_HALF.match(text, at, min(end, at + 40))
    return match is not None and (match[1] == "%" or _lower(match[1]) in words.magnitude)


_SECOND_HALF = re.compile(r"\s\d{1,3}\s?(%|[^\s\d.,;:!?।]+)")


@lru_cache(1 << 16)
def _lower(word: str) -> str:
    return fold(word).lower.strip("'")


def _token(text: str, stop: int, first: int) -> str:
    """The word that ends at `stop`, no further back than its sentence."""
    last = text[max(first, stop - _WORD_BEFORE) : stop]
    if (word := last.rpartition(" ")[2]).isalnum():
        return word
    words = last.translate(_APART).rsplit(None, 1)
    return words[-1] if words and not text[stop - 1].isspace() else ""


def _last_part(token: str) -> str:
    """Of "ए.के" the letter behind the last stop."""
    return token.rpartition(".")[2] if "." in token else ""


def _devanagari(char: str) -> bool:
    return "\u0900" <= char <= "\u097f"


def _trimmed(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """The span without the space around it, in parts where it is longer than a sentence can be."""
    while last > first and text[last - 1].isspace():
        last -= 1
    while first < last and text[first].isspace():
        first += 1
    if first < last <= first + LONGEST:
        return [(first, last)]
    parts: list[tuple[int, int]] = []
    while last - first > LONGEST:
        cut = _break(text, first)
        parts += _trimmed(text, first, cut)
        first = cut
        while first < last and text[first].isspace():
            first += 1
    if first < last:
        parts.append((first, last))
    return parts


def _break(text: str, first: int) -> int:
    """Where to cut an overlong piece: at its last space with no digit behind, else between two words, else anywhere."""
    window = text[first : first + LONGEST]
    for pattern in (_SPACE, _SEAM):
        match = pattern.match(window)
        if match and match.end() > 0:
            return first + match.end()
    return first + LONGEST


_SPACE = re.compile(r".*\s(?!\d)(?=\S)", re.DOTALL)
_SEAM = re.compile(r".*[^\w\u0900-\u097f.,'](?=.)", re.DOTALL)
