"""What neighbouring numbers of a sentence share: ranges, "10 or 12 million bpd", "from 112.4 mln", "8, 10 and 30%".

A number takes a unit from a neighbour only where the words between them join the two. What is left without a unit
says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from tasks.grammar import canonical, each, unit
from tasks.grammar.draft import Draft
from tasks.grammar.fold import fold
from tasks.grammar.numeral import LETTER, NOT_AFTER_LETTER, trie
from tasks.lexicon import Lexicon

# With these reasons a row never carries a unit.
UNITLESS = frozenset(
    [
        "ordinal",
        "calendar_date",
        "clock_time",
        "year",
        "duration",
        "age",
        "identifier",
        "phone",
        "list_marker",
        "no_unit",
        "ambiguous_unit",
        "unknown_unit",
    ]
)
_NEVER = re.compile(r"(?!)")
_BETWEEN = 60
_RANGE_GAP = 12
_STEP = 10
"""How many times the lower bound a sum may be before the lower is no bound, but a step."""
# "300,000- to 400,000-bpd", "8-, 10- and 12-inch": the hyphen waits for what the next number says.
_HANGING = re.compile(r"-(?=,? )")
# "Bentley Whitfield, 31, was"
_NAME = re.compile(r"[A-Z][\w'.]* [A-Z][a-z'-]+, \Z")
_PAIRED = frozenset(["finance", "score", "count_out_of_scope"])
_ALIKE = (Decimal("0.8"), Decimal("1.25"))
_SENTENCE_END = re.compile(rf"(?:^|{LETTER}{{2,}})[.] ")


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words between numbers, ready to use."""

    to: re.Pattern[str]
    joins: re.Pattern[str]
    both: re.Pattern[str]
    from_to: re.Pattern[str]
    both_before: re.Pattern[str]
    both_behind: re.Pattern[str]
    source: re.Pattern[str]
    spread: re.Pattern[str]
    changed: re.Pattern[str]
    older: re.Pattern[str]
    compared: re.Pattern[str]
    ahead: re.Pattern[str]
    contrast: re.Pattern[str]
    until: re.Pattern[str] | None
    zero_behind: re.Pattern[str]
    """Between a number and the zero that it is below."""
    zero_before: re.Pattern[str]
    """Between a zero and the number that is below it."""
    zero_from: re.Pattern[str]
    """The same where the word for below stands behind the number."""
    zero_below: re.Pattern[str]
    versus: re.Pattern[str]
    split: re.Pattern[str]
    contest: re.Pattern[str]
    stop: frozenset[str]
    shared_money: str
    own_cent: frozenset[str]
    """Words for a hundredth part that do not say of which money."""


@cache
def shares(lexicon: Lexicon) -> Words:
    """The words of a language that join numbers or part them."""
    section = lexicon["number"].get("share", {})

    def any_of(name: str) -> str | None:
        words = [fold(word).lower for word in section.get(name, ())]
        return trie(words) if words else None

    def exact(name: str, extra: str = "") -> re.Pattern[str]:
        body = any_of(name)
        return re.compile(rf"[ ]{{0,2}}(?:{body}{extra})[ ]{{0,2}}|-(?:{body})-") if body else _NEVER

    def before(name: str, gap: str = "") -> re.Pattern[str]:
        body = any_of(name)
        return re.compile(rf"{NOT_AFTER_LETTER}(?:{body}){gap}[ ]{{0,2}}\Z") if body else _NEVER

    def inside(name: str) -> re.Pattern[str]:
        body = any_of(name)
        return re.compile(rf"{NOT_AFTER_LETTER}(?:{body})(?!{LETTER})") if body else _NEVER

    loose = rf"(?: {LETTER}+){{0,2}}?"
    return Words(
        to=exact("to", "|-"),
        joins=exact("and", "|,"),
        both=exact("and"),
        from_to=exact("from_to"),
        both_before=before("between", loose),
        both_behind=exact("between_behind"),
        source=before("from", loose),
        spread=before("spread"),
        changed=before("changed", rf"(?: (?:by|{LETTER}+))??"),
        older=before("older", rf"(?: {LETTER}+){{0,3}}?"),
        compared=before("compared", loose),
        ahead=exact("ahead"),
        contrast=inside("contrast"),
        until=exact("until") if section.get("until") else None,
        zero_behind=exact("zero_behind"),
        zero_before=exact("zero_before"),
        zero_from=exact("zero_from"),
        zero_below=exact("zero_below"),
        versus=exact("versus"),
        split=re.compile(rf"-(?:{any_of('split')})-") if any_of("split") else _NEVER,
        contest=re.compile(rf"[ -](?:{any_of('contest')})(?!{LETTER})") if any_of("contest") else _NEVER,
        stop=frozenset(fold(word).lower for word in lexicon["unit"].get("stop", ())),
        shared_money=str(lexicon["unit"].get("shared_money", "")),
        own_cent=frozenset(fold(word).lower for word in lexicon["unit"].get("own_cent", ())),
    )


