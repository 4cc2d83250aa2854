"""What a row of the workbook is about, as JSON in a hidden column: it can be read back by itself, whatever became of
the catalogue and however the rows were sorted.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256

import orjson

from corpus.model import Document
from extractors.base import Mention, Practice, Problem, Quantity
from outputs.book import CELL
from outputs.model import CatalogueCase, Cluster, DocumentRecord, PracticeCluster
from outputs.record import Json

CONTEXT = 32  # characters on each side, and of the opening of a case
MEMBERS = 500  # of a cluster: enough to know it again
TITLE = 200  # characters of a title or label: it is shown, and tells nothing from others
LONG = 200  # characters of a cell from which on only its digest is kept
SAID = {
    Practice: ("theme", "form", "status"),
    Problem: ("category", "status"),
    Quantity: ("value", "value_max", "unit", "counted"),
}
DIGEST = "sha256:"
JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# What a cell cannot hold, and what programs take for an escape of the format.
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x7f\ud800-\udfff\ufffe\uffff]")


def written(value: Json) -> str | None:
    """The JSON of a value as a cell holds it; None where it is too long for one."""
    try:
        text = orjson.dumps(value).decode()
        odd = "_x" in text or "\x7f" in text or "\ufffe" in text or "\uffff" in text
    except orjson.JSONEncodeError:  # lone surrogates
        text, odd = JSON.encode(value), True
    if odd:
        text = ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text if len(text) <= CELL // 2 or len(text.encode("utf-16-le")) // 2 <= CELL else None


def remembered(text: str) -> str:
    """A cell as it is held against what came back: without blanks, which programs change, and short."""
    bare = "".join(text.split())
    return bare if len(bare) <= LONG else f"{DIGEST}{sha256(bare.encode('utf-8', 'surrogatepass')).hexdigest()}"


def document_ref(record: DocumentRecord, ids: Mapping[str, str]) -> Json:
    """A document by id, name and hash."""
    source = record.source
    return {"id": ids.get(source.name), "name": source.name, "sha256": source.sha256}


def around(document: Document, start: int, end: int) -> Json:
    """A range of a text with the words before and behind it."""
    text = document.text
    near = {"before": text[max(0, start - CONTEXT) : start], "after": text[end : end + CONTEXT]}
    return {"start": start, "end": end, "quote": text[start:end], **near}


def finding_ref(document: Document, one: Mention, kind: str) -> Json:
    """A finding by its words, and its fields as the catalogue has them."""
    said = {name: getattr(one, name) for name in SAID[type(one)]}
    return {"kind": kind, **around(document, one.start, one.end), "said": said}


def case_ref(case: CatalogueCase, document: Document) -> Json:
    """A case by its id and the words with which it begins."""
    start, end = case.case.start, case.case.end
    opening = around(document, start, min(end, start + CONTEXT))
    return {"id": case.id, "title": case.case.title[:TITLE], **opening, "end": end}


def cluster_ref(one: Cluster | PracticeCluster) -> Json:
    """A cluster by its id and members."""
    return {"id": one.id, "label": one.label[:TITLE], "members": list(one.members[:MEMBERS])}
