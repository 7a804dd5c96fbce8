"""The words before and after a number that say what it counts: text and place in, an expression over factor.csv's ids
out.

The words are the lexicon's ([unit], [refuse]); here is only how they stand together: a sign before, a unit behind, "a
day", "per barrel", "of crude a day". A word with two meanings is settled by the cases that the lexicon gives it, or
refused: never guessed. Linear: every search is anchored and looks a bounded way ahead or back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from tasks.grammar import canonical
from tasks.grammar.fold import Folded, fold
from tasks.grammar.numeral import LETTER, NOT_AFTER_LETTER, WORD, trie
from tasks.lexicon import Lexicon

_ONE = Decimal(1)
TOKEN = re.compile(rf"[ \n]{{0,3}}(?:-[ \n]{{0,2}})?({WORD}(?:[23](?!\w))?|\d[\d,]{{0,8}}|'0{{3}}|\S)")
_GAP = 8
# "two 600,000-barrel cargoes": the size of what is counted.
_SIZED = re.compile(r" \d[\d,.]{0,12}[- ](?=[^\W\d])")
_BACK = 48
_LONGEST_SIGN = 16
"""Characters before a number in which the sign of its currency is looked for."""
_LESSER = re.compile(rf",? ?(\d{{1,2}}(?:\.\d{{1,3}}+)?+)[ -]?({LETTER}{{1,6}}|[\"'])(?!{LETTER})")
_CODED = re.compile(r" ?([A-Z]{4})(?![A-Za-z])")
_CENTS = re.compile(r" {1,2}\d{1,2}+(?!\d|[.,]\d)")
_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3,4})\Z")
# Reasons for what is counted, also behind adjectives.
_COUNTED = frozenset(["people", "count_out_of_scope", "finance", "futures_volume"])
_RUNS_ON = re.compile(r"[.,/]?\d")
# "20 (kg)"
_BRACKET = re.compile(r" ?[(\[{] ?")
_OPENING = frozenset("([{")


class Unit(NamedTuple):
    """What stands beside a number. `expression` is None where `reason` says why; `start`, `end` are the words' in
    the folded view."""

    start: int
    end: int
    expression: str | None
    reason: str | None = None
    scale: Decimal = _ONE
    """What the number must be multiplied with: "$20 per 100 litres" is a fifth of a dollar for one."""
    rated: bool = False
    """The words say how often, or of how much, so that nothing more may be joined to them."""
    apart: bool = False
    """Another number stands between, which is a quantity of its own: "two 600,000-barrel cargoes"."""


class Sign(NamedTuple):
    """The currency written before a number ("$", "Rs", "MEUR") and where it begins; `scale` is its magnitude's."""

    code: str
    start: int
    scale: Decimal = _ONE


Token = tuple[str, int, int]
"""A word, figure or mark, and where it begins and ends in the folded view."""
_NONE: Token = ("\n", 0, 0)
"""Where no token is; no phrase of a lexicon holds its word."""


class Context:
    """The sentence around the numbers: its folded view, and the countries that its article is about, where known.

    The token at a place is asked for by one tree of phrases after the other, and remembered.
    """

    __slots__ = ("_hints", "_tokens", "countries", "published", "text", "view")

    def __init__(self, view: Folded, countries: frozenset[str] = frozenset(), published: date | None = None) -> None:
        self.view = view
        self.text = view.lower
        self.countries = countries
        self.published = published
        self._hints: dict[str, bool] = {}
        self._tokens: dict[int, Token] = {}

    def token(self, position: int) -> Token:
        """The token behind a place; its word is a line break where there is none."""
        found = self._tokens.get(position)
        if found is None:
            match = TOKEN.match(self.text, position)
            if match is None:
                found = _NONE
            else:
                start, end = match.span(1)
                found = match[1], start, end
            self._tokens[position] = found
        return found

    def hints(self, name: str, grammar: Grammar) -> bool:
        """Whether the sentence has one of the words that show what it is about."""
        if name not in self._hints:
            pattern = grammar.hints.get(name)
            self._hints[name] = pattern is not None and pattern.search(self.text) is not None
        return self._hints[name]


Node = dict[str, Any]
"""By a phrase's next word, the words that go on from it; by "", what the phrase that ends here says."""


