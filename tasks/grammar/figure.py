"""Numbers in digits: grouping, decimals, signs, fractions, powers, and the shapes that measure nothing (dates, times,
codes).

A figure whose separators have more than one reading is said to be ambiguous, never guessed. Nothing here raises,
whatever the text.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from tasks.grammar.numeral import LETTER, NEXT, ONE, THOUSAND, ZERO, Grammar, Number, wordy
from tasks.grammar.spelling import compound, signed
from tasks.grammar.tally import LARGEST

# Longer figures measure nothing: they are identifiers, and arithmetic on them would only cost time.
MOST_DIGITS = 24
_RUN = re.compile(r"\d++")
_LITERAL = re.compile(r"\d++(?:[.,]\d++)*+")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})++(?:\.\d{1,6}+)?(?![.,]?\d)")
_STRAY = re.compile(r"\d{1,4}(?: \. ?|\. )\d{1,3}(?![\d.,:/])")
_MIXED = re.compile(r"(?:(\d{1,6})(?: {1,2}| ?- ?))?(\d{1,3}) ?[/⁄] ?(\d{1,3})(?![\d/]|[.,-]\d)")
_WHOLE = re.compile(r"\d{1,6}")
_FIRST_DIGITS = re.compile(r"\d{1,20}")
_WORD_BEFORE = re.compile(rf"({LETTER}+)\.? ?$")
_SLASHES = re.compile(r"\d++(?:/\d++)++")
VULGAR = re.compile(r" ?([¼½¾⅐-⅞])")
_POWER = re.compile(
    r"e([+-]?\d{1,2})(?!\w)|(?: ?[x×*] ?)10(?:\^|(?=[+-]|\d\d(?!,)))([+-]?\d{1,2})(?!\w)|\^([+-]{0,2}\d{1,2})(?!\w)"
)
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d])|\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})(?![\d/])")
_YEARS = re.compile(r"(?:1[89]|20)\d\d ?[-/] ?(?:(?:1[89]|20)\d\d|\d\d)(?![\d/]|[.,]\d| ?%)")
_PHONE = re.compile(
    r"\+(?=(?:[ /()-]?\d){8}) ?\d{1,4}(?:[ /-]\(?\d{2,10}\)?){1,5}|\+\d{10,13}(?!\d)"
    r"|\d{3,5}-\d{3,4}-\d{3,5}(?!\d)|1-8\d\d-\d{3}-\d{4}(?!\d)|0\d{2,4}-\d{6,8}(?!\d)"
)
# "2x660 MW", "3 x 100,000 tonnes": so many of one size; not "4x4" nor "1920x1080".
_OF_A_SIZE = re.compile(
    r"(\d{1,2}) ?[x×] ?(\d{1,3}(?:,\d{3}){1,2}+(?![,.]?\d)|\d{2,4}(?:\.\d{1,3}+)?+)(?=[ -]?[^\W\d_])"
)
_DASHED = re.compile(r"\d++(?:-\d++){2,}+")
_BROKEN = re.compile(r"\d{1,3}+[.,]\d")
_LETTERS_BEFORE = re.compile(rf"{LETTER}++\Z")
_CODE_BEFORE = re.compile(rf"{LETTER}{{1,12}}-?\Z|[#@_]\Z|{LETTER}-\d{{1,4}}[-.]\Z")


_new = tuple.__new__
"""Makes a named tuple in half the time, where all of its fields are at hand."""


def digits_of(text: str) -> Decimal:
    match = _FIRST_DIGITS.search(text)
    return Decimal(match[0]) if match else ZERO


# Nine figures in ten: nothing glued to it, no second reading, and words around it.
_COMMON = re.compile(
    r"([1-9][0-9]{0,2}(?:,[0-9]{3})++|[0-9]{1,9})(\.[0-9]{1,9})?+"
    # Not before one space and a figure, nor a point and a space: "14 000", "1. 19", "3 1/2".
    r"(?=[%.,;)]?(?: [^\W\d_]|\Z)|[,;)] |(?(2)  |   ))"
)
_NEXT_PLAIN = re.compile(r" ([a-z]++)(?=[ .,;)]|\Z)")
"""What `NEXT` finds behind most figures."""
_LONGEST_CLOCK = 5
_MINUTES = 3
"""Characters of the point and the minutes of an hour."""
_STEPS = tuple(ONE.scaleb(-places) for places in range(10))


def plain(text: str, start: int, words: Grammar) -> Number | None:
    """The figure that begins at `start`, where nothing follows that belongs to it but one magnitude; None where there
    may be more to it. It is what `literal` would find, sooner."""
    before = text[start - 1] if start else "("
    if before not in " ($":
        return None
    match = _COMMON.match(text, start)
    if match is None:
        return None
    whole, decimals = match.groups()
    end = match.end()
    undated = "," in whole
    if decimals is None:
        step = ONE
    else:
        step = _STEPS[len(decimals) - 1]
        undated = undated or len(decimals) != _MINUTES or len(whole) > 2
    bare = value = Decimal(match[0].replace(",", "") if undated else match[0])
    scale = ONE
    behind = _NEXT_PLAIN.match(text, end) or NEXT.match(text, end)
    if behind is not None and (word := behind[1]) in words.told and not _joins_nothing(text, word, behind.end(), words):
        token = words.words.get(word)
        if token is None or token.kind != "scale" or token.value < THOUSAND:
            return None
        end, scale, undated = behind.end(), token.value, True
        value, step = value * scale, step * scale
        behind = _NEXT_PLAIN.match(text, end) or NEXT.match(text, end)
        if value > LARGEST or _goes_on(text, behind, words):
            return None
    if not value:
        return None
    number = _new(Number, (start, end, value, step, bare, scale, "plain", False, False, False, False, undated))
    return number if signed(text, number, words) is number else None


def _goes_on(text: str, behind: re.Match[str] | None, words: Grammar) -> bool:
    """Whether what is behind a magnitude may be more of the number."""
    if behind is None:
        return False
    word = behind[1]
    if word in words.scaled_told:
        return not _joins_nothing(text, word, behind.end(), words)
    return word.isdecimal()


def _joins_nothing(text: str, word: str, end: int, words: Grammar) -> bool:
    """ "5 and 10": behind a figure, an "and" goes on only with a part ("a half", "two thirds")."""
    if word not in words.ands:
        return False
    behind = NEXT.match(text, end)
    return behind is None or (behind[1] not in words.words and behind[1] not in words.articles)


def literal(text: str, start: int, words: Grammar) -> list[Number]:
    """The number of the figure that begins at `start`, or several where marks part it."""
    common = _COMMON.match(text, start) if not start or text[start - 1] in " ($" else None
    if common is not None and text.startswith((" x ", " × "), common.end()):
        common = None
    if common is not None and (common.end() - start > _LONGEST_CLOCK or words.clock.match(text, start) is None):
        pieces = [_plain(start, common.end(), common[0].replace(",", ""))]
    else:
        shaped = _shaped(text, start, words)
        if shaped:
            return shaped
        if (sized := _OF_A_SIZE.match(text, start)) and not (start and wordy(text[start - 1])):
            value = Decimal(sized[1]) * Decimal(sized[2].replace(",", ""))
            return [Number(start, sized.end(), value, ONE, value)]
        pieces = _pieces(text, start, words)
    first, last = pieces[0], pieces[-1]
    if common is None and first.form == "plain" and _is_code(text, start, words):
        return [piece._replace(form="identifier") for piece in pieces]
    pieces[0] = signed(text, first, words)
    if last.form == "plain":
        if words.rank_mark is not None and (mark := words.rank_mark.match(text, last.end)):
            pieces[-1] = pieces[-1]._replace(end=mark.end(), form="ordinal")
        elif (
            words.decade is not None
            and (decade := words.decade.match(text, last.end))
            and last.end - last.start in (2, 4)
        ):
            pieces[-1] = pieces[-1]._replace(end=decade.end(), form="year")
        else:
            if words.glued is not None and (hedge := words.glued.match(text, last.end)):
                pieces[-1] = pieces[-1]._replace(end=hedge.end())
            pieces[-1] = compound(text, _powered(text, pieces[-1]), words)
    return pieces


def _powered(text: str, number: Number) -> Number:
    """ "12.3e+14", "6.2x10^-4", "1.1^23", as far as such a number can measure anything."""
    match = _POWER.match(text, number.end)
    if match is None:
        return number
    if match[3] is None:
        exponent = int(match[1] or match[2])
        if abs(exponent) > 24:
            return number._replace(end=match.end(), form="identifier")
        value = number.value.scaleb(exponent)
        return number._replace(end=match.end(), value=value, bare=value, step=number.step.scaleb(exponent))
    power = int(match[3].lstrip("+-") or 0) * (-1 if match[3].count("-") == 1 else 1)
    if not 0 < abs(number.value) < 1000 or abs(power) > 30:
        return number._replace(end=match.end(), form="identifier")
    value = abs(number.value) ** power * (1 if number.value > 0 else -1)
    return number._replace(end=match.end(), value=value, bare=value, step=ZERO)


def _shaped(text: str, start: int, words: Grammar) -> list[Number]:
    """A figure whose shape alone says that it measures nothing: a time, a date, a telephone number, a chain of
    codes."""
    before = text[start - 1] if start else " "
    if before == "+" and (phone := _PHONE.match(text, start - 1)):
        return _runs(text, start, phone.end(), "phone")
    run = _RUN.match(text, start)
    mark = text[run.end() : run.end() + 1] if run else ""
    for pattern, form, marks in (
        (words.clock, "clock_time", mark),
        (_DATE, "calendar_date", "-/."),
        (_YEARS, "year", " -/"),
        (_PHONE, "phone", "-"),
        (_DASHED, "identifier", "-"),
    ):
        if mark in marks and (match := pattern.match(text, start)):
            if form == "year" and not _are_years(match[0]):
                continue
            if form in ("phone", "identifier"):
                return _runs(text, start, match.end(), form)
            return [Number(start, match.end(), digits_of(match[0]), ZERO, ZERO, form=form)]
    return []


def _runs(text: str, start: int, end: int, form: str) -> list[Number]:
    """The groups of digits of a telephone number or a chain of codes, one by one: nobody knows what they would be
    together."""
    return [
        Number(run.start(), run.end(), digits_of(run[0]), ZERO, ZERO, form=form)
        for run in _RUN.finditer(text, start, end)
    ]


def _are_years(text: str) -> bool:
    """2022-23 and 2016-2018, not 1987-12 or 2000-10: the second year follows the first within a generation."""
    first, second = _RUN.findall(text)
    later = int(second) if len(second) == 4 else int(first) // 100 * 100 + int(second)
    if later < int(first) and int(second) < 10:
        later += 100
    return 0 < later - int(first) <= 60


def _is_code(text: str, start: int, words: Grammar) -> bool:
    """Letters glued to the figure on its left name it (KG-D6, G7, Grace-1); a currency's and "mid-" do not."""
    if not start or text[start - 1] == " " or _CODE_BEFORE.search(text, max(0, start - 14), start) is None:
        return False
    glued = text[start - 1]
    if glued == "-" and _BROKEN.match(text, start):  # "exports-9.01 million": the hyphen was a dash
        return False
    letters = _LETTERS_BEFORE.search(text, max(0, start - 12), start - (glued == "-"))
    if letters is None:
        return True
    if glued == "-" and _counted(text, letters.start(), letters[0], words):
        return False
    return letters[0] not in (words.prefixes if glued == "-" else words.signs)