def join(context: unit.Context, found: list[Draft], words: Words, units: unit.Grammar) -> list[Draft]:
    """The drafts with everything shared, ranges made one, and a reason for each that stays without a unit."""
    text = context.text
    # Each step looks at every number, so it is not taken where no number is of its kind.
    has_zero = has_money = False
    for draft in found:
        has_zero = has_zero or not draft.value
        has_money = has_money or (draft.unit is not None and draft.unit[0].isupper())  # as all currencies are
    if len(found) > 1:
        if has_zero:
            found = _below_zero(text, found, words)
        if has_money:
            _cents(text, found, words)
            found = _hundredths(text, found, words)
            _sums(text, found, words)
        found = _ranges(context, found, words, units)
        has_open = has_rate = has_pair = False
        for draft in found:
            if draft.unit is not None:
                has_rate = has_rate or "/" in draft.unit
            elif draft.reason is None:
                has_open = True
            has_pair = has_pair or draft.reason in _PAIRED
        if has_open:
            _shared_magnitudes(text, found, words)
            _steps(text, found, words)
            _forward(text, found, words)
            _backward(text, found, words)
        if has_rate:
            _magnitudes(found)
            _rates(text, found, words)
        if has_open:
            _listed(text, found)
        if has_rate:
            _prices(text, found, words)
        each.containers(text, found, units)
        if has_open or has_pair:
            _pairs(text, found, words)
    if has_money:
        each.ones(context, found, units)
    for draft in found:
        if draft.unit is None and draft.reason is None:
            draft.reason = _left(context, draft, units)
    return found


def _pairs(text: str, found: list[Draft], words: Words) -> None:
    """Two bare numbers that only make sense as a pair: "69,831 vs 107,773", "three-for-two", "227 to 198 vote"."""
    for one, other in pairwise(found):
        if not ((one.open or one.reason in _PAIRED) and (other.open or other.reason in _PAIRED)):
            continue
        gap = text[one.end : other.start]
        if words.versus.fullmatch(gap) and other.open and one.reason != "count_out_of_scope":
            one.reason = other.reason = "finance"
        elif gap == "-" and _codes(one, other):
            one.reason = other.reason = "identifier"
            one.end, other.end = one.number_end, other.number_end
            one.reported = other.reported = None
        elif one.open and other.open and other.value == 1 < one.value and words.to.fullmatch(gap):
            one.reason = other.reason = "score"  # "odds of 20 to 1"
        elif words.split.fullmatch(gap) or (
            (gap == "-" or words.to.fullmatch(gap)) and words.contest.match(text, other.number_end)
        ):
            one.reason = other.reason = "score"


def _codes(one: Draft, other: Draft) -> bool:
    """ "737-300 aircraft": no range falls, and no score is that high."""
    whole = not (one.number.words or other.number.words) and one.step == other.step == 1
    return whole and 100 <= other.value < one.value < 1000


def _left(context: unit.Context, draft: Draft, units: unit.Grammar) -> str:
    """What is left of a number that nothing gave a unit: an age, things counted, or nothing."""
    number = draft.number
    cased = context.view.cased
    plain = number.form == "plain" and number.scale == 1
    if plain and not number.words and 1 <= number.value <= 110 and cased[draft.end : draft.end + 1] == ",":
        named = _NAME.search(cased, max(0, draft.start - 24), draft.start)
        if named is not None and not cased[draft.end + 1 : draft.end + 3].strip()[:1].isdecimal():
            return "age"
    if number.form == "plain" and draft.money is None and unit.things(context, draft.end, units):
        return "count_out_of_scope"
    return "no_unit"


