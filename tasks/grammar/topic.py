"""What a story has been about so far: its countries, and the last figure, for what later sentences leave out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from tasks.grammar.party import Part, parts
from tasks.grammar.story import Story
from warehouse import vocabulary

if TYPE_CHECKING:
    from tasks.grammar.scene import Scene
    from tasks.grammar.slots import Slots

# How many countries a reader keeps in mind, and for how many sentences a figure's slots may be carried on.
_KEPT = 8
_CARRIED = 3
_BESIDE = 12
"""Characters between a commodity and the word for what is measured of it."""
_WORD = 48
"""How far back such a word may begin."""


class Topic:
    """Mutable while one article is read, and never shared: what `observe` knows from the sentences before."""

    def __init__(self, story: Story, style: tuple[str, ...] = (), scenes: Sequence[Scene] = ()) -> None:
        self.story = story
        self._scenes = scenes
        self._index = -1
        self.style = style
        """The language, and "wire" for the telegraphic news of before the web: each has its own ways."""
        self._countries: list[str] = []
        self._parts: list[Part] | None = None
        self._scene: Scene | None = None
        self._left: list[tuple[Scene, list[Part] | None]] = []
        """Sentences behind, of which nobody has asked yet what they were about."""
        self.inside: Slots | None = None
        """The last observation of this sentence."""
        self.before: Slots | None = None
        """The last observation of an earlier sentence, while it is near."""
        self.period: tuple[date, date] | None = None
        """The days of the newest figure that had any, older levels aside."""
        self.periods: dict[tuple[date, date], int] = {}
        """All days that figures had so far, the last used last, with how many figures had them."""
        self.opening: tuple[date, date] | None = None
        """The days of the first figure that had any."""
        self.older_period: tuple[date, date] | None = None
        """The days that figures of `period` were compared with."""
        self.behind: list[Scene] = []
        """The sentences kept in mind, the last first."""
        self._untold: list[Scene | None] = []
        """The sentences kept in mind, None for those with a figure."""
        self.period_status = ""
        self._fresh = False
        """`period` was set in this sentence."""
        self.told: dict[tuple[str, str], int] = {}
        """How often a commodity was told of under a metric so far."""
        self._commodity: str | None = None
        self._named = 0
        self.amount: Slots | None = None
        """The last figure that was neither a price nor in percent."""
        self.price_of: str | None = None
        """What the last price was for: "barrel"."""
        self._age = 0

    def enter(self, scene: Scene) -> None:
        """Begins a sentence."""
        self._index += 1
        self._scene, self._parts = scene, None
        self.inside, self._fresh = None, False

    @property
    def parts(self) -> list[Part]:
        """The parties of this sentence."""
        assert self._scene is not None
        if self._parts is None:
            self._parts = parts(self._scene, self.countries)
        return self._parts

    @property
    def ahead(self) -> Scene | None:
        """The sentence behind this one in the text, None at the end."""
        return self._scenes[self._index + 1] if self._index + 1 < len(self._scenes) else None

    @property
    def countries(self) -> list[str]:
        """What the sentences before were about, most likely first."""
        self._catch_up()
        return self._countries

    @property
    def commodity(self) -> str | None:
        """The commodity that was clearly named last, within the sentences that are kept in mind."""
        self._catch_up()
        return self._commodity

    @property
    def lead(self) -> Scene | None:
        """The last sentence before this one, within those kept in mind, that gave a time and no figure."""
        for scene in reversed(self._untold):
            if scene is not None and any(phrase.role == "period" for phrase in scene.phrases):
                return scene
        return None

    @cached_property
    def named(self) -> Mapping[str, int]:
        """How often the whole story names each country and group, the most frequent first."""
        return named(self._scenes)

    @cached_property
    def said(self) -> Mapping[str, frozenset[str]]:
        """The commodities that the whole story names right beside a word for a metric: "crude exports"."""
        beside: defaultdict[str, set[str]] = defaultdict(set)
        for scene in self._scenes:
            for goods in scene.of("commodity") if scene.of("metric") else ():
                before = scene.last("metric", goods.start - _WORD, goods.start)
                after = scene.first("metric", goods.end, goods.end + _BESIDE)
                for word in (before, after):
                    if goods.value and word is not None and goods.start - word.end <= _BESIDE:
                        beside[word.value].add(goods.value)
        return {metric: frozenset(values) for metric, values in beside.items()}

    @property
    def most(self) -> int:
        """How often the story names the country that it names most often."""
        return next(iter(self.named.values()), 0)

    def take(self, slots: Slots) -> None:
        """Remembers an observation of this sentence."""
        self.inside = slots
        self.told[slots.metric, slots.commodity] = self.told.get((slots.metric, slots.commodity), 0) + 1
        if "/" in slots.unit and slots.metric not in ("price", "price_spread"):
            self.amount = slots
        if slots.metric in ("price", "price_spread") and "/" in slots.unit:
            self.price_of = slots.unit.partition("/")[2]
        if slots.first and slots.last:
            days = slots.first, slots.last
            self.periods[days] = self.periods.pop(days, 0) + 1
            self.opening = self.opening or days
        if slots.first and slots.last and slots.older:
            self.older_period = slots.first, slots.last
        elif slots.first and slots.last:
            if self._fresh and self.period and slots.last < self.period[0] and slots.status == self.period_status:
                # "2.5 million in April, whereas it was 2.6 million a year earlier": the story is about April.
                self.older_period = slots.first, slots.last
                return
            if self.period != (slots.first, slots.last):
                self.older_period = None
            self.period, self.period_status, self._fresh = (slots.first, slots.last), slots.status, True

    def leave(self, scene: Scene) -> None:
        """Ends the sentence."""
        self._left.append((scene, self._parts))
        self.behind = [scene, *self.behind][:_CARRIED]
        self._untold = [*self._untold, None if self.inside else scene][-_CARRIED:]
        if self.inside is not None:
            self.before, self._age = self.inside, 0
        elif self.before is not None:
            self._age += 1
            if self._age >= _CARRIED:
                self.before = None

    def _catch_up(self) -> None:
        """Takes in the sentences behind: the countries one was about come first, those it only named behind them."""
        left, self._left = self._left, []
        for scene, known in left:
            found = parts(scene, self._countries) if known is None else known
            named = [part for part in found if not part.others and not part.rule.startswith("stands for")]
            subjects = [part for part in named if not part.role or part.doing >= 0]
            ordered = sorted(subjects, key=lambda part: part.person) + [part for part in named if part not in subjects]
            self._countries = list(dict.fromkeys([*(part.code for part in ordered), *self._countries]))[:_KEPT]
            clear = [mention for mention in scene.of("commodity") if self.story.ours(mention)]
            if clear:
                self._commodity, self._named = clear[-1].value, 0
            elif self._named >= _CARRIED:
                self._commodity = None
            self._named += 1


def named(scenes: Iterable[Scene]) -> Mapping[str, int]:
    """How often some sentences name each country and group, the most frequent first; a place counts for its country."""
    counts: Counter[str] = Counter()
    for scene in scenes:
        counts.update(mention.value for mention in scene.of("party"))
        counts.update(vocabulary.index("place")[mention.value]["country"] for mention in scene.of("place"))
    return {code: count for code, count in counts.most_common() if code}
