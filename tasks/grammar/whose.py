"""Whose a number is: the two sides of a flow, the area of everything else, and the company or plant it is about."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.grammar.mention import Mention
from tasks.grammar.metric import nearest
from tasks.grammar.party import Part
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.slots import OWN, PRICES, STAGED, Slots
from tasks.grammar.topic import Topic
from warehouse import vocabulary

_PARTY_REACH = 260
_PRICE_AREA_REACH = 45
# A minister's country is not his cargo's; a place that something comes from or goes to is seldom the area.
_PERSON = 60
_SIDE = 40
# The world trades with nobody.
_EVERYWHERE = "WORLD"
_WHOLE = 50
_SUBJECTS = frozenset({"company", "refinery", "field", "terminal", "pipeline", "state", "basin"})


def decide_parties(made: Slots, scene: Scene, spot: Spot, topic: Topic) -> None:
    """Sets exporter and importer, or the area, as the metric asks for."""
    if made.metric in STAGED:
        _flow(made, scene, spot, topic)
    elif made.metric == "supply_share":
        _flow(made, scene, spot, topic)
        if made.exporter is None and made.importer is None:
            _area(made, scene, spot, topic)
    elif made.metric in PRICES:
        _price(made, scene, spot, topic)
    else:
        _area(made, scene, spot, topic)


def _flow(made: Slots, scene: Scene, spot: Spot, topic: Topic) -> None:
    exporter = _chosen(scene, spot, topic.parts, "exporter", None, made.stage)
    importer = _chosen(scene, spot, topic.parts, "importer", exporter[1] if exporter else None, made.stage)
    for role, found in (("exporter", exporter), ("importer", importer)):
        if found:
            _set(made, role, found)
    _carry(made, scene, topic)
    doer = nearest(scene, spot, "doer", None, scene.lexicon.verbs_last)
    if doer is None or doer[1] > OWN or getattr(made, doer[0].value) is not None:
        return
    role = doer[0].value
    other = made.importer if role == "exporter" else made.exporter
    code = next((code for code in topic.countries if code not in (other, _EVERYWHERE)), None)
    if code is not None and not any(part.role in ("", role, "port") for part in topic.parts):
        # "Exports averaged 1.4 million bpd": whose, the sentences before have said.
        setattr(made, role, code)
        made.because(role, doer[0], "the country the story is about")


def _set(made: Slots, role: str, found: tuple[Part, str]) -> None:
    part, code = found
    setattr(made, role, code)
    made.because(role, Mention(part.start, part.end, "party", code), part.rule)


def _carry(made: Slots, scene: Scene, topic: Topic) -> None:
    """A number that names neither side, or one side of the flow before, goes on about that flow."""
    last = topic.inside or topic.before
    if last is None or not (last.metric in STAGED or last.metric == "supply_share"):
        return
    near = topic.inside is not None
    # "its total imports" are of everybody's; "101,000 tonnes in total" are the flow's own.
    whole = any(
        scene.first(kind, mention.end, mention.end + 2)
        for mention in scene.of("total")
        for kind in ("commodity", "metric")
    )
    for role, other in (("exporter", "importer"), ("importer", "exporter")):
        mine, theirs = getattr(made, other), getattr(last, role)
        goes_on = near or mine in (None, getattr(last, other)) or (role == "importer" and made.flow == last.flow)
        goes_on = goes_on and not whole
        if getattr(made, role) is None and theirs not in (None, mine) and goes_on:
            setattr(made, role, theirs)
            made.because(role, None, "as the number before it")


def _chosen(
    scene: Scene, spot: Spot, parts: Sequence[Part], role: str, taken: str | None, stage: str | None
) -> tuple[Part, str] | None:
    """The nearest part of a role, with the country it stands for; `taken` is the other side's, and never this one's."""
    best: tuple[float, Part, str] | None = None
    for part in parts:
        code = next((code for code in (part.code, *part.others) if code != taken), None)
        played = part.role
        if played == "port":  # loaded at a port, or arrived there
            played = "exporter" if stage == "shipped" else "importer"
        if played != role or code is None or code == _EVERYWHERE:
            continue
        cost = scene.cost(spot, part.start, part.end, crossing=12)
        if part.doing >= 0:
            cost = min(cost, scene.cost(spot, part.doing, part.doing + 1, crossing=12) + 10)
        cost += _PERSON if part.person else 0
        if cost <= _PARTY_REACH and (best is None or cost < best[0]):
            best = (cost, part, code)
    return (best[1], best[2]) if best and not best[1].joined else None


def _price(made: Slots, scene: Scene, spot: Spot, topic: Topic) -> None:
    """The two sides of a deal where the price is one's, else the place that is named right beside it."""
    deal = nearest(scene, spot, "doer", None, scene.lexicon.verbs_last)
    if deal is not None and deal[1] <= OWN:
        exporter = _chosen(scene, spot, topic.parts, "exporter", None, made.stage)
        importer = _chosen(scene, spot, topic.parts, "importer", exporter[1] if exporter else None, made.stage)
        for role, found in (("exporter", exporter), ("importer", importer)):
            if found:
                _set(made, role, found)
    if made.exporter is None and made.importer is None:
        _area(made, scene, spot, topic, _PRICE_AREA_REACH)


