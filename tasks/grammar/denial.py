"""Whether a sentence denies a number: "denied that it bought 10 %", "reports of 100,000 tonnes are false".

A denial governs what it denies to the end of the sentence, however near another verb stands; a word that says the
contrary ("but", "saying") ends it, and so does one who says something else. Words are the lexicon's, [cue.denial].
"""

from __future__ import annotations

from tasks.grammar.mention import Mention
from tasks.grammar.scene import Scene, Spot


def denied(scene: Scene, spot: Spot) -> Mention | None:
    """The word that denies the number, or None."""
    ends = [mention for mention in scene.of("denial") if mention.value == "end"]
    for mention in scene.of("denial"):
        if mention.value in ("ahead", "both") and mention.end <= spot.start:
            between = mention.end, spot.start
        elif mention.value in ("behind", "both") and mention.start >= spot.end:
            between = spot.end, mention.start
        else:
            continue
        if not any(between[0] <= stop.start < between[1] for stop in (*ends, *scene.of("said"))):
            return mention
    return None