@dataclass(slots=True)
class Sense:
    """What the words of a unit can mean: in their own spelling, by the cases of a collision, else at all."""

    cased: dict[str, str]
    cases: Sequence[Mapping[str, Any]] | None = None
    plain: str | None = None
    refusal: str | None = None
    count: str | None = None
    """The thing of which it is the name, if it is counted."""
    units: tuple[str, ...] = ()
    """All of its expressions, however it is spelled."""


class Found(NamedTuple):
    """A phrase of a tree in a sentence: what it says, and its place in the folded view."""

    says: Any
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's unit words, ready to use."""

    units: Node
    per: Node
    times: Node
    often: Node
    fillers: Node
    sign: re.Pattern[str] | None
    signs: Mapping[str, str]
    sign_ends: frozenset[str]
    sign_words: tuple[str, ...]
    often_before: re.Pattern[str] | None
    per_before: re.Pattern[str] | None
    often_value: Mapping[str, str]
    adjective: re.Pattern[str] | None
    adjective_value: Mapping[str, str]
    rate_nouns: frozenset[str]
    hints: Mapping[str, re.Pattern[str]]
    listing: frozenset[str]
    """What joins commodities: "barrels of crude and products a day"."""
    loose_per: frozenset[str]
    """Words for "per" that are articles as well: "a year earlier" is no rate."""
    not_rate: Node
    container: re.Pattern[str] | None
    one_of: re.Pattern[str] | None
    """Before a unit of which a sum may be the price: "the average litre"."""
    sums: frozenset[str]
    """The units of money."""
    gap_of: frozenset[str]
    moved: frozenset[str]
    stop: frozenset[str]
    bare_gap: bool
    juxtaposed: bool
    partitive: re.Pattern[str] | None
    partitive_ends: tuple[str, ...]
    plural: frozenset[str]
    scales: Mapping[str, Decimal]
    codes: Mapping[str, tuple[str, Decimal]]
    compounds: Mapping[str, tuple[frozenset[str], Decimal]]
    durations: frozenset[str]
    simple: Mapping[str, str]
    """Units of one word with one meaning that most often stand alone: percents and currencies."""
    silent: frozenset[str]
    """Words that neither are nor come before anything that is counted."""


def _leaf(root: Node, phrase: str) -> Node:
    node = root
    for token in TOKEN.finditer(fold(phrase).lower):
        node = node.setdefault(token[1], {})
    return node


def _sense(root: Node, phrase: str) -> Sense:
    sense: Sense = _leaf(root, phrase).setdefault("", Sense({}))
    return sense


def _means(root: Node, phrase: str, expression: str, cased: bool = False) -> None:
    """Of two expressions for one spelling the first stays."""
    sense = _sense(root, phrase)
    sense.units += (expression,)
    if cased:
        sense.cased.setdefault(fold(phrase).cased, expression)
    elif sense.plain is None:
        sense.plain = expression


def _pattern(words: list[str], tail: str = "") -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(rf"{NOT_AFTER_LETTER}({trie([fold(word).lower for word in words])})(?!{LETTER}){tail}")


