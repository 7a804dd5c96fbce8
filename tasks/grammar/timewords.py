"""The words that say when: cuts a sentence into runs of them, and compiles a language's rules over their classes.

A lexicon's [time] gives each word its classes (`last` is a `shift`, an `ordinal` and a `back`) and each rule its
patterns, which are regular expressions over class names. A sentence becomes runs of words known to [time]; a run
becomes a string of one letter a word, and the rules are matched on that string. So neither word order nor words are in
Python, and a text without words of time costs one pass and no rule.

What may not happen here: deciding which days a phrase is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

from tasks.grammar.fold import Folded, fold
from tasks.lexicon import Lexicon, LexiconError

Kinds = Mapping[str, Any]

LONGEST_RUN = 48
"""Words of a run matched at once: keeps hostile text linear; no phrase is nearly as long."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
LEVELS = ("year", "date", "phrase")
UNITS = frozenset({"day", "week", "fortnight", "month", "quarter", "half", "year", "decade", "hour", "session"})
_VALUED = ("month", "weekday", "ordinal", "count", "shift", "deictic", "either_side", "holiday")
_TABLES = frozenset({*_VALUED, "unit", "word", "vague", "cased", "measured", "code", "elided", "rule"})
_MARKS = {",": "comma", "-": "hyphen", "/": "slash", "(": "open", ")": "close"}
_MARK_KINDS: Mapping[str, Kinds] = {mark: {name: None} for mark, name in _MARKS.items()}
_CODES = ("quarter", "half", "fiscal")
_DIGITS = ("digits", "dayth")
_COUNTED = frozenset({"number", "count"})
_WORD = r"[^\s\d!-/:-@\[-`{-~।॥…«»°£€₹¥]+"
_SPACE = r"[ ]?"
_HOUR = re.compile(r"(?<!\d)\d{1,2}\.\d\d\Z")
_ONLY_HOUR = re.compile(r"[0-9]{1,2}\.[0-9]{2}")
"""A figure that may be a time of day, if the next word says so."""
_UNTOLD, _COUNT = "?#"
"""Stand in a shape for a piece whose letter is open, and for a count."""
_ONLY_FIGURE = re.compile(
    r"[($]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{5,12})[.)]?|[0-9]{1,9}\.(?:[0-9]|[0-9]{3,6})|[0-9]{3,9}\.[0-9]{2}"
)
T = TypeVar("T")


class Word(NamedTuple):
    """A word, number or mark of a run, or a phrase that a rule has made of some; offsets into the folded view."""

    start: int
    end: int
    letter: str
    kinds: Kinds
    rule: str | None = None


