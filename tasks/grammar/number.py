"""Numbers as written, in digits and in words: a folded sentence in, `Number`s out, in order and never overlapping.

What a number counts is not asked here: no unit, and no reason but what the shape alone decides (`form`). One pass: every pattern is
possessive or bounded, so that a hostile text costs no more than its length. Nothing here raises, whatever the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tasks.grammar.numeral import BEFORE, LETTER, Grammar, Word, grammar
from tasks.lexicon import Lexicon

# Longer figures measure nothing: they are identifiers, and arithmetic on them would only cost time.
MOST_DIGITS = 24
_LARGEST = Decimal(10) ** 24
_ONE = Decimal(1)
_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_THOUSAND = Decimal(1000)

_LITERAL = re.compile(r"\d++(?:[.,]\d++)*+")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})++(?:\.\d{1,6}+)?(?![.,]?\d)")
_STRAY = re.compile(r"\d{1,4}(?: \. ?|\. )\d{1,3}(?![\d.,:/])")
_MIXED = re.compile(r"(?:(\d{1,6})(?: {1,2}| ?- ?))?(\d{1,3}) ?[/⁄] ?(\d{1,3})(?![\d/]|[.,-]\d)")
_SLASHES = re.compile(r"\d++(?:/\d++)++")
_VULGAR = re.compile(r" ?([¼½¾⅐-⅞])")
_POWER = re.compile(r"e([+-]?\d{1,2})(?!\w)|(?: ?[x×*] ?)10\^?([+-]?\d{1,2})(?!\w)|\^([+-]{0,2}\d{1,2})(?!\w)")
_CLOCK = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\b\.?)?(?![\d:])|\d{1,2}(?:\.\d{2})? ?[ap](?:m\b|\.m\.)|\d{4} (?:gmt|est|edt|utc|ist|hrs)\b"
)
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d])|\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})(?![\d/])")
_YEARS = re.compile(r"(?:1[89]|20)\d\d ?[-/] ?(?:(?:1[89]|20)\d\d|\d\d)(?![\d/]|[.,]\d| ?%)")
_PHONE = re.compile(r"\+ ?\d{1,4}(?:[ /-]\d{2,10}){1,5}|\d{3,5}-\d{3,4}-\d{3,5}(?!\d)")
_DASHED = re.compile(r"\d++(?:-\d++){2,}+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S++")
_NEXT = re.compile(rf"[ \n]{{0,3}}(?:-[ \n]{{0,2}})?({LETTER}++|\d|\S)")
_ORDINAL_MARK = re.compile(r"(?:st|nd|rd|th)(?![^\W_])|-? ?(?:वां|वा|वीं|वी|वें)(?![\u0900-\u0963])")
_DECADE = re.compile(r"'?s(?![^\W_])")
_CODE_BEFORE = re.compile(rf"{LETTER}{{1,12}}-?$|[#@_]$|{LETTER}-\d{{1,4}}[-.]$")


@dataclass(frozen=True, slots=True)
class Number:
    """One number; `start`, `end` are offsets into the folded view. `value` is `bare` times `scale`, with its sign."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    bare: Decimal
    scale: Decimal = _ONE
    form: str = "plain"
    """"plain", "fraction" (a share when it stands alone), "growth" ("doubled": `value` is percent), "times" ("twice"), or a reason
    code of reason.csv where the shape alone decides ("clock_time", "ordinal", "identifier", "ambiguous_number")."""
    words: bool = False
    signed: bool = False
    lone_one: bool = False
    """"one" or "एक" alone, which may be no number at all."""
    idle: bool = False
    """It stands in a phrase where it counts nothing ("one of", "no one")."""


def numbers(text: str, lexicon: Lexicon) -> list[Number]:
    """Every number of a folded lower-case text. Every digit of the text lies in one of them."""
    found = list(_scan(text, grammar(lexicon)))
    if len(found) == 1 and text[: found[0].start].strip() == "-" and not text[found[0].end :].strip():  # "- 1 4/5" and nothing else
        found[0] = replace(found[0], start=text.index("-"), value=-found[0].value, bare=-found[0].bare, signed=True)
    return found


