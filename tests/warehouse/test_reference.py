"""The world's identities hold together: every code leads somewhere, every date and source is there."""

from __future__ import annotations

import csv
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import vocabulary

SHARED = Path(__file__).parents[3] / "shared"

# All that an observation can carry.
COMMODITIES = {
    *(
        "oil",
        "crude_oil",
        "oil_products",
        "gasoline",
        "diesel",
        "jet_fuel",
        "fuel_oil",
        "naphtha",
        "lpg",
        "ngl",
        "petcoke",
    ),
    *("natural_gas", "lng", "coal", "coking_coal", "thermal_coal", "electricity", "uranium", "biofuels", "hydrogen"),
    "energy",
}
GROUPS = {
    *("WORLD", "OPEC", "OPEC+", "NON-OPEC", "EU", "G7", "OECD", "IEA", "BRICS", "GCC", "CIS"),
    *("EUROPE", "ASIA", "AFRICA", "MIDDLE EAST", "LATIN AMERICA", "NORTH AMERICA"),
}
PLACE_KINDS = {
    *("port", "terminal", "field", "refinery", "pipeline", "strait", "company", "agency_area", "agency"),
    *("basin", "city", "state", "hub"),
}
GRADE_KINDS = {"benchmark", "grade", "basket", "hub"}
TABLES = ("country", "group", "commodity", "grade", "place")


def members(group: str, on: date) -> set[str]:
    """Who belongs to the group on a day; both ends of a membership are days of it."""
    day = on.isoformat()
    return {
        row["member"]
        for row in vocabulary.table("group")
        if row["group"] == group
        and row["member"]
        and row["valid_from"] <= day
        and (not row["valid_to"] or day <= row["valid_to"])
    }


def codes() -> set[str]:
    return set(vocabulary.ids("country")) | set(vocabulary.ids("group"))


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_whole_and_has_a_source(table: str) -> None:
    for row in vocabulary.table(table):
        assert None not in row.values(), f"too few cells: {row}"
        assert all(isinstance(column, str) for column in row), f"too many cells: {row}"
        assert all(value == value.strip() for value in row.values()), row
        assert row["source"], row


@pytest.mark.parametrize("table", [table for table in TABLES if table != "group"])
def test_identities_are_unique(table: str) -> None:
    assert len(vocabulary.ids(table)) == len(vocabulary.table(table))


@pytest.mark.parametrize("table", ["country", "group"])
def test_periods_are_days_in_order(table: str) -> None:
    for row in vocabulary.table(table):
        first, last = row["valid_from"], row["valid_to"]
        for day in (first, last):
            assert not day or date.fromisoformat(day).isoformat() == day, row
        assert not (first and last) or first < last, row


def test_countries_are_those_of_iso_3166_and_the_dead_ones_of_the_wire() -> None:
    rows = vocabulary.index("country")
    dead = {code for code, row in rows.items() if row["valid_to"]}
    assert dead == {"SU", "DD", "YU", "CS", "YD", "AN"}
    assert len(rows) - len(dead) == 250  # 249 of ISO 3166-1, and XK
    assert {"AQ", "BV", "CW", "SS", "TL", "XK"} <= set(rows)
    assert not {"EU", "UN", "XA", "ZZ", "EZ"} & set(rows)
    for code, row in rows.items():
        assert re.fullmatch("[A-Z]{2}", code)
        assert row["name"]
        assert re.fullmatch("[A-Z]{3}", row["currency"]) or code == "AQ", row
        assert 1 <= int(row["fiscal_start"]) <= 12


def test_who_followed_the_dead_countries() -> None:
    rows = vocabulary.index("country")
    for code, row in rows.items():
        assert bool(row["successor"]) == bool(row["valid_to"]), code
        if row["successor"]:
            assert not rows[row["successor"]]["valid_to"], code
    assert (rows["SU"]["valid_to"], rows["SU"]["successor"]) == ("1991-12-26", "RU")
    assert (rows["DD"]["valid_to"], rows["DD"]["successor"]) == ("1990-10-03", "DE")