class Match(NamedTuple):
    """Where a rule's pattern lies in a run: words `[start, end)` are the phrase, the rest is only its context."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """All that is compiled from a language's [time]."""

    scan: re.Pattern[str]
    entries: Mapping[str, tuple[tuple[tuple[str, ...], Kinds], ...]]
    """By first piece, the longest first: the pieces that follow, and the classes with their values."""
    letters: Mapping[frozenset[str], str]
    """By the classes of a word."""
    cased: frozenset[str]
    """Words that are words of time only with a capital, or with a number or preposition beside them."""
    measured: frozenset[str]
    """Words that make the number before them a figure: units and magnitudes."""
    levels: tuple[Callable[[str], Sequence[Match]], ...]
    rules: frozenset[str]
    idle: frozenset[str]
    """Letters of words that are no phrase on their own."""
    own: frozenset[str]
    """Every piece of every word of time."""
    natures: Mapping[str, int] = field(init=False)
    """What a token between two spaces can be (`stretches`)."""
    shapes: Mapping[str, tuple[str, tuple[str, ...]]] = field(init=False)
    """The letters of such a token's pieces, and what a word of several pieces may go on with behind it (`_shape`)."""
    hopeless: Mapping[str, bool] = field(init=False)
    """Whether no rule of any level matches anything of a run."""
    joint: re.Pattern[str]
    """A space across which a code may go on ("5 pm", "q1 fy 87"), with what it goes on with."""
    fiscal: frozenset[str]
    """Words that are a code with a year behind them."""
    elided: re.Pattern[str]
    """An ordinal without its unit ("down from 1.2 million in the first."), or "next" without its year."""
    ordinals: Mapping[str, int]
    """What the words of `elided` count; none for "next"."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "natures", Memory(lambda token: _nature(token, self)))
        object.__setattr__(self, "hopeless", Memory(self._is_hopeless))
        object.__setattr__(self, "shapes", Memory(lambda token: _shape(token, self)))

    def _is_hopeless(self, run: str) -> bool:
        return _UNTOLD not in run and not any(level(run) for level in self.levels)

    def word(self, start: int, end: int, kinds: Kinds, rule: str | None = None) -> Word:
        return Word(start, end, self.letters[frozenset(kinds)], kinds, rule)


# Classes of what no lexicon lists: numbers, codes, and what the rules of one level hand to the next.
_BUILT_IN = (
    ("number", "day"),
    ("number",),
    ("number", "dayth", "ordinal"),
    ("dayth", "ordinal"),
    ("y4", "year", "when"),
    ("iso_date",),
    ("iso_week",),
    ("decade_code",),
    ("clock",),
    ("quarter_code",),
    ("half_code",),
    ("fiscal_code",),
    ("short_year",),
    ("year", "when"),
    ("year", "when", "fiscalref"),
    ("date", "when"),
    ("date", "when", "dayref"),
    ("date", "when", "monthref"),
    ("comparison",),
    ("done",),
    *((mark,) for mark in _MARKS.values()),
)


@cache
def table(lexicon: Lexicon) -> Table:
    """The compiled [time] of a language. Raises LexiconError for an unknown table, class, or broken pattern."""
    time = lexicon["time"]
    if unknown := set(time) - _TABLES:
        raise LexiconError(f"{lexicon.code}.toml: [time] has an unknown table {min(unknown)!r}")
    merged: dict[tuple[str, ...], dict[str, Any]] = {}
    for spelling, kinds in _spellings(time):
        merged.setdefault(_pieces(spelling), {}).update(kinds)
    merged.pop((), None)
    sets = {frozenset(kinds) for kinds in _BUILT_IN} | {frozenset(kinds) for kinds in merged.values()}
    sets |= {kinds | {"day"} for kinds in sets if "count" in kinds}
    letters = {kinds: chr(0xE000 + i) for i, kinds in enumerate(sorted(sets, key=sorted))}
    entries: dict[str, list[tuple[tuple[str, ...], Kinds]]] = {}
    for pieces, kinds in sorted(merged.items(), key=lambda item: -len(item[0])):
        entries.setdefault(pieces[0], []).append((pieces[1:], kinds))
    rules = time.get("rule", {})
    own = {piece for pieces in merged for piece in pieces}
    levels = tuple(_level(lexicon.code, rules.get(level, {}), letters) for level in LEVELS)
    code = time.get("code", {})
    return Table(
        scan=_scanner(code),
        entries={first: tuple(rest) for first, rest in entries.items()},
        letters=letters,
        cased=frozenset(time.get("cased", {}).get("words", ())),
        measured=frozenset(_measured(lexicon)) - own,
        levels=levels,
        idle=frozenset(letter for letter in letters.values() if not any(level(letter) for level in levels)),
        rules=frozenset(rule for level in LEVELS for rule in rules.get(level, {})),
        own=frozenset(own),
        joint=re.compile(rf"[ ](?:-?'?\d|{_any_of(code, 'clock')}|{_any_of(code, 'zone')}|{_any_of(code, 'fiscal')})"),
        fiscal=frozenset(fold(word).lower for word in code.get("fiscal", ())),
        elided=_elided(time),
        ordinals={fold(word).lower: int(n) for n, words in time.get("ordinal", {}).items() for word in words},
    )


def _elided(time: Mapping[str, Any]) -> re.Pattern[str]:
    """`before` and `after` are what stands around an ordinal without its unit, `end` what parts a sentence."""
    told = time.get("elided", {})

    def any_of(words: Iterable[str]) -> str:
        return "|".join(sorted((re.escape(fold(word).lower) for word in words), key=len, reverse=True)) or "(?!)"

    ordinals = any_of(word for number in "1234" for word in time.get("ordinal", {}).get(number, ()))
    before = rf"(?:{any_of(told['before'])})[ ]" if told.get("before") else ""
    article = rf"(?:(?:{any_of(time['word']['the'])})[ ])?" if "the" in time.get("word", {}) else ""
    after = rf"[ ](?:{any_of(told.get('after', ()))})(?!\S)"
    end = rf"(?=[.,;)]|\Z|{after})" if before else rf"(?={after})"
    following = any_of(told.get("next", ()))
    return re.compile(
        rf"(?<!\S){before}(?P<nth>{article}(?P<part>{ordinals})){end}|(?<!\S)(?P<next>{following})(?=[.,;)]|\Z|{after})"
    )


class Stretch(NamedTuple):
    """Tokens of a sentence, from space to space, without a word between them that no phrase has."""

    start: int
    end: int
    idle: bool
    """No phrase is in it."""
    cased: bool
    """Its capitals and the words around it decide what it says; else only its own lower-case text up to `reach`."""
    before: int
    """Where the token before it begins."""
    reach: int
    """Where the token behind it ends, if it depends on that one; else its own end."""
    after: int
    """Where the token behind it ends."""


def stretches(text: str, table: Table) -> Iterator[Stretch]:
    """All stretches of a folded lower-case text that could hold a phrase."""
    at = 0
    while at < len(text):
        stretch = stretch_at(text, at, table)
        if not stretch.idle:
            yield stretch
        at = stretch.end + 1


def stretch_at(text: str, offset: int, table: Table) -> Stretch:
    """The stretch around an offset of a folded lower-case text.

    News has few words: what a token can be is remembered, so that a number that is no date costs little more than a
    look at its two neighbours.
    """
    natures, size = table.natures, len(text)
    start = before = text.rfind(" ", 0, offset) + 1
    if (end := text.find(" ", offset)) < 0:
        end = size
    after = end
    nature = last = bits = natures[text[start:end]]
    joined, tokens = False, 1
    while start:
        before = text.rfind(" ", 0, start - 1) + 1
        former = natures[text[before : start - 1]]
        joins = former & _JOINS and table.joint.match(text, start - 1) is not None
        if not former or not (nature or joins):
            break
        start, nature, bits, joined, tokens = before, former, bits | former, joined or bool(joins), tokens + 1
    while nature and end < size:
        if (after := text.find(" ", end + 1)) < 0:
            after = size
        nature = natures[text[end + 1 : after]]
        joins = last & _JOINS and table.joint.match(text, end) is not None
        if not (nature or joins):
            break
        end, last, nature, bits, joined, tokens = after, nature, 1, bits | nature, joined or bool(joins), tokens + 1
    cased = bits & _CASED > 0
    if tokens == 1:
        idle = not bits or bits & _IDLE > 0
    else:
        idle = not (joined or cased) and _hopeless(text[start:end].split(" "), table)
    return Stretch(start, end, idle, cased, before, after if last & _OPEN else end, after)


def _hopeless(tokens: list[str], table: Table) -> bool:
    """No rule matches, whatever the tokens' capitals and neighbours."""
    told = [table.shapes[token] for token in tokens]
    for (_, seconds), following in zip(told, tokens[1:], strict=False):
        if seconds and (not following or following.startswith(seconds)):
            return False
    shape = "".join([letters for letters, _ in told])
    if _COUNT not in shape:
        return table.hopeless[shape]
    counts = table.letters[_COUNTED], table.letters[_COUNTED | {"day"}]
    return shape.count(_COUNT) == 1 and all(table.hopeless[shape.replace(_COUNT, letter)] for letter in counts)


