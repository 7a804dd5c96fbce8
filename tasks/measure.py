"""One sentence in, a row for every number of it out: a quantity with its unit, or the reason why it is none.

`value` is what was written, as Decimal, with its magnitude words; `unit` an expression over
`warehouse/reference/factor.csv`; `start`, `end` are code-point offsets into the article, and `article.text[start:end]
== quote`. What the number is about (which commodity, whose, when) is not asked here, the text is never altered, and
nothing is guessed: a unit word with two meanings that the sentence does not settle is `ambiguous_unit`. Raises
nothing, whatever the text.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise

from tasks.grammar import numeral, share
from tasks.grammar.datum import Quantity, Sentence
from tasks.grammar.draft import Draft, Grammars, drafts, grammars
from tasks.grammar.hedge import Hedges, comparator
from tasks.grammar.number import scan
from tasks.grammar.unit import Context
from tasks.lexicon import Lexicon


def measure(
    sentence: Sentence, lexicon: Lexicon, published: date | None = None, countries: frozenset[str] = frozenset()
) -> tuple[Quantity, ...]:
    """Every number of `sentence`, in order.

    `published` and `countries` (ISO codes that the article is known to be about) settle words that mean different
    units at different times and places; without them such a word may stay ambiguous.
    """
    words, around, shared = _ready(lexicon)
    every = scan(sentence.folded.lower, words)
    if not every:
        return ()
    context = Context(sentence.folded, countries, published)
    found = share.join(context, drafts(context, around, every), shared, around.units)
    if len(found) > 1:
        for draft, following in pairwise(found):
            if draft.end > following.start:
                # "20 cu feet daily 30 cu feet": a rate between two numbers is of both, and stands in one quote.
                stop = len(context.text[: following.start].rstrip())
                draft.end = max(draft.number_end, stop)
    hedges = around.hedges
    return tuple([_quantity(sentence, draft, hedges) for draft in found])


@cache
def _ready(lexicon: Lexicon) -> tuple[numeral.Grammar, Grammars, share.Words]:
    return numeral.grammar(lexicon), grammars(lexicon), share.shares(lexicon)


def _quantity(sentence: Sentence, draft: Draft, words: Hedges) -> Quantity:
    _, _, text, view, _ = sentence
    number, reason, start, end = draft.number, draft.reason, draft.start, draft.end
    sign = "="
    if reason is None:
        calm = draft.left is not None and not draft.left.hedges and start == number.start
        sign = comparator(view.lower, start, end, words, calm)
    base, number_start, number_end = view.base, number.start, max(draft.number_end, number.start + 1)
    first, last = draft.reported or (0, 0)
    if view.cuts:  # what was dropped from the view is in the text
        places = start, end, number_start, number_end, first, last
        start, end, number_start, number_end, first, last = [view.at(place) - base for place in places]
    # Made as a tuple, which takes half the time; in the order of the fields.
    fields = (
        base + start,
        base + end,
        text[start:end],
        draft.value,
        draft.low,
        draft.high,
        draft.step,
        sign,
        None if reason in share.UNITLESS else draft.unit,
        (text[first:last].strip() or None) if draft.reported is not None else None,
        reason,
        draft.multiple,
        number.signed,
        base + number_start,
        base + number_end,
        draft.lent,
    )
    return tuple.__new__(Quantity, fields)
