"""What a number measures and of which commodity: by its own words, else by the number that it is chained to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tasks.grammar import commodity as matters
from tasks.grammar.canonical import dimension
from tasks.grammar.mention import Mention
from tasks.grammar.metric import LOOSE_WHOLE, fits, measure_of, nearest, stage_of, whole_of
from tasks.grammar.phase import by_unit, goes_with
from tasks.grammar.scene import FAR, Scene, Spot
from tasks.grammar.slots import OWN, REACH, STAGED, Refusal, Slots
from tasks.grammar.topic import Topic

_MONEY_REACH = 95
_SHARE_REACH = 120
_OUTSIDE_REACH = 60
_INCOME = 24
# "29.5 bcf of gas": so near that nothing before it is meant.
_BESIDE = 8
# Dimensions that other trades use as well: they need their commodity beside them where energy is only mentioned.
_ANYTHING = frozenset({"percent", "money", "mass", "mass_rate", "count", "points"})
_RATES = frozenset({"volume_rate", "mass_rate"})
_GOODS = frozenset({"mass", "volume", "energy", "mass_rate", "volume_rate"})
_OTHER_SUBJECT = 110
_TAX = 30
# Which dimensions a word of another subject can refuse: a stake is a percentage, never a tonnage.
_OUTSIDE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "money_out_of_scope": frozenset({"money"}),
        "finance": frozenset({"percent", "money", "points"}),
        "emissions": frozenset({"mass", "percent", "mass_rate"}),
        "futures_volume": frozenset({"count", "volume", "mass"}),
        "share_out_of_scope": frozenset({"percent"}),
        "non_energy_commodity": frozenset({"mass", "volume", "mass_rate", "percent"}),
        "other_measure": frozenset({"mass", "volume"}),
    }
)


def decide_metric(made: Slots, scene: Scene, spot: Spot, topic: Topic, size: str) -> Refusal | None:
    """Sets the metric (and the whole of a share), or says why the number measures nothing of ours."""
    late = scene.lexicon.verbs_last
    if size == "percent" and made.kind == "level":
        return _share(made, scene, spot, topic, late)
    if size == "money":
        return _money(made, scene, spot, topic, late)
    measured = measure_of(scene, spot, size, made.kind, late)
    allowed = fits(size, made.kind)
    inside, before = topic.inside, topic.before
    if inside is not None and inside.flow in allowed and not _parted_from(scene, spot):
        own = measured is not None and measured.cue is not None and between(scene, spot, measured.cue)
        if made.older or not own:
            _as(made, inside.flow, "as the number before it")
            return None
    quoted = min((scene.cost(spot, mention.start, mention.end) for mention in scene.of("grade")), default=1e9)
    if size == "percent" and quoted <= OWN and (measured is None or measured.cost > quoted):
        _as(made, "price", "a benchmark that moved")
        return None
    if measured is not None and measured.cost <= REACH:
        made.metric = measured.metric
        made.because("metric", measured.cue, _told(measured.rule, measured.cost))
        return None
    if size == "price":
        _as(made, "price", "price by its unit")
        return None
    if inside is not None and inside.flow in allowed:
        _as(made, inside.flow, "as the number before it")
        return None
    if size == "count" and scene.of("commodity"):
        _as(made, "trade", "ships with a cargo")
        return None
    if before is not None and before.flow in allowed and (size != "percent" or made.kind == "growth"):
        _as(made, before.flow, "as the sentence before")
        return None
    if topic.amount is not None and topic.amount.flow in allowed and size in _RATES and topic.story.dense:
        _as(made, topic.amount.flow, "as the sentences before")
        return None
    return Refusal("share_out_of_scope" if size == "percent" else "no_metric")


def _told(rule: str, cost: float) -> str:
    """The rule's name, and whether it read a word that was not near: such readings are right less often."""
    return rule if cost <= OWN else f"{rule}, from afar"


