"""Generated observations of realistic shape, as rows of a working file's own tables or as a shard for the next load.

Four observations an article, thousands of series of which few have most of the observations, months, days and open
periods, facts that several outlets in two languages report, one in twenty-five with another figure, and one in thirty
read otherwise at first. Articles are recorded in the night after their publication. The same number is always the same
article, whatever else there is. Texts hold little but the sentences that state the figures.

The tables are filled past `warehouse.append`, which takes minutes for a million: the promises that a load keeps are
kept by construction, and the audits, which a publish runs, hold them to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from warehouse import origin, shard

EACH = 4
"""Observations of an article."""
FIRST_DAY, DAYS = "2010-01-01", 5478
LAST_DAYS = 30
"""The days before the last one on which articles of a further load were published."""
_CHUNK = 250_000
"""Articles at a time."""

# What is told of whom: the place of a series in this list, and of its parties in theirs, is how often it is told.
_KINDS = """
    ('trade', 'level', 'delivered', NULL, 'actual', 'crude_oil', 't', true, 1e5),
    ('trade', 'level', 'delivered', NULL, 'actual', 'crude_oil', 'bbl/d', true, 1e6),
    ('supply_share', 'level', NULL, 'imports', 'actual', 'crude_oil', '%', true, 30),
    ('trade', 'level', 'contracted', NULL, 'actual', 'crude_oil', 't', true, 1e5),
    ('price', 'level', NULL, NULL, 'actual', 'crude_oil', 'USD/bbl', false, 80),
    ('production', 'level', NULL, NULL, 'actual', 'crude_oil', 'bbl/d', false, 2e6),
    ('production', 'level', NULL, NULL, 'forecast', 'oil', 'bbl/d', false, 3e6),
    ('production', 'growth', NULL, NULL, 'actual', 'natural_gas', '%', false, 4),
    ('consumption', 'level', NULL, NULL, 'actual', 'diesel', 't', false, 7e6),
    ('stocks', 'level', NULL, NULL, 'actual', 'gasoline', 'bbl', false, 2e8),
    ('trade', 'level', 'shipped', NULL, 'actual', 'lng', 't', true, 5e5),
    ('trade', 'level', 'delivered', NULL, 'actual', 'coal', 't', true, 4e6),
    ('trade_count', 'level', 'delivered', NULL, 'actual', 'lng', 'cargo', true, 6),
    ('refining', 'level', NULL, NULL, 'actual', 'crude_oil', 'bbl/d', false, 1e6),
    ('capacity', 'level', NULL, NULL, 'planned', 'electricity', 'MW', false, 2e4)
"""

# 30,000 series. Countries that the questions of docs/questions.md name come first.
_SERIES = f"""
CREATE OR REPLACE TEMP TABLE made_series AS
WITH kinds AS (
    SELECT *, row_number() OVER () - 1 AS place
    FROM (VALUES {_KINDS}) AS k(metric, kind, stage, share_of, status, commodity, unit, flows, size)
),

countries AS (
    SELECT alpha2, list_position(['RU', 'IQ', 'SA'], alpha2) AS sells, list_position(['PK', 'IN', 'CN'], alpha2) AS buys
    FROM country WHERE valid_to IS NULL
),

sellers AS (
    SELECT alpha2, row_number() OVER (ORDER BY sells NULLS LAST, md5(alpha2)) - 1 AS place FROM countries
),

buyers AS (
    SELECT alpha2, row_number() OVER (ORDER BY buys NULLS LAST, md5(alpha2)) - 1 AS place FROM countries
),

grades AS (
    SELECT id, row_number() OVER (ORDER BY id <> 'Brent', id) - 1 AS place FROM grade WHERE commodity = 'crude_oil'
)

SELECT
    k.place + 15 * (b.place + 40 * s.place) AS series_number,
    k.* EXCLUDE (place, flows),
    CASE WHEN k.flows THEN s.alpha2 END AS exporter,
    CASE WHEN k.flows THEN b.alpha2 END AS importer,
    CASE WHEN NOT k.flows AND k.metric <> 'price' THEN b.alpha2 END AS area,
    CASE WHEN k.metric = 'price' THEN g.id END AS grade,
    CASE WHEN NOT k.flows AND k.metric <> 'price' AND s.place > 0 THEN 'Field ' || s.place END AS subject
