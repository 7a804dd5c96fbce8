"""Whether a story is about energy at all: "oil" is crude among barrels, and soybean oil among tonnes of meal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tasks.grammar.mention import Mention
from tasks.grammar.phase import by_unit
from tasks.grammar.scene import Scene
from warehouse import vocabulary

# Words for energy a sentence, from which on a story is about it.
_DENSITY = 0.25


@dataclass(frozen=True, slots=True)
class Story:
    """How often an article names energy commodities clearly, by a word it may share with others, and other goods."""

    clear: int
    shared: int
    other: int
    sentences: int
    named: Mapping[str, int] = field(default_factory=dict)
    """How often each commodity is named."""
    hinted: Mapping[str, int] = field(default_factory=dict)
    """How often something speaks for a commodity that does not name it: a company, a field, a word, a unit."""

    @property
    def dense(self) -> bool:
        """Energy is what the story is about, and not only mentioned in it: later sentences may leave it out."""
        return self.clear + self.shared >= max(1.0, _DENSITY * self.sentences) and not self.foreign

    @property
    def foreign(self) -> bool:
        """The story is about other goods, so that a shared word means one of them."""
        return self.other > self.clear + self.shared

    @property
    def ours_at_all(self) -> bool:
        """Whether a word or a unit of the story may mean energy."""
        return self.clear + self.shared > 0 or bool(self.hinted)

    def ours(self, mention: Mention) -> bool:
        """Whether a commodity's word means energy here."""
        if not mention.value:
            return False
        if mention.form.endswith(".ambiguous"):
            return not self.foreign and self.clear + self.shared > 0
        return not (self.foreign and shared(mention))


def shared(mention: Mention) -> bool:
    """Whether a word for an energy commodity is one that other trades use as well."""
    return mention.single and mention.value in vocabulary.trait("shared_word")


def story(scenes: Iterable[Scene]) -> Story:
    """The story that an article's scenes tell."""
    clear = bare = other = sentences = 0
    named: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for scene in scenes:
        sentences += 1
        for hint in scene.of("hint"):
            (words if hint.form == "cue.hint" else signs)[hint.value] += 1
        signs.update(told for quantity in scene.quantities if quantity.unit and (told := by_unit(quantity.unit)))
        clear += len(scene.of("grade"))
        other += sum(mention.value == "non_energy_commodity" for mention in scene.of("outside"))
        for mention in scene.of("commodity"):
            named[mention.value] += 1
            if not mention.value:
                other += 1
            elif shared(mention):
                bare += 1
            elif not mention.form.endswith(".ambiguous"):
                clear += 1
    # What only a company or place of ours is called is as clear as the goods' own name; a refinery may be of sugar.
    clear += sum(signs.values())
    hinted = signs + words if clear + bare else signs
    return Story(clear, bare, other, sentences, named, hinted)
