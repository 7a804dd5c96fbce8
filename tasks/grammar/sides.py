"""Weighs who sells, who buys and whose a number is: what the rules proposed against all others that are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from tasks.grammar.mention import Mention
from tasks.grammar.near import apart, clause, near, stem, word_after, word_before, words_around
from tasks.grammar.party import Part
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.slots import PRICES, STAGED, Slots
from tasks.grammar.topic import Topic
from tasks.grammar.weigh import Option, choose
from warehouse import vocabulary

_KEPT = 4
_BESIDE = 3
_STORY = 3
"""How many of the countries that a story names most often may be meant where none is named."""
_MOST = 0.75
"""The share of a group's members that a group which holds it has."""
_SIDES = ("exporter", "importer", "area")
# Which sides a metric has; the price of a deal has all of them, and so has a share.
_BOTH = frozenset({"supply_share", "consumption", "capacity", *PRICES})


def sides_of(metric: str) -> tuple[str, ...]:
    """The slots of parties that a metric can have."""
    if metric in STAGED:
        return _SIDES[:2]
    return _SIDES if metric in _BOTH else _SIDES[2:]


def weigh_sides(made: Slots, scene: Scene, spot: Spot, topic: Topic) -> None:
    """Sets exporter, importer and area to what weighs most."""
    ruled = {side: getattr(made, side) for side in _SIDES}
    deed = _deed(made, scene, spot)
    nearest = scene.nearest(topic.parts, spot)
    order = sorted(nearest, key=lambda part: scene.cost(spot, part.start, part.end))
    parts = [
        (part, _traits(scene, spot, part, index, min(order.index(part), 3), deed)) for index, part in enumerate(nearest)
    ]
    owner = _owner(scene, spot)
    low, high = scene.clause(spot)
    inside = [part for part in nearest if low <= part.start and part.end <= high]
    for part, traits in parts:
        side = "before" if part.end <= spot.start else "after"
        where = f"{'inside' if part in inside else 'outside'} the clause {side}"
        traits += [where, f"{where} of {min(len(inside), 3)}"]
        if inside and part is inside[0]:
            traits.append(f"first of the clause {side}")
        if owner is not None and 0 <= owner.start - part.end <= _BESIDE:
            traits.append("beside what is measured")
    parts += [(part, [*traits, "with others"]) for part, traits in _wider(parts)]
    sides = sides_of(made.metric)
    size = _size(made, spot)
    owned = owner is not None and any("beside what is measured" in traits for _, traits in parts)
    context = (*topic.style, group(made.metric), made.metric)
    state = [
        f"kind {made.kind}", f"stage {made.stage}", f"parts {min(len(parts), 3)}", f"status {made.status}",
        f"deed {deed[0]}", f"deed {deed[1]}", *words_around(scene, spot, 2), f"size {size}",
        f"{owner.kind if owner is not None else 'nothing'} {'owned' if owned else 'bare'}",
        f"begins {stem(scene.words(0, 24).split(None, 1)[0]) if scene.words(0, 24).split() else ''}",
    ]  # fmt: skip
    common = [*clause(scene, spot), *words_around(scene, spot, 3)]
    for side in sides:
        options = [Option(None, _none(side, ruled, made, topic, state, parts))]
        for part, traits in parts:
            codes = (part.code, *part.others)[:3]
            for rank, code in enumerate(codes):
                told = [*traits, *_known(side, code, ruled, made, topic), f"is {code}", f"is {code}, {size}"]
                if part.others:
                    told += [f"stands for, {rank}", f"'{scene.words(part.start, part.end)}' is {code}"]
                options.append(Option(code, told, Mention(part.start, part.end, "party", code), part.rule))
        named = {code for part, _ in parts for code in (part.code, *part.others)}
        home = _homes(made, scene)
        for option in options:
            option.traits += [f"the {why}'s" for why, code in home if code == option.value]
        world = (*_holding(topic), "WORLD") if side == "area" else ()
        for rank, code in enumerate(dict.fromkeys((*_carried(topic, ruled, home), *world))):
            if code not in named:
                told = ["from afar", f"from afar {min(rank, 3)}", *_known(side, code, ruled, made, topic)]
                told += [f"the {why}'s" for why, own in home if own == code]
                told += [f"is {code}", f"is {code}, {size}"]
                options.append(Option(code, told, None, "carried"))
        for option in options:
            option.common = common
            where = "nobody" if option.value is None else "somebody afar" if option.cue is None else "somebody"
            option.names = (where,)
        choice = choose(side, context, options, spot.quantity)
        made.chances[side] = choice.chance
        value = choice.option.value
        if value is None and side == "importer" and (same := _cargo(made, topic)) is not None:
            made.importer = same.importer
            made.because(side, None, "where the flow before it goes")
        elif value != ruled[side]:
            setattr(made, side, value)
            made.because(side, choice.option.cue, "weighed" if value is not None else "weighed: nobody")


