"""One number's slots, decided one after the other, each with the words that decided it; or the reason for none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tasks.grammar import commodity as matters
from tasks.grammar.canonical import canonical, dimension
from tasks.grammar.direction import Move, move
from tasks.grammar.mention import Mention
from tasks.grammar.metric import LOOSE_WHOLE, STAGED, fits, measure_of, nearest, stage_of, whole_of
from tasks.grammar.party import Part
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.speaker import speaker
from tasks.grammar.status import standing
from tasks.grammar.topic import Topic
from tasks.grammar.when import when
from warehouse import vocabulary

# Distances, in characters (see scene.cost), beyond which a word no longer decides a slot by itself.
_METRIC_REACH = 170
_OWN = 75
_MONEY_REACH = 95
_PRICE_AREA_REACH = 45
_PARTY_REACH = 260
_SHARE_REACH = 120
# Which reasons can refuse which dimensions; a stake is a percentage, never a tonnage.
_OUTSIDE = {
    "money_out_of_scope": {"money"},
    "finance": {"percent", "money", "points"},
    "emissions": {"mass", "percent", "mass_rate"},
    "futures_volume": {"count", "volume", "mass"},
    "share_out_of_scope": {"percent"},
    "non_energy_commodity": {"mass", "volume", "mass_rate", "percent"},
    "other_measure": {"mass", "volume"},
}
# A capacity or a reserve is as it is; the period of the figure before it is not its own.
_TIMELESS = frozenset({"capacity", "reserves", "supply_share"})
_PRICES = frozenset({"price", "price_spread"})
_TENSE = {"actual": "past", "forecast": "future", "planned": "future", "hypothetical": "present"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a quantity is no observation."""

    reason: str


@dataclass(slots=True)
class Draft:
    """The slots of one observation while they are decided."""

    metric: str = ""
    kind: str = "level"
    sign: int = 1
    older: bool = False
    commodity: str = ""
    grade: str | None = None
    exporter: str | None = None
    importer: str | None = None
    area: str | None = None
    stage: str | None = None
    share_of: str | None = None
    first: date | None = None
    last: date | None = None
    period_span: tuple[int, int] | None = None
    period_text: str | None = None
    status: str = "actual"
    speaker_span: tuple[int, int] | None = None
    subject_span: tuple[int, int] | None = None
    subject_id: str | None = None
    confidence: float = 0.95
    cues: list[tuple[str, tuple[int, int], str]] = field(default_factory=list)

    def because(self, slot: str, cue: Mention | None, rule: str, doubt: float = 0.0) -> None:
        """Notes what decided a slot; `doubt` lowers the confidence."""
        self.cues.append((slot, (cue.start, cue.end) if cue else (0, 0), rule))
        self.confidence = max(0.05, self.confidence - doubt)

    def cue(self, slot: str) -> tuple[int, int] | None:
        """The span of the words that decided a slot, in the folded view."""
        return next((span for name, span, _ in self.cues if name == slot and span[1]), None)


def draft(scene: Scene, spot: Spot, topic: Topic, published: date | None) -> Draft | Refusal:
    """Decides the slots of a quantity that has a unit."""
    unit = spot.quantity.unit or ""
    size = dimension(unit)
    late = scene.lexicon.verbs_last
    told = move(scene, spot, size)
    if size == "points":
        told = Move("change", told.sign, told.older, told.cue, told.rule)
    made = Draft(kind=told.kind, sign=told.sign if told.kind != "level" else 1, older=told.older)
    made.because("kind", told.cue, told.rule)

    refused = _what(made, scene, spot, topic, size, late) or _of_what(made, scene, spot, topic, size, unit)
    if refused is None:
        refused = _outside(scene, spot, made, size)
    if refused is not None:
        return refused
    if made.metric == "trade" and size == "count":
        made.metric = "trade_count"
    made.commodity = matters.refined(made.commodity, made.metric, scene)
    _how_sure(made, scene, spot, topic, late)
    if made.metric in STAGED:
        _at_which_stage(made, scene, spot, topic, late)
    _whose(made, scene, spot, topic, late)
    _subject(made, scene, spot)
    _when(made, scene, spot, topic, published)
    made.speaker_span = speaker(scene, spot)
    return made