@cache
def grammar(lexicon: Lexicon) -> Grammar:
    """The [unit] and [refuse] sections of a language. Raises UnknownUnit where a word points at an id that
    factor.csv lacks."""
    section = lexicon["unit"]
    units: Node = {}
    for table in ("cased", "word", "money"):
        for expression, words in section.get(table, {}).items():
            canonical.dimension(expression)
            for word in words:
                _means(units, word, expression, table == "cased")
    for code in canonical.currencies():  # in capitals a code of ISO 4217 says itself
        _means(units, code, code, True)
    for expression, words in section.get("count", {}).items():
        for word in words:
            sense = _sense(units, word)
            sense.count = sense.count or expression
            sense.plain = sense.plain or expression
    for collision in section.get("collision", ()):
        for case in collision["cases"]:
            if "unit" in case:
                canonical.dimension(case["unit"])
        for word in collision["words"]:
            sense = _sense(units, word)
            sense.cases = sense.cases or collision["cases"]
    for reason, words in lexicon["refuse"].items():
        for word in words:
            sense = _sense(units, word)
            sense.refusal = sense.refusal or reason
    signs = {fold(word).lower: code for code, words in section.get("sign", {}).items() for word in words}
    ordered = sorted(signs, key=len, reverse=True)
    sign = "|".join((NOT_AFTER_LETTER if word[0].isalpha() else "") + re.escape(word) for word in ordered)

    def node(name: str, source: Mapping[str, Any] = section) -> Node:
        root: Node = {}
        content = source.get(name, ())
        pairs = (
            [(value, word) for value, words in content.items() for word in words]
            if isinstance(content, dict)
            else [("", w) for w in content]
        )
        for value, word in pairs:
            _leaf(root, word).setdefault("", value)
        return root

    def listed(name: str) -> frozenset[str]:
        return frozenset(fold(word).lower for word in section.get(name, ()))

    often_before = {fold(word).lower: time for time, words in section.get("often_before", {}).items() for word in words}
    adjectives = {fold(word).lower: time for time, words in section.get("rate_adjective", {}).items() for word in words}
    hedges = [word for words in lexicon["hedge"].values() for word in words]
    between = rf"(?:[ ](?:{trie([fold(word).lower for word in hedges])})){{0,2}}[ ]{{0,2}}$" if hedges else r"[ ]{0,2}$"
    pers = [word for word in section.get("per", ()) if fold(word).lower.isalpha() or len(word) > 1]
    bases = [
        w
        for table in ("word",)
        for expression, words in section.get(table, {}).items()
        if "/" not in expression
        for w in words
    ]
    bases += [w for collision in section.get("collision", ()) for w in collision["words"]]
    per_before = None
    if pers and bases and section.get("juxtaposed"):
        first = trie([fold(word).lower for word in pers])
        second = trie([fold(word).lower for word in bases])
        per_before = re.compile(rf"{NOT_AFTER_LETTER}(?:{first})[ ]({second})(?!{LETTER}){between}")
    scales: dict[str, Decimal] = {}
    numbers = lexicon["number"]
    shorts = {fold(word).lower for words in numbers.get("short", {}).values() for word in words}
    for table in ("atom", "scale"):  # both may have a value: "twelve", "dozen"
        for value, words in numbers.get(table, {}).items():
            scales.update({fold(word).lower: Decimal(value) for word in words})
    shut = {word.upper() for word in section.get("no_code", ())}
    codes = {code: (code, _ONE) for code in canonical.currencies() if code not in shut}
    for value, letters in numbers.get("short", {}).items():
        for letter in letters:
            if len(letter) == 1:
                codes.update({letter.upper() + code: (code, Decimal(value)) for code in canonical.currencies()})
    juxtaposed = bool(section.get("juxtaposed", False))
    kinds = ("percent", "points") if juxtaposed else ("percent", "points", "money")
    simple = {
        word: sense.plain
        for word, branch in units.items()
        if word.isalpha()
        and (sense := branch.get("")) is not None
        and not sense.cased
        and sense.cases is None
        and sense.plain is not None
        and canonical.dimension(sense.plain) in kinds
    }
    stop, fillers = listed("stop"), node("filler")
    partitives = [word for words in section.get("partitive", {}).values() for word in words]
    return Grammar(
        units=units,
        per=node("per"),
        times=node("time"),
        often=node("often"),
        fillers=fillers,
        sign=re.compile(rf"({sign})[ ]{{0,2}}\Z") if sign else None,
        signs=signs,
        sign_ends=frozenset(word[-1] for word in signs),
        sign_words=tuple(signs),
        often_before=_pattern(list(often_before), between),
        per_before=per_before,
        often_value=often_before,
        adjective=_pattern(list(adjectives)),
        adjective_value=adjectives,
        rate_nouns=listed("rate_noun"),
        hints={name: pattern for name, words in section.get("hint", {}).items() if (pattern := _pattern(list(words)))},
        listing=listed("listing"),
        loose_per=listed("loose_per"),
        not_rate=node("not_rate"),
        container=_pattern(list(section.get("container", ()))),
        one_of=_pattern(list(section.get("one_of", ())), tail="[ -]"),
        sums=frozenset(canonical.currencies()) | canonical.minor_units(),
        gap_of=listed("gap_of"),
        moved=listed("moved"),
        stop=stop,
        bare_gap=bool(section.get("bare_gap", False)),
        juxtaposed=juxtaposed,
        simple=simple,
        silent=stop - set(units) - set(fillers) - set(scales) - shorts - _OPENING,
        partitive=_pattern(partitives, tail=r"[ ]{1,2}$"),
        partitive_ends=tuple(fold(word).lower + gap for word in partitives for gap in (" ", "  ")),
        plural=listed("plural"),
        scales=scales,
        codes=codes,
        compounds={
            fold(major).lower: (frozenset(fold(minor).lower for minor in entry["minor"]), Decimal(entry["parts"]))
            for entry in section.get("compound", ())
            for major in entry["major"]
        },
        durations=frozenset(fold(word).lower for word in lexicon["refuse"].get("duration", ())),
    )