def _area(made: Slots, scene: Scene, spot: Spot, topic: Topic, reach: int = _PARTY_REACH) -> None:
    best: tuple[float, Part] | None = None
    for part in topic.parts:
        if part.role == "transit":
            continue
        cost = scene.cost(spot, part.start, part.end, before=0.8, after=1.3, crossing=14)
        cost += _PERSON if part.person else 0
        cost += _SIDE if part.beside else 0
        cost += _WHOLE if part.code == _EVERYWHERE and made.metric == "supply_share" else 0
        if made.metric in PRICES and not _at_home(scene, part) and not scene.lexicon.verbs_last:
            continue
        if cost <= reach and (best is None or cost < best[0]):
            best = (cost, part)
    if best is not None:
        made.area = best[1].code
        cue = Mention(best[1].start, best[1].end, "party", best[1].code)
        made.because("area", cue, "the nearest country or group")
        return
    last = topic.inside or topic.before
    price = made.metric in PRICES
    # A benchmark is quoted for the world; what a pump or a posting asks, for the country of the story.
    abroad = price and (made.grade is not None or made.commodity in vocabulary.trait("world_priced"))
    if last is not None and last.area is not None and (not price or last.metric in PRICES) and last.grade == made.grade:
        made.area = last.area
        made.because("area", None, "as the number before it")
    elif topic.countries and not abroad:
        made.area = topic.countries[0]
        made.because("area", None, "the country the story is about")


def _at_home(scene: Scene, part: Part) -> bool:
    """Whether a price is of that place: "U.S. crude", "Dutch gas", "in Singapore", "दिल्ली में"."""
    if part.rule.startswith("stands for"):
        return False
    if part.place is not None or scene.first("commodity", part.end, part.end + 3):
        return True
    before = scene.last("party_before", max(0, part.start - 10), part.start, "place")
    return before is not None or scene.first("party_after", part.end, part.end + 2, "place") is not None


def decide_subject(made: Slots, scene: Scene, spot: Spot, topic: Topic) -> None:
    """Sets the company, plant or part of a country that the number is about. A port of arrival is none."""
    places = vocabulary.index("place")
    best: tuple[float, Mention] | None = None
    for mention in scene.of("place"):
        row = places[mention.value]
        if row["kind"] not in _SUBJECTS or (row["kind"] == "company" and row["country"]):
            continue
        if made.metric in STAGED and row["kind"] != "company":
            continue
        cost = scene.cost(spot, mention.start, mention.end, before=1.0, after=1.6, crossing=30)
        if cost <= OWN and (best is None or cost < best[0]):
            best = (cost, mention)
    if best is not None:
        made.subject_span = (best[1].start, best[1].end)
        made.subject_id = best[1].value
        made.because("subject", best[1], "the nearest company or place of its own")
        return
    inside = topic.inside
    goes_on = inside is not None and inside.flow == made.flow and not scene.parted(scene.previous(spot), spot.start)
    if inside is not None and goes_on and inside.subject_id is not None:
        made.subject_span, made.subject_id = inside.subject_span, inside.subject_id
        made.because("subject", None, "as the number before it")


def fiscal_start(made: Slots, topic: Topic) -> int:
    """The first month of the fiscal year of the first country a number is about whose year is not the calendar's.

    January where all go by the calendar, April where no country is known.
    """
    countries = vocabulary.index("country")
    codes = [code for code in (made.area, made.importer, made.exporter, *topic.countries) if code in countries]
    starts = [int(countries[code]["fiscal_start"] or 1) for code in codes if code is not None]
    return next((start for start in starts if start != 1), 1 if starts else 4)
