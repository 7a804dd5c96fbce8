"""README: what it shows is what the commands print, and what it lists is what there is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

import yaml

from warehouse import vocabulary

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

Fresh = Callable[[str], str]
Hold = Callable[[str, Fresh], None]
Fenced = Callable[[Mapping[str, Fresh]], Fresh]


def test_shown_output_is_printed(hold: Hold, fenced: Fenced, session: Fresh, command: Fresh) -> None:
    """In the document's order on one warehouse: the first minute fills it, the queries read it."""
    asked: list[str] = []

    def sql(body: str) -> str:
        asked.append(body)
        return body

    def answer(_: str) -> str:
        return command(shlex.join(["khabarrel", "sql", asked.pop()]))

    hold("README.md", fenced({"console": session, "sql": sql, "text": answer}))
    assert not asked


def test_five_queries_are_shown() -> None:
    assert len(re.findall(r"^```sql$", README, re.MULTILINE)) == 5


def test_every_reason_for_a_document_is_listed() -> None:
    for row in vocabulary.table("reason"):
        if row["about"] == "document":
            assert f"| `{row['reason']}` | {row['meaning']} | {row['next_step']} |" in README, row["reason"]


def test_every_exit_code_is_listed() -> None:
    from khabarrel import exits

    listed = {int(code) for code in re.findall(r"^\| (\d) \|", README, re.MULTILINE)}
    assert listed == {code for name, code in vars(exits).items() if name.isupper()}


def test_schedule_shown_is_the_file() -> None:
    block = re.search(r"^```yaml\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert block is not None
    shown = yaml.safe_load(block[1])["deployments"]
    stated = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert shown == [{name: value for name, value in entry.items() if name != "description"} for entry in stated]


def test_every_command_is_listed() -> None:
    from khabarrel.main import app

    names = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    assert {name for name in names if f"`khabarrel {name}" not in README} == set()


def test_links_lead_somewhere() -> None:
    for document in ("README.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))):
        text = (ROOT / document).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert ((ROOT / document).parent / target).exists(), f"{document}: {target}"
