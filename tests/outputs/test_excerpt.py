"""An excerpt holds facts, headings and few words around them; every range of it leads back to where it stood."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import prepare_text
from corpus.model import Document, Span
from outputs.excerpt import HEADING, LONGEST, SHARE, Excerpt, Wanted, excerpt, excerpted, headings

WORDS = "经验做法村镇办事，。；\n\t“”…12％𬭭(三)：、"
SENTENCE = "全县把党小组建在产业链上，选派技术骨干到村任职，年底前已有三十个村办起了合作社，群众的收入逐年增加。"


def spans(length: int, most: int = 30) -> st.SearchStrategy[list[Span]]:
    start = st.integers(0, max(0, length - 1))
    pairs = st.tuples(start, st.integers(1, most)).map(lambda pair: Span(pair[0], min(length, sum(pair))))
    return st.lists(pairs, max_size=12) if length else st.just([])


@st.composite
def wishes(draw: st.DrawFn) -> tuple[Document, Wanted]:
    text = draw(st.text(WORDS, min_size=1, max_size=700))
    document = prepare_text(text or "一")
    length = len(document.text)
    facts, words = draw(spans(length, 12)), draw(spans(length))
    return document, Wanted(tuple(facts), tuple(words), (*facts, *words))


def kept(found: Excerpt) -> list[int]:
    """The characters that are kept."""
    return [at for one in found.kept for at in range(one.start, one.end)]


@settings(max_examples=300, deadline=None)
@given(wishes())
def test_every_range_holds_those_of_its_words_that_are_kept(wish: tuple[Document, Wanted]) -> None:
    document, wanted = wish
    found = excerpt(document, wanted)
    text, there = found.text(document.text), set(kept(found))
    for one in (*wanted.facts, *wanted.words):
        moved = found.moved(one.start, one.end)
        mine = [at for at in range(one.start, one.end) if at in there]
        assert (moved is None) == (not mine)
        if moved is not None:
            assert text[moved.start] == document.text[mine[0]]
            assert text[moved.end - 1] == document.text[mine[-1]]
        whole = found.whole(one.start, one.end)
        assert (whole is not None) == (len(mine) == one.end - one.start)
        assert whole is None or whole.of(text) == one.of(document.text)


@settings(max_examples=300, deadline=None)
@given(wishes())
def test_no_row_of_words_is_long_and_nothing_is_kept_unasked(wish: tuple[Document, Wanted]) -> None:
    document, wanted = wish
    found = excerpt(document, wanted)
    assert all(0 < one.end - one.start <= LONGEST for one in found.kept)
    assert all(one.end < other.start for one, other in zip(found.kept, found.kept[1:], strict=False))
    if len(kept(found)) > SHARE * len(document.text):  # then facts alone, and the marks between them
        asked = {at for one in (*wanted.facts, *wanted.words) for at in range(one.start, one.end)}
        assert not any(document.text[at].isalnum() for at in set(kept(found)) - asked)


@settings(max_examples=300, deadline=None)
@given(wishes())
def test_characters_lead_to_where_they_stood_in_the_source(wish: tuple[Document, Wanted]) -> None:
    document, wanted = wish
    found = excerpt(document, wanted)
    short = excerpted(document, found)
    assert len(short.text) == len(short.folded) == short.offsets.length
    for one, start in zip(found.kept, found.starts, strict=True):
        for at in range(one.start, one.end):
            assert short.offsets.to_source(start + at - one.start) == document.offsets.to_source(at)
    lines = [one for one in short.text.split("\n") if one]
    assert [short.text[one.start : one.end] for one in short.paragraphs] == lines
    for paragraph in short.paragraphs:
        assert document.blocks[paragraph.block] == short.block_at(paragraph.start)


def test_a_fact_has_the_words_of_its_clause_around_it() -> None:
    document = prepare_text(SENTENCE * 3)
    at = document.text.index("三十个村")
    found = excerpt(document, Wanted((Span(at, at + 4),), (), (Span(at, at + 4),)))
    assert found.text(document.text) == "年底前已有三十个村办起了合作社"


def test_in_a_short_text_there_are_fewer_words_around_a_fact() -> None:
    clause = "年底前已有三十个村办起了合作社。"
    for rest, quoted in ((18, "底前已有三十个村办起了合"), (9, "三十个村")):
        document = prepare_text(clause + "好" * rest)
        one = Span(5, 9)
        assert excerpt(document, Wanted((one,), (), (one,))).text(document.text) == quoted


def test_words_of_one_sentence_are_joined_and_those_of_two_stand_apart() -> None:
    document = prepare_text(f"{SENTENCE}{SENTENCE}")
    wanted = [Span(at, at + 4) for words in ("党小组建", "技术骨干") for at in [document.text.index(words)]]
    wanted.append(Span(len(SENTENCE) + 3, len(SENTENCE) + 7))
    assert excerpt(document, Wanted((), tuple(wanted), ())).text(document.text) == "党小组建…技术骨干\n党小组建"


def test_a_long_row_of_words_is_broken_and_its_figures_stay_whole() -> None:
    text = "、".join(f"第{number}组种植面积{number}23亩" for number in range(10, 40))
    document = prepare_text(text)
    figures = [Span(at, at + 5) for number in range(10, 40) for at in [text.index(f"{number}23亩")]]
    found = excerpt(document, Wanted(tuple(figures), (Span(0, len(text)),), ()))
    assert all(one.end - one.start <= LONGEST for one in found.kept)
    assert len(found.kept) > 1
    assert all(found.whole(one.start, one.end) for one in figures)


def test_no_more_than_the_beginning_of_a_heading_is_kept() -> None:
    document = prepare_text(f"一、{SENTENCE[:-1] * 2}\n{SENTENCE}\n二、做法\n{SENTENCE}")
    assert all(one.end - one.start <= HEADING for one in headings(document))