# What a token between two spaces can be, as bits: of time at all; no phrase where it stands alone; told by its capitals
# and its neighbours; told by what follows it; able to go on across a space.
_LIVE, _IDLE, _CASED, _OPEN, _JOINS = 1, 2, 4, 8, 16
_LONGEST_TOKEN = 40
_ENDS = frozenset(".,)")
_UNKNOWN = "\uffff"
"""A word that no lexicon has: what ends in a mark is, behind it, what any such word is."""
_MOST_TOKENS = 1 << 16


class Memory(dict[str, T]):
    """What was told of each token that was met; bounded, and of no influence on what comes out."""

    def __init__(self, tell: Callable[[str], T]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, token: str) -> T:
        told = self._tell(token)
        if len(token) <= _LONGEST_TOKEN:
            if len(self) >= _MOST_TOKENS:
                self.clear()
            self[token] = told
        return told


def _nature(token: str, table: Table) -> int:
    if _ONLY_FIGURE.fullmatch(token):
        return 0
    word = token[:-1] if token[-1:] in _ENDS else token
    if word.isalpha() and word not in table.own and word not in table.fiscal:
        return 0 if word is token else table.natures[_UNKNOWN + token[-1]]
    if _ONLY_HOUR.fullmatch(token):
        return _LIVE | _IDLE | _JOINS
    if not token:
        return _LIVE | _IDLE  # between two spaces: parts nothing
    nature = 0
    kind, text = None, ""
    for piece in table.scan.finditer(token):
        kind, text = piece.lastgroup, piece.group()
        if kind == "word" or kind == "mark":
            if text in table.own or text in _MARKS or text == "." or text in table.fiscal:
                nature |= _CASED | _LIVE if text in table.cased else _LIVE
        elif kind != "figure" or _HOUR.search(token):
            nature |= _LIVE
    if not nature:
        return 0
    if kind in _DIGITS or any("count" in kinds for rest, kinds in table.entries.get(text, ()) if not rest):
        nature |= _OPEN
    if token[-1].isdecimal() or text in table.fiscal or kind in ("quarter_code", "half_code"):
        nature |= _JOINS
    if nature & _CASED:
        return nature
    # Alone, or with anything behind it: "two" is a day, or a count.
    views = (token, token + " \uffff") if nature & _OPEN else (token,)
    alone = (run for view in views for run in runs(Folded(view, view, 0), table))
    letters = ["".join([word.letter for word in run]) for run in alone]
    return nature | _IDLE if all(map(table.hopeless.__getitem__, letters)) else nature