def _below_zero(text: str, found: list[Draft], words: Words) -> list[Draft]:
    """ "$37.63 below zero", "शून्य से 37.63 डॉलर नीचे": one number, and negative."""
    kept: list[Draft] = []
    for draft in found:
        before = kept[-1] if kept else None
        gap = text[before.end : draft.start] if before is not None else ""
        if before is None or (draft.value and before.value):
            kept.append(draft)
        elif before.value > 0 and _measures(before) and words.zero_behind.fullmatch(gap):
            _negative(before)
            before.end = before.number_end = draft.end
        elif _measures(draft) and (below := _below(text, gap, draft.end, words)):
            _negative(draft)
            draft.start, draft.end = before.start, below
            kept[-1] = draft
        else:
            kept.append(draft)
    return kept


def _below(text: str, gap: str, end: int, words: Words) -> int:
    """Where the words end that put a number below the zero before it; 0 where none do."""
    if words.zero_before.fullmatch(gap):
        return end
    behind = words.zero_below.match(text, end) if words.zero_from.fullmatch(gap) else None
    return len(text[: behind.end()].rstrip()) if behind is not None else 0


def _measures(draft: Draft) -> bool:
    return draft.unit is not None or draft.reason == "other_measure"


def _negative(draft: Draft) -> None:
    draft.value, draft.bare, draft.number = -draft.value, -draft.bare, draft.number._replace(signed=True)


def _cents(text: str, found: list[Draft], words: Words) -> None:
    """ "24.80 euros per MWh, down 35 cents": cents are of the only money that the sentence tells."""
    cent = f"{words.shared_money}_cent"
    cents = [draft for draft in found if draft.unit is not None and draft.unit.startswith(cent)]
    if not cents:
        return
    told = {_major(draft.unit).partition("/")[0] for draft in found if draft.unit and not draft.unit.startswith(cent)}
    money = [unit for unit in told if canonical.dimension(unit) == "money"]
    if len(money) == 1 and money[0] != words.shared_money and f"{money[0]}_cent" in canonical.minor_units():
        for draft in cents:
            if draft.reported and text[slice(*draft.reported)].partition(" ")[0] in words.own_cent:
                draft.unit = f"{money[0]}_cent{(draft.unit or '').removeprefix(cent)}"


def _hundredths(text: str, found: list[Draft], words: Words) -> list[Draft]:
    """ "thirteen dollars forty five", "15 dollars and 15.": the second is cents where nothing follows that it
    could count."""
    kept: list[Draft] = []
    for draft in found:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.unit is not None
            and not before.rated
            and draft.reason is None
            and (draft.unit is None or draft.unit.startswith(f"{before.unit}_"))
            and before.scale == 1
            and draft.scale == 1
            and canonical.dimension(before.unit) == "money"
            and "_" not in before.unit
            and (before.end > before.number_end or draft.unit is not None)
            and (not (gap := text[before.end : draft.start].strip()) or words.both.fullmatch(gap))
            and len(gap) < 8
            and draft.value == int(draft.value)
            and (10 if draft.open else 1) <= draft.value < 100
            and before.value == int(before.value)
            and (draft.unit is not None or not re.match(r"[ -]*\w", text[draft.end : draft.end + 4]))
        ):
            before.value += draft.value / 100
            if draft.unit is not None and "/" in draft.unit:
                before.unit, before.rated = f"{before.unit}/{draft.unit.partition('/')[2]}", True
            before.end, before.step = draft.end, Decimal("0.01")
            continue
        kept.append(draft)
    return kept


def _sums(text: str, found: list[Draft], words: Words) -> None:
    """ "between $2.5 and $3 billion", "Rs 70 to Rs 80 crore": the second's magnitude is the first's too."""
    for one, other in pairwise(found):
        if (
            one.money is not None
            and one.unit == other.unit
            and one.end == one.number_end
            and one.scale == 1 != other.scale
            and _comparable(one.value, other.bare)
            and (
                words.to.fullmatch(gap := _gap(text, one, other))
                or (words.both.fullmatch(gap) and words.both_before.search(text, max(0, one.start - 32), one.start))
            )
        ):
            one.value, one.step, one.scale = one.value * other.scale, one.step * other.scale, other.scale


# --- ranges ---


def _ranges(context: unit.Context, found: list[Draft], words: Words, units: unit.Grammar) -> list[Draft]:
    merged: list[Draft] = []
    index = 0
    while index < len(found):
        first = found[index]
        if (
            index + 1 < len(found)
            and found[index + 1].start - first.end <= _RANGE_GAP
            and (both := _range(context, first, found[index + 1], words, units)) is not None
        ):
            merged.append(both)
            index += 2
            continue
        merged.append(first)
        index += 1
    return merged