def longest(context: Context, root: Node, position: int) -> Found | None:
    """The longest phrase of a tree that begins at a place."""
    word, begin, end = context.token(position)
    node: Node | None = root.get(word)
    if node is None:
        return None
    found: Found | None = None
    for _ in range(8):
        if word[0].isdecimal() and _RUNS_ON.match(context.text, end):  # "1.8 to 1.9" holds no "to 1"
            break
        if "" in node:
            found = Found(node[""], begin, end)
            if len(node) == 1:
                break
        word, _, end = context.token(end)
        node = node.get(word)
        if node is None:
            break
    return found


# --- before the number ---


def money_before(context: Context, start: int, words: Grammar) -> Sign | None:
    """The currency before a number, by its sign or its code."""
    text = context.text
    if start > 1 and text[start - 1] == " " and not context.view.cased[start - 2].isupper():
        word = text[max(0, start - _LONGEST_SIGN) : start - 1].rpartition(" ")[2]
        if word.isalpha() and word not in words.signs:  # as before most numbers
            return None
    return sign_before(context, start, words) or code_before(context, start, words)


def sign_before(context: Context, start: int, words: Grammar) -> Sign | None:
    """The currency written before a number ("$", "Rs", "C$")."""
    text = context.text
    back = start - 1
    while back >= 0 and start - back <= 3 and text[back] in " \n":
        back -= 1
    if back < 0 or text[back] not in words.sign_ends or words.sign is None:
        return None
    before = text[max(0, start - _LONGEST_SIGN) : start]
    if not before.rstrip(" \n").endswith(words.sign_words):
        return None
    match = words.sign.search(text, max(0, start - _LONGEST_SIGN), start)
    if match is None:
        return None
    code = words.signs[match[1]]
    if code:
        return Sign(code, match.start(1))
    found = longest(context, words.units, match.start(1))
    if found is None:
        return None
    unit = _settled(context, found.says, text[found.start : found.end], words, _Facts(_ONE))
    return Sign(unit[0], match.start(1)) if unit[0] else None


def code_before(context: Context, start: int, words: Grammar) -> Sign | None:
    """A code of ISO 4217 in capitals before a number, also with a letter for its magnitude: "QAR 5", "MAUD 60"."""
    cased = context.view.cased
    last = start - 1 if start and cased[start - 1] == " " else start
    if last < 3 or not cased[last - 1].isupper() or (match := _CODE.search(cased, max(0, last - 5), last)) is None:
        return None
    code = words.codes.get(match[1])
    return Sign(code[0], match.start(1), code[1]) if code else None


def rate_before(context: Context, start: int, words: Grammar) -> tuple[str, int] | None:
    """ "हर साल दस लाख टन", "रोज़ाना 8.4 लाख बैरल": the time of the rate, and where its words begin."""
    if words.often_before is None:
        return None
    match = words.often_before.search(context.text, max(0, start - _BACK), start)
    return (words.often_value[match[1]], match.start(1)) if match else None


def denominator_before(context: Context, start: int, words: Grammar) -> tuple[str, int] | None:
    """ "प्रति बैरल 68.4 डॉलर": what one of which the sum is for, and where the words begin."""
    if words.per_before is None:
        return None
    match = words.per_before.search(context.text, max(0, start - _BACK), start)
    if match is None:
        return None
    expression = denominator(context, match.start(1), words)
    return (expression[0], match.start()) if expression else None


def adjective_rate(context: Context, start: int, words: Grammar) -> str | None:
    """ "an annual capacity of 31,000 tonnes": the time of the rate, from an adjective of the noun that the number
    belongs to."""
    if words.adjective is None:
        return None
    text = context.text
    window = re.split(r"[\d,;:()]|\. ", text[max(0, start - 60) : start])[-1]
    found = None
    for match in words.adjective.finditer(window):
        found = match
    if found is None:
        return None
    between = re.findall(rf"{LETTER}+", window[found.end() :])
    if len(between) > 5 or not words.rate_nouns.intersection(between):
        return None
    return words.adjective_value[found[1]]


