"""The third clock: when this warehouse recorded something. It never goes back, whatever the machine's clock does."""

from __future__ import annotations

from datetime import datetime

import duckdb

from warehouse import build

_RECORDS = (("run", "recorded_at"), ("verdict", "recorded_at"), ("forgotten", "forgotten_at"))


def last(con: duckdb.DuckDBPyConnection) -> datetime | None:
    """When something was last recorded, in naive UTC; None before that. Reads files of an earlier schema too."""
    moments = []
    for table, column in _RECORDS:
        if build.columns_of(con, table):
            row = con.execute(f"SELECT max({column}) FROM {table}").fetchone()
            moments += [row[0]] if row and row[0] else []
    return max(moments, default=None)


def after(con: duckdb.DuckDBPyConnection, now: datetime) -> datetime:
    """`now` (aware) as the warehouse keeps it, later than everything that it has recorded."""
    at = build.moment(now)
    for table, column in _RECORDS:
        at = build.next_moment(con, at, table, column)
    return at
