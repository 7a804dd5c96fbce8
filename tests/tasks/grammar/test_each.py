"""Prices whose thing is told before them: one litre, the average gallon, a cylinder that an earlier sentence weighs."""

from __future__ import annotations

from datetime import date

import pytest

from tasks.grammar.datum import Document
from tasks.walk import walk

TODAY = date(2026, 1, 1)


def _read(text: str, language: str = "hi") -> list[tuple[str, float, str | None]]:
    walked = walk(Document("", "", "row", text, published="2024-06-01", language=language), TODAY)
    return [(row.quote, round(float(row.value), 4), row.unit) for row in walked.observations]


CYLINDER = "रांची में 19 किलो वाला एलपीजी सिलेंडर 1,900 रुपये में मिल रहा है।"


def test_a_later_sum_of_the_same_size_is_for_the_container_too() -> None:
    told = _read(f"{CYLINDER} मुंबई में इसकी कीमत 1,710 रुपये है।")
    assert told == [("1,900 रुपये", 100.0, "INR/kg"), ("1,710 रुपये", 90.0, "INR/kg")]


def test_a_sum_of_another_size_is_for_the_container_where_it_is_named() -> None:
    told = _read(f"{CYLINDER} पिछले महीने एलपीजी सिलेंडर का दाम 38 रुपये बढ़ा था।")
    assert told[1] == ("38 रुपये", 2.0, "INR/kg")


def test_a_sum_of_another_size_is_not_for_the_container_elsewhere() -> None:
    told = _read(f"{CYLINDER} पेट्रोल का दाम 95 रुपये प्रति लीटर और डीजल का 88 रुपये है।")
    assert [unit for _, _, unit in told] == ["INR/kg", "INR/L", "INR/L"]


def test_a_container_is_soon_forgotten() -> None:
    between = "बारिश हुई। बाजार बंद रहे। लोग घर लौटे। सड़कें खाली थीं। "
    told = _read(f"{CYLINDER} {between}उसने 1,710 रुपये दिए।")
    assert [quote for quote, _, _ in told] == ["1,900 रुपये"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("एक लीटर पेट्रोल 96.72 रुपये का है। कंपनी ने 5 करोड़ रुपये कमाए।", [("96.72 रुपये", 96.72, "INR/L")]),
        ("एक लीटर पेट्रोल महंगा है। डीजल के दाम पर 2 रुपये का कर है।", []),
    ],
)
def test_one_litre_reaches_to_the_end_of_its_sentence(text: str, told: list[tuple[str, float, str]]) -> None:
    assert [row for row in _read(text) if row[2] == "INR/L"] == told
