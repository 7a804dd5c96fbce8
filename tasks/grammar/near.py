"""Where a word stands from a number, as traits that can be weighed: side, distance, and what lies between."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache

from tasks.grammar.scene import Scene, Spot

_STEPS = (2, 8, 20, 40, 70, 110, 170)
"""Ends of the distances, in characters, that are told apart."""
_MOST = 3
_MARKS = ",.;:()।\"'"
_STEM = 6
_WIDE = 120
"""Of a clause, in characters to either side."""
_LONGEST = 24
"""Of a neighbouring word, in characters."""


def near(scene: Scene, spot: Spot, start: int, end: int) -> list[str]:
    """The traits of a span's place; six for every span."""
    asked = spot.start, spot.end, start, end
    found = scene.told.get(asked)
    if found is None:
        found = scene.told[asked] = _place(scene, spot, start, end)
    return found


def _place(scene: Scene, spot: Spot, start: int, end: int) -> list[str]:
    low, high = scene.gap(spot.start, spot.end, start, end)
    side = "before" if end <= spot.start else "after"
    breaks, strong = scene.boundaries(low, high)
    crossed = scene.crossed(low, high)
    rival = _rival(scene, start if side == "before" else end, side, high - low)
    step = bisect_left(_STEPS, high - low)
    return list(_near(side, step, min(breaks, _MOST), strong > 0, min(crossed, _MOST), rival))


def _rival(scene: Scene, edge: int, side: str, gap: int) -> str:
    """Whether a number on the other side of a span stands nearer to it."""
    other = scene.beyond(edge, side == "before")
    if other is None:
        return "none"
    low, high = sorted((edge, other))
    return f"{'nearer' if high - low < gap else 'further'}{' parted' if scene.boundaries(low, high)[0] else ''}"


@cache
def _near(side: str, step: int, breaks: int, strong: bool, crossed: int, rival: str) -> tuple[str, ...]:
    return (
        f"{side} by {step}",
        f"{side} past {breaks} breaks{' strong' if strong else ''}",
        f"{side} past {crossed} numbers",
        f"{side} by {min(step, 5)} past {min(breaks, 2)} and {min(crossed, 2)}",
        f"{side} rival {rival}",
        f"{side} past {min(breaks, 2)} and {min(crossed, 1)} rival {rival}",
    )


def word_before(scene: Scene, start: int) -> str:
    """The word, or the mark, right before an offset, shortened; empty at the beginning."""
    words = scene.words(start - _LONGEST, start).rstrip()
    if not words:
        return ""
    return stem(words.rsplit(None, 1)[-1]) if words[-1].isalnum() or words[-1] > "\x7f" else words[-1]


def word_after(scene: Scene, end: int) -> str:
    """The word, or the mark, right behind an offset, shortened; empty at the end."""
    words = scene.words(end, end + _LONGEST).lstrip()
    if not words:
        return ""
    return stem(words.split(None, 1)[0]) if words[0] not in _MARKS else words[0]


def words_around(scene: Scene, spot: Spot, count: int) -> list[str]:
    """The words around a number, each with its side and whether it is the nearest, the second, or further."""
    asked = spot.start, count
    found = scene.told.get(asked)
    if found is None:
        before = scene.words(spot.start - 70, spot.start).split()[-count:][::-1]
        behind = scene.words(spot.end, spot.end + 70).split()[:count]
        found = scene.told[asked] = [
            f"{side} {min(rank, 2)}: {stem(word)}"
            for side, words in (("front", before), ("back", behind))
            for rank, word in enumerate(words)
        ]
    return found


def pairs_around(scene: Scene, spot: Spot) -> list[str]:
    """The two words right before a number, and the two right behind it, together."""
    before = scene.words(spot.start - 70, spot.start).split()[-2:]
    behind = scene.words(spot.end, spot.end + 70).split()[:2]
    return [f"front: {' '.join(map(stem, before))}", f"back: {' '.join(map(stem, behind))}"]


def clause(scene: Scene, spot: Spot) -> list[str]:
    """The words of the number's clause, a side at a time."""
    found = scene.told.get((spot.start,))
    if found is None:
        low, high = scene.clause(spot)
        before = scene.words(max(low, spot.start - _WIDE), spot.start).split()
        behind = scene.words(spot.end, min(high, spot.end + _WIDE)).split()
        front = dict.fromkeys(f"clause front: {stem(word)}" for word in before)
        found = scene.told[spot.start,] = [*front, *dict.fromkeys(f"clause back: {stem(word)}" for word in behind)]
    return found


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """A word without marks and without its end, so that its forms are one; a number is told as any other."""
    bare = word.strip(_MARKS) or word
    return "#" if any(char.isdigit() for char in bare) else bare[:_STEM]


def apart(scene: Scene, start: int, end: int, other_start: int, other_end: int) -> list[str]:
    """How two spans of a sentence stand to one another: order, distance, and whether a clause ends between them."""
    low, high = scene.gap(start, end, other_start, other_end)
    breaks, strong = scene.boundaries(low, high)
    order = "in front" if end <= other_start else "behind"
    step = bisect_left(_STEPS, high - low)
    return [f"{order} by {step}", f"{order} by {min(step, 4)} past {min(breaks, 2)}{' strong' if strong else ''}"]
