"""Clusters of stories through the whole walk into one warehouse: who reported what, and who contradicts or denies whom.

`golden/clusters.jsonl` has a cluster a line: its `stories` in the order in which they came (the same id again is a new
version), `groups` of those of one origin, and where it matters how many of its points are in `conflict`, `revised` or
`hypothetical`, their `values`, and the slots of its `leads`. All clusters are in one warehouse, so that none may hold
on to another.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tasks.batch import spool
from tasks.grammar.datum import Document
from tasks.outcome import shard
from tests.warehouse.made import Warehouse, hour, record
from warehouse import append

GOLDEN = Path(__file__).parents[1] / "golden" / "clusters.jsonl"
CLUSTERS = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
TODAY = date(2026, 1, 1)


def document(story: dict[str, str]) -> Document:
    return Document(
        source="golden",
        locator=story["id"],
        media="row",
        content=story["text"],
        id=story["id"],
        published=story["published"],
        language=story["language"],
        outlet=story.get("outlet"),
    )


def waves() -> list[list[Document]]:
    """First what came first; of a story that came again, the later text."""
    told: list[list[Document]] = [[], []]
    for cluster in CLUSTERS:
        seen = set()
        for story in cluster["stories"]:
            told[story["id"] in seen].append(document(story))
            seen.add(story["id"])
    return told


def read(warehouse: Warehouse, batches: list[list[Document]]) -> None:
    for number, batch in enumerate(batches):
        folder = warehouse.folder / f"wave-{number}"
        shards = [shard(spooled, folder / "shards", TODAY) for spooled in spool(batch, folder)]
        append.load(warehouse.path, shards, record(f"wave-{number}"), hour(number))


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("golden"))
    read(warehouse, waves())
    assert [breach for breach in warehouse.breaches() if breach.severity == "error"] == []
    return warehouse


@pytest.fixture(scope="module")
def answers(golden: Warehouse) -> dict[str, dict[str, Any]]:
    """What the warehouse says of each cluster."""
    said: dict[str, dict[str, Any]] = {cluster["cluster"]: {"points": [], "leads": set()} for cluster in CLUSTERS}
    owner: dict[str, str] = {}
    with closing(golden.open()) as con:
        for article, point in con.execute("SELECT DISTINCT article_id, point_id FROM evidence").fetchall():
            owner[point] = article.split(".")[0]
        columns = "point_id, value, status, conflict, revised > 0 AS revised"
        for point, *row in con.execute(f"SELECT {columns} FROM point ORDER BY series, value").fetchall():
            said[owner[point]]["points"].append(dict(zip(("value", "status", "conflict", "revised"), row, strict=True)))
        for point, why in con.execute("SELECT point_id, why FROM lead").fetchall():
            said[owner[point]]["leads"] |= {reason.split(":")[0] for reason in why.split("; ")}
        rows = con.execute("SELECT article_id, origin_id FROM origin WHERE superseded_at IS NULL").fetchall()
    groups: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for article, origin in rows:
        groups[article.split(".")[0]][origin].add(article)
    for name, held in groups.items():
        said[name]["groups"] = sorted(map(sorted, held.values()))
    return said


def test_there_are_enough_of_every_kind() -> None:
    kinds = [cluster["kind"] for cluster in CLUSTERS]
    assert len(kinds) >= 40
    assert min(map(kinds.count, kinds)) >= 2
    assert len({cluster["cluster"] for cluster in CLUSTERS}) == len(CLUSTERS)


@pytest.mark.parametrize("cluster", CLUSTERS, ids=lambda cluster: cluster["cluster"])
def test_cluster(cluster: dict[str, Any], answers: dict[str, dict[str, Any]]) -> None:
    said = answers[cluster["cluster"]]
    points = said["points"]
    assert points, "no story of it says anything"
    assert said["groups"] == sorted(map(sorted, cluster["groups"]))
    if "conflicts" in cluster:
        assert sum(point["conflict"] for point in points) == cluster["conflicts"]
    if "revised" in cluster:
        assert sum(point["revised"] for point in points) == cluster["revised"]
    if "hypothetical" in cluster:
        assert sum(point["status"] == "hypothetical" for point in points) == cluster["hypothetical"]
    if "values" in cluster:
        assert [point["value"] for point in points] == cluster["values"]
    if "leads" in cluster:
        assert said["leads"] == set(cluster["leads"])


def test_any_order_and_any_batching_give_the_same(golden: Warehouse, tmp_path: Path) -> None:
    first, second = waves()
    random.Random(3).shuffle(first)
    other = Warehouse(tmp_path)
    read(other, [first[:1], first[1:31], first[31:90], first[90:], second])
    for query in (
        "SELECT article_id, origin_id, reason FROM origin WHERE superseded_at IS NULL ORDER BY ALL",
        "FROM point ORDER BY ALL",
        "FROM conflict ORDER BY ALL",
        "FROM lead ORDER BY ALL",
    ):
        assert other.rows(query) == golden.rows(query)
