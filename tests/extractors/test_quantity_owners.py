"""Whose a figure is: labelled sentences, tables, and the lexicon's own examples."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import prepare_text
from corpus.fold import fold
from corpus.model import Document, OffsetMap, Source, Table
from extractors import quantities as numbers
from extractors.base import Quantity
from extractors.extract import extract
from extractors.lexicon import Entry, read_lexicon
from extractors.practice_words import Patterns
from extractors.quantity_owners import owned

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "quantity_owners.yml").read_text(encoding="utf-8")
)
GROUPS = read_lexicon("quantity_owners.yml", Patterns).groups


def quantities(text: str) -> tuple[Quantity, ...]:
    return extract(prepare_text(text, "甲.txt")).quantities


@pytest.mark.parametrize("case", [*CASES["with_the_rules"], *CASES["kept_aside"]], ids=lambda case: case["text"][:16])
def test_whose_figure_it_is(case: dict[str, Any]) -> None:
    found = [q for q in quantities(case["text"]) if q.text in dict(case["expect"])]
    assert [[q.text, q.owner and q.owner.text] for q in found] == case["expect"]


def test_the_owner_stands_in_the_text_before_its_figure() -> None:
    for case in (one for cases in CASES.values() for one in cases):
        document = prepare_text(case["text"], "甲.txt")
        for quantity in extract(document).quantities:
            if quantity.owner:
                assert document.text[quantity.owner.start : quantity.owner.end] == quantity.owner.text
                assert quantity.owner.end <= quantity.start


@pytest.mark.parametrize(("group", "text"), [(g, text) for g in GROUPS for text in g.match])
def test_examples_have_an_owner(group: Entry, text: str) -> None:
    assert any(quantity.owner for quantity in quantities(text))


@pytest.mark.parametrize(("group", "text"), [(g, text) for g in GROUPS for text in g.no_match])
def test_counterexamples_have_none(group: Entry, text: str) -> None:
    found = quantities(text)
    assert found
    assert not any(quantity.owner for quantity in found)


def table(rows: list[list[str]]) -> Document:
    """A document of one table."""
    text = "\n".join("\t".join(row) for row in rows)
    tables = (Table(0, len(text), None, tuple(tuple(row) for row in rows)),)
    offsets = OffsetMap((0,), (0,), len(text))
    source = Source("t.docx", "0" * 64, 1)
    return Document(source, "text/plain", text, fold(text), offsets, "paragraph", (), (), tables=tables)


TABLES = [
    ([["乡镇", "党员数(名)"], ["东塘镇", "12"], ["西塘", "8"], ["合计", "20"]], ["东塘镇", "西塘", None]),
    ([["序号", "名称", "产值（万元）"], ["1", "红星公司", "250"], ["2", "县农机局", "30"]], ["红星公司", "县农机局"]),
    ([["项目", "预算(万元)"], ["道路", "300"], ["饮水", "45"]], [None, None]),
    ([["单位", "帮扶"], ["县供电公司", "结对村3个"]], ["县供电公司"]),
]


@pytest.mark.parametrize(("rows", "expected"), TABLES)
def test_in_a_table_the_head_of_the_row_is_the_owner(rows: list[list[str]], expected: list[str | None]) -> None:
    document = table(rows)
    found = owned(document, list(numbers.extract(document)))
    assert [quantity.owner and quantity.owner.text for quantity in found] == expected
