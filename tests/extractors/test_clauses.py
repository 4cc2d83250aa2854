"""Sentences and clauses: where they are cut, and what holds for any text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import prepare_text
from corpus.model import Document, Span
from extractors.clauses import clause_at, clauses, piece_at, sentence_at, sentences


def words(document: Document, pieces: tuple[Span, ...]) -> list[str]:
    return [piece.of(document.text) for piece in pieces]


def test_a_sentence_ends_at_full_stops_and_semicolons_and_line_breaks() -> None:
    document = prepare_text("党员带头，群众参与。做到了吗？做到了；全村受益！\n第二段开头,照此办理")
    expected = ["党员带头，群众参与", "做到了吗", "做到了", "全村受益", "第二段开头,照此办理"]
    assert words(document, sentences(document)) == expected


def test_a_clause_ends_at_commas_and_colons_too() -> None:
    document = prepare_text("做法如下：一是培训,二是考核，三是奖励、表彰。")
    assert words(document, clauses(document)) == ["做法如下", "一是培训", "二是考核", "三是奖励、表彰"]


def test_marks_between_digits_end_no_clause() -> None:
    document = prepare_text("户均增收6,200元,8:30开会")
    assert words(document, clauses(document)) == ["户均增收6,200元", "8:30开会"]


def test_the_piece_around_a_character() -> None:
    document = prepare_text("甲组织学习，乙检查。丙总结")
    clause, sentence = clause_at(document, 7), sentence_at(document, 7)
    assert clause is not None
    assert sentence is not None
    assert (clause.of(document.text), sentence.of(document.text)) == ("乙检查", "甲组织学习，乙检查")
    assert clause_at(document, 5) is None
    assert piece_at((), 3) is None


@given(st.text(alphabet="一党员,，。;；!\n\t :：3 ", max_size=60))
def test_pieces_are_ordered_and_not_empty_and_lose_marks_alone(text: str) -> None:
    document = prepare_text(text)
    for pieces in (sentences(document), clauses(document)):
        assert all(piece.of(document.folded).strip() for piece in pieces)
        assert all(left.end <= right.start for left, right in pairwise(pieces))
        covered = {i for piece in pieces for i in range(piece.start, piece.end)}
        left_out = {char for i, char in enumerate(document.folded) if i not in covered}
        assert left_out <= set("。!?;\n,: \t")
