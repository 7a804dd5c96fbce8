"""Shards into the working file: a bitemporal insert in one transaction, whose rows all carry one moment.

Facts are only ever added: nothing but `superseded_at` of a row that held is changed, and no row is deleted. The same
shards loaded twice add nothing; the order of rows and shards within one load never matters.

Which row of an article is current
----------------------------------
- A row from the place (source and locator) of the current one takes its turn: that document now says this.
- A version that the warehouse has not seen, from another place, takes its turn too, unless it is dated earlier.
- A copy of the current version from another place takes its turn only if it ranks before (the earlier date, then the
  fuller particulars, then the name of the place).
- Of several that would, the one with the latest date wins, then the greatest `version_id`.
- Everything else that is new is kept as a row that was superseded when it came. So a version that another one
  replaced does not come back because it is read again from elsewhere, and running twice adds nothing.

Observations follow their article's current row: those with the same facts (all but confidence, cues and grammar) stay
untouched, changed ones are superseded, those that are no longer given are closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse import arrival, build, clock, origin, verdict


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What the flow knows about a run that the shards do not say."""

    run_id: str
    flow: str
    """"refresh" or "reread"."""
    started_at: datetime
    """With a time zone."""
    grammar: str
    sources: tuple[str, ...] = ()
    documents: int | None = None
    """Documents that the sources held; None for skipped + articles + quarantined, as the shards have them."""
    skipped: int = 0
    """Documents left unread because this version was known as today's grammar reads it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The funnel of one load, as it stands in table run. Fields as there."""

    documents: int
    skipped: int
    articles: int
    quarantined: int
    numbers: int
    taken: int
    rejects: int
    rejected: dict[str, int]
    observations: int
    new: int
    known: int
    superseded: int
    articles_new: int
    articles_changed: int
    articles_known: int
    quarantined_new: int


def load(path: Path, shards: Sequence[Path], run: RunRecord, now: datetime) -> Counts:
    """Loads shards (folders as `warehouse.shard.write` makes them) into the working file; all of it or nothing.

    A `run_id` that the warehouse has already is not loaded again: its counts come back. Raises LoadRefused for a shard
    that breaks a promise, and what `warehouse.build.open_working` raises.
    """
    with build.explained(path), closing(build.open_working(path, now)) as con:
        if loaded := _loaded(con, run.run_id):
            return loaded
        con.begin()
        try:
            arrival.stage(con, shards)
            arrival.check(con)
            at = clock.after(con, now)
            counts = _Load(con, run.run_id, at).append(run)
            con.commit()
        except BaseException:
            with suppress(duckdb.Error):  # where the commit itself failed there is nothing to roll back
                con.rollback()
            raise
        return counts


def _loaded(con: duckdb.DuckDBPyConnection, run_id: str) -> Counts | None:
    names = ", ".join(f'"{name}"' for name in Counts.__slots__)
    row = con.execute(f"SELECT {names} FROM run WHERE run_id = ?", [run_id]).fetchone()
    return Counts(*row) if row else None