def _range(context: unit.Context, first: Draft, second: Draft, words: Words, units: unit.Grammar) -> Draft | None:
    text = context.text
    if not (_plain(first) and _plain(second)):
        return None
    gap = _gap(text, first, second)
    is_to = words.to.fullmatch(gap) is not None
    is_both = words.both.fullmatch(gap) is not None and (
        words.both_before.search(text, max(0, first.start - 32), first.start) is not None
        or words.both_behind.match(text, second.end) is not None
    )
    if not (is_to or is_both):
        return None
    shared = bool(first.money and second.money is None and second.unit is None)
    if shared:
        found = unit.after(context, second.number_end, units, second.value, second.scale != 1, first.money)
        if found is not None and found.expression is not None and second.reason is None:
            second.unit, second.end, second.rated = found.expression, max(found.end, second.number_end), found.rated
            second.reported = (found.start, found.end) if found.end > found.start else first.reported
    if second.unit is None and is_both and second.scale >= first.scale and first.unit is not None:
        second.unit, second.reported, second.rated = (
            first.unit,
            first.reported,
            first.rated,
        )  # "between 0.9 mln bpd and 1.2 mln"
    if second.unit is None:
        return None
    if is_to and "-" not in gap and _is_source(text, first, words):
        return None
    own = first.unit is not None
    if (
        first.unit is not None
        and first.unit.startswith(f"{second.unit}/")
        and not second.rated
        and (is_both or words.both_behind.match(text, second.end) is not None)
    ):  # "between $70 a barrel and $80"
        second.unit, second.rated = first.unit, True
    if own and not _same_kind(first.unit, second.unit):
        return None
    changed = words.changed.search(text, max(0, first.start - 32), first.start) is not None
    if own and is_to and "-" not in gap and changed:
        return None
    if own and "-" not in gap and words.until is not None and not words.until.match(text, second.end):
        return None  # "डेढ़ करोड़ टन से ढाई करोड़ टन की जाएगी": an old and a new level
    if not own and is_to and "-" not in gap and changed and second.value > _STEP * first.value:
        return None  # "declined 3.48 mln to 230.79 mln barrels"
    low, high, step = first.value, second.value, second.step
    if not own and first.scale == 1 and second.scale != 1 and first.value <= second.bare:
        low = first.value * second.scale
    if not own and "-" in gap and _thousands(text, first, second):
        low = first.value * 1000
    if own and shared and first.scale == 1 and second.scale != 1 and first.value <= second.bare:
        low, target = first.value * second.scale, second.unit  # "$1.2-1.5 billion"
    elif own:
        low, high, target = _level(first, second)
    else:
        target = second.unit
    if gap.strip() == "-" and first.number.words and low == high:  # "पांच-पांच लाख": each the same
        second.start = first.start
        return second
    if low >= high or low < 0 or (own and high > 100 * low):
        return None
    if own and is_to and "-" not in gap and high > _STEP * low and canonical.dimension(target) in ("money", "price"):
        return None  # "75 cents to 21.50 dlrs", "Re 1 to Rs 48.20": by how much, and to what
    middle = (low + high) / 2
    return Draft(
        first.number,
        first.start,
        second.end,
        second.number_end,
        middle,
        step,
        unit=target,
        reported=second.reported,
        low=low,
        high=high,
        rated=second.rated,
        scale=second.scale,
        bare=middle / second.scale,
        money=second.money or first.money,
    )


def _gap(text: str, one: Draft, other: Draft) -> str:
    """What stands between two numbers, without the hyphen that one leaves hanging."""
    gap = text[one.end : other.start]
    return gap[1:] if _HANGING.match(gap) else gap


def _thousands(text: str, first: Draft, second: Draft) -> bool:
    """ "140-150,000 bpd": the thousands of the second are the first's too."""
    written = text[second.start : second.number_end]
    return (
        second.scale == 1
        and written.endswith(",000")
        and 0 < first.value < 1000
        and second.value / 10 < first.value * 1000 < second.value
    )


