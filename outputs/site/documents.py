"""The files: the list of all with their outcomes, and the text of each readable one with everything found in it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from outputs.leaves import Leaf
from outputs.model import DocumentRecord
from outputs.outcomes import kind_name, reason, warning
from outputs.record import PLAIN, Json
from outputs.site.said import said
from outputs.site.scripts import Named, packed, shards
from outputs.site.shelf import Shelf, title_of
from outputs.views import documents_view

ROWS = 200
# What the pages show of what was found; the rest is for programs and stands in documents/*.json.
EVERY = ("start", "end", "page", "paragraph", "review")
SHOWN = {
    "practices": (*EVERY, "theme", "form", "status", "actors", "quantities", "results"),
    "problems": (*EVERY, "category", "status", "certainty"),
    "quantities": (
        *EVERY, "value", "value_max", "unit", "counted", "qualifier", "masked", "period", "owner",
    ),
    "dates": (*EVERY, "value"),
    "sections": ("start", "end", "level", "heading", "run_in"),
    "tables": ("start", "end"),
    "checks": ("verdict", "note", "spans"),
}  # fmt: skip


def _row(listed: Json, record: DocumentRecord) -> Json:
    told = {key: listed[key] for key in ("id", "name", "pages", "size", "media_type", "cases")}
    return told | _outcome(listed, record) | {"status": record.outcome.status}


def _outcome(told: Json, record: DocumentRecord) -> Json:
    """What became of a file, in words."""
    warnings = [warning(one) for one in told["warnings"]]
    return {"warnings": warnings, "outcome": kind_name(record.outcome), "why": reason(record.outcome)}


def _range(value: object) -> object:
    """Mentions inside of a finding as their ranges; their words stand in the text."""
    if isinstance(value, dict) and "start" in value:
        return [value["start"], value["end"]]
    return [_range(one) for one in value] if isinstance(value, list) else value


def _lean(found: Json, keys: Sequence[str]) -> Json:
    """The fields of a finding that pages show; what it does not tell is left out."""
    return {
        key: value if type(value) in PLAIN else _range(value)
        for key in keys
        if (value := found.get(key)) is not None and value is not False and value != []
    }


def document_text(leaf: Leaf, whole: Json) -> Json:
    """The text of a document, what was found in it and the cases it tells; offsets are code points of `text`. A
    paragraph is its start, end, kind and page. `whole` is the document as JSON.
    """
    record = leaf.record
    found: Json = {name: [_lean(one, keys) for one in whole[name]] for name, keys in SHOWN.items()}
    return found | {
        "id": leaf.id,
        "sha256": record.source.sha256,
        "name": record.source.name,
        "text": whole["text"],
        "paragraphs": [[one["start"], one["end"], one["kind"], one["page"]] for one in whole["paragraphs"]],
        "title": title_of(record),
        "about": said(record.about_at(0)),
        "cases": [
            {"id": one.id, "title": one.case.title, "start": one.case.start, "end": one.case.end} for one in leaf.cases
        ],
        "pages": whole["document"]["pages"],
        "size": record.source.size,
        **_outcome(whole["document"], record),
    }


def documents(shelf: Shelf) -> Iterator[Named]:
    """The list of files in shards, and the kinds of outcome that they number."""
    records = shelf.catalogue.records
    listed = documents_view(shelf.catalogue, shelf.links.documents)["documents"]
    rows = [_row(one, record) for one, record in zip(listed, records, strict=True)]
    yield from shards("documents", rows, ROWS)
    kinds = Counter(row["outcome"] for row in rows)
    names = sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    yield (
        "documents",
        {
            "outcomes": [[kind, kinds[kind]] for kind in names],
            "of": packed((names.index(row["outcome"]) for row in rows), "u1"),
            "ids": [row["id"] for row in rows],
        },
    )