def _cargo(made: Slots, topic: Topic) -> Slots | None:
    """The flow just told that the counted ships serve: of the same seller and goods."""
    last = topic.inside or topic.before
    if made.metric != "trade_count" or made.exporter is None or last is None or last.metric != "trade":
        return None
    return last if (last.exporter, last.commodity) == (made.exporter, made.commodity) else None


def _owner(scene: Scene, spot: Spot) -> Mention | None:
    """What the number measures, as far as its place tells: the last commodity or grade named before it."""
    named = [word for kind in ("commodity", "grade") if (word := scene.last(kind, 0, spot.start)) is not None]
    return max(named, key=lambda word: word.start, default=None)


def _size(made: Slots, spot: Spot) -> str:
    """How large the number is, in powers of ten of its unit: who produces 80 million barrels a day is the world."""
    return f"{made.unit} {spot.quantity.value.adjusted()}"


def _wider(parts: list[tuple[Part, list[str]]]) -> Iterator[tuple[Part, list[str]]]:
    """A group named with one who is not of it may be the wider group of both: OPEC and Russia."""
    members = vocabulary.members()
    named = {part.code for part, _ in parts}
    for part, traits in parts:
        own = members.get(part.code, frozenset())
        for wider, every in members.items():
            if own and wider not in named and own < every and (every - own) & named:
                yield replace(part, code=wider, others=()), traits


def _holding(topic: Topic) -> Iterator[str]:
    """Groups that hold one which the story names: "OPEC" may soon be "the 23 producers"."""
    members = vocabulary.members()
    for code in topic.named:
        own = members.get(code)
        if own:
            # Most of them: who once was of a group need not be of the wider one.
            yield from (
                wider
                for wider, every in members.items()
                if len(own & every) > _MOST * len(own) and len(every) > len(own)
            )


def group(metric: str) -> str:
    """Metrics that are told in like words."""
    if metric in STAGED:
        return "flow"
    return "price" if metric in PRICES else "share" if metric == "supply_share" else "site"


def _deed(made: Slots, scene: Scene, spot: Spot) -> tuple[str, str, tuple[int, int] | None]:
    """What is done: the part that the doer of the nearest word has, that word, and where it stands."""
    told = made.cue("metric")
    doers = scene.around("doer", spot)
    if told is None and doers:
        nearest = min(doers, key=lambda word: scene.cost(spot, word.start, word.end))
        told = nearest.start, nearest.end
    if told is None:
        return "nothing", "", None
    role = next((word.value for word in doers if word.start < told[1] and told[0] < word.end), "something")
    return role, stem(scene.words(*told)), told