def _shared_magnitudes(text: str, found: list[Draft], words: Words) -> None:
    """ "two to three million people": a magnitude said once, where no unit makes the two a range."""
    for first, second in pairwise(found):
        if (
            first.open
            and second.unit is None
            and first.scale == 1
            and second.scale >= 1000
            and first.number.form == second.number.form == "plain"
            and 0 < first.value <= second.bare
            and second.start - first.end < 12
            and words.to.fullmatch(_gap(text, first, second))
        ):
            first.value, first.step, first.scale = first.value * second.scale, first.step * second.scale, second.scale


def _is_source(text: str, first: Draft, words: Words) -> bool:
    """ "from 10 to 12" tells an old and a new level, "ranging from 10 to 12" a range."""
    match = words.source.search(text, max(0, first.start - 32), first.start)
    return match is not None and words.spread.search(text, max(0, match.start() - 24), match.start()) is None


def _plain(draft: Draft) -> bool:
    return draft.number.form in ("plain", "fraction") and draft.reason is None and not draft.multiple


def _same_kind(first: str | None, second: str) -> bool:
    if first is None:
        return False
    return _major(first).partition("/")[0] == _major(second).partition("/")[0] and (
        "/" not in first or first.partition("/")[2] == second.partition("/")[2]
    )


def _major(expression: str) -> str:
    if expression == "whole":
        return "percent"
    above, slash, below = expression.partition("/")
    return (above.split("_")[0] if above[:3].isupper() and "_" in above else above) + slash + below


def _level(first: Draft, second: Draft) -> tuple[Decimal, Decimal, str]:
    """Both bounds in one unit: "20 cts to 1.40 dlrs a barrel" in dollars."""
    assert first.unit is not None
    assert second.unit is not None
    above, other = first.unit.partition("/")[0], second.unit.partition("/")[0]
    if above == other:
        return first.value, second.value, second.unit
    if "whole" in (above, other):  # "from a third to 40%"
        return (
            first.value * (100 if above == "whole" else 1),
            second.value * (100 if other == "whole" else 1),
            "percent",
        )
    low = first.value / 100 if "_" in above else first.value
    high = second.value / 100 if "_" in other else second.value
    return low, high, _major(second.unit)


# --- a unit from the next number ---


def _forward(text: str, found: list[Draft], words: Words) -> None:
    """From right to left, so that "8, 10 and 30%" hands its unit all the way."""
    for index in range(len(found) - 2, -1, -1):
        draft, following = found[index], found[index + 1]
        if (
            not draft.open
            or following.start - draft.end > _BETWEEN
            or (following.unit is None and following.reason is None)
        ):
            continue
        gap = _gap(text, draft, following)
        if not _linked(gap, text, draft, words):
            continue
        if following.unit is None:
            if following.reason in (
                "calendar_date",
                "duration",
                "age",
                "people",
                "count_out_of_scope",
                "other_measure",
                "finance",
            ):
                draft.reason = following.reason
            continue
        if (
            following.multiple
            or following.number.form in ("fraction", "share")
            or (following.unit == "percent" and draft.scale != 1)
        ):
            continue
        _give(draft, following)


def _linked(gap: str, text: str, draft: Draft, words: Words) -> bool:
    if (
        words.from_to.fullmatch(gap)
        or words.to.fullmatch(gap)
        or words.joins.fullmatch(gap)
        or words.versus.fullmatch(gap)
        or words.both.fullmatch(gap.replace(",", "", 1))
    ):
        return True
    match = words.both.match(gap)
    if match is None or (draft.number.words and draft.number.scale == 1 and draft.value < 3):
        return False
    rest = gap[match.end() :].split()
    return len(rest) <= 3 and not re.search(r"[,;:()\d]", gap)


def _give(draft: Draft, source: Draft) -> None:
    draft.unit, draft.rated, draft.reported = source.unit, source.rated, source.reported
    alike = _comparable(draft.value, source.bare) or abs(draft.value) < 1000
    if draft.scale == 1 and source.scale != 1 and alike and not _comparable(draft.value, source.value):
        draft.value, draft.step, draft.scale = draft.value * source.scale, draft.step * source.scale, source.scale


# --- a unit from an earlier number ---