def _as(made: Slots, metric: str, rule: str) -> None:
    made.metric = metric
    made.because("metric", None, rule)


def _parted_from(scene: Scene, spot: Spot) -> bool:
    return scene.parted(scene.previous(spot), spot.start)


def between(scene: Scene, spot: Spot, cue: Mention) -> bool:
    """Whether a word stands between the number before and the number after this one: then it is its own."""
    if not (scene.previous(spot) <= cue.start and cue.end <= scene.following(spot)):
        return False
    # "to 251 million barrels and refinery crude stocks fell": in English what follows a boundary is the next number's.
    parted = cue.start >= spot.end and scene.first("break", spot.end, cue.start) is not None
    return scene.lexicon.verbs_last or not parted


def _share(made: Slots, scene: Scene, spot: Spot, topic: Topic, late: bool) -> Refusal | None:
    """A percentage that is no growth: a share of a whole, the fill of a store, or how busy a refinery is."""
    if not 0 <= spot.quantity.value <= 100 or _of_income(scene, spot):
        return Refusal("share_out_of_scope")
    whole = whole_of(scene, spot, late)
    inside = topic.inside
    further = inside is not None and inside.metric == "supply_share"
    # "10% of its needs and 30% later": a further share is of the same whole unless it names its own.
    if further and whole is not None and not _parted_from(scene, spot):
        own = whole[0].value not in LOOSE_WHOLE and between(scene, spot, whole[0])
        whole = whole if own else None
    found = nearest(scene, spot, "metric", ("supply_share", "stocks", "refining", "capacity"), late)
    filled = found is not None and found[0].value != "supply_share" and found[1] <= OWN
    if found is not None and filled and (whole is None or found[1] < whole[1]):
        made.metric = "stocks" if found[0].value == "stocks" else "refining"
        made.because("metric", found[0], f"{made.metric} in percent by the nearest word")
        return None
    if whole is not None and whole[1] <= _SHARE_REACH and (scene.of("commodity") or inside or topic.before):
        made.metric, made.share_of = "supply_share", whole[0].value
        made.because("metric", whole[0], "a share of a whole")
        made.because("share_of", whole[0], "the nearest whole")
        return None
    if inside is not None and further:
        made.share_of = inside.share_of
        made.because("share_of", None, "as the number before it")
        _as(made, "supply_share", "as the number before it")
        return None
    full = inside is not None and inside.metric in ("stocks", "refining") and dimension(inside.unit) == "percent"
    if inside is not None and full and whole is None:
        _as(made, inside.metric, "as the number before it")
        return None
    shared = found is not None and found[0].value == "supply_share" and found[1] <= OWN
    of_before = _whole_before(topic)
    if shared and of_before is not None and (whole is None or whole[1] > OWN):
        made.share_of = of_before
        made.because("share_of", None, "as the sentence before")
        _as(made, "supply_share", "a share, as the sentence before")
        return None
    part = _part_of(scene, spot, topic, late)
    if part is not None:
        made.metric, made.share_of = "supply_share", part[0]
        made.because("metric", part[1], "a part of what is done")
        made.because("share_of", part[1], "what it is a part of")
        return None
    return Refusal("share_out_of_scope")


def _of_income(scene: Scene, spot: Spot) -> bool:
    """ "60 percent of its export income": a part of something that is no energy."""
    behind = scene.first("outside", spot.end, spot.end + _INCOME)
    return behind is not None and behind.value == "share_out_of_scope" and behind.start < scene.following(spot)


def _whole_before(topic: Topic) -> str | None:
    """What "its share" in this sentence is a share of, by the figure of the sentence before."""
    before = topic.before
    if before is None or before.metric == "supply_share":
        return before.share_of if before else None
    if before.flow == "trade":
        return "imports" if before.importer is not None or before.stage == "delivered" else "exports"
    return before.metric if before.metric in ("production", "consumption") else None


