"""A relation of the published file as a file for other programs: Parquet, CSV or SDMX-CSV.

Nothing is computed here that the views do not say, and no row of the warehouse is changed. The same published file
gives the same bytes, in the relation's own order; a file is whole when it has its name, and what was there stays until
then.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse import build, copy, rewrite
from warehouse.failure import DiskFull, NotHere, WarehouseBroken, WarehouseError

RELATIONS = tuple(copy.MATERIALISED)
"""What can be exported; each has an order that is always the same."""
FORMS = {
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "csv": "FORMAT csv, HEADER",
    # SDMX-CSV is RFC 4180, whose lines end in two characters.
    "sdmx-csv": "FORMAT csv, HEADER, NEW_LINE '\\r\\n'",
}
_SDMX_ORDER = '"SERIES", "TIME_PERIOD", "POINT_ID"'


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    path: Path
    rows: int
    bytes: int
    left_out: int = 0
    """Points that SDMX cannot hold, because they have no period."""


def export(published: Path, to: Path, relation: str = "point", part: str = "", form: str = "parquet") -> Exported:
    """Writes the rows of `relation` whose series' name holds `part` to the file `to`, in one of FORMS.

    SDMX-CSV is for points alone: the view `sdmx`. Raises ValueError for a relation or form that there is not, NotHere
    where no series has such a name, WarehouseBroken for a file that is missing or older than the relation, DiskFull or
    WarehouseError where `to` cannot be written; `to` is then what it was.
    """
    if relation not in RELATIONS or form not in FORMS or (form == "sdmx-csv" and relation != "point"):
        raise ValueError(f"there is no {form} of {relation}")
    source, order = ("sdmx", _SDMX_ORDER) if form == "sdmx-csv" else (relation, copy.MATERIALISED[relation])
    with closing(build.open_published(published)) as con:
        columns = build.columns_of(con, source)
        if not columns:
            raise WarehouseBroken(f"{published} has no {source}; make it anew with khabarrel publish.")
        kept = f"WHERE contains(series, {rewrite.literal(part)})"
        (known,) = con.execute(f"SELECT count(*) FROM series {kept}").fetchone() or (0,)
        if part and not known:
            raise NotHere(f"there is no series {part!r}; khabarrel series lists them")
        # A text for what no cell of a CSV can hold.
        taken = ", ".join(
            f'to_json("{name}") AS "{name}"' if form != "parquet" and kind.startswith("MAP") else f'"{name}"'
            for name, kind in columns.items()
        )
        with _written(to), rewrite.fresh(to) as half:
            found = con.execute(
                f"COPY (SELECT {taken} FROM {source} {kept} ORDER BY {order}) "
                f"TO {rewrite.literal(half)} ({FORMS[form]}, USE_TMP_FILE false)"
            ).fetchone()
            size = rewrite.settle(half)
            os.replace(half, to)
            rewrite.sync(to.parent)
        rows = int(found[0]) if found else 0
        (all_of_them,) = con.execute(f"SELECT count(*) FROM {relation} {kept}").fetchone() or (rows,)
    return Exported(to, rows, size, int(all_of_them) - rows)


@contextmanager
def _written(path: Path) -> Iterator[None]:
    """Turns what DuckDB and the file system have against writing `path` into one line."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        known = build.explanation(error, path)
        if known is None or isinstance(known, DiskFull):
            raise known or error from error
        raise WarehouseError(f"{path} cannot be written: {str(error).splitlines()[0]}. Nothing was changed.") from error