def _what(made: Draft, scene: Scene, spot: Spot, topic: Topic, size: str, late: bool) -> Refusal | None:
    """The metric: by its own words, else by the number that it is chained to."""
    measured = measure_of(scene, spot, size, made.kind, late)
    inside, before = topic.inside, topic.before
    allowed = fits(size, made.kind)
    if size == "percent" and made.kind == "level":
        return _share(made, scene, spot, topic, late)
    if size == "money":
        return _money(made, scene, spot, late)
    chained = inside is not None and _metric_of(inside) in allowed and not _parted_from(scene, spot, topic)
    if chained and inside is not None:
        own = measured is not None and measured.cue is not None and _between(scene, spot, measured.cue)
        if made.older or not own:
            made.metric = _metric_of(inside)
            made.because("metric", None, "as the number before it", 0.04)
            return None
    if measured is not None and measured.cost <= _METRIC_REACH:
        made.metric = measured.metric
        made.because("metric", measured.cue, measured.rule, min(0.15, measured.cost / 1000))
        return None
    if size == "price":
        made.metric = "price"
        made.because("metric", None, "price by its unit", 0.03)
        return None
    if inside is not None and _metric_of(inside) in allowed:
        made.metric = _metric_of(inside)
        made.because("metric", None, "as the number before it", 0.08)
        return None
    if size == "count" and scene.of("commodity"):
        made.metric = "trade"
        made.because("metric", None, "ships with a cargo", 0.1)
        return None
    if before is not None and _metric_of(before) in allowed and (size != "percent" or made.kind == "growth"):
        made.metric = _metric_of(before)
        made.because("metric", None, "as the sentence before", 0.2)
        return None
    return Refusal("share_out_of_scope" if size == "percent" else "no_metric")


def _metric_of(other: Draft) -> str:
    return "trade" if other.metric == "trade_count" else other.metric


def _parted_from(scene: Scene, spot: Spot, topic: Topic) -> bool:
    previous = max((other.end for other in scene.spots if other.end <= spot.start), default=0)
    return scene.parted(previous, spot.start)


def _between(scene: Scene, spot: Spot, cue: Mention) -> bool:
    """Whether a word stands between the number before and the number after this one: then it is its own."""
    previous = max((other.end for other in scene.spots if other.end <= spot.start), default=0)
    following = min((other.start for other in scene.spots if other.start >= spot.end), default=1 << 30)
    return previous <= cue.start and cue.end <= following


def _share(made: Draft, scene: Scene, spot: Spot, topic: Topic, late: bool) -> Refusal | None:
    """A percentage that is no growth: a share of a whole, the fill of a store, or how busy a refinery is."""
    whole = whole_of(scene, spot, late)
    inside = topic.inside
    if inside is not None and inside.metric == "supply_share" and not _parted_from(scene, spot, topic):
        # "10% of its needs and 30% later": a further share is of the same whole unless it names its own.
        if whole is None or whole[0].value in LOOSE_WHOLE or not _between(scene, spot, whole[0]):
            whole = None
    found = nearest(scene, spot, "metric", ("supply_share", "stocks", "refining", "capacity"), late)
    if found is not None and found[0].value != "supply_share" and found[1] <= _OWN:
        if whole is None or found[1] < whole[1]:
            made.metric = "refining" if found[0].value in ("refining", "capacity") else "stocks"
            made.because("metric", found[0], f"{made.metric} in percent by the nearest word", 0.08)
            return None
    if whole is not None and whole[1] <= _SHARE_REACH and (scene.of("commodity") or topic.inside or topic.before):
        made.metric, made.share_of = "supply_share", whole[0].value
        made.because("metric", whole[0], "a share of a whole")
        made.because("share_of", whole[0], "the nearest whole")
        return None
    if inside is not None and inside.metric == "supply_share":
        made.metric, made.share_of = "supply_share", inside.share_of
        made.because("metric", None, "as the number before it", 0.05)
        made.because("share_of", None, "as the number before it", 0.05)
        return None
    return Refusal("share_out_of_scope")


def _money(made: Draft, scene: Scene, spot: Spot, late: bool) -> Refusal | None:
    value = nearest(scene, spot, "metric", ("trade_value",), late)
    flow = nearest(scene, spot, "metric", ("trade",), late)
    goods = min((scene.cost(spot, m.start, m.end) for m in scene.of("commodity") if m.value), default=1e9)
    if value is not None and value[1] <= _MONEY_REACH and goods <= _METRIC_REACH:
        made.metric = "trade_value"
        made.because("metric", value[0], "the value of a flow")
        return None
    if flow is not None and flow[1] <= _OWN and goods <= _MONEY_REACH:
        made.metric = "trade_value"
        made.because("metric", flow[0], "money beside a flow", 0.15)
        return None
    return Refusal("money_out_of_scope")