def _backward(text: str, found: list[Draft], words: Words) -> None:
    for index in range(1, len(found)):
        draft = found[index]
        if not draft.open or draft.number.form != "plain" or (draft.number.words and draft.scale == 1):
            continue
        before = found[index - 1]
        if before.unit is None and words.versus.fullmatch(text[before.end : draft.start]):
            continue  # "Avg shrs 9,310,000 vs 9,105,000": a pair of their own
        ahead = draft.value >= 1000 and words.ahead.match(text, draft.end) is not None
        if not ahead and not (
            _free_behind(text, draft, words)
            and (draft.scale != 1 or words.older.search(text, max(0, draft.start - 48), draft.start) is not None)
        ):
            continue
        source = _earlier(found, index, draft, ahead)
        if source is not None:
            _give_back(draft, source)


def _free_behind(text: str, draft: Draft, words: Words) -> bool:
    """Nothing that could be counted follows: a little word, a mark, a time, or the end."""
    match = unit.TOKEN.match(text, draft.end)
    if match is None or not (match[1][0].isalpha() or "\u0900" <= match[1][0] <= "\u0963"):
        return True
    return match[1] in words.stop


def _earlier(found: list[Draft], index: int, draft: Draft, part: bool) -> Draft | None:
    best: Draft | None = None
    for other in reversed(found[max(0, index - 8) : index]):
        if (
            other.unit is None
            or other.reason is not None
            or other.multiple
            or other.number.form in ("fraction", "share")
        ):
            continue
        if other.unit == "percent" and draft.scale != 1:
            continue
        if canonical.dimension(other.unit) == "count":
            continue
        if _comparable(draft.value, other.value) or (part and 0 < draft.value <= other.value):
            return other
        if draft.scale == 1 and other.scale != 1 and (_comparable(draft.value, other.bare) or _of_many(draft, other)):
            return other
        if draft.scale != 1 and best is None and (other.scale != 1 or abs(other.value) >= 1000):
            best = other
    return best


def _comparable(one: Decimal, other: Decimal) -> bool:
    return one != 0 and other != 0 and Decimal("0.2") <= abs(one / other) <= 5


def _give_back(draft: Draft, source: Draft) -> None:
    draft.unit, draft.rated, draft.reported = source.unit, source.rated, source.reported
    bare = draft.scale == 1 and source.scale != 1 and not _comparable(draft.value, source.value)
    if bare and (_comparable(draft.value, source.bare) or _of_many(draft, source)):
        draft.value, draft.step, draft.scale = draft.value * source.scale, draft.step * source.scale, source.scale


def _of_many(draft: Draft, source: Draft) -> bool:
    """ "fell 10.3 mln barrels to 1,564.8": nobody counts tenths of a barrel."""
    assert source.unit is not None
    kind = canonical.dimension(source.unit)
    return kind in ("mass", "volume", "mass_rate", "volume_rate") and draft.step < 1 and source.step >= 1000


def _steps(text: str, found: list[Draft], words: Words) -> None:
    """ "West Texas 1.25 dlrs to 16.50 and Dubai 80 cents to 15.10": by how much, and to what. Behind cents it may be
    either; the numbers around tell (`lend`)."""
    for one, other in pairwise(found):
        if one.unit is None or one.reason or not other.open or canonical.dimension(one.unit) not in ("money", "price"):
            continue
        if words.to.fullmatch(text[one.end : other.start]) is None or "-" in text[one.end : other.start]:
            continue
        if _major(one.unit) != one.unit:
            other.reason = "no_unit"
        elif other.value > one.value:
            other.unit, other.reported, other.rated = one.unit, one.reported, one.rated


def _listed(text: str, found: list[Draft]) -> None:
    """ "1.324 mln this month, 1.323 in February and 1.395 mln": alike both its neighbours in all but the magnitude."""
    for before, draft, behind in zip(found, found[1:], found[2:], strict=False):
        if (
            draft.open
            and draft.scale == 1
            and draft.step < 1
            and before.unit is not None
            and before.reason is None
            and before.unit == behind.unit
            and before.scale == behind.scale != 1
            and behind.start - before.end < 2 * _BETWEEN
            and all(_ALIKE[0] <= abs(draft.value / other.bare) <= _ALIKE[1] for other in (before, behind) if other.bare)
            and not re.search(r"[;:()]", text[before.end : behind.start])
        ):
            draft.unit, draft.rated, draft.reported = before.unit, before.rated, before.reported
            draft.value, draft.step, draft.scale = draft.value * before.scale, draft.step * before.scale, before.scale


# --- what else is left out ---


