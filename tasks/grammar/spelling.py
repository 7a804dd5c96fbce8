"""Numbers in words, and magnitude words behind figures: "one hundred and twenty thousand", "साढ़े तीन लाख", "two and
a half million".

A small state machine over the lexicon's words, at most _LONGEST of them: no text is read twice. Nothing here raises.
"""

from __future__ import annotations

import re
from decimal import Decimal

from tasks.grammar.fraction import stacked
from tasks.grammar.numeral import BEFORE, HUNDRED, NEXT, ONE, THOUSAND, ZERO, Grammar, Number, Word, wordy
from tasks.grammar.tally import Tally

_LONGEST = 48
"""Words of one number."""
_FIGURE = re.compile(r"[ ]{1,2}(\d{1,6}+)(?![.,/]?\d)")


def signed(text: str, number: Number, words: Grammar) -> Number:
    start = number.start
    if not start:
        return number
    sign = text[start - 1]
    if sign == " " and start > 1 and not text.endswith(words.minus_before, 0, start):
        return number
    if sign in "-+" and (start < 2 or text[start - 2] in " (\n[$€£₹"):
        glued = text[max(0, start - 3) : start - 1].rstrip()
        if sign == "+" or not (glued and glued[-1].isdecimal()):
            value = -number.value if sign == "-" else number.value
            return number._replace(start=start - 1, value=value, bare=value, signed=True)
    near = text[max(0, start - 16) : start].rstrip(" -")
    if (
        near.endswith(words.minus_ends)
        and (minus := BEFORE.search(text, max(0, start - 16), start))
        and minus[1] in words.minus
    ):
        return number._replace(start=minus.start(1), value=-number.value, bare=-number.bare, signed=True)
    return number


def _peek(text: str, position: int, words: Grammar) -> tuple[Word | None, str, int, int]:
    """The next word: what it means, itself, where it begins and ends."""
    match = NEXT.match(text, position)
    if match is None:
        return None, "", position, position
    return words.words.get(match[1]), match[1], match.start(1), match.end()


def spelled(text: str, start: int, word: str, words: Grammar) -> Number | None:
    """A number that begins with a word, or None where the word is none ("half" of a year, "third" in a row)."""
    token = words.words[word]
    idle = _in_idiom(text, start, word, words)
    if token.kind == "atom":
        return _counting(text, start, word, token.value, idle, words)
    if idle:
        return None
    article = BEFORE.search(text, max(0, start - 6), start)
    one = article is not None and article[1] in words.articles
    begin = article.start(1) if one and article else start
    end = start + len(word)
    if token.kind == "growth":
        return Number(start, end, token.value, ZERO, token.value, form="growth", words=True)
    if token.kind == "twice":
        form = _times_form(text, end, words)
        return Number(
            start,
            end,
            (token.value - 1) * 100 if form == "growth" else token.value,
            ZERO,
            token.value,
            form=form,
            words=True,
        )
    if token.kind == "fraction" or (token.kind == "ordinal" and one):
        if token.kind == "ordinal" and not _fraction_follows(text, end, words):
            return None
        value = ONE / token.value
        found = scaled_fraction(text, Number(begin, end, value, ZERO, value, form="fraction", words=True), words)
        found = signed(text, found, words)
        return None if found.end == end and not one and word in words.needs_article else found
    if token.kind == "ordinal":
        _, following, _, part_end = _peek(text, end, words)
        if following in words.parts:
            value = ONE / token.value
            return Number(start, part_end, value, ZERO, value, form="fraction", words=True)
        return None
    if token.kind == "scale":
        behind, _, _, _ = _peek(text, end, words)
        multiplied = behind is not None and behind.kind == "scale"
        if not (one or multiplied or word in words.lone_scales or (token.value == HUNDRED and not words.lone_scales)):
            return None
        if words.vague and (vague := BEFORE.search(text, max(0, start - 14), start)) and vague[1] in words.vague:
            return None
        seed = Number(begin, end, token.value, token.value, ONE, token.value, words=True)
        return signed(text, _long_fraction(text, start, begin, words) or compound(text, seed, words), words)
    if token.kind == "shift":
        seed_or_none = _shifted(text, start, end, token.value, words)
        return signed(text, compound(text, seed_or_none, words), words) if seed_or_none else None
    return None