def _of_what(made: Draft, scene: Scene, spot: Spot, topic: Topic, size: str, unit: str) -> Refusal | None:
    found = matters.matter(scene, spot, made.cue("metric"))
    inside, before = topic.inside, topic.before
    if found is not None and found.reason is not None and found.cost <= _OWN:
        return Refusal(found.reason)
    same = inside is not None and _metric_of(inside) == made.metric
    if inside is not None and same and (made.older or found is None or found.cue is None or not _between(scene, spot, found.cue)):
        if not _parted_from(scene, spot, topic) or found is None:
            made.commodity, made.grade = inside.commodity, inside.grade
            made.because("commodity", None, "as the number before it", 0.02)
            return None
    if found is not None and found.commodity is not None:
        made.commodity, made.grade = found.commodity, found.grade
        made.because("commodity", found.cue, found.rule, min(0.1, found.cost / 2000))
        if found.grade:
            made.because("grade", found.cue, found.rule)
        return None
    if before is not None:
        made.commodity = before.commodity
        made.grade = before.grade if made.metric in ("price", "price_spread") else None
        made.because("commodity", None, "as the sentence before", 0.15)
        return None
    alone = matters.by_unit(canonical(spot.quantity.value, unit, None).unit)
    if alone is None:
        return Refusal("no_commodity")
    made.commodity = alone
    made.because("commodity", None, "by the unit alone", 0.15)
    return None


def _outside(scene: Scene, spot: Spot, made: Draft, size: str) -> Refusal | None:
    """A word of another subject right at the number, nearer than the metric's own."""
    own = min((scene.cost(spot, *span) for slot, span, _ in made.cues if slot == "metric" and span[1]), default=60.0)
    for mention in scene.of("outside"):
        if size not in _OUTSIDE[mention.value]:
            continue
        cost = scene.cost(spot, mention.start, mention.end)
        if cost < own and cost < 60:
            return Refusal(mention.value)
    return None


def _how_sure(made: Draft, scene: Scene, spot: Spot, topic: Topic, late: bool) -> None:
    stand = standing(scene, spot, late)
    made.status = stand.status
    last = topic.inside or topic.before
    if stand.status == "actual" and last is not None and last.status != "actual" and not made.older:
        # A list of postings, or a clause that goes on ("to 43 cents"), stays under the word that governed its head.
        listed = made.metric == last.metric == "price" and last.status == "planned"
        if listed or (stand.cue is None and topic.inside is not None):
            made.status = last.status
            made.because("status", None, "as the number before it", 0.08)
            return
    made.because("status", stand.cue, stand.rule)


def _at_which_stage(made: Draft, scene: Scene, spot: Spot, topic: Topic, late: bool) -> None:
    found = stage_of(scene, spot, late)
    if found is not None and found[1] <= _METRIC_REACH:
        made.stage = found[0].value
        made.because("stage", found[0], "the nearest word for a stage")
    elif topic.inside is not None and topic.inside.metric in STAGED:
        made.stage = topic.inside.stage
        made.because("stage", None, "as the number before it", 0.05)


def _whose(made: Draft, scene: Scene, spot: Spot, topic: Topic, late: bool) -> None:
    if made.metric in STAGED or made.metric == "supply_share":
        _flow(made, scene, spot, topic)
        if made.metric == "supply_share" and made.exporter is None and made.importer is None:
            _area(made, scene, spot, topic)
    elif made.metric in ("price", "price_spread"):
        _area(made, scene, spot, topic, reach=_PRICE_AREA_REACH)
    else:
        _area(made, scene, spot, topic)


def _flow(made: Draft, scene: Scene, spot: Spot, topic: Topic) -> None:
    exporter = _chosen(scene, spot, topic.parts, "exporter", ())
    importer = _chosen(scene, spot, topic.parts, "importer", (exporter[1],) if exporter else ())
    if exporter and importer and exporter[1] == importer[1]:
        exporter = None
    last = topic.inside or topic.before
    if exporter:
        made.exporter = exporter[1]
        made.because("exporter", Mention(exporter[0].start, exporter[0].end, "party", exporter[1]), exporter[0].rule)
    if importer:
        made.importer = importer[1]
        made.because("importer", Mention(importer[0].start, importer[0].end, "party", importer[1]), importer[0].rule)
    # A number that names neither side, or one side of the flow before, goes on about that flow.
    if last is not None and (last.metric in STAGED or last.metric == "supply_share"):
        near = topic.inside is not None
        if made.exporter is None and last.exporter not in (None, made.importer):
            if near or (made.importer is None or made.importer == last.importer):
                made.exporter = last.exporter
                made.because("exporter", None, "as the number before it", 0.05 if near else 0.15)
        if made.importer is None and last.importer not in (None, made.exporter):
            if near or (made.exporter is None or made.exporter == last.exporter):
                made.importer = last.importer
                made.because("importer", None, "as the number before it", 0.05 if near else 0.15)
    if made.exporter is None and made.importer is None and topic.countries:
        doer = nearest(scene, spot, "doer", None, scene.lexicon.verbs_last)
        if doer is not None and doer[1] <= _OWN and not scene.of("party"):
            setattr(made, doer[0].value, topic.countries[0])
            made.because(doer[0].value, doer[0], "the country the story is about", 0.2)


