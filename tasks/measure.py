"""One sentence in, a row for every number of it out: a quantity with its unit, or the reason why it is none.

`value` is what was written, as Decimal, with its magnitude words; `unit` an expression over
`warehouse/reference/factor.csv`; `start`, `end` are code-point offsets into the article, and `article.text[start:end]
== quote`. What the number is about (which commodity, whose, when) is not asked here, the text is never altered, and
nothing is guessed: a unit word with two meanings that the sentence does not settle is `ambiguous_unit`. Raises
nothing, whatever the text.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from tasks.grammar import share
from tasks.grammar.datum import Quantity, Sentence
from tasks.grammar.draft import Draft, drafts
from tasks.grammar.hedge import comparator
from tasks.grammar.unit import Context
from tasks.lexicon import Lexicon


def measure(
    sentence: Sentence, lexicon: Lexicon, published: date | None = None, countries: frozenset[str] = frozenset()
) -> tuple[Quantity, ...]:
    """Every number of `sentence`, in order.

    `published` and `countries` (ISO codes that the article is known to be about) settle words that mean different
    units at different times and places; without them such a word may stay ambiguous.
    """
    context = Context(sentence.folded, countries)
    found = drafts(context, lexicon)
    if not found:
        return ()
    found = share.join(context, found, lexicon)
    for draft, following in pairwise(found):
        if draft.end > following.start:
            # "20 cu feet daily 30 cu feet": a rate between two numbers is of both, and stands in one quote.
            stop = len(context.text[: following.start].rstrip())
            draft.end = max(draft.number_end, stop)
    return tuple([_quantity(sentence, draft, lexicon) for draft in found])


def _quantity(sentence: Sentence, draft: Draft, lexicon: Lexicon) -> Quantity:
    view, text, base = sentence.folded, sentence.text, sentence.start
    number, reason = draft.number, draft.reason
    start, end = view.span(draft.start, draft.end)
    number_start, number_end = view.span(number.start, max(draft.number_end, number.start + 1))
    words = None
    if draft.reported is not None:
        first, last = view.span(*draft.reported)
        words = text[first - base : last - base].strip() or None
    return Quantity(
        start=start,
        end=end,
        quote=text[start - base : end - base],
        value=draft.value,
        low=draft.low,
        high=draft.high,
        step=draft.step,
        comparator=comparator(view.lower, draft.start, draft.end, lexicon) if reason is None else "=",
        unit=None if reason in share.UNITLESS else draft.unit,
        unit_reported=words,
        reason=reason,
        multiple=draft.multiple,
        signed=number.signed,
        number_start=number_start,
        number_end=number_end,
    )