def _shape(token: str, table: Table) -> tuple[str, tuple[str, ...]]:
    """The letters of a token's pieces as if nothing parted them, or `_UNTOLD`, which no rule is sure to fail on; and
    with what the next token may begin for its last piece to be no word of its own.

    No rule can match a part of a run and not the run, so what is hopeless for these letters is so for the token's own.
    """
    view = Folded(token, token, 0)
    shape = ""
    longer: list[tuple[str, ...]] = []
    for piece in table.scan.finditer(token):
        if longer:
            return _UNTOLD, ()
        kind, text = piece.lastgroup, piece.group()
        kinds: Kinds | None
        if kind == "word" or kind == "mark":
            known = table.entries.get(text, ())
            longer = [rest for rest, _ in known if rest]
            kinds = next((found for rest, found in known if not rest), _MARK_KINDS.get(text))
        else:
            kinds = _number(view, table, [piece], 0)
        if kinds is not None and "count" in kinds:
            if kinds.keys() != _COUNTED:
                return _UNTOLD, ()
            shape += _COUNT
        elif kinds is not None:
            shape += table.letters[frozenset(kinds)]
    return shape, tuple(rest[0] for rest in longer)


def runs(view: Folded, table: Table, start: int = 0, end: int | None = None) -> Iterator[list[Word]]:
    """The runs of words of time in a sentence, or in a part of it, that could hold a phrase."""
    pieces = list(table.scan.finditer(view.lower, start, len(view.lower) if end is None else end))
    entries, count = table.entries, len(pieces)
    run: list[Word] = []
    index = 0
    while index < count:
        piece = pieces[index]
        kind = piece.lastgroup
        text = piece.group()
        kinds: Kinds | None = None
        end, size = piece.end(), 1
        if kind == "word" or kind == "mark":
            known = entries.get(text)
            if known is not None:
                following = pieces[index + 1].group() if index + 1 < count else None
                for rest, found in known:
                    if not rest:
                        kinds = _judged(found, view, table, pieces, index)
                        break
                    if rest[0] == following:  # few get further
                        behind = pieces[index + 1 : index + 1 + len(rest)]
                        if rest == tuple([other.group() for other in behind]):
                            kinds, end, size = found, behind[-1].end(), 1 + len(rest)
                            break
            if kinds is None and kind == "mark":
                if text in _MARKS:
                    kinds = _MARK_KINDS[text]
                elif text == "." and run and _abbreviated(run[-1], piece.start()):
                    index += 1
                    continue
        else:
            kinds = _number(view, table, pieces, index)
        if run and (kinds is None or len(run) >= LONGEST_RUN):
            if len(run) > 1 or run[0].letter not in table.idle:
                yield run
            run = []
        if kinds is not None:
            run.append(table.word(piece.start(), end, kinds))
        index += size
    if run and (len(run) > 1 or run[0].letter not in table.idle):
        yield run