def _scan(text: str, words: Grammar) -> Iterator[Number]:
    position = 0
    finder = words.finder
    address = _next_address(text, 0)
    while match := finder.search(text, position):
        start = match.start()
        while address and address.end() <= start:
            address = _next_address(text, address.end())
        if address and address.start() <= start:
            yield Number(start, address.end(), _digits_of(text[start : address.end()]), _ZERO, _ZERO, form="identifier")
            position = address.end()
            continue
        found: list[Number] = []
        if text[start].isdecimal():
            found = _literal(text, start, words)
        elif (vulgar := _VULGAR.match(text, start)) is not None:
            value = Decimal(str(unicodedata.numeric(vulgar[1])))
            found = [_scaled_fraction(text, Number(start, vulgar.end(), value, _ZERO, value, form="fraction"), words)]
        elif (spelled := _spelled(text, start, match[0], words)) is not None:
            found = [spelled]
        position = max(match.end(), *(number.end for number in found)) if found else match.end()
        yield from found


def _next_address(text: str, position: int) -> re.Match[str] | None:
    return _ADDRESS.search(text, position) if "://" in text or "www." in text else None


def _digits_of(text: str) -> Decimal:
    match = re.search(r"\d{1,20}", text)
    return Decimal(match[0]) if match else _ZERO


# --- digits ---------------------------------------------------------------------------------------------------------------------


def _literal(text: str, start: int, words: Grammar) -> list[Number]:
    shaped = _shaped(text, start)
    if shaped is not None:
        return [shaped]
    pieces = _pieces(text, start, words)
    first, last = pieces[0], pieces[-1]
    if first.form == "plain" and _is_code(text, start, first.end):
        return [replace(piece, form="identifier") for piece in pieces]
    pieces[0] = _signed(text, first, words)
    if last.form == "plain":
        if _ORDINAL_MARK.match(text, last.end):
            end = _ORDINAL_MARK.match(text, last.end).end()  # type: ignore[union-attr]
            pieces[-1] = replace(pieces[-1], end=end, form="ordinal")
        elif (decade := _DECADE.match(text, last.end)) and last.end - last.start in (2, 4):
            pieces[-1] = replace(pieces[-1], end=decade.end(), form="year")
        else:
            pieces[-1] = _compound(text, _powered(text, pieces[-1]), words)
    return pieces


def _powered(text: str, number: Number) -> Number:
    """"12.3e+14", "6.2x10^-4", "1.1^23", as far as such a number can measure anything."""
    match = _POWER.match(text, number.end)
    if match is None:
        return number
    if match[3] is None:
        exponent = int(match[1] or match[2])
        if abs(exponent) > 24:
            return replace(number, end=match.end(), form="identifier")
        value = number.value.scaleb(exponent)
        return replace(number, end=match.end(), value=value, bare=value, step=number.step.scaleb(exponent))
    power = int(match[3].lstrip("+-") or 0) * (-1 if match[3].count("-") == 1 else 1)
    if not 0 < abs(number.value) < 1000 or abs(power) > 30:
        return replace(number, end=match.end(), form="identifier")
    value = abs(number.value) ** power * (1 if number.value > 0 else -1)
    return replace(number, end=match.end(), value=value, bare=value, step=_ZERO)


def _shaped(text: str, start: int) -> Number | None:
    """A figure whose shape alone says that it measures nothing: a time, a date, a telephone number, a chain of codes."""
    before = text[start - 1] if start else " "
    if before == "+" and (phone := _PHONE.match(text, start - 1)):
        return Number(start - 1, phone.end(), _digits_of(phone[0]), _ZERO, _ZERO, form="phone")
    for pattern, form in ((_CLOCK, "clock_time"), (_DATE, "calendar_date"), (_YEARS, "year"), (_PHONE, "phone"), (_DASHED, "identifier")):
        if match := pattern.match(text, start):
            if form == "year" and not _are_years(match[0]):
                continue
            return Number(start, match.end(), _digits_of(match[0]), _ZERO, _ZERO, form=form)
    return None


def _are_years(text: str) -> bool:
    """2022-23 and 2016-2018, not 1987-12 or 2000-10: the second year follows the first within a generation."""
    first, second = re.findall(r"\d+", text)
    later = int(second) if len(second) == 4 else int(first) // 100 * 100 + int(second)
    if later < int(first) and int(second) < 10:
        later += 100
    return 0 < later - int(first) <= 60


