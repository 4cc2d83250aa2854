"""Corrections as somebody marks them in a text: 【】 around the words that are meant."""

from collections.abc import Mapping
from typing import Any

from outputs.anchors import every
from outputs.corrections import Correction
from outputs.corrections_read import ONE
from outputs.model import DocumentRecord

CONTEXT = 32


def place(text: str, marked: str) -> dict[str, Any]:
    """The words between the brackets, where they stand, with those around them."""
    before, _, rest = marked.partition("【")
    quote, _, after = rest.partition("】")
    start = every(text, before + quote + after)[0] + len(before)
    end = start + len(quote)
    around = {"before": text[max(0, start - CONTEXT) : start], "after": text[end : end + CONTEXT]}
    return {"start": start, "end": end, "quote": quote, **around}


def placed(record: DocumentRecord, marked: str) -> dict[str, Any]:
    """The same with the document."""
    assert record.document is not None
    document = {"name": record.source.name, "sha256": record.source.sha256}
    return place(record.document.text, marked) | {"document": document}


def correction(records: Mapping[str, DocumentRecord], told: Mapping[str, Any]) -> Correction:
    """A correction of a finding: `in` names its file, `at` marks it, `range` marks a better range."""
    record, value = records[told["in"]], dict(told.get("value", {}))
    if "range" in told:
        better = placed(record, told["range"])
        value |= {name: better[name] for name in ("quote", "start", "end")}
    finding = placed(record, told["at"]) | {"kind": told["kind"], "said": told.get("said")}
    entry: dict[str, Any] = {"act": told["act"], "finding": finding}
    return ONE.validate_python(entry | ({"value": value} if value else {}))
