"""Level, change or growth, and which way: "by" makes a change, "to" a level, "up 5%" a growth."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.grammar.mention import Mention
from tasks.grammar.scene import Scene, Spot

# How far the word that tells the way may stand from its number, in characters: right beside it, or across a "by".
_BESIDE = 26
_ACROSS_BY = 90
_BEHIND = 16
_TWIN = 24
# For telling the kind of a twin alone, whose step has another name.
_UNTOLD = ""


@dataclass(frozen=True, slots=True)
class Move:
    """`kind` is level, change or growth; `sign` 1 or -1; `older` marks the level that something came from."""

    kind: str
    sign: int
    older: bool
    cue: Mention | None
    rule: str


LEVEL = Move("level", 1, False, None, "no word of change beside it")


def move(scene: Scene, spot: Spot, dimension: str) -> Move:
    """What kind of figure the number is, from the words right around it."""
    step = "growth" if dimension == "percent" else "change"
    if spot.quantity.multiple:
        return Move("growth", 1, False, None, "a multiple of an earlier level")
    twin = _twin(scene, spot)
    if twin is not None and twin.start < spot.start:
        told = move(scene, twin, _UNTOLD)
        if told.kind != "level":
            return Move(step, told.sign, False, told.cue, "the change before it, said in another unit")
    late = scene.lexicon.verbs_last
    previous, following = scene.previous(spot), scene.following(spot)
    if twin is not None and twin.start > spot.start:
        # "5.43 billion dollars (423 billion rupees) की कमी": what follows the second is of the first too.
        spot = Spot(spot.quantity, spot.start, twin.end + (scene.words(twin.end, twin.end + 1) == ")"))
        following = scene.following(spot)

    lead = scene.last("lead", max(previous, spot.start - 24), spot.start)
    if lead is not None and len(scene.words(lead.end, spot.start)) > 14:
        lead = None
    before = scene.last("direction", max(previous, spot.start - _BESIDE), spot.start)
    if lead is not None and before is not None and before.start >= lead.end:
        lead = None  # "is up four cents": the nearer word tells
    trail = scene.first("trail", spot.end, min(following, spot.end + 4))
    behind = scene.first("direction", spot.end, min(following, spot.end + _BEHIND))
    if behind is not None and ("," in scene.words(spot.end, behind.start) or scene.parted(spot.end, behind.start)):
        behind = None

    if trail is not None and trail.value == "by":
        word = scene.first("direction", trail.start, trail.end + 1) or behind
        if word is not None:
            return Move(step, _sign(word), False, word, "words of change right after the number")
    if trail is not None and trail.value == "from":
        # "17.2 lakh से सात प्रतिशत कम", "30 lakh से बढ़कर": what it was before.
        return Move("level", 1, True, trail, "the level it came from")
    if trail is not None and trail.value == "to":
        return Move("level", 1, False, trail, "the level it came to")
    if lead is not None and lead.value == "from":
        return Move("level", 1, True, lead, "the level it came from")
    if lead is not None and lead.value == "by":
        word = scene.last("direction", max(previous, lead.start - _ACROSS_BY), lead.end)
        if word is not None and not scene.parted(word.end, spot.start):
            return Move(step, _sign(word), False, word, "a change by so much")
    if lead is not None and lead.value == "to":
        return Move("level", 1, False, lead, "the level it came to") if behind is None else _after(behind, step)
    noun = before is not None and spot.start - before.end <= 2
    noun = noun and any(before is not None and mention.start == before.start for mention in scene.of("step"))
    standing = before is not None and any(mention.start == before.start for mention in scene.of("apart"))
    if before is not None and (noun or not late) and not standing and not _parts(scene, before, spot):
        return Move(step, _sign(before), False, before, "words of change right before the number")
    if behind is not None:
        return _after(behind, step)
    return LEVEL


def _twin(scene: Scene, spot: Spot) -> Spot | None:
    """The number that says the same in another unit, right before or behind: "2.35 dollars, or three percent"."""
    for other in scene.figures:
        low, high = scene.gap(spot.start, spot.end, other.start, other.end)
        if other is spot or not 0 < high - low <= _TWIN or other.quantity.unit == spot.quantity.unit:
            continue
        words = scene.words(low, high).strip(" ,")
        said = scene.first("apposition", low, high)
        if words == "(" or (said is not None and said.end - said.start == len(words)):
            return other
    return None


def _after(word: Mention, step: str) -> Move:
    return Move(step, _sign(word), False, word, "words of change right after the number")


def _sign(word: Mention) -> int:
    return -1 if word.value == "down" else 1


def _parts(scene: Scene, before: Mention, spot: Spot) -> bool:
    """Whether something between a word of change and the number keeps it from being the number's."""
    stop = scene.first("stop", before.end, spot.start)
    return stop is not None or any(mark in scene.words(before.end, spot.start) for mark in ",;:()")
