from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks import batch
from tasks.grammar.datum import Article, Document, Quarantined

# Columns hold whatever Unicode text there is; a lone surrogate may stand in the content only.
words = st.text(st.characters(exclude_categories=["Cs"]))
maybe = st.none() | words
documents = st.builds(
    Document,
    source=words,
    locator=words,
    media=st.sampled_from(["text/plain", "text/html", "row"]),
    content=st.binary() | st.text(),
    id=maybe,
    published=maybe,
    language=maybe,
    title=maybe,
    url=maybe,
    outlet=maybe,
    default_published=maybe,
    default_language=maybe,
)
quarantined = st.builds(Quarantined, words, words, words, words, words, digest=maybe, article_id=maybe)


articles = st.builds(
    Article,
    article_id=words,
    version_id=words,
    text=words,
    language=words,
    published=st.none() | st.dates(),
    source=words,
    locator=words,
    digest=words,
    title=maybe,
    url=maybe,
    outlet=maybe,
    agency=maybe,
    warnings=st.lists(words, max_size=2).map(tuple),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(documents | quarantined | articles, max_size=8))
def test_what_went_in_comes_out(sent: list[batch.Found]) -> None:
    with TemporaryDirectory() as folder:
        arrived = [document for path in batch.spool(sent, Path(folder)) for document in batch.unspool(path)]
    assert arrived == sent


def test_batches_are_cut_by_bytes_and_keep_the_order(tmp_path: Path) -> None:
    sent = [Document("s", str(number), "row", "x" * (batch.BYTES // 3)) for number in range(7)]
    paths = list(batch.spool(sent, tmp_path))
    assert [len(list(batch.unspool(path))) for path in paths] == [3, 3, 1]
    assert [document for path in paths for document in batch.unspool(path)] == sent


def test_nothing_makes_no_batch(tmp_path: Path) -> None:
    assert list(batch.spool([], tmp_path)) == []


def test_a_file_name_that_is_no_unicode_is_written_all_the_same(tmp_path: Path) -> None:
    (path,) = batch.spool([Document("s", "\udce9.txt", "text/plain", b"x")], tmp_path)
    (arrived,) = batch.unspool(path)
    assert arrived == Document("s", "?.txt", "text/plain", b"x")