def _counting(text: str, start: int, word: str, value: Decimal, idle: bool, words: Grammar) -> Number | None:
    """A number that begins with a word to count by: "two", "two hundred", "two thirds"."""
    end = start + len(word)
    seed = Number(start, end, value, ONE if value == value.to_integral_value() else Decimal("0.5"), value, words=True)
    token, following, _, _ = _peek(text, end, words)
    number = seed
    if token is not None or following in words.scaled_told or following.isdecimal():
        number = _long_fraction(text, start, start, words) or compound(text, seed, words)
    number = signed(text, number, words)
    alone = number.end == end
    if alone and ((idle and word not in words.ones) or (word in words.weak and not number.signed)):
        return None
    if alone and (idle or word in words.ones):
        return number._replace(lone_one=word in words.ones, idle=idle)
    return number


def _long_fraction(text: str, start: int, begin: int, words: Grammar) -> Number | None:
    """ "three twenty-firsts": what the words come to where the last of them names a part."""
    found = stacked(text, start, words)
    if found is None:
        return None
    value, end = found
    number = Number(begin, end, value, ZERO, value, form="fraction" if value < 1 else "plain", words=True)
    return scaled_fraction(text, number, words)


def _in_idiom(text: str, start: int, word: str, words: Grammar) -> bool:
    """Whether a phrase of the lexicon that counts nothing covers the word."""
    if words.idiom is None:
        return False
    first, last = max(0, start - 16), min(len(text), start + len(word) + 24)
    near = text[first:last]
    for idiom in words.idioms[word]:
        if idiom in near:
            return any(match.start() <= start < match.end() for match in words.idiom.finditer(text, first, last))
    return False


def _shifted(text: str, start: int, end: int, shift: Decimal, words: Grammar) -> Number | None:
    """सवा, साढ़े, पौने: a quarter or half more or less than the number that follows, of one where a magnitude
    follows."""
    following, char, at, after = _peek(text, end, words)
    if following and following.kind == "atom":
        value = following.value + shift
    elif char.isdecimal() and (digits := re.compile(r"\d{1,3}+(?![\d.,])").match(text, at)):
        value, after = Decimal(digits[0]) + shift, digits.end()
    elif shift != Decimal("0.5"):
        value, after = 1 + shift, end
    else:
        return None
    return Number(start, after, value, abs(shift), value, words=True)


def _fraction_follows(text: str, end: int, words: Grammar) -> bool:
    """ "a third of", "fell by a third.", not "a third ship"."""
    _, word, _, _ = _peek(text, end, words)
    return not word or not word[0].isalnum() or word in words.after_fraction


def scaled_fraction(text: str, number: Number, words: Grammar) -> Number:
    """ "half a million", "a quarter of a million", "half million"."""
    position = number.end
    token, word, _, after = _peek(text, position, words)
    for fillers in (words.ofs, words.articles):
        if word in fillers:
            token, word, _, after = _peek(text, after, words)
    if token and token.kind == "scale" and token.value >= 12:
        value = number.value * token.value
        return number._replace(end=after, value=value, scale=token.value, form="plain")
    return number


def _times_form(text: str, end: int, words: Grammar) -> str:
    _, word, _, _ = _peek(text, end, words)
    return "growth" if word in words.after_times else "times"


def compound(text: str, seed: Number, words: Grammar) -> Number:
    """Goes on from a first figure or word: "one hundred and twenty thousand", "10 करोड़ 12 लाख", "two and a half
    million"."""
    token, word, _, _ = _peek(text, seed.end, words)
    if token is None:
        if seed.words:
            if seed.scale == ONE and word not in words.scaled_told and not word.isdecimal():
                return seed
        elif seed.value and seed.step <= ONE and word not in words.joiners:
            return seed
    state = Tally(seed, words)
    kept = state.number()
    position = seed.end
    for _ in range(_LONGEST):
        token, word, at, after = _peek(text, position, words)
        if (
            token is not None
            and token.kind == "scale"
            and words.scale_stop
            and _peek(text, after, words)[1] in words.scale_stop
        ):
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
        if token is None or not state.take(token):
            if token is not None and token.kind in ("fraction", "fractions", "ordinal", "fold", "rank"):
                return _ended(text, kept, state, token, word, after, words) or kept
            break
        position = after
        if state.complete():
            kept = state.number(position)
    return kept


def _joined(text: str, state: Tally, word: str, at: int, after: int, words: Grammar) -> tuple[int, bool] | None:
    """What a little word or a figure after the number adds: "and", "point", "बटा", a smaller figure with its
    magnitude."""
    if word in words.points and state.open is not None:
        return _decimals(text, state, after, words)
    if word in words.overs and state.open is not None:
        below = _small(text, after, words)
        if below and below[0] > 0 and (not words.over_ends or not wordy(_peek(text, below[1], words)[1][:1] or ".")):
            state.open, state.step = state.open / below[0], ZERO
            state.seed = state.seed._replace(form="fraction")
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


