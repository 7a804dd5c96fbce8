"""The analyst's word on an observation: right, wrong, or how its slots should be; and its taking back.

A verdict is a row of its own that holds the whole reading that stands, so that no later grammar can change or lose it;
`macros/judged.sql` says how it meets what is read there. It is told by the place of its number: the words of its
span in one version of the article, and the unchanged sentence around them in every other version. Nothing but
`superseded_at` of a row that held is changed, no row is deleted, and no observation is touched.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse import build, clock, lookup, slot
from warehouse.failure import NotHere, VerdictRefused

RIGHT, WRONG, CORRECTED, TAKEN_BACK = "right", "wrong", "corrected", "taken back"

# What a verdict takes over from the reading that it is about.
_PLACE = ("article_id", "version_id", "observation_id", "start_char", "end_char", "quote", "sentence_start",
          "sentence_end")  # fmt: skip
_FACTS = (*slot.SLOTS, "step", "subject_id", "value_reported", "unit_reported", "factor_id")


@dataclass(frozen=True, slots=True)
class Given:
    """What came of a verdict."""

    changed: bool
    """False where the same word of the same person for the same reason held already."""
    stands: lookup.Rows
    """The observation as it stands now; empty where nothing is read there any more and nothing stands."""


def give(working: Path, observation: str, words: Sequence[str], why: str, by: str, now: datetime) -> Given:
    """Records what `words` say of an observation: "right", "wrong", "taken-back", or slots as in `slot.corrected`.

    `observation` is an observation_id of evidence. Right confirms the reading that evidence shows, corrections change
    it, wrong says that the number is no observation at all. Raises VerdictRefused for words that cannot be meant,
    NotHere without such an observation, and what `build.open_working` raises; nothing is changed then.
    """
    if not why.strip() or not by.strip():
        raise VerdictRefused("A verdict needs a reason and the name of who gives it.")
    _one_word(words)
    with build.explained(working), closing(build.open_working(working, now)) as con:
        con.begin()
        try:
            at = clock.after(con, now)
            changed = _record(con, observation, words, " ".join(why.split()), " ".join(by.split()), at)
            con.commit()
        except BaseException:
            with suppress(duckdb.Error):
                con.rollback()
            raise
        stands = lookup.select(con, _STANDS, [observation])
    return Given(changed, stands)


def carry(con: duckdb.DuckDBPyConnection, at: datetime, article: str | None = None) -> int:
    """Takes the verdicts of `article` (None: of all in table `arrived`) over to its versions that lack them, inside
    the caller's transaction; returns how many rows were added.

    A version gets a verdict where the sentence of its number stands in it unchanged.
    """
    chosen = "v.article_id = ?" if article else "v.article_id IN (SELECT article_id FROM arrived)"
    missing = lookup.select(con, _MISSING.format(chosen=chosen), [article] if article else [])
    rows = [dict(zip(missing.columns, row, strict=True)) for row in missing.rows]
    added = 0
    for row in rows:
        text, other, version = row.pop("text"), row.pop("other_text"), row.pop("other_version")
        shift = _shift(text, other, row["sentence_start"], row["sentence_end"])
        if shift is None:
            continue
        row |= {name: row[name] + shift for name in ("start_char", "end_char", "sentence_start", "sentence_end")}
        row |= {"version_id": version, "observation_id": _digest(version, row["verdict_id"]), "recorded_at": at}
        _insert(con, row)
        added += 1
    return added


def _one_word(words: Sequence[str]) -> None:
    if any(word in (RIGHT, WRONG, "taken-back") for word in words) and len(words) > 1:
        raise VerdictRefused("right, wrong and taken-back stand alone: a verdict is one of them, or corrected slots.")


def _record(
    con: duckdb.DuckDBPyConnection, observation: str, words: Sequence[str], why: str, by: str, at: datetime
) -> bool:
    standing, machine = _shown(con, observation), _read(con, observation)
    held = _held(con, observation, standing)
    if standing is None and held is None:
        raise NotHere(
            f"There is no observation {observation} that holds; khabarrel why, or SELECT * FROM evidence, shows them."
        )
    # Of a wrong one there is nothing that an analyst wanted to stand, so what is read there now is judged.
    judged = dict(machine if machine and (standing is None or standing["verdict"] == WRONG) else standing or held or {})
    row: dict[str, Any] = {name: judged[name] for name in (*_PLACE, *_FACTS)}
    (word, *_) = [*words, ""]
    if word == "taken-back":
        if held is None or held["verdict"] == TAKEN_BACK:
            raise VerdictRefused(f"There is no verdict on {observation} to take back.")
        row |= {name: machine[name] for name in (*_PLACE, *_FACTS)} if machine else {}
        verdict = TAKEN_BACK
    elif word in (RIGHT, WRONG):
        verdict = word
        if word == WRONG and machine:
            row |= {name: machine[name] for name in _FACTS}
    else:
        row |= {name: value for name, value in slot.corrected(judged, words).items() if name in _FACTS}
        verdict = CORRECTED
    row |= {"verdict": verdict, "why": why, "said_by": by}
    row["machine"] = _differences(row, machine) if verdict in (RIGHT, CORRECTED) and machine else {}
    row["reading_id"] = machine["reading_id"] if machine else None
    if held and all(held[name] == row[name] for name in (*_FACTS, "verdict", "why", "said_by", "reading_id")):
        return False
    row["verdict_id"] = held["verdict_id"] if held else _digest(row["version_id"], observation)
    con.execute(
        "UPDATE verdict SET superseded_at = ? WHERE verdict_id = ? AND superseded_at IS NULL", [at, row["verdict_id"]]
    )
    _insert(con, row | {"said_at": at, "recorded_at": at})
    carry(con, at, row["article_id"])
    return True


def _shown(con: duckdb.DuckDBPyConnection, observation: str) -> dict[str, Any] | None:
    return _row(con, "SELECT * FROM readings_at(NULL) WHERE observation_id = ?", [observation])


def _read(con: duckdb.DuckDBPyConnection, observation: str) -> dict[str, Any] | None:
    return _row(
        con,
        "SELECT o.*, reading_id(o) AS reading_id FROM observation AS o WHERE o.observation_id = ? "
        "AND o.superseded_at IS NULL",
        [observation],
    )


def _held(
    con: duckdb.DuckDBPyConnection, observation: str, standing: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """The verdict on the number now: the one that its observation carries, else the last that named it."""
    if standing and standing["verdict_id"]:
        return _row(
            con,
            "SELECT * FROM verdict WHERE verdict_id = ? AND version_id = ? AND superseded_at IS NULL",
            [standing["verdict_id"], standing["version_id"]],
        )
    return _row(
        con,
        "SELECT v.* FROM verdict AS v SEMI JOIN (FROM article WHERE superseded_at IS NULL) AS a "
        "USING (article_id, version_id) WHERE v.observation_id = ? AND v.superseded_at IS NULL",
        [observation],
    )


def _row(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object]) -> dict[str, Any] | None:
    found = lookup.select(con, sql, values)
    return dict(zip(found.columns, found.rows[0], strict=True)) if found.rows else None


def _differences(row: Mapping[str, Any], machine: Mapping[str, Any]) -> dict[str, str | None]:
    """The slots in which the machine reads something else than what stands, with what it reads."""
    return {
        name: None if machine[name] is None else _told(machine[name])
        for name in slot.SLOTS
        if machine[name] != row[name]
    }


def _told(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _insert(con: duckdb.DuckDBPyConnection, row: Mapping[str, Any]) -> None:
    values = dict(row)
    machine = values.pop("machine")
    columns = ", ".join(f'"{name}"' for name in values)
    con.execute(
        f"INSERT INTO verdict ({columns}, machine) "
        f"SELECT {', '.join('?' for _ in values)}, map(?::VARCHAR[], ?::VARCHAR[])",
        [*values.values(), list(machine), list(machine.values())],
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


_STANDS = """
SELECT observation_id, verdict, verdict_why, verdict_by,
    series_name(
        metric, kind, stage, share_of, status, commodity, grade, exporter, importer, area,
        coalesce(subject_id, lower(trim(subject))), unit
    ) AS series,
    period_start, period_end, value, low, high, unit, machine_read, quote, article_id
