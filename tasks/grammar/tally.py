"""The running sum of a number in words: which word may follow which, in both ways of counting (million, लाख). No text
is read here."""

from __future__ import annotations

from decimal import Decimal

from tasks.grammar.numeral import HUNDRED, ONE, THOUSAND, ZERO, Grammar, Number, Word

LARGEST = Decimal(10) ** 24


class Tally:
    """The running sum of a spelled number: finished groups, the open group, and the last magnitude."""

    def __init__(self, seed: Number, words: Grammar) -> None:
        self.seed = seed
        self.joins_tens = words.joins_tens
        self.total = ZERO
        self.open: Decimal | None = seed.bare
        self.literal = not seed.words
        self.last = LARGEST
        self.bare = seed.bare
        self.scale = ONE
        self.step = seed.step
        self.after_scale = False
        self.pending = False
        self.hundred = False
        if seed.words and seed.scale != ONE:
            self.open = None
            if seed.scale < THOUSAND:
                self.open, self.hundred, self.step = seed.scale, True, seed.scale
                self.bare, self.scale = seed.scale, ONE
            else:
                self.total, self.last, self.scale, self.after_scale = seed.scale, seed.scale, seed.scale, True

    def take(self, token: Word) -> bool:
        """Takes the next word in, or says that it does not belong to the number."""
        if token.kind == "scale":
            return self.scaled(token.value)
        if token.kind == "atom":
            return self._atom(token.value, self.joins_tens or token.joins)
        return False

    def _atom(self, value: Decimal, joins: bool) -> bool:
        if self.open is None:
            if value >= self.last:
                return False
            self.open, self.pending = value, True
            self.hundred = False
            return True
        if self.literal or not (self.hundred or (joins and value < 10)):
            return False
        small = self.open % HUNDRED
        if (small == 0 and self.open > 0 and self.hundred) or (
            joins and small >= 20 and small % 10 == 0 and 0 < value < 10
        ):
            self.open += value
        else:
            return False
        self.bare, self.step = self.open, ONE
        return True

    def scaled(self, value: Decimal) -> bool:
        """Takes a magnitude in, or says that it does not fit."""
        if value < THOUSAND:
            if (
                self.open is None
                or (self.scale != ONE and not self.pending)
                or (abs(self.open) >= 100 and not self.literal)
            ):
                return False
            self.open *= value
            self.step = self.step * value if not self.pending else value
            self.bare, self.literal, self.hundred = self.open, False, value == HUNDRED
            return True
        if self.open is None:
            if not self.after_scale or self.total * value > LARGEST:
                return False
            self.total, self.last, self.scale, self.step = (
                self.total * value,
                self.last * value,
                self.scale * value,
                self.step * value,
            )
            return True
        if value >= self.last or abs(self.open * value) > LARGEST:
            return False
        first = self.total == 0
        self.total += self.open * value
        self.bare = self.open if first else self.total / value
        self.step = (self.step if first else ONE) * value
        self.open, self.last, self.scale = None, value, value
        self.after_scale, self.pending, self.literal, self.hundred = True, False, False, False
        return True

    def complete(self) -> bool:
        """Whether the number may end here. A figure with its magnitude takes no lone word behind it: "10 लाख दो
        जहाज"."""
        return not (self.pending and (not self.seed.words or (self.open is not None and self.open < 2)))

    def number(self, end: int | None = None) -> Number:
        """The number as far as it goes, ending at `end`."""
        value = self.total + (self.open or ZERO)
        seed = self.seed
        return Number(
            seed.start,
            seed.end if end is None else end,
            value,
            self.step,
            self.bare if self.scale != ONE else value,
            self.scale if self.total and self.open is None else ONE,
            seed.form,
            seed.words,
            seed.signed,
        )
