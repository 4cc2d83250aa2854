"""The checks of a document as people are told of them, without those that tell nothing."""

import re
from collections.abc import Iterator, Sequence

from corpus.model import Document
from outputs.answers import quote
from outputs.checks import record_checks
from outputs.checks_figures import Check
from outputs.model import CatalogueCase, DocumentRecord
from outputs.record import place_in_source

RULES = {
    "sum": "合计", "part": "部分大于总数", "share": "占比", "growth": "增减", "twice": "前后两处", "unit": "差一个“万”",
    "product": "人均乘人数", "table": "表格合计", "list": "所列条数",
}  # fmt: skip
VERDICTS = {"conflict": "不符", "cannot tell": "无法核对", "consistent": "相符"}
DOUBT = "；文中有约数、取整，或未写明是同一口径，请对照原文"
HALF_WIDTH = re.compile(r"[,;:](?!\d)|(?<!\d)[,;:]")
FULL_WIDTH = {",": "，", ";": "；", ":": "："}
ALIKE = 0.005  # of a figure: nearer ones are the same to a reader
Row = tuple[CatalogueCase | None, DocumentRecord, Check]


def record_rows(record: DocumentRecord, cases: Sequence[CatalogueCase]) -> Iterator[Row]:
    """The checks of a document that tell something, each with the smallest of its cases around it."""
    for check in filter(tells, record_checks(record)):
        first, last = min(span.start for span in check.spans), max(span.end for span in check.spans)
        around = [c for c in cases if c.case.start <= first and last <= c.case.end]
        home = min(around, key=lambda c: (c.case.end - c.case.start, c.id), default=None)
        yield home, record, check


def tells(check: Check) -> bool:
    """Whether a reader has something to look at: not where nothing could be reckoned, nor where a rough figure agrees
    (近20万元, 96 = 96).
    """
    if check.verdict != "cannot tell":
        return True
    if check.stated is None or check.expected is None:
        return False
    return abs(check.stated - check.expected) > ALIKE * abs(check.stated)


def explained(check: Check) -> str:
    """What was compared, and why nothing can be said where nothing can; with the marks of Chinese text."""
    note = HALF_WIDTH.sub(lambda found: FULL_WIDTH[found[0]], check.note)
    return note + DOUBT if check.verdict == "cannot tell" else note


def quoted(document: Document, check: Check) -> str:
    """The sentences of all the figures of a check in the order of the text, each once."""
    found = {quote(document, span.start, span.end) for span in check.spans}
    return " …… ".join(one.of(document.text) for one in sorted(found, key=lambda one: one.start))


def standing(document: Document, check: Check) -> str:
    """Each figure of a check and where it stands in its file."""
    return "；".join(f"{span.text}（{_standing(document, span.start, span.end)}）" for span in check.spans)


def _standing(document: Document, start: int, end: int) -> str:
    place = place_in_source(document, start, end)
    if "page" in place:
        return f"第{place['page']}页"
    if "paragraph" in place:
        return f"第{place['paragraph']}段"
    first, last = place.get("source", (start, end))
    return f"{first}-{last}"