def _share(text: str, state: Tally, word: str, position: int, words: Grammar) -> tuple[int, bool] | None:
    """ "two in five", "12 out of 14", "तीन में से एक"; "two in five years" is none, nor is "12 out of 10"."""
    _, following, _, after = _peek(text, position, words)
    pair = f"{word} {following}"
    whole_first = pair in words.share_from
    if whole_first or pair in words.share_out:
        position = after
    elif word not in words.share_in or state.literal:
        return None
    small = _small(text, position, words)
    if small is None or (
        word in words.share_in and (text[small[1] - 1].isdecimal() or _peek(text, small[1], words)[1] in words.no_share)
    ):
        return None
    mine = state.number().value
    above, below = (small[0], mine) if whole_first else (mine, small[0])
    if not 0 < above < below or above != int(above):
        return None
    state.total, state.open, state.step, state.scale = ZERO, above / below, ZERO, ONE
    state.seed = state.seed._replace(form="share")
    return small[1], True


def _part_of(text: str, state: Tally, position: int, words: Grammar) -> tuple[int, bool] | None:
    """ "तीन का इक्कीसवां", "पच्चीस का पांचवां भाग": a number divided by a rank."""
    total, chunk = ZERO, ZERO
    for _ in range(5):
        token, _, _, after = _peek(text, position, words)
        if token is None or token.kind not in ("atom", "scale", "ordinal"):
            return None
        rank = token.kind == "ordinal"
        if token.value == HUNDRED:
            chunk = max(chunk, ONE) * HUNDRED
        elif token.value >= THOUSAND:
            total, chunk = total + max(chunk, ONE) * token.value, ZERO
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
    state.total, state.open, state.step, state.scale = ZERO, number.value / below, ZERO, ONE
    state.seed = state.seed._replace(form="fraction")
    return (part_end if part in words.parts else position), True


def _decimals(text: str, state: Tally, position: int, words: Grammar) -> tuple[int, bool] | None:
    digits = ""
    end = position
    figure = _FIGURE.match(text, position) if state.step == 1 else None
    if figure is not None:  # "3 point 5"
        digits, end = figure[1], figure.end()
    while figure is None and not state.literal and len(digits) < 12:
        token, _, _, after = _peek(text, end, words)
        if token is None or token.kind != "atom" or token.value != token.value.to_integral_value():
            break
        value = token.value
        following, _, _, beyond = _peek(text, after, words)
        if (
            value >= 20
            and value % 10 == 0
            and following
            and following.kind == "atom"
            and 0 < following.value < 10
            and state.joins_tens
        ):
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
    if char.isdecimal() and (digits := re.compile(r"\d{1,6}+(?!\d|[.,]\d)").match(text, at)):
        return Decimal(digits[0]), digits.end()
    if token and token.kind in ("atom", "scale"):
        seed = Number(
            at,
            after,
            token.value,
            ONE,
            ONE if token.kind == "scale" else token.value,
            token.value if token.kind == "scale" else ONE,
            words=True,
        )
        number = compound(text, seed, words)
        return number.value, number.end
    return None


def _smaller_figure(text: str, state: Tally, at: int, words: Grammar) -> tuple[int, bool] | None:
    """ "10 करोड़ 12 लाख": a figure goes on only where a smaller magnitude follows it at once."""
    match = re.compile(r"\d{1,3}(?:\.\d{1,3}+)?+(?!\d|[.,]\d)").match(text, at)
    if match is None:
        return None
    token, _, _, after = _peek(text, match.end(), words)
    if token is None or token.kind != "scale" or token.value >= state.last:
        return None
    state.open, state.pending = Decimal(match[0]), True
    if token.value < THOUSAND:
        state.total += state.open * token.value
        state.open, state.last, state.step, state.after_scale = None, token.value, token.value, True
        state.bare, state.hundred = state.total, True
        return after, False
    state.scaled(token.value)
    return after, False