def _is_code(text: str, start: int, end: int) -> bool:
    """Letters glued to the figure on its left make a name of it (KG-D6, G7, Grace-1)."""
    if start and _CODE_BEFORE.search(text, max(0, start - 14), start):
        before = text[start - 1]
        if before == "-":  # "mid-2018" and "sub-$50" are no codes
            return not re.search(r"(?:mid|pre|post|sub|non|early|late|since|from|about|of)-$", text[max(0, start - 6) : start])
        prefix = re.search(rf"{LETTER}+$", text[max(0, start - 6) : start])
        return not (prefix and prefix[0] in _MONEY_LETTERS)
    return False


# Letters that stand before a sum of money without a space; the unit grammar knows what they mean.
_MONEY_LETTERS = frozenset("rs usd eur gbp inr pkr cny rmb yen re aud cad nzd maud musd rm tk".split())


def _pieces(text: str, start: int, words: Grammar) -> list[Number]:
    """One figure, or several where commas list them: "6,7,8"."""
    begin = start - 1 if start and text[start - 1] == "." and (start < 2 or not _wordy(text[start - 2])) else start
    if mixed := _mixed(text, start, words):
        return [mixed]
    for pattern in (_SPACED, _STRAY):
        if (match := pattern.match(text, start)) and _spaced_rightly(text, match, words):
            figure = match[0]
            figure = figure.replace(" ", "")
            return [_plain(start, match.end(), figure)]
    match = _LITERAL.match(text, start)
    assert match is not None
    figure = match[0]
    if begin < start and "," not in figure and "." not in figure:
        return [_plain(begin, match.end(), "0." + figure)]
    if len(figure) > MOST_DIGITS + 12:
        return [Number(start, match.end(), _digits_of(figure), _ZERO, _ZERO, form="identifier")]
    return _grouped(start, figure, text, words)


def _wordy(char: str) -> bool:
    return char.isalnum() or "\u0900" <= char <= "\u097f"


def _plain(start: int, end: int, figure: str, form: str = "plain") -> Number:
    value = Decimal(figure)
    point = figure.find(".")
    step = _ONE if point < 0 else Decimal(1).scaleb(point + 1 - len(figure))
    return Number(start, end, value, step, value, form=form)


def _grouped(start: int, figure: str, text: str, words: Grammar) -> list[Number]:
    """Commas and points as thousands or decimals; what stays open is said to be ambiguous, never guessed."""
    end = start + len(figure)
    if figure.isdecimal():
        return [_plain(start, end, figure)]
    commas, points = figure.count(","), figure.count(".")
    whole, _, decimals = figure.partition(".")
    if points == 1 and not commas:
        return [_plain(start, end, figure)]
    if commas and points <= 1 and "," not in decimals:
        groups = whole.split(",")
        if _western(groups) or _indian(groups):
            return [_plain(start, end, figure.replace(",", ""))]
        if points == 0 and commas == 1 and len(groups[1]) <= 2 and len(groups[0]) <= 3:
            return [_plain(start, end, figure.replace(",", "."), "ambiguous_number")]
    if points > 1 and commas <= 1:
        groups = figure.split(",")[0].split(".")
        if _western(groups) and figure.rfind(",") in (-1, len(figure.split(",")[0])):
            plain = figure.split(",")[0].replace(".", "") + ("." + figure.split(",")[1] if commas else "")
            return [_plain(start, end, plain)]
        return [Number(start, end, _digits_of(figure), _ZERO, _ZERO, form="identifier")]
    if commas == 1 and points == 1 and _western(figure.split(",")[0].split(".")):
        return [_plain(start, end, figure.replace(".", "").replace(",", "."))]
    listed: list[Number] = []
    for part in re.finditer(r"[^,]+", figure):
        piece = part[0].strip(".")
        if piece.count(".") <= 1 and piece:
            listed.append(_plain(start + part.start(), start + part.start() + len(piece), piece))
        else:
            listed.append(Number(start + part.start(), start + part.end(), _digits_of(part[0]), _ZERO, _ZERO, form="identifier"))
    return listed