# --- behind the number ---


class _Facts(NamedTuple):
    """What the collisions of the lexicon ask about."""

    value: Decimal
    magnitude: bool = False
    denominator: bool = False
    rate: bool = False
    per: bool = False
    glued: bool = False


def after(
    context: Context, position: int, words: Grammar, value: Decimal, magnitude: bool, money: str | None = None
) -> Unit | None:
    """The unit behind a number that ends at `position`. `money` is the currency that stood before it, which a
    price goes on from."""
    text = context.text
    found = longest(context, words.units, position)
    if money is not None:
        if found is not None and money in found.says.units and not _figure(text, found.end):
            position = found.end
        return _money(context, position, position, money, words)
    if found is None:
        word, begin, _ = context.token(position)
        if word in _OPENING:
            found = _bracketed(context, position, words)
        elif context.view.cased[begin].isupper() and (scaled := _magnified(context, position, words)) is not None:
            return scaled
        elif word in words.fillers:
            found = _filled(context, position, words)
        if found is None:
            return counted(context, position, words)
    elif not text[found.end - 1].isalpha():
        if (
            text[found.end - 1] in words.sign_ends
            and _figure(text, found.end)
            and not _minor_follows(context, found, words)
        ):
            return None  # "70-$75": the sign is the next number's
    elif found.start > position and text[found.end : found.end + 1].isdecimal():
        return None  # "3 USD50 cards"
    says, begin, end = found
    facts = _facts(context, found, words, value, magnitude, begin == position) if says.cases is not None else None
    expression, reason = _settled(context, says, context.view.cased[begin:end].rstrip(")]}"), words, facts)
    if reason is not None or expression is None:
        return Unit(begin, end, None, reason or "ambiguous_unit")
    kind = canonical.dimension(expression)
    if kind == "money":
        return _money(context, begin, end, expression, words)
    if kind in ("mass", "volume", "energy"):
        return _rated(context, begin, end, expression, words)
    return Unit(begin, end, expression, rated="/" in expression)


def simply(context: Context, position: int, words: Grammar) -> Unit | None:
    """What `after` finds where a percent or a currency follows and nothing that goes on from it ("5 pct of"), or a
    little word, which is nothing (`start` is `end`). None where more has to be asked."""
    word, begin, end = context.token(position)
    expression = words.simple.get(word)
    if expression is None:
        return _NOTHING if word in words.silent and not context.view.cased[begin].isupper() else None
    following = context.token(end)[0]
    if (
        following in words.units[word]
        or following in words.per
        or following in words.moved
        or following in words.scales
        or following[0].isdecimal()
    ):
        return None
    return Unit(begin, end, expression)


_NOTHING = Unit(0, 0, None)


def _facts(context: Context, found: Found, words: Grammar, value: Decimal, magnitude: bool, glued: bool) -> _Facts:
    rate = _rate(context, found.end, words) is not None
    per = not rate and _per(context, found.end, words) is not None
    return _Facts(value, magnitude, rate=rate, per=per, glued=glued)


def _filled(context: Context, position: int, words: Grammar) -> Found | None:
    """ "3 mln net barrels": the unit behind words that change neither it nor the number."""
    for _ in range(2):
        filler = longest(context, words.fillers, position)
        if filler is None:
            return None
        position = filler.end
        found = longest(context, words.units, position)
        if found is not None:
            return found
    return None


def _bracketed(context: Context, position: int, words: Grammar) -> Found | None:
    """ "20 (kg)": the unit in brackets of its own."""
    mark = _BRACKET.match(context.text, position)
    found = longest(context, words.units, mark.end()) if mark else None
    if found is None or context.text[found.end : found.end + 1] not in (")", "]", "}"):
        return None
    return Found(found.says, found.start, found.end + 1)


def _magnified(context: Context, position: int, words: Grammar) -> Unit | None:
    """ "120 MEUR": a currency's code with a letter for its magnitude."""
    match = _CODED.match(context.view.cased, position)
    code = words.codes.get(match[1]) if match else None
    return Unit(match.start(1), match.end(), code[0], scale=code[1]) if match and code else None