def _part_of(scene: Scene, spot: Spot, topic: Topic, late: bool) -> tuple[str, Mention] | None:
    """ "43% of the world's uranium" beside "mines": the whole is what the verb does."""
    if not (late or scene.first("part", spot.end, spot.end + 2)):
        return None
    if not (scene.of("commodity") or topic.inside or topic.before):
        return None
    found = nearest(scene, spot, "metric", ("trade", "production", "consumption"), late)
    if found is None or found[1] > OWN:
        return None
    word = found[0]
    if word.value != "trade":
        return word.value, word
    doer = next((mention.value for mention in scene.of("doer") if mention.start == word.start), None)
    return ({"importer": "imports", "exporter": "exports"}[doer], word) if doer else None


def _money(made: Slots, scene: Scene, spot: Spot, topic: Topic, late: bool) -> Refusal | None:
    """Money is ours where it is what a flow was worth, and nothing otherwise."""
    value = nearest(scene, spot, "metric", ("trade_value",), late)
    inside = topic.inside
    if inside is not None and inside.metric == "trade_value" and not _parted_from(scene, spot):
        _as(made, "trade_value", "as the number before it")
        return None
    flow = nearest(scene, spot, "commerce", None, late)
    for word in scene.of("metric"):
        # "crude oil sales", "a 40 million dollar crude purchase": of the commodity, not of a company.
        if word.value == "trade" and scene.first("commodity", word.start - 12, word.start) is not None:
            cost = scene.cost(spot, word.start, word.end)
            named = any(0 <= word.start - one.end <= 1 and topic.story.ours(one) for one in scene.of("commodity"))
            if named and (flow is None or cost < flow[1]):
                flow = word, cost
    goods = min((scene.cost(spot, m.start, m.end) for m in scene.of("commodity") if topic.story.ours(m)), default=1e9)
    amounts = [other for other in scene.figures if dimension(other.quantity.unit or "") in _GOODS]
    goods = min([goods, *(scene.cost(spot, other.start, other.end) for other in amounts)])
    if topic.story.dense and topic.before is not None and topic.before.flow == "trade":
        goods = min(goods, _MONEY_REACH)
    paid = scene.first("paid", spot.end, spot.end + 3)
    bought = paid and scene.first("commodity", paid.end, paid.end + 3)
    if bought is not None and topic.story.ours(bought):
        made.metric = "trade_value"
        made.because("metric", bought, "money for a commodity")
        return None
    if value is not None and value[1] <= _MONEY_REACH and goods <= REACH:
        made.metric = "trade_value"
        made.because("metric", value[0], "the value of a flow")
        return None
    if flow is not None and flow[1] <= OWN and goods <= _MONEY_REACH:
        made.metric = "trade_value"
        made.because("metric", flow[0], "money beside a flow")
        return None
    return Refusal("money_out_of_scope")