def _chosen(
    scene: Scene, spot: Spot, parts: list[Part], role: str, taken: tuple[str, ...]
) -> tuple[Part, str] | None:
    best: tuple[float, Part, str] | None = None
    for part in parts:
        if part.role != role:
            continue
        code = next((code for code in (part.code, *part.others) if code not in taken), None)
        if code is None:
            continue
        cost = scene.cost(spot, part.start, part.end, crossing=12)
        if part.doing >= 0:
            cost = min(cost, scene.cost(spot, part.doing, part.doing + 1, crossing=12) + 10)
        if part.person:
            cost += 60
        if cost <= _PARTY_REACH and (best is None or cost < best[0]):
            best = (cost, part, code)
    return (best[1], best[2]) if best else None


def _area(made: Draft, scene: Scene, spot: Spot, topic: Topic, reach: int = _PARTY_REACH) -> None:
    best: tuple[float, Part] | None = None
    for part in topic.parts:
        cost = scene.cost(spot, part.start, part.end, before=0.8, after=1.3, crossing=14)
        if part.person:
            cost += 60
        if part.role and part.doing < 0 and part.rule.endswith(("before it", "after it")):
            cost += 40
        if cost <= reach and (best is None or cost < best[0]):
            best = (cost, part)
    if best is not None:
        made.area = best[1].code
        made.because("area", Mention(best[1].start, best[1].end, "party", best[1].code), "the nearest country or group")
        return
    if made.metric in ("price", "price_spread"):
        return
    last = topic.inside or topic.before
    if last is not None and last.area is not None:
        made.area = last.area
        made.because("area", None, "as the number before it", 0.06)
    elif topic.countries:
        made.area = topic.countries[0]
        made.because("area", None, "the country the story is about", 0.15)


_SUBJECTS = frozenset({"company", "refinery", "field", "terminal", "pipeline", "state", "basin"})


def _subject(made: Draft, scene: Scene, spot: Spot) -> None:
    """The company, plant or part of a country that the number is about. A port of arrival is none."""
    places = vocabulary.index("place")
    best: tuple[float, Mention] | None = None
    for mention in scene.of("place"):
        row = places[mention.value]
        if row["kind"] not in _SUBJECTS or (row["kind"] == "company" and row["country"]):
            continue
        if made.metric in STAGED and row["kind"] != "company":
            continue
        cost = scene.cost(spot, mention.start, mention.end, before=1.0, after=1.6, crossing=30)
        if cost <= _OWN and (best is None or cost < best[0]):
            best = (cost, mention)
    if best is not None:
        made.subject_span = (best[1].start, best[1].end)
        made.subject_id = best[1].value
        made.because("subject", best[1], "the nearest company or place of its own")


def _when(made: Draft, scene: Scene, spot: Spot, topic: Topic, published: date | None) -> None:
    older = tuple(
        other for other in scene.spots if other.quantity.unit and move(scene, other, dimension(other.quantity.unit)).older
    )
    fiscal = _fiscal_start(made, topic)
    price = made.metric in _PRICES
    found = when(scene, spot, published, _TENSE[made.status], older, topic.period, fiscal, price)
    if found is not None:
        made.first, made.last, made.period_span = found.first, found.last, found.span
        made.cues.append(("period", found.span or (0, 0), found.rule))
        return
    last = topic.inside or topic.before
    if made.older and topic.older_period is not None and last is not None and not price:
        made.first, made.last = topic.older_period
        made.because("period", None, "as the older figure before it", 0.2)
        return
    if made.older or topic.period is None or last is None or last.status != made.status:
        return
    if made.metric in _TIMELESS or price != (last.metric in _PRICES):
        return
    made.first, made.last = topic.period
    made.because("period", None, "as the figure before it", 0.15)


def _fiscal_start(made: Draft, topic: Topic) -> int:
    countries = vocabulary.index("country")
    for code in (made.area, made.importer, made.exporter, *topic.countries):
        if code is not None and code in countries:
            return int(countries[code]["fiscal_start"] or 1)
    return 4