FROM kinds AS k, sellers AS s, buyers AS b, grades AS g
WHERE s.place < 50 AND b.place < 40 AND g.place = (b.place + s.place) % (SELECT count(*) FROM grades)
"""

_LENGTH = 160
"""Characters of a sentence with the space behind it, so that each begins where its number says."""

_OBSERVATIONS = f"""
CREATE OR REPLACE TEMP TABLE made AS
WITH told AS (
    SELECT
        n AS number, n // {EACH} AS article, n % {EACH} AS place,
        CASE
            WHEN n // {EACH} < $whole THEN DATE '{FIRST_DAY}' + CAST(n // {EACH} * {DAYS} // $whole AS INTEGER)
            ELSE DATE '{FIRST_DAY}' + CAST({DAYS - 1} - hash(n // {EACH}) % {LAST_DAYS} AS INTEGER)
        END AS published,
        CAST(floor(30000 * pow(hash(n, 'series') / 18446744073709551616.0, 2)) AS INTEGER) AS series_number,
        hash(n, 'chance') % 100 AS chance
    FROM range(CAST($first AS BIGINT) * {EACH}, CAST($last AS BIGINT) * {EACH}) AS r(n)
),

dated AS (
    SELECT
        t.*, s.* EXCLUDE (series_number),
        CASE
            WHEN chance % 7 = 0 THEN NULL
            WHEN s.metric = 'price' THEN published
            ELSE CAST(
                date_trunc('month', published) - to_months(CAST(1 + hash(t.number, 'lag') % 3 AS INTEGER)) AS DATE
            )
        END AS period_start
    FROM told AS t INNER JOIN made_series AS s USING (series_number)
),

-- Three digits, of one sort for a series and period but for those who say something else.
valued AS (
    SELECT
        *,
        CASE WHEN metric = 'price' THEN period_start ELSE last_day(period_start) END AS period_end,
        pow(10, floor(log10(size)) - 2) AS step,
        CASE WHEN unit = '%' THEN 1 ELSE 0.5 + hash(series_number) % 100 / 50 END * size
        * (0.8 + hash(series_number, coalesce(period_start, published)) % 400 / 1000) AS exact
    FROM dated
),

figured AS (
    SELECT
        *,
        greatest(round(exact * CASE WHEN chance BETWEEN 50 AND 53 THEN 1.06 ELSE 1 END / step), 1) * step AS value
    FROM valued
)

SELECT
    v.*,
    lower(hex(hash(article)))[1:16] AS article_id,
    lower(hex(hash(article, 'version')))[1:16] AS version_id,
    CASE WHEN chance BETWEEN 60 AND 66 THEN '~' WHEN chance = 67 THEN '>' ELSE '=' END AS comparator,
    format('{{:.10g}} {{}}', value, unit) AS quote,
    concat_ws(
        ' ', md5(number || 'a')[1:5], md5(number || 'b')[1:5], md5(number || 'c')[1:5], md5(number || 'd')[1:5],
        md5(number || 'e')[1:5], md5(number || 'f')[1:5], ''
    ) AS words
FROM figured AS v
"""

_ARTICLES = f"""
CREATE OR REPLACE TEMP TABLE made_article AS
SELECT
    article_id, version_id, CASE WHEN article % 4 = 0 THEN 'hi' ELSE 'en' END AS language, published,
    'Story ' || article AS title, NULL AS url, 'Outlet ' || hash(article) % 400 AS outlet,
    CASE WHEN hash(article, 'agency') % 10 < 3 THEN 'agency' || hash(article) % 12 END AS agency,
    'generated' AS source, 'story ' || article AS locator, md5(version_id) AS digest,
    string_agg(rpad(words || quote || ', it said.', {_LENGTH - 1}, ' ') || ' ', '' ORDER BY place) AS text,
    {EACH * _LENGTH} AS characters, {EACH + 1} AS numbers, {EACH} AS taken,
    {EACH} AS observations, 'energy' AS status, MAP {{'no_unit': 1}} AS rejected, [] AS warnings,
    'generated' AS grammar
FROM made
GROUP BY article, article_id, version_id, published
ORDER BY article
"""

_SHARD = {
    "article": "FROM made_article",
    "observation": f"""
        SELECT
            article_id, version_id, version_id || '-' || place AS observation_id,
            place * {_LENGTH} + length(words) AS start_char, place * {_LENGTH} + length(words || quote) AS end_char,
            quote,
            place * {_LENGTH} AS sentence_start, (place + 1) * {_LENGTH} AS sentence_end,
            value, NULL AS low, NULL AS high, step, comparator, unit, metric, kind, commodity, exporter, importer, area,
            stage, share_of, grade, period_start, period_end, NULL AS period_text, status,
            'an official' AS attribution, subject, lower(subject) AS subject_id, value AS value_reported,
            unit AS unit_reported, unit AS factor_id, 0.9 AS confidence, published,
            CASE WHEN article % 4 = 0 THEN 'hi' ELSE 'en' END AS language,
            [{{'slot': 'unit', 'start_char': 0, 'end_char': 1, 'rule': 'generated'}}] AS cues, 'generated' AS grammar
        FROM made ORDER BY number
    """,
    "reject": """
        SELECT
            article_id, version_id, 0 AS ordinal, 0 AS start_char, 5 AS end_char, words[1:5] AS quote,
            0 AS sentence_start, 10 AS sentence_end, 7.0 AS value, NULL AS low, NULL AS high, NULL AS unit,
            7.0 AS value_reported, NULL AS unit_reported, 'no_unit' AS reason, 'generated' AS grammar
        FROM made WHERE place = 0 ORDER BY number
    """,
}

# Recorded at one in the night after; of what was read otherwise at first, the reading that holds is from 90 days later.
_CLOCK = "CAST(published + INTERVAL 25 HOUR AS TIMESTAMP)"
_FILL = (
    f"INSERT INTO article BY NAME SELECT *, {_CLOCK} AS recorded_at, 'generated' AS run_id FROM made_article",
    f"""
    INSERT INTO observation BY NAME
    SELECT
        *,
        {_CLOCK} + CASE WHEN hash(observation_id) % 30 = 0 THEN INTERVAL 90 DAY ELSE INTERVAL 0 DAY END AS recorded_at,
        'generated' AS run_id
    FROM ({_SHARD["observation"]})
    """,
    f"""
    INSERT INTO observation BY NAME
    SELECT
        * REPLACE (value * 10 AS value), {_CLOCK} AS recorded_at, {_CLOCK} + INTERVAL 90 DAY AS superseded_at,
        'generated' AS run_id
    FROM ({_SHARD["observation"]}) WHERE hash(observation_id) % 30 = 0
    """,
    f"""
    INSERT INTO reject BY NAME
    SELECT r.*, {_CLOCK.replace("published", "a.published")} AS recorded_at, 'generated' AS run_id
    FROM ({_SHARD["reject"]}) AS r INNER JOIN made_article AS a USING (article_id)
    """,
    f"""
    INSERT INTO origin BY NAME
    SELECT
        article_id, coalesce('agency:' || agency, 'outlet:' || lower(outlet)) AS origin_id,
        CASE WHEN agency IS NULL THEN 'outlet' ELSE 'agency' END AS reason, {_CLOCK} AS recorded_at,
        'generated' AS run_id
    FROM made_article
    """,
    f"""
    INSERT INTO story BY NAME
    WITH stated AS (
        SELECT
            article_id, list_sort(list(DISTINCT format('{{:.5e}} ', abs(value)) || unit)) AS figures,
            list_sort(list_distinct(flatten(list([exporter, importer, area])))) AS parties,
            list_sort(list_distinct(list(period_start || '/' || period_end))) AS periods
        FROM made GROUP BY article_id
    )
    SELECT
        a.article_id, version_id, language, published, agency, lower(outlet) AS outlet, false AS own, figures,
        [party FOR party IN parties IF party IS NOT NULL] AS parties,
        [period FOR period IN periods IF period IS NOT NULL] AS periods, {EACH * 9} AS shingles,
        list_sort([CAST(hash(a.article_id, n) % 4294967296 AS UINTEGER) FOR n IN range({EACH * 9})]) AS sketch
    FROM made_article AS a INNER JOIN stated USING (article_id)
    """,
)

_RUN = f"""
INSERT INTO run BY NAME
SELECT
    'generated' AS run_id, 'refresh' AS flow, moment AS started_at, moment AS finished_at, 'generated' AS grammar,
    ['generated'] AS sources, n AS documents, 0 AS skipped, n AS articles, 0 AS quarantined,
    n * {EACH + 1} AS numbers, n * {EACH} AS taken, n AS rejects, MAP {{'no_unit': CAST(n AS INTEGER)}} AS rejected,
    n * {EACH} AS observations, n * {EACH} AS new, 0 AS known, 0 AS superseded, n AS articles_new,
    0 AS articles_changed, 0 AS articles_known, 0 AS quarantined_new, moment AS recorded_at
FROM (SELECT count(*) AS n, max(recorded_at) + INTERVAL 90 DAY AS moment FROM article)
"""


def fill(con: duckdb.DuckDBPyConnection, articles: int) -> None:
    """Puts so many articles with their observations into an empty working file."""
    con.execute(_SERIES)
    for first in range(0, articles, _CHUNK):
        con.begin()
        _make(con, articles, first, min(first + _CHUNK, articles))
        for statement in _FILL:
            con.execute(statement)
        con.execute("CREATE OR REPLACE TEMP TABLE changed AS SELECT article_id FROM made_article")
        con.execute(origin._KEYED, {"keys": origin.KEYS})
        con.commit()
    con.execute(_RUN)
    con.execute("CHECKPOINT")


def write(con: duckdb.DuckDBPyConnection, folder: Path, articles: int, known: int, new: int) -> Path:
    """A shard of the last `known` of so many articles and of `new` ones of the same days; returns `folder`."""
    con.execute(_SERIES)
    _make(con, articles, articles - known, articles + new)
    shard.write(folder, {})
    for name, rows in _SHARD.items():
        con.execute(f"COPY ({rows}) TO '{folder / name}.parquet' (FORMAT parquet)")
    return folder


def _make(con: duckdb.DuckDBPyConnection, whole: int, first: int, last: int) -> None:
    values: Mapping[str, int] = {"whole": whole, "first": first, "last": last}
    con.execute(_OBSERVATIONS, values)
    con.execute(_ARTICLES)
