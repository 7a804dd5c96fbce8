"""Who says so, in the words of the article: "Energy Minister Muhammad Ali", "OPEC", "two traders"."""

from __future__ import annotations

import re

from tasks.grammar.scene import Scene, Spot

_EDGE = re.compile(r"[,;:()\"।]|(?<!\w)'|'(?!\w)")
_TRIM = " \t\n\r,;:-\"'"
_LONGEST = 110


def speaker(scene: Scene, spot: Spot) -> tuple[int, int] | None:
    """The span, in the folded view, of the one who says it; None where the sentence names nobody."""
    view = scene.sentence.folded
    best: tuple[float, tuple[int, int]] | None = None
    for mention in scene.of("said"):
        if mention.value == "before":
            span = _trimmed(view.cased, mention.end, _edge_after(view.cased, mention.end))
        else:
            span = _trimmed(view.cased, _edge_before(view.cased, mention.start), mention.start)
        if span is None or span[1] - span[0] > _LONGEST or span[0] <= spot.start < span[1]:
            continue
        if any(span[0] < other.end and other.start < span[1] for other in scene.of("said")):
            continue  # "Ali said his country expects": the first verb has the speaker
        cost = scene.cost(spot, mention.start, mention.end, crossing=4)
        if best is None or cost < best[0]:
            best = (cost, span)
    return best[1] if best else None


def _edge_before(text: str, offset: int) -> int:
    edge = 0
    for match in _EDGE.finditer(text, max(0, offset - 300), offset):
        if text[match.end() : offset].strip(_TRIM):
            edge = match.end()
    return edge


def _edge_after(text: str, offset: int) -> int:
    match = _EDGE.search(text, offset + 1)
    return match.start() if match else len(text.rstrip(". "))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return (start, end) if end > start else None