FROM readings_at(NULL)
WHERE observation_id = ?
"""

_MISSING = """
WITH texts AS (
    SELECT DISTINCT ON (article_id, version_id) article_id, version_id, text FROM article
    WHERE text IS NOT NULL AND article_id IN (SELECT article_id FROM verdict WHERE superseded_at IS NULL)
),

first_rows AS (
    SELECT v.* FROM verdict AS v
    WHERE v.superseded_at IS NULL AND {chosen}
    QUALIFY row_number() OVER (PARTITION BY verdict_id ORDER BY recorded_at, version_id) = 1
)

SELECT v.* EXCLUDE (superseded_at), t.text, o.text AS other_text, o.version_id AS other_version
FROM first_rows AS v
INNER JOIN texts AS t ON v.article_id = t.article_id AND v.version_id = t.version_id
INNER JOIN texts AS o ON v.article_id = o.article_id AND v.version_id <> o.version_id
WHERE NOT EXISTS (
    FROM verdict AS h
    WHERE h.verdict_id = v.verdict_id AND h.version_id = o.version_id AND h.superseded_at IS NULL
)
ORDER BY v.verdict_id, o.version_id
"""


# The same sentence in another version


def _shift(text: str, other: str, start: int, end: int) -> int | None:
    """By how many characters the sentence `text[start:end]` stands elsewhere in `other`; None where it does not.

    Of a sentence that stands in a text several times the same one is meant: the second stays the second.
    """
    sentence = text[start:end]
    places = [place for place in _places(other, sentence) if _begins(other, place)]
    if not sentence.strip() or not places:
        return None
    before = sum(place < start for place in _places(text, sentence))
    return places[min(before, len(places) - 1)] - start


def _places(text: str, words: str) -> list[int]:
    found, place = [], text.find(words)
    while place >= 0:
        found.append(place)
        place = text.find(words, place + max(len(words), 1))
    return found


def _begins(text: str, place: int) -> bool:
    """Whether a sentence can begin there: at the text's begin, on a line of its own, or behind a stop."""
    gap = text[:place]
    words = gap.rstrip()
    if not words or "\n" in gap[len(words) :]:
        return True
    return unicodedata.category(words[-1])[0] == "P" and words[-1] not in ",;:-–—(/"