def _judged(kinds: Kinds, view: Folded, table: Table, pieces: list[re.Match[str]], index: int) -> Kinds | None:
    """The classes of a known word here, or None where it only looks like a word of time."""
    piece = pieces[index]
    if "count" in kinds:
        # "April two" is a day where nothing is counted: "in April two tankers" is not.
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        counted = following is not None and following.lastgroup == "word" and following.group() not in table.entries
        return kinds if counted else {**kinds, "day": kinds["count"]}
    if piece.group() not in table.cased:
        return kinds
    before = pieces[index - 1] if index else None
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    if (following is not None and following.lastgroup in _DIGITS) or (
        before is not None and before.lastgroup in _DIGITS
    ):
        return kinds
    if before is not None and any(
        "leads" in found for rest, found in table.entries.get(before.group(), ()) if not rest
    ):
        return kinds
    start, end = piece.span()
    if not view.cased[start].isupper() or (end - start > 1 and view.cased[start:end].isupper()):
        return None
    titled = (
        before is not None
        and following is not None
        and before.lastgroup == following.lastgroup == "word"
        and view.cased[before.start()].isupper()
        and view.cased[following.start()].isupper()
        and before.group() not in table.entries
        and following.group() not in table.entries
    )
    return None if titled else kinds


def _number(view: Folded, table: Table, pieces: list[re.Match[str]], index: int) -> Kinds | None:
    """The classes of a number or a code, or None for a figure."""
    piece = pieces[index]
    kind, text = piece.lastgroup or "", piece.group()
    if kind == "figure":
        return None
    if kind not in _DIGITS:
        return {kind: text}
    start, end = piece.span()
    if (start and view.lower[start - 1] in "$€£₹¥.+") or view.lower[end : end + 1] in ("%", "°"):
        return None
    if kind == "dayth":
        value = int(text[:2] if text[1:2].isdigit() else text[:1])
        return {"dayth": value, "ordinal": value}
    if index + 1 < len(pieces) and pieces[index + 1].group() in table.measured:
        return None
    value = int(text)
    if len(text) == 4:
        if FIRST_YEAR <= value <= LAST_YEAR:
            return {"y4": value, "year": ("year", value), "when": ("year", value)}
        return None
    if len(text) <= 2 and 1 <= value <= 31:
        return {"number": value, "day": value}
    return {"number": value} if len(text) <= 3 else None


def _abbreviated(word: Word, dot: int) -> bool:
    """Does the dot at this offset only end an abbreviated month or weekday?"""
    return word.end == dot and word.end - word.start <= 4 and ("month" in word.kinds or "weekday" in word.kinds)


