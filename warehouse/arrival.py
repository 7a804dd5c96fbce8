"""What arrives, before anything is made of it: shards into temporary tables, and the promises that they must keep.

Tables: `raw_NAME` as the shards have it, row by row; `arrived` the articles' rows without their texts, each once;
`arrived_observation` and `arrived_reject` the others. A `fingerprint` is equal where two rows are the same fact.
Nothing is written to the warehouse here, and nothing is repaired: a shard that breaks a promise is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from warehouse.build import columns_of
from warehouse.failure import LoadRefused
from warehouse.shard import SCHEMAS, quarantine_id

CLOCK = ("recorded_at", "superseded_at", "run_id")
"""What the warehouse adds to a shard's columns."""

# What may differ between two rows of the same fact. An article's text is in its version_id already.
_NO_FACT = {"article": ("text",), "observation": ("confidence", "cues", "grammar"), "reject": ("grammar",)}

_PROMISES = (
    (
        "one version of an article has two texts",
        "SELECT version_id FROM raw_article GROUP BY article_id, version_id HAVING min(text) <> max(text)",
    ),
    (
        "an observation has no article in the shards, or another date or language than its article",
        """
        SELECT o.observation_id FROM raw_observation AS o
        ANTI JOIN raw_article AS a
            ON o.article_id = a.article_id AND o.version_id = a.version_id AND o.language = a.language
            AND o.published IS NOT DISTINCT FROM a.published
        """,
    ),
    (
        "a reject has no article in the shards",
        "SELECT quote FROM raw_reject ANTI JOIN raw_article USING (article_id, version_id)",
    ),
    (
        "an observation's quote is not the text at its offsets",
        """
        SELECT o.observation_id FROM raw_observation AS o
        INNER JOIN raw_article AS a USING (article_id, version_id)
        WHERE a.text[o.start_char + 1:o.end_char] IS DISTINCT FROM o.quote
        """,
    ),
    (
        "a reject's quote is not the text at its offsets",
        """
        SELECT r.quote FROM raw_reject AS r
        INNER JOIN raw_article AS a USING (article_id, version_id)
        WHERE a.text[r.start_char + 1:r.end_char] IS DISTINCT FROM r.quote
        """,
    ),
)


def stage(con: duckdb.DuckDBPyConnection, shards: Sequence[Path]) -> None:
    """Reads the shards (folders) into the temporary tables. Raises LoadRefused where one is missing or broken."""
    for name in SCHEMAS:
        _read(con, name, [str(shard / f"{name}.parquet") for shard in shards])
    _withhold(con)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE arrived AS
        SELECT DISTINCT ON (fingerprint) * EXCLUDE (text), {fingerprint(con, "article")} AS fingerprint
        FROM raw_article
        """
    )
    for name in ("observation", "reject"):
        con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE arrived_{name} AS
            SELECT *, {fingerprint(con, name)} AS fingerprint
            FROM raw_{name}
            """
        )


def _withhold(con: duckdb.DuckDBPyConnection) -> None:
    """Takes out what was forgotten: a document of that digest, text or article is a row of quarantine instead."""
    if not con.execute("FROM forgotten LIMIT 1").fetchone():
        return
    con.execute(_FORGOTTEN)
    (next_step,) = con.execute("SELECT next_step FROM reason WHERE reason = 'forgotten'").fetchone() or ("",)
    rows = con.execute("SELECT source, locator, digest FROM withheld").fetchall()
    con.execute("DELETE FROM raw_quarantine WHERE article_id IN (SELECT article_id FROM withheld)")
    for source, locator, digest in rows:
        identity = quarantine_id(source, locator, "forgotten", digest)
        con.execute(
            "INSERT INTO raw_quarantine BY NAME SELECT ? AS quarantine_id, ? AS source, ? AS locator, "
            "'forgotten' AS reason, 'erased by khabarrel forget' AS detail, ? AS next_step, ? AS digest",
            [identity, source, locator, next_step, digest],
        )
    for name in ("article", "observation", "reject"):
        con.execute(
            f"DELETE FROM raw_{name} WHERE (article_id, version_id) IN (SELECT (article_id, version_id) FROM withheld)"
        )


_FORGOTTEN = """
CREATE OR REPLACE TEMP TABLE withheld AS
SELECT article_id, version_id, source, locator, digest
FROM raw_article
WHERE article_id IN (SELECT article_id FROM forgotten)
    OR digest IN (SELECT digest FROM forgotten)
    OR sha256(text) IN (SELECT text_digest FROM forgotten)
"""


def check(con: duckdb.DuckDBPyConnection) -> None:
    """Raises LoadRefused for the first promise that the staged rows break."""
    for promise, breaches in _PROMISES:
        if found := con.execute(f"{breaches} LIMIT 1").fetchone():
            raise LoadRefused(f"Nothing was loaded: {promise} ({found[0]}).")


def fingerprint(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """SQL for a digest of what makes two rows of a table the same fact."""
    parts = []
    for column, kind in columns_of(con, table).items():
        if column not in (*CLOCK, *_NO_FACT[table]):
            parts.append(f'list_sort(map_entries("{column}"))' if kind.startswith("MAP") else f'"{column}"')
    return f"md5(CAST(row({', '.join(parts)}) AS VARCHAR))"


def _read(con: duckdb.DuckDBPyConnection, name: str, files: list[str]) -> None:
    columns = {column: kind for column, kind in columns_of(con, name).items() if column not in CLOCK}
    taken = ", ".join(f'CAST("{column}" AS {kind}) AS "{column}"' for column, kind in columns.items())
    # An article's arrival finds its text again, which is too large to carry along.
    number = ", row_number() OVER () AS arrival" if name == "article" else ""
    rows = "read_parquet(?)" if files else f'(FROM "{name}" LIMIT 0)'
    try:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE raw_{name} AS SELECT {taken}{number} FROM {rows}", [files] if files else []
        )
    except (
        duckdb.BinderException,
        duckdb.ConversionException,
        duckdb.IOException,
        duckdb.InvalidInputException,
    ) as error:
        raise LoadRefused(
            f"Nothing was loaded: {name}.parquet of a shard cannot be read: {str(error)[:200]}"
        ) from error