def _western(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and groups[0][0] not in "0०" and all(len(group) == 3 for group in groups[1:])


def _indian(groups: list[str]) -> bool:
    inner = groups[1:-1]
    return len(groups) > 1 and 1 <= len(groups[0]) <= 2 and len(groups[-1]) == 3 and all(len(group) == 2 for group in inner)


def _spaced_rightly(text: str, match: re.Match[str], words: Grammar) -> bool:
    """A space inside a figure is believed only where a word that takes a number follows, and none that ends a sentence or date."""
    start, end = match.span()
    if start and (text[start - 1] in ".,/-:" or text[start - 1].isalnum()):
        return False
    after = _NEXT.match(text, end)
    word = after[1] if after else ""
    if match.re is _STRAY:
        return word in words.takes_number or word in words.words and words.words[word].kind == "scale"
    before = re.search(rf"({LETTER}+)\.? ?$", text[max(0, start - 14) : start])
    return not (before and before[1] in words.no_spaced_after)


def _mixed(text: str, start: int, words: Grammar) -> Number | None:
    """"3-1/2", "1 4/5", "1/4", "3½". "9/11" and "24/7" are no fractions."""
    if match := _MIXED.match(text, start):
        whole, above, below = match[1], int(match[2]), int(match[3])
        if below > 1 and above < below <= 100 and (whole or below in _PARTS):
            value = Decimal(int(whole or 0)) + Decimal(above) / Decimal(below)
            return Number(start, match.end(), value, _ZERO, value, form="plain" if whole else "fraction")
        if not whole:
            return Number(start, match.end(), Decimal(above), _ZERO, _ZERO, form="identifier")
    if slashes := _SLASHES.match(text, start):
        return Number(start, slashes.end(), _digits_of(slashes[0]), _ZERO, _ZERO, form="identifier")
    digits = re.compile(r"\d{1,6}").match(text, start)
    if digits and (vulgar := _VULGAR.match(text, digits.end())):
        value = Decimal(digits[0]) + Decimal(str(unicodedata.numeric(vulgar[1])))
        return Number(start, vulgar.end(), value, _ZERO, value)
    return None


# The denominators that fractions of measures have; 9/11 or 5/12 is more often a date or a score.
_PARTS = frozenset({2, 3, 4, 5, 6, 7, 8, 10, 16, 20, 32, 64, 100})


def _signed(text: str, number: Number, words: Grammar) -> Number:
    start = number.start
    sign = text[start - 1] if start else ""
    before = text[start - 2] if start > 1 else " "
    if sign in ("-", "+") and before in " (\n[":
        glued = text[max(0, start - 3) : start - 1].rstrip()
        if sign == "+" or not (glued and glued[-1].isdecimal()):
            value = -number.value if sign == "-" else number.value
            return replace(number, start=start - 1, value=value, bare=value, signed=True)
    if words.minus and (word := re.search(rf"({LETTER}+) ?$", text[max(0, start - 12) : start])) and word[1] in words.minus:
        return replace(number, start=start - len(word[0]), value=-number.value, bare=-number.bare, signed=True)
    return number


# --- words ----------------------------------------------------------------------------------------------------------------------


def _peek(text: str, position: int, words: Grammar) -> tuple[Word | None, str, int, int]:
    """The next word: what it means, itself, where it begins and ends."""
    match = _NEXT.match(text, position)
    if match is None:
        return None, "", position, position
    return words.words.get(match[1]), match[1], match.start(1), match.end()


def _spelled(text: str, start: int, word: str, words: Grammar) -> Number | None:
    """A number that begins with a word, or None where the word is none ("half" of a year, "third" in a row)."""
    token = words.words[word]
    idle = _in_idiom(text, start, start + len(word), words)
    if idle and word not in words.ones:
        return None
    article = BEFORE.search(text, max(0, start - 6), start)
    one = article is not None and article[1] in words.articles
    begin = article.start(1) if one and article else start
    end = start + len(word)
    if token.kind == "growth":
        return Number(start, end, token.value, _ZERO, token.value, form="growth", words=True)
    if token.kind == "twice":
        form = _times_form(text, end, words)
        return Number(start, end, (token.value - 1) * 100 if form == "growth" else token.value, _ZERO, token.value, form=form, words=True)
    if token.kind == "fraction" or (token.kind == "ordinal" and one):
        if token.kind == "ordinal" and not _fraction_follows(text, end, words):
            return None
        value = _ONE / token.value
        return _scaled_fraction(text, Number(begin, end, value, _ZERO, value, form="fraction", words=True), words)
    if token.kind == "ordinal":
        _, following, _, part_end = _peek(text, end, words)
        if following in words.parts:
            value = _ONE / token.value
            return Number(start, part_end, value, _ZERO, value, form="fraction", words=True)
        return None
    if token.kind == "scale":
        following, _, _, _ = _peek(text, end, words)
        multiplied = following is not None and following.kind == "scale"
        if not (one or multiplied or word in words.lone_scales or (token.value == _HUNDRED and not words.lone_scales)):
            return None
        if words.vague and (vague := BEFORE.search(text, max(0, start - 14), start)) and vague[1] in words.vague:
            return None
        seed = Number(begin, end, token.value, token.value, _ONE, token.value, words=True)
        return _signed(text, _compound(text, seed, words), words)
    if token.kind == "shift":
        seed_or_none = _shifted(text, start, end, token.value, words)
        return _signed(text, _compound(text, seed_or_none, words), words) if seed_or_none else None
    if token.kind != "atom":
        return None
    seed = Number(start, end, token.value, _ONE if token.value == token.value.to_integral_value() else Decimal("0.5"), token.value, words=True)
    number = _signed(text, _compound(text, seed, words), words)
    lone = number.end == end and word in words.ones
    return replace(number, lone_one=lone, idle=lone and idle)


def _in_idiom(text: str, start: int, end: int, words: Grammar) -> bool:
    """Whether a phrase of the lexicon that counts nothing covers the word."""
    if words.idiom is None:
        return False
    return any(match.start() <= start < match.end() for match in words.idiom.finditer(text, max(0, start - 16), min(len(text), end + 24)))


def _shifted(text: str, start: int, end: int, shift: Decimal, words: Grammar) -> Number | None:
    """सवा, साढ़े, पौने: a quarter or half more or less than the number that follows, of one where a magnitude follows."""
    following, char, at, after = _peek(text, end, words)
    if following and following.kind == "atom":
        value = following.value + shift
    elif char.isdecimal() and (digits := re.compile(r"\d{1,3}(?![\d.,])").match(text, at)):
        value, after = Decimal(digits[0]) + shift, digits.end()
    elif shift != Decimal("0.5"):
        value, after = 1 + shift, end
    else:
        return None
    return Number(start, after, value, abs(shift), value, words=True)


def _fraction_follows(text: str, end: int, words: Grammar) -> bool:
    """"a third of", "fell by a third.", not "a third ship"."""
    _, word, _, _ = _peek(text, end, words)
    return not word or not word[0].isalnum() or word in words.after_fraction


def _scaled_fraction(text: str, number: Number, words: Grammar) -> Number:
    """"half a million", "a quarter of a million", "half million"."""
    position = number.end
    token, word, _, after = _peek(text, position, words)
    for fillers in (words.ofs, words.articles):
        if word in fillers:
            token, word, _, after = _peek(text, after, words)
    if token and token.kind == "scale" and token.value >= 12:
        value = number.value * token.value
        return replace(number, end=after, value=value, scale=token.value, form="plain")
    return number


def _times_form(text: str, end: int, words: Grammar) -> str:
    _, word, _, _ = _peek(text, end, words)
    return "growth" if word in words.after_times else "times"


def _compound(text: str, seed: Number, words: Grammar) -> Number:
    """Goes on from a first figure or word: "one hundred and twenty thousand", "10 करोड़ 12 लाख", "two and a half million"."""
    state = _State(seed, words)
    kept = state.number()
    position = seed.end
    for _ in range(24):
        token, word, at, after = _peek(text, position, words)
        if token is not None and token.kind == "scale" and words.scale_stop and _peek(text, after, words)[1] in words.scale_stop:
            break
        if token is None and word:
            joined = _joined(text, state, word, at, after, words)
            if joined is None:
                break
            position, final = joined
            kept = state.number(position)
            if final:
                return kept
            continue
        if token is None or not state.take(token, word):
            if token is not None and token.kind in ("fraction", "ordinal", "fold", "rank"):
                return _ended(text, kept, state, token, word, after, words) or kept
            break
        position = after
        if state.complete(text, position, words):
            kept = state.number(position)
    return kept


class _State:
    """The running sum of a spelled number: finished groups, the open group, and the last magnitude."""

    def __init__(self, seed: Number, words: Grammar) -> None:
        self.seed = seed
        self.joins_tens = words.joins_tens
        self.total = _ZERO
        self.open: Decimal | None = seed.bare
        self.literal = not seed.words
        self.last = _LARGEST
        self.bare = seed.bare
        self.scale = _ONE
        self.step = seed.step
        self.after_scale = False
        self.pending = False
        self.hundred = False
        if seed.words and seed.scale != _ONE:
            self.open = None
            if seed.scale < _THOUSAND:
                self.open, self.hundred, self.step = seed.scale, True, seed.scale
                self.bare, self.scale = seed.scale, _ONE
            else:
                self.total, self.last, self.scale, self.after_scale = seed.scale, seed.scale, seed.scale, True

    def take(self, token: Word, word: str) -> bool:
        if token.kind == "scale":
            return self._scale(token.value)
        if token.kind == "atom":
            return self._atom(token.value)
        return False

    def _atom(self, value: Decimal) -> bool:
        if self.open is None:
            if value >= self.last:
                return False
            self.open, self.pending = value, True
            self.hundred = False
            return True
        if self.literal or not (self.hundred or (self.joins_tens and value < 10)):
            return False
        small = self.open % _HUNDRED
        if small == 0 and self.open > 0 and self.hundred:
            self.open += value
        elif self.joins_tens and small >= 20 and small % 10 == 0 and 0 < value < 10:
            self.open += value
        else:
            return False
        self.bare, self.step = self.open, _ONE
        return True

    def _scale(self, value: Decimal) -> bool:
        if value < _THOUSAND:
            if self.open is None or self.scale != _ONE and not self.pending or abs(self.open) >= 100 and not self.literal:
                return False
            self.open *= value
            self.step = self.step * value if not self.pending else value
            self.bare, self.literal, self.hundred = self.open, False, value == _HUNDRED
            return True
        if self.open is None:
            if not self.after_scale or self.total * value > _LARGEST:
                return False
            self.total, self.last, self.scale, self.step = self.total * value, self.last * value, self.scale * value, self.step * value
            return True
        if value >= self.last or abs(self.open * value) > _LARGEST:
            return False
        first = self.total == 0
        self.total += self.open * value
        self.bare = self.open if first else self.total / value
        self.step = (self.step if first else _ONE) * value
        self.open, self.last, self.scale = None, value, value
        self.after_scale, self.pending, self.literal, self.hundred = True, False, False, False
        return True

    def complete(self, text: str, position: int, words: Grammar) -> bool:
        """Whether the number may end here. A figure with its magnitude takes no lone word behind it: "10 लाख दो जहाज"."""
        return not (self.pending and (not self.seed.words or (self.open is not None and self.open < 2)))

    def number(self, end: int | None = None) -> Number:
        value = self.total + (self.open or _ZERO)
        seed = self.seed
        return Number(
            seed.start,
            seed.end if end is None else end,
            value,
            self.step,
            self.bare if self.scale != _ONE else value,
            self.scale if self.total and self.open is None else _ONE,
            seed.form,
            seed.words,
            seed.signed,
        )


def _joined(text: str, state: _State, word: str, at: int, after: int, words: Grammar) -> tuple[int, bool] | None:
    """What a little word or a figure after the number adds: "and", "point", "बटा", a smaller figure with its magnitude."""
    if word in words.points and state.open is not None:
        return _decimals(text, state, after, words)
    if word in words.overs and state.open is not None:
        below = _small(text, after, words)
        if below and below[0] > 0 and (not words.over_ends or not _wordy(_peek(text, below[1], words)[1][:1] or ".")):
            state.open, state.step = state.open / below[0], _ZERO
            state.seed = replace(state.seed, form="fraction")
            return below[1], True
        return None
    if word.isdecimal() and state.open is None and state.after_scale:
        return _smaller_figure(text, state, at, words)
    if word in words.ands:
        return _and(text, state, after, words)
    share = _share(text, state, word, after, words)
    if share is not None:
        return share
    if word in words.ofs and words.parts and not state.literal:
        return _part_of(text, state, after, words)
    return None


def _share(text: str, state: _State, word: str, position: int, words: Grammar) -> tuple[int, bool] | None:
    """"two in five", "12 out of 14", "तीन में से एक"; "two in five years" is none, nor is "12 out of 10"."""
    _, following, _, after = _peek(text, position, words)
    pair = f"{word} {following}"
    whole_first = pair in words.share_from
    if whole_first or pair in words.share_out:
        position = after
    elif word not in words.share_in or state.literal:
        return None
    small = _small(text, position, words)
    if small is None or (word in words.share_in and (text[small[1] - 1].isdecimal() or _peek(text, small[1], words)[1] in words.no_share)):
        return None
    mine = state.number().value
    above, below = (small[0], mine) if whole_first else (mine, small[0])
    if not 0 < above < below or above != int(above):
        return None
    state.total, state.open, state.step, state.scale = _ZERO, above / below, _ZERO, _ONE
    state.seed = replace(state.seed, form="fraction")
    return small[1], True


def _part_of(text: str, state: _State, position: int, words: Grammar) -> tuple[int, bool] | None:
    """"तीन का इक्कीसवां", "पच्चीस का पांचवां भाग": a number divided by a rank."""
    total, chunk = _ZERO, _ZERO
    for _ in range(5):
        token, word, _, after = _peek(text, position, words)
        if token is None or token.kind not in ("atom", "scale", "ordinal"):
            return None
        rank = token.kind == "ordinal"
        if token.value == _HUNDRED:
            chunk = max(chunk, _ONE) * _HUNDRED
        elif token.value >= _THOUSAND:
            total, chunk = total + max(chunk, _ONE) * token.value, _ZERO
        else:
            chunk += token.value
        position = after
        if rank:
            break
    else:
        return None
    below = total + chunk
    if below <= 1:
        return None
    _, part, _, part_end = _peek(text, position, words)
    number = state.number()
    state.total, state.open, state.step, state.scale = _ZERO, number.value / below, _ZERO, _ONE
    state.seed = replace(state.seed, form="fraction")
    return (part_end if part in words.parts else position), True


def _decimals(text: str, state: _State, position: int, words: Grammar) -> tuple[int, bool] | None:
    digits = ""
    end = position
    while len(digits) < 12:
        token, _, _, after = _peek(text, end, words)
        if token is None or token.kind != "atom" or token.value != token.value.to_integral_value():
            break
        value = token.value
        following, _, _, beyond = _peek(text, after, words)
        if value >= 20 and value % 10 == 0 and following and following.kind == "atom" and 0 < following.value < 10 and state.joins_tens:
            value, after = value + following.value, beyond
        digits += str(int(value))
        end = after
    if not digits or state.open is None:
        return None
    tail = Decimal(digits).scaleb(-len(digits))
    state.open += tail if state.open >= 0 else -tail
    state.bare, state.step, state.literal, state.hundred = state.open, Decimal(1).scaleb(-len(digits)), True, False
    return end, False


def _small(text: str, position: int, words: Grammar) -> tuple[Decimal, int] | None:
    """A whole number below a thousand, in figures or words, and where it ends."""
    token, char, at, after = _peek(text, position, words)
    if char.isdecimal() and (digits := re.compile(r"\d{1,6}(?![\d.,]\d)").match(text, at)):
        return Decimal(digits[0]), digits.end()
    if token and token.kind in ("atom", "scale"):
        seed = Number(at, after, token.value, _ONE, _ONE if token.kind == "scale" else token.value, token.value if token.kind == "scale" else _ONE, words=True)
        number = _compound(text, seed, words)
        return number.value, number.end
    return None


def _smaller_figure(text: str, state: _State, at: int, words: Grammar) -> tuple[int, bool] | None:
    """"10 करोड़ 12 लाख": a figure goes on only where a smaller magnitude follows it at once."""
    match = re.compile(r"\d{1,3}(?:\.\d{1,3})?(?![\d.,]\d)").match(text, at)
    if match is None:
        return None
    token, _, _, after = _peek(text, match.end(), words)
    if token is None or token.kind != "scale" or token.value >= state.last:
        return None
    state.open, state.pending = Decimal(match[0]), True
    if token.value < _THOUSAND:
        state.total += state.open * token.value
        state.open, state.last, state.step, state.after_scale = None, token.value, token.value, True
        state.bare, state.hundred = state.total, True
        return after, False
    state._scale(token.value)
    return after, False


def _and(text: str, state: _State, position: int, words: Grammar) -> tuple[int, bool] | None:
    """"one hundred and six", "two and a half", "3 hundred and 21"; "two hundred and three hundred" are two numbers."""
    token, word, at, after = _peek(text, position, words)
    article = word in words.articles
    if article:
        token, word, at, after = _peek(text, after, words)
    if token and (token.kind == "fraction" or (token.kind == "ordinal" and article)):
        return _add_part(text, state, _ONE / token.value, after, words)
    if article:
        return None
    if state.hundred or (state.open is None and state.last < 100 * _THOUSAND and state.after_scale):
        if word.isdecimal() and state.hundred:
            digits = re.compile(r"\d{1,2}(?![\d.,]\d)(?!%)").match(text, at)
            if digits:
                state.total += (state.open or _ZERO) + Decimal(digits[0])
                state.open, state.step = None, _ONE
                return digits.end(), True
            return None
    if token and token.kind == "atom":
        plural, _, _, part_end = _peek(text, after, words)
        if plural and (plural.kind == "fraction" or (plural.kind == "ordinal" and token.value == 1)) and plural.value > token.value:
            return _add_part(text, state, token.value / plural.value, part_end, words)
        if state.hundred and state.open is not None:
            return _after_hundred(text, state, token, after, words)
        if not state.seed.words or not state.after_scale:
            return None
        small = _small(text, position, words)
        if small is None or small[0] >= state.last or (state.last > _THOUSAND and small[0] < _HUNDRED):
            return None
        state.total += small[0]
        state.step = _ONE
        state.open = None
        return small[1], True
    return None


def _after_hundred(text: str, state: _State, token: Word, after: int, words: Grammar) -> tuple[int, bool] | None:
    """The tens and ones behind "hundred and": part of it unless a hundred of their own follows."""
    value = token.value
    following, _, _, beyond = _peek(text, after, words)
    if state.joins_tens and value >= 20 and value % 10 == 0 and following and following.kind == "atom" and 0 < following.value < 10:
        value, after = value + following.value, beyond
        following, _, _, _ = _peek(text, after, words)
    if following and following.kind == "scale" and following.value == _HUNDRED:
        return None
    state.open = (state.open or _ZERO) + value
    state.bare, state.step, state.hundred = state.open, _ONE, False
    return after, False


def _add_part(text: str, state: _State, part: Decimal, end: int, words: Grammar) -> tuple[int, bool]:
    """"two million and a half", "one billion and a half million", "one and a half"."""
    if state.open is None:
        token, _, _, after = _peek(text, end, words)
        if token is not None and token.kind == "scale" and _THOUSAND <= token.value < state.last:
            state.total += part * token.value
            return after, True
        state.total += part * state.last
        return end, True
    state.open += part if state.open >= 0 else -part
    state.bare, state.step, state.literal, state.hundred = state.open, _ZERO, True, False
    return end, False


def _ended(text: str, kept: Number, state: _State, token: Word, word: str, after: int, words: Grammar) -> Number | None:
    """What a fraction's, rank's or multiple's word makes of the number before it."""
    if token.kind == "fold":
        value = (kept.value - 1) * _HUNDRED
        if word in words.times:
            form = _times_form(text, after, words)
            return replace(kept, end=after, form=form, value=value if form == "growth" else kept.value)
        return replace(kept, end=after, value=value, step=_ZERO, form="growth")
    if token.kind == "fraction" and kept.value > 0 and kept.form == "plain" and kept.value < 1000 and kept.words:
        value = kept.value / token.value
        number = replace(kept, end=after, value=value, bare=value, step=_ZERO, form="fraction")
        return _scaled_fraction(text, number, words)
    if token.kind in ("ordinal", "rank") and kept.words:
        if words.joins_tens and 20 <= kept.value < 100 and kept.value % 10 == 0 and 0 < token.value < 10:
            article = BEFORE.search(text, max(0, kept.start - 6), kept.start)
            if article is not None and article[1] in words.articles:
                value = _ONE / (kept.value + token.value)
                return replace(kept, start=article.start(1), end=after, value=value, bare=value, step=_ZERO, form="fraction")
        if token.kind == "ordinal" and kept.value == 1 and (words.joins_tens or _peek(text, after, words)[1] in words.parts):
            end = after if words.joins_tens else _peek(text, after, words)[3]
            value = _ONE / token.value
            return _scaled_fraction(text, replace(kept, end=end, value=value, bare=value, step=_ZERO, form="fraction"), words)
        if words.joins_tens and kept.value % 10 == 0 and kept.value >= 20:
            return replace(kept, end=after, value=kept.value + token.value, form="ordinal")
    return None
