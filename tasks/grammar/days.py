"""Weighs which days a number is about: what the rules proposed against other words of time, carried days and none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.grammar.mention import Mention
from tasks.grammar.near import apart, clause, near, stem, word_after, word_before, words_around
from tasks.grammar.period import Phrase, bound, resolve, running
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.sides import group
from tasks.grammar.slots import PRICES, Slots
from tasks.grammar.topic import Topic
from tasks.grammar.weigh import Option, choose
from tasks.grammar.when import compares, delivered, spoken

Days = tuple[date, date]
_TENSES = ("past", "present", "future")
_SPANS = ((1, "day"), (7, "week"), (15, "half month"), (31, "month"), (92, "quarter"), (184, "half"), (366, "year"))
_YEAR = 366
_USED = 5
"""How many of the periods that a story has told of may be meant again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a number when its days are asked for."""

    made: Slots
    scene: Scene
    spot: Spot
    topic: Topic
    published: date | None
    tense: str
    older: tuple[Spot, ...]
    """The levels of the sentence that something came from."""
    fiscal: int
    """The month in which the fiscal year begins."""

    def days_of(self, phrase: Phrase, tense: str, compared: bool = False, by_start: bool = False) -> Days | None:
        """The days that a phrase of time means in a tense; `by_start` where fiscal years are named by their start."""
        price = self.made.metric in PRICES
        return resolve(
            phrase,
            self.published,
            tense,
            self.topic.period,
            fiscal_start=self.fiscal,
            fiscal_by_start=by_start,
            price=price,
            compared=compared,
        )


def weigh_days(asked: Asked) -> None:
    """Sets the period to what weighs most."""
    made, scene, spot, topic, published = asked.made, asked.scene, asked.spot, asked.topic, asked.published
    ruled = (made.first, made.last) if made.first and made.last else None
    rule = next((rule for slot, _, rule in reversed(made.cues) if slot == "period"), "")
    options = [*_options(asked)]
    if all(option.value != ruled for option in options):
        options.append(Option(ruled, ["of the rule alone"], None, rule))
    common = [*clause(scene, spot), *words_around(scene, spot, 3)]
    lengths = [*_lengths(scene, spot)]
    for option in options:
        # The first trait of days that no phrase tells says where they come from.
        option.common, option.names = common, (option.traits[0] if option.cue is None else "phrase",)
        option.traits += [f"{_length(option.value)}, {told}" for told in lengths]  # type: ignore[arg-type]
        if option.value == ruled:
            option.traits += ["ruled", f"ruled: {rule}"]
        option.traits += _known(option.value, made, topic, published)  # type: ignore[arg-type]
    kind = "older" if made.older else group(made.metric)
    choice = choose("period", (*topic.style, kind, f"{kind} {made.kind}", made.metric), options, spot.quantity)
    made.chances["period"] = choice.chance
    value = choice.option.value
    if value != ruled:
        made.first, made.last = value or (None, None)  # type: ignore[misc]
        cue = choice.option.cue
        made.period_span = (cue.start, cue.end) if cue is not None else made.period_span if value is None else None
        made.because("period", cue, "weighed" if value is not None else "weighed: left open")


def _options(asked: Asked) -> Iterator[Option]:
    made, scene, spot, topic = asked.made, asked.scene, asked.spot, asked.topic
    state = [f"status {made.status}", f"metric {made.metric}", f"kind {made.kind}", f"verb {_verb(scene, spot)}"]
    state.append(f"behind {word_before(scene, spot.start)}")
    low, high = scene.clause(spot)
    phrases = [
        phrase
        for phrase in scene.nearest(scene.phrases, spot)
        if phrase.role not in ("duration", "clock") and not (phrase.start < spot.end and spot.start < phrase.end)
    ]
    costs = sorted(scene.cost(spot, phrase.start, phrase.end) for phrase in phrases)
    yield Option(
        None,
        [
            "none",
            *(f"none {word}" for word in (*state, *words_around(scene, spot, 3))),
            f"none of {min(len(phrases), 2)}",
            *_last(topic, "none", made),
        ],
    )
    measured = made.cue("metric")
    for phrase in phrases:
        traits = _traits(scene, spot, phrase, asked.older)
        if measured is not None:
            traits += [f"metric {trait}" for trait in apart(scene, phrase.start, phrase.end, *measured)]
        rank = min(costs.index(scene.cost(spot, phrase.start, phrase.end)), 2)
        traits += [f"rank {rank}", f"rank {rank} of {min(len(costs), 3)}"]
        where = "inside" if low <= phrase.start and phrase.end <= high else "outside"
        side = "before" if phrase.end <= spot.start else "after"
        others = sum(low <= other.start < high for other in phrases)
        traits += [f"{where} the clause {side}", f"{where} the clause {side} of {min(others, 3)}, rank {rank}"]
        cue = Mention(phrase.start, phrase.end, "time", "")
        seen: set[Days | None] = set()
        for told in dict.fromkeys((asked.tense, *_TENSES)):
            days = asked.days_of(phrase, told)
            if days in seen:
                continue
            more = ["own tense"] if not seen else [f"tense {told}", f"tense {told} {made.status}"]
            seen.add(days)
            yield Option(days, [*traits, *more, *(f"phrase {word}" for word in state)], cue, phrase.rule)
        if phrase.terms[:1] == ("fiscal",) and (days := asked.days_of(phrase, asked.tense, by_start=True)) not in seen:
            # Japan calls fiscal 1987 what India calls fiscal 1988.
            seen.add(days)
            whose = f"by its start, {made.area or made.importer or made.exporter}"
            yield Option(days, [*traits, "by its start", whose], cue, phrase.rule)
        for count, name in ((0, "running"), (-1, "the last")):
            unit = running(phrase, asked.published, count)
            if unit is not None and unit not in seen:
                seen.add(unit)
                yield Option(unit, [*traits, name, *(f"{name} {word}" for word in state)], cue, phrase.rule)
        within = bound(phrase, asked.published, asked.tense, topic.period, asked.fiscal)
        if within is not None:
            yield Option(
                (within[1], within[1]), [*traits, "its end", *(f"end {word}" for word in state)], cue, phrase.rule
            )
            yield Option(
                within, [*traits, "all up to its end", *(f"to end {word}" for word in state)], cue, phrase.rule
            )
        if made.older and topic.period is not None:
            days = asked.days_of(phrase, asked.tense, compared=True)
            if days not in seen:
                yield Option(days, [*traits, "compared"], cue, phrase.rule)
    yield from _carried(asked, state)


def _carried(asked: Asked, state: list[str]) -> Iterator[Option]:
    made, scene, topic, published = asked.made, asked.scene, asked.topic, asked.published
    for name, days in (("carried", topic.period), ("carried older", topic.older_period)):
        if days is not None:
            yield Option(days, [name, *(f"{name} {word}" for word in state), *_last(topic, name, made)])
    for name, last in (("inside", topic.inside), ("before", topic.before)):
        if last is not None:
            days = (last.first, last.last) if last.first and last.last else None
            same = "same" if last.metric == made.metric else "other"
            yield Option(
                days,
                [
                    name,
                    f"{name} {same}",
                    f"{name} {same} {last.status == made.status} {last.older} {made.older}",
                    f"{name} {last.kind} {made.kind}",
                    *(f"{name} {word}" for word in state),
                ],
            )
    most = max(topic.periods.values(), default=0)
    for rank, (days, count) in enumerate(reversed(topic.periods.items())):
        if rank >= _USED:
            break
        often = "most" if count == most else "less"
        told = ["used", f"used {rank}", f"used {often}", f"used {rank} {often}", *(f"used {word}" for word in state)]
        if days == topic.opening:
            told += ["used first", *(f"used first {word}" for word in state)]
        yield Option(days, [*told, *_last(topic, "used", made)])
        if made.older and (earlier := _year_before(days)) is not None:
            yield Option(earlier, ["a year before", f"a year before {rank}", f"a year before {often}"])
    for rank, before in enumerate(topic.behind):
        yield from _told_in(asked, before, "behind", rank, state)
    if topic.ahead is not None:
        yield from _told_in(asked, topic.ahead, "ahead", 0, state)
    if published is not None:
        yield Option(
            (published, published),
            ["published", *(f"published {word}" for word in state), f"published {len(scene.phrases) > 0}"],
        )
    if topic.period is not None and made.older and (earlier := _year_before(topic.period)) is not None:
        yield Option(earlier, ["a year before"])


def _told_in(asked: Asked, scene: Scene, side: str, rank: int, state: list[str]) -> Iterator[Option]:
    """The days that another sentence tells of."""
    for phrase in scene.phrases:
        if phrase.role in ("period", "comparison"):
            name = f"spoken {side}" if spoken(scene, phrase) else side
            traits = [
                f"{name} {rank}",
                f"{name} {'figures' if scene.figures else 'no figures'}",
                f"{name} {rank} {phrase.rule}",
                f"{name} {phrase.role}",
                *(f"{name} {word}" for word in state),
            ]
            yield Option(asked.days_of(phrase, asked.tense), traits, None, phrase.rule)


def _year_before(days: Days) -> Days | None:
    """The same days of the year before; None for more than a year, and for a leap day."""
    first, last = days
    if (last - first).days > _YEAR or (2, 29) in ((first.month, first.day), (last.month, last.day)):
        return None
    return first.replace(year=first.year - 1), last.replace(year=last.year - 1)


def _verb(scene: Scene, spot: Spot) -> str:
    """The nearest word that tells a status: it carries the tense."""
    words = scene.around("status", spot)
    if not words:
        return ""
    nearest = min(words, key=lambda word: scene.cost(spot, word.start, word.end))
    return stem(scene.words(nearest.start, nearest.end))


def _last(topic: Topic, name: str, made: Slots) -> Iterator[str]:
    last = topic.inside
    where = "inside"
    if last is None:
        last, where = topic.before, "before"
    if last is None:
        yield f"{name}, first figure"
        return
    same = "same" if last.metric == made.metric else "other"
    dated = "dated" if last.first else "undated"
    yield f"{name}, {where} {dated}"
    yield f"{name}, {where} {dated} {same} {last.status == made.status}"
    yield f"{name}, {where} {dated} {last.older} {made.older}"


def _traits(scene: Scene, spot: Spot, phrase: Phrase, older: tuple[Spot, ...]) -> list[str]:
    places = near(scene, spot, phrase.start, phrase.end)
    side = "before" if phrase.end <= spot.start else "after"
    own = scene.words(phrase.start, phrase.end).split(None, 1)[0]
    before, after = word_before(scene, phrase.start), word_after(scene, phrase.end)
    traits = [
        *places,
        f"role {phrase.role}",
        f"role {phrase.role} {side}",
        f"rule {phrase.rule}",
        f"rule {phrase.rule} {side}",
        f"begins {own}",
        f"word before: {before}",
        f"word behind: {after}",
        f"word before: {before} {side}",
    ]
    if spoken(scene, phrase):
        traits += ["spoken", f"spoken {side}"]
    if delivered(scene, phrase):
        traits += ["delivered"]
    if compares(scene, phrase, older):
        traits += ["compares", f"compares {side}"]
    if side == "after" and scene.parted(spot.end, phrase.start):
        traits.append("of the next clause")
    if side == "before" and scene.parted(phrase.end, spot.start):
        traits.append("of the clause before")
    if side == "after" and phrase.start < scene.following(spot):
        traits.append("before the next number")
    if side == "before" and phrase.end > scene.previous(spot):
        traits.append("behind the number before")
    if any(0 <= phrase.start - mention.end <= 40 for mention in scene.of("record")):
        traits.append("of a record")
    return traits


def _length(days: Days | None) -> str:
    if days is None:
        return "open"
    return next((name for most, name in _SPANS if (days[1] - days[0]).days < most), "long")


def _lengths(scene: Scene, spot: Spot) -> Iterator[str]:
    """Words for a length of time that tell no days by themselves: "in the quarter"."""
    for mention in scene.around("length", spot):
        side = "before" if mention.end <= spot.start else "after"
        yield f"says {mention.value} {side}"
        yield f"says {word_before(scene, mention.start)} {mention.value}"


def _known(days: Days | None, made: Slots, topic: Topic, published: date | None) -> Iterator[str]:
    if days is None:
        yield "open"
        return
    first, last = days
    length = _length(days)
    yield f"a {length}"
    yield f"a {length} {made.metric}"
    if published is not None:
        if first > published:
            where = "ahead"
        elif last >= published:
            where = "around"
        elif published - last <= timedelta(45):
            where = "just behind"
        else:
            where = "behind" if published - last <= timedelta(500) else "long behind"
        yield f"{where}"
        yield f"{where} {made.status}"
        yield f"{where} {made.status} {made.metric in PRICES}"
        yield f"a {length} {where}"
    if days == topic.period:
        yield "as the last figure"
    elif topic.period is not None:
        yield "before the last figure" if last < topic.period[0] else "not as the last figure"
    if days == topic.older_period:
        yield "as the last older figure"
