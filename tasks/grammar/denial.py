"""Whether a sentence denies a number: "denied that it bought 10 %", "reports of 100,000 tonnes are false".

A denial governs what it denies to the end of the sentence, however near another verb stands; a word that says the
contrary ("but", "saying") ends it, and so does one who says something else. A "not" denies only what the verb that it
touches does, to the next such verb. Words are the lexicon's, [cue.denial].
"""

from __future__ import annotations

from tasks.grammar.mention import Mention
from tasks.grammar.scene import Scene, Spot

_TOUCHES = 3
_LONGEST = 24
"""Characters between "not" and its verb, and of a verb."""


def denied(scene: Scene, spot: Spot) -> Mention | None:
    """The word that denies the number, or None."""
    ends = [mention for mention in scene.of("denial") if mention.value == "end"]
    for mention in scene.of("denial"):
        if mention.value in ("ahead", "both") and mention.end <= spot.start:
            between = mention.end, spot.start
        elif mention.value in ("behind", "both") and mention.start >= spot.end:
            between = spot.end, mention.start
        elif mention.value == "not" and _undone(scene, spot, mention):
            return mention
        else:
            continue
        if not any(between[0] <= stop.start < between[1] for stop in (*ends, *scene.of("said"))):
            return mention
    return None


def _undone(scene: Scene, spot: Spot, word: Mention) -> bool:
    """Whether "not" stands at the verb that governs the number: ahead of it, or behind it where verbs come last.

    "No more than" is a bound, and denies nothing.
    """
    if spot.quantity.comparator != "=":
        return False
    verb = scene.first("doer", word.end, word.end + _TOUCHES)
    if scene.lexicon.verbs_last:
        verb = verb or scene.last("doer", word.start - _LONGEST, word.start)
        if verb is None or word.start - verb.end >= _TOUCHES:
            return False
        low, high = spot.end, min(verb.start, word.start)
    elif verb is not None and not scene.boundaries(verb.end, spot.start)[0]:
        low, high = verb.end, spot.start
    else:
        return False
    return low <= high and not scene.parted(low, high) and scene.first("doer", low, high) is None
