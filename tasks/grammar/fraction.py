"""Fractions written out at length: "three twenty-firsts", "one hundred and thirty-two fifths", "twenty and three and
three fifths".

A run of number words that ends in a part's name in, its value out. How far the name of the part reaches back is the
whole question: "thirty fifths" are thirty of a fifth, "two thirty-fifths" two of a thirty-fifth. Nothing here raises.
"""

from __future__ import annotations

from decimal import Decimal

from tasks.grammar.numeral import HUNDRED, NEXT, ONE, THOUSAND, ZERO, Grammar, Word

_LONGEST = 14
_Token = tuple[Word, bool]
"""A number word and whether a hyphen joins it to the one before."""


def stacked(text: str, start: int, words: Grammar) -> tuple[Decimal, int] | None:
    """The value of the fraction whose first number word begins at `start`, and where its last ends; None where the
    words make no fraction of more than two words."""
    run: list[_Token] = []
    breaks: list[int] = []  # before which words an "and" stands
    position = start
    for _ in range(_LONGEST):
        match = NEXT.match(text, position)
        if match is None:
            return None
        hyphen = "-" in text[position : match.start(1)]
        position = match.end()
        if match[1] in words.ands:
            breaks.append(len(run))
            continue
        token = words.words.get(match[1])
        if token is None or token.kind not in ("atom", "scale"):
            break
        run.append((token, hyphen))
    else:
        return None
    if token is None or not run:
        return None
    plural = token.kind == "fractions"
    if breaks[-1:] == [len(run)]:  # "one one hundred and fifth"
        if plural or run[-1][0].kind != "scale":
            return None
        breaks.pop()
    if not plural and token.kind not in ("ordinal", "rank"):
        return None
    found = _divided(run, breaks, token.value, hyphen, plural)
    return (found, position) if found is not None else None


def _divided(run: list[_Token], breaks: list[int], part: Decimal, hyphen: bool, plural: bool) -> Decimal | None:
    reach = _reach(run, breaks, part, hyphen)
    above, named = run[:reach], run[reach:]
    if not above or (not plural and (len(above) > 1 or above[0][0].value != 1 or not named)):
        return None  # "one hundred and fifth" is a rank
    below = _sum(named)
    if below is None:
        return None
    below += part
    cut = max((place for place in breaks if 0 < place < len(above)), default=0)
    if cut and above[cut - 1][0].kind == "scale" and above[cut - 1][0].value >= THOUSAND:
        return None  # "two million and three fifths" is told in millions
    whole, parts = _sum(above[:cut]), _sum(above[cut:])
    if whole is None or parts is None or below <= 1:
        return None
    return whole + parts / below if parts < below else (whole + parts) / below


def _reach(run: list[_Token], breaks: list[int], part: Decimal, hyphen: bool) -> int:
    """From which word on the run names the part. What a hyphen joins stays together."""
    last = len(run) - 1
    if last in breaks or len(run) in breaks or last < 1:
        return len(run)
    token, joined = run[last]
    if token.kind == "atom" and part < 10 and 20 <= token.value < 100 and token.value % 10 == 0:
        return last if hyphen or not joined else len(run)
    if token.kind == "scale" and part < token.value and last >= 2 and run[last - 1][0].kind == "atom":
        first = last - 1
        if run[first][1]:  # "ninety-five hundred fifths"
            first -= 1
        return first if first > 0 and first not in breaks else len(run)
    return len(run)


def _sum(run: list[_Token]) -> Decimal | None:
    """The run as one number; None where its words do not follow one another in one."""
    total, chunk = ZERO, ZERO
    before: Word | None = None
    for token, _ in run:
        if token.kind == "atom":
            tens = before is not None and before.kind == "atom"
            if tens and not (before is not None and before.value >= 20 and before.value % 10 == 0 and token.value < 10):
                return None
            chunk += token.value
        elif token.value == HUNDRED:
            chunk = max(chunk, ONE) * HUNDRED
        else:
            total, chunk = total + max(chunk, ONE) * token.value, ZERO
        before = token
    return total + chunk
