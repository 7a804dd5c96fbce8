"""The file of learned weights, `reference/weight.txt`: how it is written, and read a part at a time.

A paragraph holds one slot in one context, in either of two forms:

    slot<tab>context                        slot<tab>context<tab>first name<tab>second name ...
    trait<tab>weight                        trait<tab>number of a name, its weight, number of a name, its weight ...

The first weighs an option's own traits; the second weighs traits that all options of a choice share, for each name that
an option goes by. Weights are whole hundredths. Half a million of them are read at each start, so nothing here walks
from line to line. Standard library only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "reference" / "weight.txt"
UNDER = " | "
"""Stands between a name and a shared trait that is weighed for it."""

Weight = tuple[str, str, str, int]
"""Slot, context, trait ("name | trait" for a shared one) and weight in hundredths."""


class Part(NamedTuple):
    """The weights of one slot in one context."""

    own: Mapping[str, int]
    """Of an option's own traits."""
    names: Sequence[str]
    """What options go by."""
    shared: Mapping[str, str]
    """For each shared trait its cells, as written: the number of a name, then the weight, and so on."""


Blocks = Mapping[tuple[str, str], Mapping[bool, tuple[Sequence[str], bytes]]]
"""By slot and context, and then whether for shared traits: the names, and the lines as they are."""


@cache
def committed() -> Blocks:
    """Those of the project. Raises OSError when the file cannot be read."""
    return blocks(FILE.read_bytes())


def blocks(told: bytes) -> Blocks:
    """The paragraphs of a file, unread: `part` reads one."""
    found: defaultdict[tuple[str, str], dict[bool, tuple[Sequence[str], bytes]]] = defaultdict(dict)
    for paragraph in filter(None, told.rstrip(b"\n").split(b"\n\n")):
        head, _, lines = paragraph.partition(b"\n")
        slot, context, *names = head.decode().split("\t")
        found[slot, context][bool(names)] = names, lines
    return found


def part(told: Blocks, slot: str, context: str) -> Part:
    """The weights of a slot in a context; an empty part where there are none."""
    block = told.get((slot, context), {})
    traits, weights = _halves(block.get(False, ((), b""))[1])
    names, lines = block.get(True, ((), b""))
    own = dict(zip(traits, map(int, weights), strict=True))
    return Part(own, names, dict(zip(*_halves(lines), strict=True)))


def _halves(lines: bytes) -> tuple[Sequence[str], Sequence[str]]:
    flat = lines.decode().replace("\n", "\t").split("\t") if lines else []
    return flat[::2], flat[1::2]


def rows(told: Blocks) -> Iterator[Weight]:
    """All weights one by one, in the file's order."""
    for slot, context in told:
        found = part(told, slot, context)
        for trait, weight in found.own.items():
            yield slot, context, trait, weight
        for trait, cells in found.shared.items():
            for name, weight in told_of(cells):
                yield slot, context, f"{found.names[name]}{UNDER}{trait}", weight


def told_of(cells: str) -> Iterator[tuple[int, int]]:
    """The cells of a shared trait: the number of a name, and the weight under it."""
    numbers = map(int, cells.split(" "))
    return zip(numbers, numbers, strict=True)


def written(weights: Iterable[Weight]) -> str:
    """The file that holds these weights, sorted by slot, context and trait."""
    own: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    shared: defaultdict[tuple[str, str], dict[str, dict[str, int]]] = defaultdict(dict)
    for slot, context, told, weight in sorted(weights):
        name, under, trait = told.partition(UNDER)
        if under:
            shared[slot, context].setdefault(trait, {})[name] = weight
        else:
            own[slot, context].append(f"{told}\t{weight}")
    paragraphs = []
    for head in sorted(own.keys() | shared.keys()):
        if head in own:
            paragraphs.append(["\t".join(head), *own[head]])
        if head in shared:
            names = {name: str(number) for number, name in enumerate(sorted(set().union(*shared[head].values())))}
            lines = (
                f"{trait}\t{' '.join(f'{names[name]} {weight}' for name, weight in cells.items())}"
                for trait, cells in sorted(shared[head].items())
            )
            paragraphs.append(["\t".join((*head, *names)), *lines])
    return "\n\n".join("\n".join(lines) for lines in paragraphs) + "\n"