def decide_commodity(made: Slots, scene: Scene, spot: Spot, topic: Topic, size: str, measured: bool) -> Refusal | None:
    """Sets the commodity and the grade, or says why the number is of nothing of ours.

    `measured` where it was weighed that the number measures something, in a story that has told of our goods or has
    signs of them: then the commodity may stand far away.
    """
    found = matters.matter(scene, spot, made.unit, topic.story, made.cue("metric"))
    inside, before = topic.inside, topic.before
    if found is not None and found.reason is not None and found.cost <= OWN:
        return Refusal(found.reason)
    own = found is not None and found.cue is not None and between(scene, spot, found.cue)
    beside = own and found is not None and found.cost <= _BESIDE
    chained = inside is not None and inside.flow == made.flow and (not own or (made.older and not beside))
    chained = chained and inside is not None and goes_with(inside.commodity, made.unit)
    if inside is not None and chained and (found is None or not _parted_from(scene, spot)):
        made.commodity, made.grade = inside.commodity, inside.grade
        made.because("commodity", None, "as the number before it")
    elif found is not None and found.commodity is not None:
        if found.cost > OWN and size in _ANYTHING and not topic.story.dense and not measured:
            return Refusal("no_commodity")
        made.commodity, made.grade = found.commodity, found.grade
        made.because("commodity", found.cue, _told(found.rule, found.cost))
        if found.grade:
            made.because("grade", found.cue, found.rule)
    elif before is not None and topic.story.dense and goes_with(before.commodity, made.unit):
        made.commodity = before.commodity
        made.grade = before.grade if made.flow in ("price", "price_spread") else None
        made.because("commodity", None, "as the sentence before")
    elif inside is not None and goes_with(inside.commodity, made.unit):
        made.commodity = inside.commodity
        made.because("commodity", None, "as the number before it")
    elif topic.commodity is not None and topic.story.dense and goes_with(topic.commodity, made.unit):
        made.commodity = topic.commodity
        made.because("commodity", None, "what the sentences before are about")
    else:
        alone = by_unit(made.unit)
        hint = matters.hinted(scene, spot, made.unit) if alone is None and not topic.story.foreign else None
        likely = matters.most_named(made.unit, topic.story) if alone is None and hint is None and measured else None
        if alone is None and hint is None and likely is None:
            return Refusal("no_commodity")
        made.commodity = alone or (hint.value if hint is not None else likely) or ""
        rule = "by the unit alone" if alone else "what the story speaks of most"
        made.because("commodity", hint, "what a name beside it is known for" if hint is not None else rule)
    made.commodity = matters.refined(made.commodity, made.flow, scene)
    return None


def foreign(scene: Scene, spot: Spot, size: str) -> Refusal:
    """Why a number of a story that names no energy is none of ours."""
    refused = _neighbour(scene, spot, size, float(_OUTSIDE_REACH))
    if refused is not None:
        return refused
    if size == "money":
        return Refusal("money_out_of_scope")
    goods = min((scene.cost(spot, mention.start, mention.end) for mention in scene.of("commodity")), default=FAR)
    if goods <= OWN:
        return Refusal("non_energy_commodity")
    return Refusal("share_out_of_scope" if size in ("percent", "points") else "no_commodity")


def refused_by_neighbour(made: Slots, scene: Scene, spot: Spot, size: str) -> Refusal | None:
    """A word of another subject right at the number, nearer than the metric's own."""
    if size == "price":
        near = (scene.cost(spot, mention.start, mention.end) for mention in scene.of("tax"))
        return Refusal("money_out_of_scope") if min(near, default=_TAX) < _TAX else None
    told = made.cue("metric")
    return _neighbour(scene, spot, size, scene.cost(spot, *told) if told else float(_OUTSIDE_REACH))


def _neighbour(scene: Scene, spot: Spot, size: str, own: float) -> Refusal | None:
    """A word of another subject nearer to the number than the metric's own, which is `own` away."""
    for mention in scene.of("outside"):
        reach = _OTHER_SUBJECT if size == "percent" else _OUTSIDE_REACH
        if size in _OUTSIDE[mention.value] and scene.cost(spot, mention.start, mention.end) < min(own, reach):
            return Refusal(mention.value)
    return None


def decide_stage(made: Slots, scene: Scene, spot: Spot, topic: Topic) -> None:
    """Sets the stage of a flow by the nearest word that names one."""
    if made.metric not in STAGED:
        return
    found = stage_of(scene, spot, scene.lexicon.verbs_last)
    if found is not None and found[1] <= REACH:
        made.stage = found[0].value
        deal = next((mention for mention in scene.of("stage") if mention.value == "contracted"), None)
        if deal is not None and any(mention.start == found[0].start for mention in scene.of("supply")):
            made.stage = "contracted"  # "will supply" under a deal that is signed or agreed
        made.because("stage", found[0], "the nearest word for a stage")
    elif topic.inside is not None and topic.inside.metric in STAGED:
        made.stage = topic.inside.stage
        made.because("stage", None, "as the number before it")