def _minor_follows(context: Context, found: Found, words: Grammar) -> bool:
    """ "10 $ 30 cent": hundredths of the same currency follow."""
    figure = _CENTS.match(context.text, found.end)
    return figure is not None and any(
        minor_after(context, figure.end(), words, unit) is not None for unit in found.says.units
    )


def _figure(text: str, position: int) -> bool:
    """Whether a figure follows: a currency's sign in front of one belongs to it."""
    return text[position : position + 2].lstrip()[:1].isdecimal()


def _settled(
    context: Context, sense: Sense, surface: str, words: Grammar, facts: _Facts | None
) -> tuple[str | None, str | None]:
    """The expression of a word, or the reason why it has none. `facts` are needed where it has cases."""
    if (expression := sense.cased.get(surface)) is not None:
        return expression, None
    if sense.cases is not None and facts is not None:
        for case in sense.cases:
            if _holds(case, context, surface, words, facts):
                return case.get("unit"), case.get("reason")
        return None, "ambiguous_unit"
    if sense.plain is not None:
        return sense.plain, None
    return None, sense.refusal or "ambiguous_unit"


def _holds(case: Mapping[str, Any], context: Context, surface: str, words: Grammar, facts: _Facts) -> bool:
    for key, wanted in case.items():
        if key in ("unit", "reason"):
            continue
        if key == "hint":
            holds = context.hints(wanted, words)
        elif key == "country":
            holds = not context.countries.isdisjoint(wanted)
        elif key == "until":
            holds = context.published is not None and context.published < wanted
        elif key == "cased":
            holds = surface in wanted
        elif key == "min":
            holds = abs(facts.value) >= wanted
        elif key == "max":
            holds = abs(facts.value) <= wanted
        else:
            holds = getattr(facts, key) == wanted
        if not holds:
            return False
    return True


def _rate(context: Context, position: int, words: Grammar) -> tuple[str, int] | None:
    """ "a day", "per annum", "daily", "सालाना" at a place: the time, and where the words end. "a year earlier" is
    none."""
    often = longest(context, words.often, position)
    if often is not None:
        return often.says, often.end
    per = longest(context, words.per, position)
    if per is None:
        return None
    time = longest(context, words.times, per.end)
    if time is None:
        return None
    other = longest(context, words.not_rate, time.end)
    loose = context.text[position : per.end].strip() in words.loose_per
    if loose and other is not None and not context.text[other.end :].lstrip()[:1].isdecimal():
        return None  # but "a day before 1986" is a rate
    return time.says, time.end


def _rated(context: Context, begin: int, end: int, expression: str, words: Grammar) -> Unit:
    """A mass, volume or heat with its rate, also behind the commodity ("barrels of crude a day")."""
    rate = _rate(context, end, words)
    if rate is None:
        rate = _rate_behind_commodity(context, end, words)
    if rate is None or "/" in expression:
        return Unit(begin, end, expression, rated="/" in expression)
    return Unit(begin, rate[1], f"{expression}/{rate[0]}", rated=True)


def _rate_behind_commodity(context: Context, position: int, words: Grammar) -> tuple[str, int] | None:
    text = context.text
    word, _, end = context.token(position)
    if word in words.gap_of:
        position = end
    elif not words.bare_gap:
        return None
    for _ in range(_GAP if not words.bare_gap else 3):
        word, begin, end = context.token(position)
        if word in words.listing and not words.bare_gap:
            position = end
            continue
        if not (word[0].isalpha() or "\u0900" <= word[0] <= "\u0963" or word == "."):
            return None
        rate = _rate(context, position, words)
        if rate is not None:
            return rate
        ends = word == "." and text[end : end + 1] in " \n" and (begin < 2 or text[begin - 2].isalpha())
        if word in words.stop or ends:
            return None
        position = end
    return _rate(context, position, words)


def _per(context: Context, position: int, words: Grammar) -> tuple[str, int, Decimal] | None:
    """ "per barrel", "/MMBtu", "a tonne", "per thousand cubic metres" at a place: the id, where it ends, the
    leftover scale."""
    per = longest(context, words.per, position)
    return _scaled_denominator(context, per.end, words) if per is not None else None