def _spellings(time: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every spelling of [time] with its classes and their values."""
    for name in _VALUED:
        for value, words in time.get(name, {}).items():
            for word in words:
                kinds: dict[str, Any] = {name: int(value)}
                if name == "count":
                    kinds = {"number": int(value), "count": int(value)}
                yield word, kinds
    for unit, words in time.get("unit", {}).items():
        if unit not in UNITS:
            raise LexiconError(f"[time.unit] has an unknown unit {unit!r}")
        for word in words:
            yield word, {"unit": unit, unit.upper(): unit}
    for name, words in time.get("word", {}).items():
        for word in words:
            yield word, {name: name}
    for word in time.get("vague", {}).get("words", ()):
        yield word, {"vague": None}


def _pieces(spelling: str) -> tuple[str, ...]:
    return tuple(re.findall(rf"{_WORD}|\d+|[^\s]", fold(spelling).lower))


def _measured(lexicon: Lexicon) -> set[str]:
    """Units, magnitudes and what else follows a figure, from the sections that own them: single words only."""
    unit, number = lexicon["unit"], lexicon["number"]
    tables = [unit.get(name, {}) for name in ("word", "cased", "count", "money")]
    tables += [number.get("scale", {}), number.get("short", {}), lexicon["time"].get("measured", {})]
    spellings = (word for table in tables for words in table.values() for word in words)
    return {pieces[0] for word in spellings if len(pieces := _pieces(word)) == 1 and re.fullmatch(_WORD, pieces[0])}


def _any_of(code: Mapping[str, list[str]], name: str) -> str:
    words = sorted((re.escape(fold(word).lower) for word in code.get(name, ())), key=len, reverse=True)
    return "(?:" + ("|".join(words) or r"(?!)") + ")"


def _scanner(code: Mapping[str, list[str]]) -> re.Pattern[str]:
    """One pass over a sentence: codes and dates first, then figures, numbers, words and marks."""

    def any_of(name: str) -> str:
        return _any_of(code, name)

    year = r"(?:\d{4}|\d{2})"
    tail = rf"(?:{_SPACE}{any_of('fiscal')}?{_SPACE}'?{year}(?:[-/]\d{{2}})?)?"
    parts = (
        ("iso_date", r"\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}([./-])\d{1,2}\2\d{4}(?!\d)"),
        ("iso_week", r"\d{4}-?w\d{2}(?!\w)"),
        ("decade_code", rf"\d{{3}}0'?{any_of('decade')}(?!\w)|'?[2-9]0{any_of('decade')}(?!\w)"),
        ("clock", rf"\d{{1,2}}:\d{{2}}(?!\d)(?:{_SPACE}{any_of('clock')}(?!\w))?|"
                  rf"\d{{1,2}}(?:\.\d{{2}})?{_SPACE}{any_of('clock')}(?!\w)|\d{{4}}{_SPACE}{any_of('zone')}(?!\w)"),
        ("quarter_code", rf"(?<!\w)(?:{any_of('quarter')}-?[1-4]|[1-4]-?{any_of('quarter')}){tail}(?!\w)"),
        ("half_code", rf"(?<!\w)(?:{any_of('half')}-?[12]|[12]-?{any_of('half')}){tail}(?!\w)"),
        ("fiscal_code", rf"(?<!\w){any_of('fiscal')}{_SPACE}-?'?{year}(?:[-/]{year})?(?!\w)"),
        ("dayth", rf"\d{{1,2}}{any_of('ordinal')}(?!\w)"),
        ("short_year", r"(?<!\w)'\d{2}(?!\w)"),
        ("figure", r"\d+\.\d+|\d{1,3}(?:,\d{2,3}){1,8}(?![\d,])|\d{5,}"),
        ("digits", r"\d+"),
    )  # fmt: skip
    numbers = "|".join(f"(?P<{name}>{pattern})" for name, pattern in parts)
    initials = "".join(sorted({re.escape(fold(word).lower[:1]) for name in _CODES for word in code.get(name, ())}))
    return re.compile(rf"(?=['\d{initials}])(?:{numbers})|(?P<word>{_WORD})|(?P<mark>\S)")


def _level(
    code: str, rules: Mapping[str, list[str]], letters: Mapping[frozenset[str], str]
) -> Callable[[str], Sequence[Match]]:
    """The matcher of one level of rules, remembering short runs: the same few dozen shapes make up all news."""
    bits = {name: 1 << bit for bit, name in enumerate(sorted({name for kinds in letters for name in kinds}))}
    has = {letter: sum(bits[name] for name in kinds) for kinds, letter in letters.items()}
    compiled = [
        (order, rule, _compiled(code, rule, pattern, letters), sum(bits.get(name, 0) for name in _needed(pattern)))
        for order, (rule, pattern) in enumerate((rule, pattern) for rule in rules for pattern in rules[rule])
    ]

    # Words that no rule of the level tells apart get one letter, and those that none has part the run.
    names = frozenset(name for patterns in rules.values() for one in patterns for name in _NAME.findall(one))
    first = {frozenset[str](): _GAP}
    alike = str.maketrans({letter: first.setdefault(kinds & names, letter) for kinds, letter in letters.items()})

    @lru_cache(maxsize=1 << 14)
    def known(part: str) -> tuple[tuple[int, int, int, int, str], ...]:
        held = 0
        for letter in set(part):
            held |= has.get(letter, 0)
        return tuple(
            (
                match.start("body") - match.end("body"),
                match.start() - match.end("body"),
                match.start("body"),
                order,
                rule,
            )
            for order, rule, pattern, needed in compiled
            if needed & held == needed  # most rules need a word that the run has not
            for match in pattern.finditer(part)
            if match.end("body") > match.start("body")
        )

    def matches(run: str) -> list[Match]:
        found = []
        at = 0
        for part in run.translate(alike).split(_GAP):
            if part and (entries := known(part)):
                found += [(size, reach, start + at, order, rule) for size, reach, start, order, rule in entries]
            at += len(part) + 1
        return [Match(rule, start, start - size) for size, _, start, _, rule in sorted(found)] if found else []

    return matches


_NAME = re.compile(r"(?<![{,\d])[A-Za-z_][A-Za-z_0-9]*")
_GROUP = re.compile(r"\([^()]*\)")
_GAP = " "
_LEFT_OUT = re.compile(r"[A-Za-z_0-9.]+(?:[?*]|\{0?,\d*\})")


def _needed(pattern: str) -> frozenset[str]:
    """The classes without a word of which a pattern matches nothing."""
    while _GROUP.search(pattern):  # what is in brackets has other ways
        pattern = _GROUP.sub(" . ", pattern)
    return frozenset() if "|" in pattern else frozenset(_NAME.findall(_LEFT_OUT.sub(" ", pattern)))


def _compiled(code: str, rule: str, pattern: str, letters: Mapping[frozenset[str], str]) -> re.Pattern[str]:
    """A rule's pattern over letters. `context : phrase : context`; names are classes, `? * + | ( ) {m,n}` as in re."""

    def letter_class(name: re.Match[str]) -> str:
        members = "".join(letter for kinds, letter in letters.items() if name.group() in kinds)
        if not members:
            if name.group() in _VALUED:  # a language may have no such words
                return "(?!)"
            raise LexiconError(f"{code}.toml: [time.rule] {rule}: no word is a {name.group()!r}")
        return f"[{members}]"

    parts = [_NAME.sub(letter_class, part) for part in pattern.split(":")]
    before, body, after = {1: ("", *parts, ""), 2: (*parts, ""), 3: tuple(parts)}[len(parts)]
    text = rf"(?:{before})(?P<body>{body})" + (rf"(?={after})" if after.strip() else "")
    try:
        return re.compile(re.sub(r"\s+", "", text))
    except re.error as error:
        raise LexiconError(f"{code}.toml: [time.rule] {rule}: {pattern!r}: {error}") from error
