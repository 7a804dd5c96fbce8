"""A denied number is hypothetical, however near a verb that says it happened."""

from __future__ import annotations

from datetime import date

import pytest

from tasks.grammar.datum import Document
from tasks.walk import walk

CARGO = "Pakistan received 100,000 tonnes of Russian crude oil in June 2023"


@pytest.mark.parametrize(
    ("text", "language", "status"),
    [
        (f"{CARGO}, the minister said.", "en", "actual"),
        (f"The ministry denied that {CARGO}.", "en", "hypothetical"),
        (f"The ministry denied reports that {CARGO}.", "en", "hypothetical"),
        (f"The ministry denied a report on Monday that {CARGO}.", "en", "hypothetical"),
        (f"A spokesman rejected claims that {CARGO}.", "en", "hypothetical"),
        (f"The ministry dismissed as baseless a report that {CARGO}.", "en", "hypothetical"),
        (f"Reports that {CARGO} are false, the minister said.", "en", "hypothetical"),
        ("Pakistan never received 100,000 tonnes of Russian crude oil in June 2023.", "en", "hypothetical"),
        (f"The ministry denied the report, saying {CARGO}.", "en", "actual"),
        (f"The ministry denied a second deal. {CARGO}.", "en", "actual"),
        (f"{CARGO} but the ministry denied a second deal.", "en", "actual"),
        ("मंत्रालय ने इस खबर का खंडन किया कि पाकिस्तान को जून 2023 में रूस से 1,00,000 टन कच्चा तेल मिला।", "hi", "hypothetical"),
        ("पाकिस्तान द्वारा जून 2023 में रूस से 1,00,000 टन कच्चा तेल खरीदने की खबर गलत है।", "hi", "hypothetical"),
        ("पाकिस्तान को जून 2023 में रूस से 1,00,000 टन कच्चा तेल मिला।", "hi", "actual"),
        ("India did not import 2 million tonnes of Iranian crude in June 2023.", "en", "hypothetical"),
        ("India is no longer buying 200,000 tonnes of Russian crude oil.", "en", "hypothetical"),
        ("India does not import more than 2 million tonnes of Iranian crude a month.", "en", "actual"),
        (
            "Germany not only bought gas, it imported 2 million tonnes of Russian crude oil in June 2023.",
            "en",
            "actual",
        ),
        ("तुर्की ने जून 2023 में रूस से 2,00,000 टन डीजल नहीं खरीदा।", "hi", "hypothetical"),
        ("भारत ने जून 2023 में ईरान से 2 लाख टन कच्चे तेल का आयात नहीं किया।", "hi", "hypothetical"),
    ],
)
def test_status(text: str, language: str, status: str) -> None:
    document = Document("s", "x", "row", text, language=language, published="2023-07-20")
    assert [seen.status for seen in walk(document, date(2026, 1, 1)).observations] == [status]