@dataclass(frozen=True, slots=True)
class _Load:
    """One load inside its transaction: every row that it writes carries the same moment and run."""

    con: duckdb.DuckDBPyConnection
    run_id: str
    at: datetime

    def append(self, run: RunRecord) -> Counts:
        """Everything that was staged, and the run's own row."""
        articles_new, articles_changed = self._articles()
        new, superseded = self._facts("observation", "observation_id")
        self._facts("reject", "ordinal")
        quarantined_new = self._quarantine()
        origin.assign(self.con, self.run_id, self.at)
        verdict.carry(self.con, self.at)

        articles, numbers, taken = self._one(
            "SELECT count(*), coalesce(sum(numbers), 0)::INTEGER, coalesce(sum(taken), 0)::INTEGER FROM raw_article"
        )
        (observations,) = self._one("SELECT count(*) FROM raw_observation")
        (quarantined,) = self._one("SELECT count(*) FROM raw_quarantine WHERE article_id IS NULL")
        rejected = dict(self.con.execute(_REJECTED).fetchall())
        counts = Counts(
            documents=run.skipped + articles + quarantined if run.documents is None else run.documents,
            skipped=run.skipped,
            articles=articles,
            quarantined=quarantined,
            numbers=numbers,
            taken=taken,
            rejects=sum(rejected.values()),
            rejected=rejected,
            observations=observations,
            new=new,
            known=observations - new,
            superseded=superseded,
            articles_new=articles_new,
            articles_changed=articles_changed,
            articles_known=articles - articles_new - articles_changed,
            quarantined_new=quarantined_new,
        )
        self._run(run, counts)
        return counts

    def _articles(self) -> tuple[int, int]:
        """Decides which rows become current, closes what they replace; (new articles, changed ones)."""
        self._table("stored", _STORED.format(fingerprint=arrival.fingerprint(self.con, "article")))
        self._table("judged", _JUDGED)
        self._table("chosen", _CHOSEN)
        self._table("past", "FROM judged ANTI JOIN chosen USING (fingerprint) WHERE NOT seen")
        self._table("confirmed", _CONFIRMED)
        self.con.execute(
            """
            UPDATE article SET superseded_at = ? FROM chosen
            WHERE article.article_id = chosen.article_id AND article.superseded_at IS NULL
            """,
            [self.at],
        )
        self._insert("article", "FROM raw_article SEMI JOIN chosen USING (arrival)", None)
        self._insert("article", "FROM raw_article SEMI JOIN past USING (arrival)", self.at)
        new, changed = self._one(
            "SELECT count(*) FILTER (first), count(*) FILTER (NOT first) + (SELECT count(*) FROM past) FROM chosen"
        )
        return new, changed

    def _facts(self, table: str, identity: str) -> tuple[int, int]:
        """Observations or rejects behind their article: (rows added, rows closed)."""
        names = {"table": table, "identity": identity, "fingerprint": arrival.fingerprint(self.con, table)}
        self._table("today", (_TODAY_DATED if table == "observation" else _TODAY).format(**names))
        self._table("before", _BEFORE.format(**names))
        self._table("closing", _CLOSING.format(**names))
        self.con.execute(_CLOSE.format(**names), [self.at])
        (closed,) = self._one("SELECT count(*) FROM closing")
        added = self._insert(table, _ADDED.format(**names), None)
        added += self._insert(table, _ADDED_PAST.format(**names), self.at)
        return added, closed

    def _quarantine(self) -> int:
        """New breakages are added; those of a place that was read without them are closed."""
        self._table("broken", _BROKEN)
        self.con.execute(_MENDED, [self.at])
        return self._insert(
            "quarantine",
            "FROM broken ANTI JOIN (FROM quarantine WHERE superseded_at IS NULL) AS held USING (quarantine_id)",
            None,
        )

    def _run(self, run: RunRecord, counts: Counts) -> None:
        row = {
            "run_id": run.run_id,
            "flow": run.flow,
            "started_at": build.moment(run.started_at),
            "finished_at": build.moment(datetime.now(UTC)),
            "grammar": run.grammar,
            "sources": list(run.sources),
            "recorded_at": self.at,
            **{name: getattr(counts, name) for name in Counts.__slots__ if name != "rejected"},
        }
        self.con.execute(
            f"INSERT INTO run ({', '.join(row)}, rejected) "
            f"SELECT {', '.join('?' for _ in row)}, map(?::VARCHAR[], ?::INTEGER[])",
            [*row.values(), list(counts.rejected), list(counts.rejected.values())],
        )

    def _table(self, name: str, rows: str) -> None:
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {rows}")

    def _insert(self, table: str, rows: str, superseded: datetime | None) -> int:
        columns = [f'"{column}"' for column in build.columns_of(self.con, table) if column not in arrival.CLOCK]
        (count,) = self._one(
            f"INSERT INTO {table} BY NAME SELECT {', '.join(columns)}, "
            f"?::TIMESTAMP AS recorded_at, ?::TIMESTAMP AS superseded_at, ?::VARCHAR AS run_id {rows}",
            [self.at, superseded, self.run_id],
        )
        return int(count)

    def _one(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...]:
        row = self.con.execute(sql, list(values)).fetchone()
        if row is None:
            raise AssertionError(f"no row from: {sql}")
        return row


_STORED = """
SELECT
    article_id, version_id, published, outlet, title, url, source, locator,
    superseded_at IS NULL AS holds, {fingerprint} AS fingerprint
FROM article SEMI JOIN arrived USING (article_id)
"""