def _and(text: str, state: Tally, position: int, words: Grammar) -> tuple[int, bool] | None:
    """ "one hundred and six", "two and a half", "3 hundred and 21"; "two hundred and three hundred" are two numbers."""
    token, word, at, after = _peek(text, position, words)
    article = word in words.articles
    if article:
        token, word, at, after = _peek(text, after, words)
    if token and (token.kind == "fraction" or (token.kind == "ordinal" and article)):
        return _add_part(text, state, ONE / token.value, after, words)
    if article:
        return None
    if token and token.kind in ("ordinal", "rank") and state.hundred and state.joins_tens and state.open is not None:
        state.open, state.seed = state.open + token.value, state.seed._replace(form="ordinal")
        return after, True
    if word.isdecimal() and state.hundred:
        digits = re.compile(r"\d{1,2}+(?!\d|[.,]\d)(?!%)").match(text, at)
        if digits:
            state.total += (state.open or ZERO) + Decimal(digits[0])
            state.open, state.step = None, ONE
            return digits.end(), True
        return None
    if token and token.kind == "atom":
        plural, _, _, part_end = _peek(text, after, words)
        if (
            plural
            and (plural.kind in ("fraction", "fractions") or (plural.kind == "ordinal" and token.value == 1))
            and plural.value > token.value
        ):
            return _add_part(text, state, token.value / plural.value, part_end, words)
        if state.hundred and state.open is not None:
            return _after_hundred(text, state, token, after, words)
        if not state.seed.words or not state.after_scale:
            return None
        small = _small(text, position, words)
        if small is None or small[0] >= state.last or (state.last > THOUSAND and small[0] < HUNDRED):
            return None
        state.total += small[0]
        state.step = ONE
        state.open = None
        return small[1], True
    return None


def _after_hundred(text: str, state: Tally, token: Word, after: int, words: Grammar) -> tuple[int, bool] | None:
    """The tens and ones behind "hundred and": part of it unless a hundred of their own follows."""
    value = token.value
    following, _, _, beyond = _peek(text, after, words)
    if (
        state.joins_tens
        and value >= 20
        and value % 10 == 0
        and following
        and following.kind == "atom"
        and 0 < following.value < 10
    ):
        value, after = value + following.value, beyond
        following, _, _, _ = _peek(text, after, words)
    if following and following.kind == "scale" and following.value <= HUNDRED:
        if following.value == HUNDRED:
            return None
        value, after = value * following.value, _peek(text, after, words)[3]  # "three hundred and two dozens"
    state.open = (state.open or ZERO) + value
    state.bare, state.step, state.hundred = state.open, ONE, False
    return after, False


def _add_part(text: str, state: Tally, part: Decimal, end: int, words: Grammar) -> tuple[int, bool]:
    """ "two million and a half", "one billion and a half million", "one and a half"."""
    if state.open is None:
        token, _, _, after = _peek(text, end, words)
        if token is not None and token.kind == "scale" and THOUSAND <= token.value < state.last:
            state.total += part * token.value
            return after, True
        state.total += part * state.last
        return end, True
    state.open += part if state.open >= 0 else -part
    state.bare, state.step, state.literal, state.hundred = state.open, ZERO, True, False
    return end, False


def _ended(text: str, kept: Number, state: Tally, token: Word, word: str, after: int, words: Grammar) -> Number | None:
    """What a fraction's, rank's or multiple's word makes of the number before it."""
    if token.kind == "fold":
        value = (kept.value - 1) * HUNDRED
        if word in words.times:
            form = _times_form(text, after, words)
            return kept._replace(end=after, form=form, value=value if form == "growth" else kept.value)
        return kept._replace(end=after, value=value, step=ZERO, form="growth")
    if (
        token.kind in ("fraction", "fractions")
        and token.value > 1
        and 0 < kept.value < 1000
        and kept.form == "plain"
        and kept.words
    ):
        value = kept.value / token.value
        number = kept._replace(end=after, value=value, bare=value, step=ZERO, form="fraction")
        return scaled_fraction(text, number, words)
    if token.kind in ("ordinal", "rank") and kept.words:
        if words.joins_tens and 20 <= kept.value < 100 and kept.value % 10 == 0 and 0 < token.value < 10:
            article = BEFORE.search(text, max(0, kept.start - 6), kept.start)
            if article is not None and article[1] in words.articles:
                value = ONE / (kept.value + token.value)
                return kept._replace(
                    start=article.start(1), end=after, value=value, bare=value, step=ZERO, form="fraction"
                )
        if (
            token.kind == "ordinal"
            and kept.value == 1
            and (words.joins_tens or _peek(text, after, words)[1] in words.parts)
        ):
            end = after if words.joins_tens else _peek(text, after, words)[3]
            value = ONE / token.value
            return scaled_fraction(
                text, kept._replace(end=end, value=value, bare=value, step=ZERO, form="fraction"), words
            )
        if words.joins_tens and kept.value % 10 == 0 and kept.value >= 20:
            return kept._replace(end=after, value=kept.value + token.value, form="ordinal")
    return None
