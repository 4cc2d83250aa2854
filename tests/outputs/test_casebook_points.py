"""What matters of a case, from the answers in its file."""

from typing import Any

import pytest

from outputs.casebook.book import Book
from outputs.casebook.case_pages import CasePages
from outputs.casebook.points import open_problems, other_practices, points
from outputs.casebook.quotes import LONGEST, CaseText
from outputs.casebook.sources import Source
from outputs.casebook.wordml import w

Answer = tuple[str, tuple[int, int], tuple[int, int], str, str | None]
NEED, OTHER = (0, 2), (10, 12)
REMEDY, SECOND = (20, 24), (30, 34)


def answers(*told: Answer) -> list[dict[str, Any]]:
    names = "category", "problem", "practice", "link", "evidence"
    return [dict(zip(names, one, strict=True)) for one in told]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ([("A", NEED, REMEDY, "section", None)], [(("A",), [(REMEDY, "section")])]),
        ([("A", NEED, REMEDY, "case", None)], []),
        ([("A", NEED, REMEDY, "case", "headed")], [(("A",), [(REMEDY, "headed")])]),
        (  # said outright goes first, and says how
            [("A", NEED, REMEDY, "sentence", None), ("B", OTHER, SECOND, "case", "result")],
            [(("B",), [(SECOND, "result")]), (("A",), [(REMEDY, "sentence")])],
        ),
        (  # the same practice for two categories is one point
            [("A", NEED, REMEDY, "section", None), ("B", OTHER, REMEDY, "section", "targeted")],
            [(("B", "A"), [(REMEDY, "targeted")])],
        ),
        (  # each practice once, with the best that is known
            [("A", NEED, REMEDY, "section", None), ("A", OTHER, REMEDY, "sentence", "numbered")],
            [(("A",), [(REMEDY, "numbered")])],
        ),
    ],
)
def test_points(told: list[Answer], wanted: list[tuple[tuple[str, ...], list[tuple[tuple[int, int], str]]]]) -> None:
    found = [(one.categories, [(r.practice, r.how) for r in one.replies]) for one in points(answers(*told))]
    assert found == wanted


def test_what_no_point_holds() -> None:
    case = {
        "answers": answers(("A", NEED, REMEDY, "sentence", None), ("B", OTHER, SECOND, "case", None)),
        "problems": [
            {"start": a, "end": b, "status": state} for a, b, state in ((*NEED, "present"), (*OTHER, "solved"))
        ]
        + [{"start": 40, "end": 42, "status": "general"}],
        "practices": [{"start": a, "end": b} for a, b in (REMEDY, SECOND)],
    }
    assert [one["start"] for one in open_problems(case)] == [OTHER[0]]
    assert [one["start"] for one in other_practices(case, points(case["answers"]))] == [SECOND[0]]


TEXT = "前文。“两张皮？”他说，班组散了！\n后文；" + "长" * LONGEST + "散。"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("两张皮", "“两张皮？”"),
        ("散了", "他说，班组散了！"),
        ("后", "后文；"),
        ("散。", "散。"),  # a sentence that is too long is not quoted whole
        ("皮？”他", "“两张皮？”他说，班组散了！"),
    ],
)
def test_a_finding_is_quoted_in_its_sentence(words: str, wanted: str) -> None:
    case = {"start": 100, "end": 100 + len(TEXT), "text": TEXT}
    told = CaseText(case, {})
    start = 100 + TEXT.index(words)
    finding = {"start": start, "end": start + len(words), "text": words, "section": "一、问题", "page": 3}
    quote = told.quote(*told.around(finding), [finding])
    assert quote.words == wanted == TEXT[quote.start - 100 : quote.end - 100]
    assert "".join(text for text, found in quote.pieces() if found) == words
    assert quote.place == "第3页，“一、问题”"


def test_without_a_text_the_words_of_the_finding_stand_alone() -> None:
    finding = {"start": 5, "end": 8, "text": "两张皮", "section": None, "paragraph": 2}
    told = CaseText({"start": 0, "end": 50}, {})
    quote = told.quote(*told.around(finding), [finding])
    assert (quote.words, quote.place, told.whole) == ("两张皮", "第2段", False)


def test_rows_of_a_table_are_a_table_again() -> None:
    lines = [("一、投入", "heading"), ("乡镇\t投入", "row"), ("青岚\t420\t多", "row"), ("以上。", "text")]
    text = "\n".join(words for words, _ in lines)
    places = [text.index(words) for words, _ in lines]
    paragraphs = [
        {"start": at, "end": at + len(words), "kind": kind} for at, (words, kind) in zip(places, lines, strict=True)
    ]
    record = {"document": {"name": "a.txt", "sha256": "0" * 64}, "paragraphs": paragraphs, "sections": []}
    empty: dict[str, Any] = {name: [] for name in ("practices", "problems", "quantities", "answers")}
    told = {"id": "c1", "place": None, "organisation": None, "period": None, "start": 0, "end": len(text), "text": text}
    book = Book("题")
    CasePages(book, told | empty, Source(1, "d1", record), {}).write(short=False)
    (table,) = (one for one in book.parts().body if one.tag == w("tbl"))
    cells = [["".join(map(str, cell.itertext())) for cell in row.iter(w("tc"))] for row in table.iter(w("tr"))]
    assert cells == [["乡镇", "投入", ""], ["青岚", "420", "多"]]
