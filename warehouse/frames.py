"""A series as a pandas DataFrame: the door for notebooks. Reads the published file, and adds nothing to what its
views say.

`pandas` is imported here, `pint` only where a unit dtype is asked for; nothing of the pipeline imports this module.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pandas as pd

from warehouse import build, lookup

_NUMBERS = ("value", "low", "high")
DEFAULT = Path(__file__).parent / "data" / "energy.duckdb"


def series(name: str, path: Path | None = None, *, pint_dtype: bool = False) -> pd.DataFrame:
    """The points of all series whose name holds `name`, indexed by the period that each is about.

    The index is `period` (days, an interval closed on both sides; missing for an open period). Columns are those of
    `khabarrel series`, then `evidence`: for each point a tuple of (outlet, language, published, quote) of its current
    observations. With `pint_dtype`, `value`, `low` and `high` carry the unit (pint-pandas), which needs one unit:
    ValueError otherwise. `path` is the published file; else KHABARREL_WAREHOUSE, else warehouse/data/energy.duckdb.
    Raises WarehouseBroken without one.
    """
    published = path or Path(os.environ.get("KHABARREL_WAREHOUSE") or DEFAULT)
    with closing(build.open_published(published)) as con:
        found = lookup.series(con, name)
        said = lookup.select(
            con,
            """
            SELECT point_id, outlet, language, published, quote FROM evidence
            WHERE contains(series, ?) AND current
            ORDER BY published, article_id, observation_id
            """,
            [name],
        )
    frame = pd.DataFrame(found.rows, columns=list(found.columns))
    words: dict[str, list[tuple[object, ...]]] = {}
    for point, *rest in said.rows:
        words.setdefault(point, []).append(tuple(rest))
    frame["evidence"] = pd.Series([tuple(words.get(point, ())) for point in frame["point_id"]], dtype=object)
    for column in ("period_start", "period_end", "plot_date", "first_published", "last_published"):
        frame[column] = pd.to_datetime(frame[column])
    for column in _NUMBERS:
        frame[column] = frame[column].astype("float64")
    frame.index = pd.IntervalIndex.from_arrays(frame["period_start"], frame["period_end"], closed="both", name="period")
    return _with_unit(frame) if pint_dtype else frame


def _with_unit(frame: pd.DataFrame) -> pd.DataFrame:
    import pint_pandas

    from warehouse import units  # two seconds, and only for who asks

    names = {str(unit) for unit in frame["unit"]}
    if len(names) != 1:
        raise ValueError(f"values with a unit need one unit, not {sorted(names)}")
    (unit,) = names
    pint_pandas.PintType.ureg = units.registry()
    dtype = f"pint[{_definition(unit)}]"
    carrying = {
        column: pd.Series(pint_pandas.PintArray(frame[column].to_numpy(), dtype=dtype), index=frame.index)  # type: ignore[no-untyped-call]
        for column in _NUMBERS
    }
    return frame.assign(**carrying)


def _definition(unit: str) -> str:
    """A canonical unit, such as bbl/d, by the names of reference/units.txt."""
    from warehouse import vocabulary

    # A price may be over a unit that only prices use, such as the gram.
    names = {row["symbol"]: row["per"] for row in vocabulary.table("factor") if row["per"] == row["id"]}
    names |= {row["symbol"]: row["unit"] for row in vocabulary.table("symbol")}
    return "/".join(names.get(part, part) for part in unit.split("/"))
