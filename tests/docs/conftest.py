"""Documents that show output are held to it: each is made afresh and compared, or with --rewrite-docs written."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOWN = "warehouse/data/energy.duckdb"
"""What the documents call the warehouse that the tests make elsewhere."""
TABLES = frozenset({"extract", "explain", "series", "why", "conflicts", "sql", "audit"})
"""Commands that print a table on a terminal, and have to be told to print one off it."""

_FENCE = re.compile(r"^```(?P<kind>[a-z]+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)

Fresh = Callable[[str], str]
Hold = Callable[[str, Fresh], None]
Fenced = Callable[[Mapping[str, Fresh]], Fresh]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-docs", action="store_true", help="write the documents' outputs instead of comparing them"
    )


@pytest.fixture
def hold(request: pytest.FixtureRequest) -> Hold:
    """hold(name, refresh): the document `name` is what `refresh` makes of it."""
    rewriting = request.config.getoption("--rewrite-docs", default=False)

    def held(name: str, refresh: Fresh) -> None:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        fresh = refresh(text)
        if rewriting:
            path.write_text(fresh, encoding="utf-8")
        else:
            assert text == fresh, f"{name} shows something else than there is; see CONTRIBUTING, Documents"

    return held


@pytest.fixture
def fenced() -> Fenced:
    """fenced({kind: fresh}): refreshes the body of each fenced block of `kind`, in the document's order."""

    def of(kinds: Mapping[str, Fresh]) -> Fresh:
        def block(found: re.Match[str]) -> str:
            kind, body = found["kind"], found["body"]
            return f"```{kind}\n{kinds[kind](body)}```" if kind in kinds else found[0]

        def refresh(text: str) -> str:
            shown = {found["kind"] for found in _FENCE.finditer(text)}
            assert shown >= set(kinds), f"there is no block of {set(kinds) - shown}"
            return _FENCE.sub(block, text)

        return refresh

    return of


@pytest.fixture(scope="session")
def command(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """Runs a line of the documents, "khabarrel ...", on a warehouse of its own; what a terminal would show."""
    folder = tmp_path_factory.mktemp("docs")
    warehouse = folder / "energy.duckdb"
    settings = {"KHABARREL_WAREHOUSE": str(warehouse), "PREFECT_HOME": str(folder / "prefect"), "COLUMNS": "160"}

    def run(line: str) -> str:
        line, _, last = line.partition(" 2>&1 | tail -n ")
        program, *words = shlex.split("khabarrel run samples" if line == "make run" else line)
        assert program == "khabarrel", f"the documents run khabarrel and make run only, not {line}"
        tables = ["--format", "table"] if words[0] in TABLES and "--format" not in words else []
        done = subprocess.run(
            [sys.executable, "-m", "khabarrel.main", *words, *tables],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode in (0, 3), f"{line}: exit {done.returncode}\n{done.stdout}"
        shown = done.stdout.replace(str(warehouse), SHOWN)
        return "".join(f"{each.rstrip()}\n" for each in shown.splitlines()[-int(last or 0) :])

    return run


@pytest.fixture
def session(command: Fresh) -> Fresh:
    """A console block run again: each "$ line" with what it prints now."""

    def run(body: str) -> str:
        lines = [line.removeprefix("$ ") for line in body.splitlines() if line.startswith("$ ")]
        return "\n".join(f"$ {line}\n{command(line)}" for line in lines)

    return run


@pytest.fixture
def replay() -> Fresh:
    """A block of >>> examples run again: the same source with today's output. Blocks share their names."""
    namespace: dict[str, object] = {"__name__": "__main__"}

    def run(body: str) -> str:
        shown = []
        for example in doctest.DocTestParser().get_examples(body):
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                exec(compile(example.source, "<document>", "single"), namespace)
            first, *rest = example.source.splitlines()
            shown += [f">>> {first}", *(f"... {line}".rstrip() for line in rest), *output.getvalue().splitlines()]
        return "".join(f"{line.rstrip()}\n" for line in shown)

    return run