def _magnitudes(found: list[Draft]) -> None:
    """ "under its 1.725 bpd quota" beside figures in millions: nobody counts barrels in thousandths."""
    for draft in found:
        if draft.unit != "barrel/day" or draft.reason is not None or draft.scale != 1 or abs(draft.value) >= 100:
            continue
        if draft.value == draft.value.to_integral_value():
            continue
        for other in found:
            if (
                other is not draft
                and other.unit == draft.unit
                and other.scale >= 1000
                and _comparable(draft.value, other.bare)
            ):
                draft.value, draft.step, draft.scale = draft.value * other.scale, draft.step * other.scale, other.scale
                break


def _rates(text: str, found: list[Draft], words: Words) -> None:
    """A rate said once for two: "7,10,250 बैरल और जुलाई में 7,40,300 बैरल प्रतिदिन", "90,000 cubic metres a day with
    two kilolitres"."""
    for index in range(len(found) - 1):
        one, other = found[index], found[index + 1]
        if one.unit is None or other.unit is None or one.reason or other.reason or other.start - one.end > 2 * _BETWEEN:
            continue
        gap = text[one.end : other.start]
        if re.search(r"[;:()\d]", gap):
            continue
        if _comparable(one.value, other.value) and words.compared.search(text, max(0, other.start - 32), other.start):
            if not one.rated and other.unit.startswith(f"{one.unit}/") and _time_rate(other.unit):
                one.unit, one.rated, one.lent = other.unit, True, True
            elif not other.rated and one.unit.startswith(f"{other.unit}/") and _time_rate(one.unit):
                other.unit, other.rated, other.lent = one.unit, True, True
        if (
            not one.rated
            and other.rated
            and other.unit.startswith(f"{one.unit}/")
            and words.both.match(gap)
            and _time_rate(other.unit)
        ):
            one.unit, one.rated, one.lent = other.unit, True, True
        elif (
            not one.rated
            and other.rated
            and _time_rate(other.unit)
            and canonical.dimension(one.unit) == "volume"
            and "," not in gap
            and len(gap) <= _BETWEEN
            and words.both.fullmatch(f" {gap.split()[-1]} " if gap.split() else "")
        ):
            # "18 mln cubic feet of gas, and of condensate 300 barrels, daily": the rate behind is of both
            one.unit, one.rated, one.lent = f"{one.unit}/{other.unit.partition('/')[2]}", True, True
        elif (
            one.rated
            and not other.rated
            and _time_rate(one.unit)
            and words.both.fullmatch(gap)
            and canonical.dimension(other.unit) in ("volume", "mass")
        ):
            other.unit, other.rated, other.lent = f"{other.unit}/{one.unit.partition('/')[2]}", True, True


def _time_rate(expression: str) -> bool:
    return canonical.dimension(expression).endswith("_rate")


def _prices(text: str, found: list[Draft], words: Words) -> None:
    """What a price is for, said once: "raised 40 cts to 21.30 dlrs a barrel", "90 pesos a gallon from 75 pesos"."""
    for index, draft in enumerate(found):
        if (
            draft.unit is None
            or draft.reason
            or draft.rated
            or draft.scale != 1
            or canonical.dimension(draft.unit) != "money"
        ):
            continue
        near = [*found[index + 1 : index + 4], *reversed(found[max(0, index - 4) : index])]
        # "gasoline 48.20 cts a gallon, heating oil 49.35 cts and residual 19.40 dlrs a barrel": like is told of like.
        for other in sorted(near, key=lambda other: (other.unit or "").partition("/")[0] != draft.unit):
            if other.unit is None or other.reason or not other.rated or canonical.dimension(other.unit) != "price":
                continue
            if _major(draft.unit) != _major(other.unit).partition("/")[0]:
                continue
            between = text[min(draft.end, other.end) : max(draft.start, other.start)]
            if len(between) > 120 or words.contrast.search(between) or _SENTENCE_END.search(between):
                continue
            ahead = other.start > draft.start
            if _fits(draft, other, ahead):
                draft.unit = f"{draft.unit}/{other.unit.partition('/')[2]}"
                draft.rated = True
                break


def _fits(draft: Draft, other: Draft, ahead: bool) -> bool:
    assert draft.unit is not None
    assert other.unit is not None
    one = draft.value / 100 if "_" in draft.unit else draft.value
    two = other.value / 100 if "_" in other.unit.partition("/")[0] else other.value
    if one == 0 or two == 0:
        return False
    ratio = abs(one / two)
    return ratio <= 5 if ahead else Decimal("0.001") <= ratio <= 5
