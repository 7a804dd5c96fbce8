"""quantulum3's quantities of texts: JSON lines {"id", "text"} in, {"id", "quantities"} out.

Run by the interpreter that has the extra `peer`; it imports nothing of this project, so that the peer may live in a
virtual environment of its own. A text on which the peer fails has `error` and no quantities.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any


def quantities(text: str) -> list[dict[str, Any]]:
    """What the peer finds: value, span, the unit's name and its parts as [name, power]."""
    parser = import_module("quantulum3.parser")
    return [
        {
            "value": found.value,
            "start": found.span[0],
            "end": found.span[1],
            "quote": text[found.span[0] : found.span[1]],
            "name": found.unit.name,
            "parts": [[part["base"], part["power"]] for part in found.unit.dimensions or ()],
        }
        for found in parser.parse(text)
    ]


def main() -> None:
    """Reads standard input to its end."""
    for line in sys.stdin:
        row = json.loads(line)
        answer: dict[str, Any] = {"id": row["id"], "quantities": []}
        try:
            answer["quantities"] = quantities(row["text"])
        except Exception as error:  # the peer's failure is a result, and the next text is read
            answer["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