def _counted(text: str, start: int, letters: str, words: Grammar) -> bool:
    """ "2.5m-3m tonnes", "3 mln-4 mln": a magnitude of the number before it."""
    if letters in words.short:
        return text[start - 1 : start].isdecimal()
    token = words.words.get(letters)
    return token is not None and token.kind == "scale" and text[:start].rstrip()[-1:].isdecimal()


def _pieces(text: str, start: int, words: Grammar) -> list[Number]:
    """One figure, or several where commas list them: "6,7,8"."""
    begin = start - 1 if start and text[start - 1] == "." and (start < 2 or not wordy(text[start - 2])) else start
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
        return [Number(start, match.end(), digits_of(figure), ZERO, ZERO, form="identifier")]
    return _grouped(start, figure, text, words)


def _plain(start: int, end: int, figure: str, form: str = "plain") -> Number:
    value = Decimal(figure)
    point = figure.find(".")
    step = ONE if point < 0 else Decimal(1).scaleb(point + 1 - len(figure))
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
    if points and commas <= 1:  # "1.234.567", "1.234,5": no other reading than the continent's
        grouped, _, rest = figure.partition(",")
        groups = grouped.split(".")
        if _western(groups) and len(groups) + commas > 2 and (rest.isdecimal() or not commas):
            return [_plain(start, end, "".join(groups) + ("." + rest if rest else ""))]
        if points > 1:
            return _runs(text, start, end, "identifier")
    listed: list[Number] = []
    for part in re.finditer(r"[^,]+", figure):
        piece = part[0].strip(".")
        if piece.count(".") <= 1 and piece:
            listed.append(_plain(start + part.start(), start + part.start() + len(piece), piece))
        else:
            listed.append(
                Number(start + part.start(), start + part.end(), digits_of(part[0]), ZERO, ZERO, form="identifier")
            )
    return listed


