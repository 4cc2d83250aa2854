"""The period of a case: text -> from the earliest to the latest time of what it tells as done."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import prepare_text
from corpus.model import Document, Span
from extractors.dates import extract
from extractors.relative_dates import resolve
from outputs.model import Period
from outputs.period import Told, period

FILE = Path(__file__).parents[1] / "cases" / "periods.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def told(document: Document, written: str | None) -> Period | None:
    relative = resolve(document, written)
    whole = Span(0, len(document.text))
    return period(document, whole, Told(tuple(extract(document)), relative, (), str(written) if written else None))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_case(case: dict[str, Any]) -> None:
    written = str(case["written"]) if "written" in case else None
    found = told(prepare_text(case["text"]), written)
    assert (f"{found.first}..{found.last or ''}" if found else "-") == case["period"]


def test_a_range_counts_its_own_times_alone() -> None:
    document = prepare_text("2015年，县里建起水厂。\n2020年，镇里建起冷库。")
    second = Span(document.text.index("2020"), len(document.text))
    assert period(document, second, Told(tuple(extract(document)), (), (), None)) == Period("2020", "2020")
