"""Who sells and who buys: the part that each country named in a sentence plays in a flow.

A part is decided, in this order, by a word right beside the name ("from Russia", "रूस से"), by an adjective in front of
the commodity ("Russian crude"), and by what the country does ("Iran's exports", "India bought", "देश ने ... खरीद की").
Words that stand for a country ("the country", "its") are resolved to the countries that the story was about before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasks.grammar.mention import Mention
from tasks.grammar.scene import Scene
from warehouse import vocabulary

# "Russian seaborne crude": an adjective may stand before others.
_BETWEEN = 14
_NOWHERE = {"kind": ""}
# How far from its name a word may stand that tells what the country does, in characters.
_REACH = 160


@dataclass(frozen=True, slots=True)
class Part:
    """A country's or group's part: `exporter`, `importer`, or "" for one that is only named."""

    code: str
    role: str
    start: int
    end: int
    rule: str
    others: tuple[str, ...] = ()
    """For a word that stands for a country: further countries it may mean, most likely first."""
    person: bool = False
    """The country of a person or an office, not of a cargo."""
    joined: bool = False
    """One of several with the same part ("to Asian and European markets"): no single one of them is meant."""
    doing: int = -1
    """Where the word stands that tells what the country does, or -1."""
    place: str | None = None
    """The identity in place.csv, where a place or company was named."""

    @property
    def beside(self) -> bool:
        """Its part is told by a word right beside its name ("from Russia")."""
        return bool(self.role) and self.rule.endswith(("word before it", "word after it"))


def parts(scene: Scene, topics: Sequence[str]) -> list[Part]:
    """All parties of a sentence with their parts, in the order of the text.

    `topics` are the countries that earlier sentences were about, most likely first.
    """
    named = _named(scene, topics)
    found: list[Part] = []
    for index, part in enumerate(named):
        role, rule = _beside(scene, part)
        together = bool(index) and _joined(scene, named[index - 1], part)
        if not role and together:
            role, rule = found[-1].role, found[-1].rule
        if not role:
            role, rule = _adjective(scene, part)
        if together and role and role == found[-1].role and part.code != found[-1].code:
            found[-1] = replace(found[-1], joined=True)
            part = replace(part, joined=True)
        found.append(replace(part, role=role, rule=rule) if role else part)
    return _doers(scene, found)


def _named(scene: Scene, topics: Sequence[str]) -> list[Part]:
    masks = [*scene.of("mask")]
    grades = scene.of("grade")
    marked: list[tuple[Mention, str]] = []
    for mention in scene.of("party"):
        if not any(mask.start <= mention.start < mask.end for mask in masks):
            marked.append((mention, mention.value))
    places = vocabulary.index("place")
    for mention in scene.of("place"):
        country = places[mention.value]["country"]
        covered = [other for other, _ in marked if other.start < mention.end and mention.start < other.end]
        if any(other.end - other.start >= mention.end - mention.start for other in covered):
            continue
        # "Gulf of Mexico", "New Mexico", "South China Sea": the longer name is meant, with a country or without.
        marked = [(other, code) for other, code in marked if other not in covered]
        if country:
            marked.append((mention, country))
    named = [
        Part(
            code,
            "",
            mention.start,
            mention.end,
            mention.form,
            # A statistics office speaks of its country's figures, but names them only from behind.
            person=_person(scene, mention) or places.get(mention.value, _NOWHERE)["kind"] == "agency",
            place=mention.value if mention.kind == "place" else None,
        )
        for mention, code in marked
        # A grade that is named after a place is no party: "Dubai crude", "Oman".
        if not any(grade.start <= mention.start and mention.end <= grade.end for grade in grades)
    ]
    for mention in scene.of("anaphor"):
        if mention.value == "both":
            continue
        before = [part for part in sorted(named, key=lambda part: -part.start) if part.end <= mention.start]
        codes = list(dict.fromkeys([*(part.code for part in before), *topics]))
        if codes:
            named.append(
                Part(codes[0], "", mention.start, mention.end, f"stands for {mention.value}", others=tuple(codes[1:]))
            )
    return sorted(named, key=lambda part: part.start)


def _person(scene: Scene, mention: Mention) -> bool:
    title = scene.first("title", mention.end, mention.end + 30)
    return title is not None and "," not in scene.words(mention.end, title.start)


def _beside(scene: Scene, part: Part) -> tuple[str, str]:
    if part.rule == "stands for it":
        return "", ""  # "from its neighbours" is not from it
    for mention in scene.of("party_after"):
        gap = mention.start - part.end
        if 0 <= gap <= 1 and mention.value != "place":
            return mention.value, f"{mention.value} by the word after it"
    for mention in scene.of("party_before"):
        if mention.end > part.start:
            break
        if mention.value != "place" and scene.idle(mention.end, part.start):
            return mention.value, f"{mention.value} by the word before it"
    return "", ""


def _joined(scene: Scene, previous: Part, part: Part) -> bool:
    words = scene.words(previous.end, part.start)
    between = [mention for mention in scene.of("break") if previous.end <= mention.start < part.start]
    return 0 < len(words) <= 7 and len(between) == 1 and words.strip() == scene.words(between[0].start, between[0].end)


def _adjective(scene: Scene, part: Part) -> tuple[str, str]:
    if part.person or part.rule.startswith("stands for"):
        return "", ""
    adjective = part.rule == "country.adjective"
    deed = scene.first("doer", part.end, part.end + 3)
    if deed is not None and scene.idle(part.end, deed.start):
        return deed.value, f"{deed.value} by what it does"
    reach = part.end + (_BETWEEN if adjective and not scene.lexicon.verbs_last else 4)
    commodity = scene.first("commodity", part.end, reach) or scene.first("grade", part.end, reach)
    if commodity is None or (not adjective and not scene.idle(part.end, commodity.start)):
        return "", ""
    if scene.first("break", part.end, commodity.start) is not None:
        return "", ""
    if adjective and scene.lexicon.verbs_last:
        return "exporter", "exporter by the adjective before the commodity"
    doer = scene.first("doer", commodity.end, commodity.end + 12)
    if doer is not None and not scene.words(commodity.end, doer.start).strip():
        return doer.value, f"{doer.value} by what it does"
    if adjective:
        return "exporter", "exporter by the adjective before the commodity"
    return "", ""


def _doers(scene: Scene, found: list[Part]) -> list[Part]:
    """Gives each word of doing to the nearest party before it that has no part yet."""
    late = scene.lexicon.verbs_last
    taken: set[int] = set()
    doing: dict[int, tuple[str, int, str]] = {}
    extra: list[Part] = []
    for word in scene.of("doer"):
        best: int | None = None
        for index in range(len(found) - 1, -1, -1):
            part = found[index]
            if part.end > word.start or part.role or word.start - part.end > _REACH:
                continue
            if late and part.rule == "country.adjective":
                continue  # a verb's doer is named, not an adjective to something else
            if scene.parted(part.end, word.start):
                continue
            if index in taken and doing[index][0] == word.value:
                best = None
                break
            if index in taken:
                continue
            best = index
            break
        if best is not None:
            taken.add(best)
            doing[best] = (word.value, word.start, f"{word.value} by what it does")
    for index, part in enumerate(found):
        if index in doing:
            role, where, rule = doing[index]
            extra.append(replace(part, role=role, rule=rule, doing=where))
        else:
            extra.append(part)
    return extra