@pytest.mark.parametrize(
    ("code", "month"),
    [("IN", 4), ("JP", 4), ("PK", 7), ("BD", 7), ("EG", 7), ("AU", 7), ("US", 10), ("GB", 4), ("RU", 1), ("DE", 1)],
)
def test_fiscal_years(code: str, month: int) -> None:
    assert int(vocabulary.index("country")[code]["fiscal_start"]) == month


@pytest.mark.parametrize(
    ("code", "currency"), [("IN", "INR"), ("HR", "EUR"), ("US", "USD"), ("RU", "RUB"), ("AE", "AED")]
)
def test_currencies(code: str, currency: str) -> None:
    assert vocabulary.index("country")[code]["currency"] == currency


def test_groups_are_those_of_the_contract_and_their_members_are_countries() -> None:
    rows = vocabulary.table("group")
    assert {row["group"] for row in rows} == GROUPS
    assert {row["member"] for row in rows} - {""} <= set(vocabulary.ids("country"))
    assert {row["group"] for row in rows if not row["member"]} == {"WORLD", "NON-OPEC"}


def test_no_membership_is_told_twice() -> None:
    seen: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in vocabulary.table("group"):
        seen.setdefault((row["group"], row["member"]), []).append((row["valid_from"], row["valid_to"] or "9999-12-31"))
    for key, periods in seen.items():
        periods.sort()
        for (_, ended), (began, _) in pairwise(periods):
            assert ended < began, key


@pytest.mark.parametrize(
    ("group", "on", "size"),
    [
        ("EU", date(1987, 3, 1), 12),
        ("EU", date(2020, 1, 31), 28),
        ("EU", date(2020, 2, 1), 27),
        ("G7", date(2023, 5, 1), 7),
        ("GCC", date(2023, 5, 1), 6),
        ("OPEC", date(1987, 3, 1), 13),
        ("OPEC", date(2023, 12, 31), 13),
        ("OPEC", date(2024, 1, 1), 12),
        ("OPEC+", date(2024, 1, 1), 22),
        ("OECD", date(2024, 1, 1), 38),
        ("IEA", date(2024, 6, 1), 32),
        ("BRICS", date(2011, 1, 1), 5),
    ],
)
def test_how_many_belonged_when(group: str, on: date, size: int) -> None:
    assert len(members(group, on)) == size, sorted(members(group, on))


@given(st.dates(date(2016, 12, 10), date(2030, 12, 31)))
def test_all_of_opec_is_in_opec_plus(on: date) -> None:
    assert members("OPEC", on) <= members("OPEC+", on)


def test_continents_share_no_country() -> None:
    held: dict[str, str] = {}
    for row in vocabulary.table("group"):
        if row["group"] in ("EUROPE", "ASIA", "AFRICA", "LATIN AMERICA"):
            assert held.setdefault(row["member"], row["group"]) == row["group"], row
    assert len(held) > 200


def test_commodities_are_those_of_the_contract_and_hang_on_energy() -> None:
    rows = vocabulary.index("commodity")
    assert set(rows) == COMMODITIES
    for identity, row in rows.items():
        assert row["liquid"] in {"liquid", "gas", "solid", "electricity", "none"}
        above = [identity]
        while rows[above[-1]]["parent"]:
            above.append(rows[above[-1]]["parent"])
            assert len(above) <= len(rows), f"a circle: {above}"
        assert above[-1] == "energy"