def _western(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and groups[0][0] not in "0०" and all(len(group) == 3 for group in groups[1:])


def _indian(groups: list[str]) -> bool:
    inner = groups[1:-1]
    return (
        len(groups) > 1
        and 1 <= len(groups[0]) <= 2
        and len(groups[-1]) == 3
        and all(len(group) == 2 for group in inner)
    )


def _spaced_rightly(text: str, match: re.Match[str], words: Grammar) -> bool:
    """A space inside a figure is believed only where a word that takes a number follows, and none that ends a
    sentence or date."""
    start, end = match.span()
    if start and (text[start - 1] in ".,/-:" or text[start - 1].isalnum()):
        return False
    after = NEXT.match(text, end)
    word = after[1] if after else ""
    if match.re is _STRAY:
        return word in words.takes_number or (word in words.words and words.words[word].kind == "scale")
    before = _WORD_BEFORE.search(text[max(0, start - 14) : start])
    return not (before and before[1] in words.no_spaced_after)


def _mixed(text: str, start: int, words: Grammar) -> Number | None:
    """ "3-1/2", "1 4/5", "1/4", "3½". "9/11" and "24/7" are no fractions."""
    if match := _MIXED.match(text, start):
        whole, above, below = match[1], int(match[2]), int(match[3])
        if below > 1 and above < below <= 100 and (whole or below in _PARTS):
            value = Decimal(int(whole or 0)) + Decimal(above) / Decimal(below)
            return Number(start, match.end(), value, ZERO, value, form="plain" if whole else "fraction")
        if not whole:
            return Number(start, match.end(), Decimal(above), ZERO, ZERO, form="identifier")
    if slashes := _SLASHES.match(text, start):
        return Number(start, slashes.end(), digits_of(slashes[0]), ZERO, ZERO, form="identifier")
    digits = _WHOLE.match(text, start)
    if digits and (vulgar := VULGAR.match(text, digits.end())):
        value = Decimal(digits[0]) + Decimal(str(unicodedata.numeric(vulgar[1])))
        return Number(start, vulgar.end(), value, ZERO, value)
    return None


# The denominators that fractions of measures have; 9/11 or 5/12 is more often a date or a score.
_PARTS = frozenset({2, 3, 4, 5, 6, 7, 8, 10, 16, 20, 32, 64, 100})
