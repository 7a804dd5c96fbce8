"""docs/decisions/: numbered without gaps, each says what and why; every runtime dependency has its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))


def test_numbers_have_no_gaps() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=[path.stem for path in DECISIONS])
def test_says_context_choice_and_what_would_change_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(path.name[:4])}. ")
    places = [text.find(f"**{part}.**") for part in ("Context", "Choice", "What would change it")]
    assert -1 not in places
    assert places == sorted(places)


def test_every_runtime_dependency_is_accounted_for() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        stated = tomllib.load(file)["project"]["dependencies"]
    named = {re.split(r"[^\w-]", each)[0] for each in stated}
    listed = re.findall(r"^\| ([a-z][\w-]+) \| [\w.-]+ \|", DECISIONS[0].read_text(encoding="utf-8"), re.MULTILINE)
    assert set(listed) - {"dependency"} == named