@pytest.mark.skipif(not (SHARED / "reference" / "commodities.csv").is_file(), reason="the shared reference is not here")
def test_codes_of_commodities_agree_with_the_statistics() -> None:
    with (SHARED / "reference" / "commodities.csv").open(encoding="utf-8", newline="") as file:
        known = {row["id"]: row["siec"].split()[0] for row in csv.DictReader(file) if row["siec"][:1].isdigit()}
    same = {
        identity
        for identity, row in vocabulary.index("commodity").items()
        if row["siec"].isdigit() and known.get(identity) == row["siec"]
    }
    differing = {
        identity
        for identity, row in vocabulary.index("commodity").items()
        if row["siec"].isdigit() and known.get(identity, row["siec"]) != row["siec"]
    }
    assert not differing
    assert {"crude_oil", "diesel", "lpg", "natural_gas", "coking_coal", "electricity"} <= same


def test_grades_are_of_a_commodity_and_priced() -> None:
    for row in vocabulary.table("grade"):
        assert row["commodity"] in COMMODITIES, row
        assert row["kind"] in GRADE_KINDS, row
        assert not row["area"] or row["area"] in codes(), row
        assert bool(row["currency"]) == bool(row["unit"]), row
        assert "/" not in row["unit"], row


@pytest.mark.parametrize(
    ("grade", "commodity", "area"),
    [
        ("Brent", "crude_oil", ""),
        ("WTI", "crude_oil", ""),
        ("Urals", "crude_oil", ""),
        ("OPEC basket", "crude_oil", ""),
        ("Indian basket", "crude_oil", "IN"),
        ("West Texas Sour", "crude_oil", "US"),
        ("Henry Hub", "natural_gas", "US"),
        ("TTF", "natural_gas", ""),
        ("JKM", "lng", ""),
        ("Newcastle", "thermal_coal", "AU"),
    ],
)
def test_named_grades(grade: str, commodity: str, area: str) -> None:
    row = vocabulary.index("grade")[grade]
    assert (row["commodity"], row["area"]) == (commodity, area)


def test_places_have_a_plain_identity_a_kind_and_a_known_country() -> None:
    rows = vocabulary.table("place")
    assert len(rows) >= 500
    for row in rows:
        assert re.fullmatch("[a-z0-9_]+", row["id"]), row
        assert row["kind"] in PLACE_KINDS, row
        assert not row["country"] or row["country"] in codes(), row
    assert {row["kind"] for row in rows} == PLACE_KINDS


@pytest.mark.parametrize(
    ("place", "country"),
    [
        *[
            ("gazprom", "RU"),
            ("saudi_aramco", "SA"),
            ("nnpc", "NG"),
            ("pemex", "MX"),
            ("indian_oil", "IN"),
            ("pdvsa", "VE"),
        ],
        *[("karachi", "PK"), ("cushing", "US"), ("texas", "US"), ("permian_basin", "US"), ("gulf_of_mexico", "US")],
        *[("jamnagar", "IN"), ("rotterdam", "NL"), ("alberta", "CA"), ("baiji", "IQ"), ("southeast_asia", "ASIA")],
    ],
)
def test_whose_a_place_is(place: str, country: str) -> None:
    assert vocabulary.index("place")[place]["country"] == country


@pytest.mark.parametrize(
    "company", ["exxonmobil", "shell", "bp", "chevron", "totalenergies", "vitol", "reliance", "nayara"]
)
def test_a_private_multinational_has_no_country(company: str) -> None:
    assert vocabulary.index("place")[company]["country"] == ""


@pytest.mark.parametrize("kind", ["strait", "pipeline"])
def test_what_lies_between_countries_has_none(kind: str) -> None:
    rows = [row for row in vocabulary.table("place") if row["kind"] == kind]
    assert rows
    assert not any(row["country"] for row in rows)


def test_what_is_handled_is_known_and_named_in_a_lexicon() -> None:
    places, goods = vocabulary.index("place"), vocabulary.index("commodity")
    for row in vocabulary.table("handled"):
        assert row["place"] in places
        assert row["commodity"] in goods
        assert row["source"]
    assert len(vocabulary.index("handled")) == len(vocabulary.table("handled"))