def _scaled_denominator(context: Context, position: int, words: Grammar) -> tuple[str, int, Decimal] | None:
    scale = _ONE
    plain = denominator(context, position, words)
    if plain is not None:
        return plain[0], plain[1], _ONE
    for _ in range(2):
        word, _, end = context.token(position)
        if word in words.scales:
            scale *= words.scales[word]
        elif word[0].isdecimal() or word == "'000":
            digits = word.replace(",", "").lstrip("'")
            scale *= Decimal(1000) if digits == "000" else Decimal(digits)
        else:
            return None
        position = end
        plain = denominator(context, position, words)
        if plain is not None:
            break
    if plain is None or scale <= 0:
        return None
    multiple = canonical.multiple(plain[0], scale)
    return (multiple, plain[1], _ONE) if multiple else (plain[0], plain[1], _ONE / scale)


def denominator(context: Context, position: int, words: Grammar) -> tuple[str, int] | None:
    """The unit at a place that a price can be for, and where its words end."""
    found = longest(context, words.units, position)
    if found is None:
        return None
    says, begin, end = found
    expression, _ = _settled(context, says, context.view.cased[begin:end], words, _Facts(_ONE, denominator=True))
    if (
        expression is None
        or "/" in expression
        or canonical.dimension(expression) not in ("mass", "volume", "energy", "power", "count")
    ):
        return None
    return expression, end


def _money(context: Context, begin: int, end: int, code: str, words: Grammar) -> Unit:
    """A sum, or a price where what it is for follows."""
    per = _per(context, end, words)
    if per is None and words.juxtaposed and "_" not in code:
        plain = denominator(context, end, words)
        per = (*plain, _ONE) if plain else None
    stop = per[1] if per is not None else end
    if per is None:
        word, _, behind = context.token(end)
        per = _per(context, behind, words) if word in words.moved else None
    if per is None:
        return Unit(begin, end, code)
    expression = f"{code}/{per[0]}"
    try:
        canonical.dimension(expression)
    except canonical.UnknownUnit:
        return Unit(begin, end, code)
    return Unit(begin, stop, expression, scale=per[2], rated=True)


def counted(context: Context, position: int, words: Grammar) -> Unit | None:
    """A counted noun behind up to three adjectives ("two Russian oil tankers", "six LNG cargoes", "30 senior
    officials")."""
    begin, apart = -1, False
    for _ in range(3):
        word, start, end = context.token(position)
        if word[0].isdecimal() and (sized := _SIZED.match(context.text, position)) is not None:
            begin = sized.start() + 1 if begin < 0 else begin
            position = sized.end()
            found = longest(context, words.units, position)
            position, apart = (found.end if found is not None else position), True
        elif not (word[0].isalpha() or "\u0900" <= word[0] <= "\u0963") or word in words.stop or word in words.scales:
            return None
        else:
            begin = start if begin < 0 else begin
            position = end
        found = longest(context, words.units, position)
        if found is not None:
            if found.says.count is not None:
                return Unit(begin, found.end, found.says.count, apart=apart)
            if found.says.refusal in _COUNTED:
                return Unit(begin, found.end, None, found.says.refusal, apart=apart)
            return None
    return None


def things(context: Context, position: int, words: Grammar) -> bool:
    """Whether a plural that the lexicon does not know stands behind a number, with up to two words between: "17
    warrant holders"."""
    if not words.plural:
        return False
    if context.text[position : position + 1] == "-":  # "12-country bloc"
        word = context.token(position)[0]
        return word.isalpha() and len(word) > 3 and word not in words.stop
    for _ in range(3):
        word, _, position = context.token(position)
        if not word[0].isalpha() or word in words.stop or word in words.scales:
            return False
        if len(word) > 3 and word[-1] in words.plural and word[-2:] not in words.plural:
            return True
    return False


def compound_after(context: Context, found: Unit, position: int, words: Grammar) -> tuple[Decimal, int] | None:
    """ "12 ft 2 in": what a smaller unit adds to the larger, and where its words end."""
    minor = words.compounds.get(context.text[found.start : found.end])
    match = _LESSER.match(context.text, position) if minor else None
    if minor is None or match is None or match[2] not in minor[0]:
        return None
    return Decimal(match[1]) / minor[1], match.end()


def minor_after(context: Context, position: int, words: Grammar, code: str) -> str | None:
    """The minor unit of `code` at a place ("45 सेंट" behind "70 डॉलर"), or None."""
    found = longest(context, words.units, position)
    if found is None:
        return None
    return next((unit for unit in found.says.units if unit.startswith(f"{code}_")), None)
