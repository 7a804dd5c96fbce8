"""What may stand in the slots of an observation, and a reading with some of them corrected by hand.

Values are those of reference/: slot.csv for the short lists, commodity, country, group, grade, factor for the rest.
Nothing here reads or writes a warehouse. What is refused raises VerdictRefused with one line that says what fits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cache
from typing import Any

from warehouse import vocabulary
from warehouse.failure import VerdictRefused

NONE = ("", "-")
"""What stands for an empty slot, as in the names of series."""

LISTED = ("metric", "kind", "stage", "share_of", "status", "comparator")
CODES = ("exporter", "importer", "area")
NUMBERS = ("value", "low", "high")
DAYS = ("period_start", "period_end")
WORDS = ("period_text", "attribution", "subject")
SLOTS = (*NUMBERS, "comparator", "unit", "metric", "kind", "commodity", *CODES, "stage", "share_of", "grade", *DAYS,
         "period_text", "status", "attribution", "subject")  # fmt: skip
_FILLED = frozenset({"value", "comparator", "unit", "metric", "kind", "commodity", "status"})
_LARGEST = Decimal(10) ** 20

Reading = dict[str, Any]


def corrected(reading: Mapping[str, Any], words: Sequence[str]) -> Reading:
    """`reading` (columns of observation) with the slots that `words` ("stage=delivered", "importer=-") give.

    A value given is as exact as it is written: 1.96e6 leaves open 1.955 to 1.965 million, 1960000 nothing; it makes
    a single number of a range unless `low` and `high` are given with it, and those alone have it in their middle.
    Raises VerdictRefused.
    """
    given = _parsed(words)
    made: Reading = dict(reading) | given
    _figures(made, given, words)
    if "subject" in given:
        made["subject_id"] = _subject(made["subject"])
    _fits(made, given)
    return made


def _parsed(words: Sequence[str]) -> Reading:
    given: Reading = {}
    for word in words:
        slot, sign, value = word.partition("=")
        if not sign or slot not in SLOTS:
            raise VerdictRefused(
                f"{word!r} is no verdict: say right, wrong, taken-back, or SLOT=VALUE; slots are {', '.join(SLOTS)}."
            )
        if slot in given:
            raise VerdictRefused(f"{slot} is given twice.")
        given[slot] = _read(slot, value.strip())
    if not given:
        raise VerdictRefused("A verdict is right, wrong, taken-back, or one SLOT=VALUE or more.")
    return given


def _read(slot: str, text: str) -> Any:
    if text in NONE:
        if slot in _FILLED:
            raise VerdictRefused(f"{slot} cannot be empty.")
        return None
    if slot in NUMBERS:
        return float(_number(slot, text))
    if slot in DAYS:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise VerdictRefused(f"{slot}={text}: write a day as YYYY-MM-DD.") from None
    if slot in WORDS:
        return " ".join(text.split())
    return _known(slot, text)


def _number(slot: str, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise VerdictRefused(f"{slot}={text}: write a number in the canonical unit, such as 1.96e6.") from None
    if not number.is_finite() or abs(number) > _LARGEST:
        raise VerdictRefused(f"{slot}={text}: that is no number of anything.")
    return number


def _known(slot: str, text: str) -> str:
    known = values(slot)
    if text in known:
        return text
    # Units are told apart by their case.
    folded = {} if slot == "unit" else {each.casefold(): each for each in known}
    if meant := folded.get(text.casefold()):
        return meant
    if slot == "grade" and (spread := _spread(text.casefold(), folded)):
        return spread
    raise VerdictRefused(f"{slot}={text}: {_hint(slot, text, known)}.")


def _spread(text: str, folded: Mapping[str, str]) -> str | None:
    """The grade of a spread, "WTI-Brent", of the two that it is between."""
    cuts = [place for place, sign in enumerate(text) if sign == "-"]
    legs = ((folded.get(text[:cut].strip()), folded.get(text[cut + 1 :].strip())) for cut in cuts)
    return next((f"{one}-{other}" for one, other in legs if one and other), None)


def _hint(slot: str, text: str, known: Mapping[str, str]) -> str:
    if slot in LISTED:
        return f"there is {', '.join(known)}"
    if slot in CODES:
        for code, row in vocabulary.index("country").items():
            if row["name"].casefold() == text.casefold():
                return f"write {code}"
        return "write an ISO 3166-1 alpha-2 code, or a group such as OPEC or WORLD"
    near = get_close_matches(text, known, 3, 0.5)
    where = (
        "docs/names.md lists the canonical units" if slot == "unit" else f"warehouse/reference/{slot}.csv lists them"
    )
    return f"there is no such {slot}" + (f"; near it are {', '.join(near)}" if near else f"; {where}")


@cache
def values(slot: str) -> Mapping[str, str]:
    """The values that a slot of a fixed list can have, each with the metrics that it goes with ("" for all)."""
    if slot in CODES:
        return dict.fromkeys((*vocabulary.ids("country"), *vocabulary.ids("group")), "")
    if slot in ("commodity", "grade"):
        return dict.fromkeys(sorted(vocabulary.ids(slot)), "")
    listed = {row["value"]: row["only"] for row in vocabulary.table("slot") if row["slot"] == slot}
    return listed | dict.fromkeys(_money(), "") if slot == "unit" else listed


@cache
def _money() -> tuple[str, ...]:
    """Currencies, and prices in them: a currency over the symbol of a measure that prices are told in."""
    factors = vocabulary.table("factor")
    currencies = [row["id"] for row in factors if row["dimension"] == "money" and row["id"] == row["canonical"]]
    measures = dict.fromkeys(row["symbol"] for row in factors if row["symbol"])
    rates = [f"{code}/yr" for code in currencies]
    return (*currencies, *rates, *(f"{code}/{symbol}" for code in currencies for symbol in measures))


def _figures(made: Reading, given: Reading, words: Sequence[str]) -> None:
    if "unit" in given and "value" not in given and not {"low", "high"} <= set(given):
        raise VerdictRefused("unit needs the value too, in that unit: add value=NUMBER.")
    written = {word.partition("=")[0]: word.partition("=")[2].strip() for word in words}
    touched = [slot for slot in NUMBERS if slot in given]
    if not touched:
        return
    if "value" in given:
        made |= {slot: given.get(slot) for slot in ("low", "high")}
    if (made["low"] is None) != (made["high"] is None):
        raise VerdictRefused("A range needs both low and high.")
    if made["low"] is not None and "value" not in given:
        made["value"] = (made["low"] + made["high"]) / 2
    if made["low"] is not None and not made["low"] <= made["value"] <= made["high"]:
        raise VerdictRefused(f"low={made['low']:g}, value={made['value']:g}, high={made['high']:g} are not in order.")
    numbers = [Decimal(written[slot]) for slot in touched if written[slot] not in NONE]
    exponents = [exponent for number in numbers if isinstance(exponent := number.as_tuple().exponent, int)]
    made["step"] = float(Decimal(1).scaleb(min(exponents))) if exponents else made["step"]
    made["factor_id"] = None


def _subject(words: str | None) -> str | None:
    """The identity in place.csv that these words are or name, else the words in lower case."""
    if words is None:
        return None
    folded = words.casefold()
    for row in vocabulary.table("place"):
        if folded in (row["id"].casefold(), row["name"].casefold()):
            return row["id"]
    return words.lower()


def _fits(made: Reading, given: Reading) -> None:
    """Raises VerdictRefused where the slots given contradict one another or those that stay."""
    for slot in ("stage", "share_of"):
        only = values(slot).get(made[slot] or "", "").split()
        if only and made["metric"] not in only and ({slot, "metric"} & set(given)):
            raise VerdictRefused(
                f"{slot}={made[slot]} goes with {', '.join(only)} only, not with {made['metric']}; add {slot}=-."
            )
    start, end = made["period_start"], made["period_end"]
    if (start is None) != (end is None):
        raise VerdictRefused("A period needs both period_start and period_end; period_start=- period_end=- empties it.")
    if start is not None and end < start:
        raise VerdictRefused(f"The period would end on {end}, before it begins on {start}.")
    if {"metric", "kind", "unit", "value"} & set(given):
        for wrong, holds in _MEASURES:
            if not holds(made):
                raise VerdictRefused(wrong.format(**made))


_MEASURES: Sequence[tuple[str, Callable[[Reading], bool]]] = (
    (
        "growth is told in %, not in {unit}; give unit=% and value=NUMBER.",
        lambda made: made["kind"] != "growth" or made["unit"] == "%",
    ),
    (
        "{unit} is a change, not a {kind}; add kind=change.",
        lambda made: made["unit"] != "pp" or made["kind"] == "change",
    ),
    (
        "A supply_share is told in % or pp, not in {unit}.",
        lambda made: made["metric"] != "supply_share" or made["unit"] in ("%", "pp"),
    ),
    (
        "A supply_share of {value:g} % is outside 0 to 100.",
        lambda made: (made["metric"], made["kind"]) != ("supply_share", "level") or 0 <= made["value"] <= 100,
    ),
)