# Which of two copies of one version speaks for it: the earlier, then the fuller; the rest only to be always the same.
_RANK = """{{
    'published': coalesce({0}.published, DATE '9999-12-31'), 'no_outlet': {0}.outlet IS NULL,
    'no_title': {0}.title IS NULL, 'no_url': {0}.url IS NULL, 'source': coalesce({0}.source, ''),
    'locator': coalesce({0}.locator, ''), 'fingerprint': {0}.fingerprint
}}"""

_JUDGED = f"""
SELECT
    a.*,
    c.article_id IS NULL AS first,
    coalesce(a.fingerprint = c.fingerprint, false) AS same,
    a.fingerprint IN (SELECT fingerprint FROM stored) AS seen,
    CASE
        WHEN c.article_id IS NULL THEN true
        WHEN a.fingerprint = c.fingerprint THEN false
        WHEN a.source IS NOT DISTINCT FROM c.source AND a.locator IS NOT DISTINCT FROM c.locator THEN true
        WHEN a.version_id = c.version_id THEN {_RANK.format("a")} < {_RANK.format("c")}
        ELSE coalesce(a.published >= c.published, true) AND NOT EXISTS (
            FROM stored AS s WHERE s.article_id = a.article_id AND s.version_id = a.version_id
        )
    END AS wants,
    min(a.published) OVER (PARTITION BY a.article_id, a.version_id) AS version_published
FROM arrived AS a
LEFT JOIN stored AS c ON a.article_id = c.article_id AND c.holds
"""

_CHOSEN = f"""
SELECT DISTINCT ON (article_id) *
FROM judged AS j
WHERE wants
ORDER BY article_id, version_published DESC NULLS LAST, version_id DESC, {_RANK.format("j")}
"""

# The rows whose observations are to be current: the chosen ones, and those that confirm what is.
_CONFIRMED = """
SELECT article_id, version_id, published, language FROM chosen
UNION ALL
SELECT article_id, version_id, published, language FROM judged ANTI JOIN chosen USING (article_id) WHERE same
"""

_TODAY = """
SELECT *
FROM arrived_{table} SEMI JOIN confirmed USING (article_id, version_id)
QUALIFY row_number() OVER (PARTITION BY version_id, {identity} ORDER BY fingerprint, grammar) = 1
"""

_TODAY_DATED = """
SELECT *
FROM arrived_{table} AS x
SEMI JOIN confirmed AS c
    ON x.article_id = c.article_id AND x.version_id = c.version_id AND x.language = c.language
    AND x.published IS NOT DISTINCT FROM c.published
QUALIFY row_number() OVER (PARTITION BY version_id, {identity} ORDER BY fingerprint, grammar, confidence, cues) = 1
"""

_BEFORE = """
SELECT article_id, version_id, {identity}, superseded_at IS NULL AS holds, {fingerprint} AS fingerprint
FROM {table} SEMI JOIN arrived USING (article_id)
"""

_CLOSING = """
SELECT version_id, {identity}
FROM before SEMI JOIN confirmed USING (article_id) ANTI JOIN today USING (version_id, {identity}, fingerprint)
WHERE holds
"""

_CLOSE = """
UPDATE {table} AS t SET superseded_at = ? FROM closing AS c
WHERE t.version_id = c.version_id AND t.{identity} = c.{identity} AND t.superseded_at IS NULL
"""

_ADDED = """
FROM today ANTI JOIN (FROM before WHERE holds) AS held USING (version_id, {identity}, fingerprint)
"""

_ADDED_PAST = """
FROM (
    FROM arrived_{table}
    ANTI JOIN today USING (version_id, {identity}, fingerprint)
    ANTI JOIN before USING (version_id, {identity}, fingerprint)
    QUALIFY row_number() OVER (PARTITION BY version_id, {identity}, fingerprint ORDER BY grammar) = 1
)
"""

_BROKEN = """
SELECT DISTINCT ON (quarantine_id) * FROM raw_quarantine ORDER BY quarantine_id, detail, next_step, article_id
"""

_MENDED = """
UPDATE quarantine SET superseded_at = ?
WHERE superseded_at IS NULL
    AND (source, locator) IN (
        SELECT (source, locator) FROM raw_article UNION SELECT (source, locator) FROM raw_quarantine
    )
    AND quarantine_id NOT IN (SELECT quarantine_id FROM broken)
"""

_REJECTED = """
SELECT entry.key, sum(entry.value)::INTEGER
FROM (SELECT unnest(map_entries(rejected)) AS entry FROM raw_article)
GROUP BY entry.key
ORDER BY entry.key
"""