def _traits(
    scene: Scene, spot: Spot, part: Part, index: int, rank: int, deed: tuple[str, str, tuple[int, int] | None]
) -> list[str]:
    places = near(scene, spot, part.start, part.end)
    side = "before" if part.end <= spot.start else "after"
    role = part.role or "named"
    row = vocabulary.index("place").get(part.place) if part.place else None
    kind = row["kind"] if row else "group" if part.code in vocabulary.index("group") else "country"
    before, after = word_before(scene, part.start), word_after(scene, part.end)
    traits = [
        *places,
        f"role {role}",
        f"role {role} {places[3]}",
        f"rule {part.rule}",
        f"rule {part.rule} {side}",
        f"a {kind}",
        f"a {kind} {side}",
        f"word before: {before}",
        f"word behind: {after}",
        f"word before: {before} {side}",
        f"word behind: {after} {side}",
    ]
    doing, word, where = deed
    traits += [f"rank {rank}", f"rank {rank} {role}", f"rank {rank} {side}"]
    if where is not None:
        stands = apart(scene, part.start, part.end, *where)
        traits += [f"deed {stands[0]}", f"deed {stands[1]}", f"deed {word} {stands[0][:6]}"]
        for told in (f"before: {before}", f"behind: {after}", f"{before}, {after}"):
            traits.append(f"deed {doing} {stands[0][:6]} {told}")
        traits += [f"deed {word} behind: {after}", f"deed {word} before: {before}"]
    if index == 0:
        traits.append("first of the sentence")
    if part.person:
        traits.append("of a person")
    if part.joined:
        traits.append("joined")
    if part.code == "WORLD":
        traits.append("the world")
    if part.doing >= 0:
        traits += [f"does {trait}" for trait in near(scene, spot, part.doing, part.doing + 1)]
    if scene.first("commodity", part.end, part.end + 3):
        traits.append("before a commodity")
    if scene.first("metric", part.end, part.end + 3):
        traits.append("before a metric")
    return traits


def _known(side: str, code: str, ruled: dict[str, str | None], made: Slots, topic: Topic) -> Iterator[str]:
    """What has been said of a country before, and by the rules."""
    if ruled[side] == code:
        rule = next((rule for slot, _, rule in reversed(made.cues) if slot == side), "")
        yield "ruled"
        yield f"ruled: {rule}"
    for other in _SIDES:
        if other != side and ruled[other] == code:
            yield f"ruled as {other}"
        if other != side and getattr(made, other) == code:
            yield f"taken as {other}"
    for name, last in (("inside", topic.inside), ("before", topic.before)):
        if last is not None:
            same = "same" if last.metric == made.metric else "other"
            for other in _SIDES:
                if getattr(last, other) == code:
                    yield f"{name} {other}"
                    yield f"{name} {other} of the {same} metric"
    count = topic.named.get(code, 0)
    often = "never" if not count else "first" if count == topic.most else "less"
    yield f"named {often}"
    yield f"named {often} of {min(len(topic.named), 4)}"
    countries = topic.countries
    if code in countries[:_KEPT]:
        yield f"topic {countries.index(code)}"


def _none(
    side: str,
    ruled: dict[str, str | None],
    made: Slots,
    topic: Topic,
    state: list[str],
    parts: list[tuple[Part, list[str]]],
) -> list[str]:
    traits = ["nobody", *(f"nobody {word}" for word in state)]
    if ruled[side] is None:
        traits.append("nobody ruled")
    traits += [f"nobody beside {other}" for other in _SIDES if other != side and getattr(made, other) is not None]
    roles = {part.role for part, _ in parts}
    traits += [f"nobody, though {role or 'named'}" for role in roles]
    for name, last in (("inside", topic.inside), ("before", topic.before)):
        if last is not None:
            traits.append(f"nobody, {name} {'nobody' if getattr(last, side) is None else 'somebody'}")
            if last.metric == made.metric:
                traits.append(f"nobody, {name} {'nobody' if getattr(last, side) is None else 'somebody'}, same metric")
    if made.grade is not None:
        traits += ["nobody of a grade", f"nobody of {made.grade}"]
    traits.append(f"nobody of {made.commodity}")
    return traits


def _homes(made: Slots, scene: Scene) -> list[tuple[str, str]]:
    """The country whose money it is, and the one that a language's news takes for granted."""
    money = made.unit.partition("/")[0][:2]  # ISO 4217 begins with the country's code of ISO 3166
    owner = vocabulary.index("country").get(money) if made.metric in PRICES else None
    homes = [("money", money)] if owner is not None and owner["currency"] == made.unit.partition("/")[0] else []
    return [*homes, ("language", scene.lexicon["language"].get("home", ""))]


def _carried(topic: Topic, ruled: dict[str, str | None], home: list[tuple[str, str]]) -> Iterator[str]:
    codes = [
        *(code for last in (topic.inside, topic.before) if last for code in (last.exporter, last.importer, last.area)),
        *topic.countries[:_KEPT],
        *ruled.values(),
        *islice(topic.named, _STORY),
        *(code for _, code in home),
    ]
    yield from dict.fromkeys(code for code in codes if code)
