"""Ids of documents: their content's hash, numbered where several files hold the same."""

from collections import defaultdict
from collections.abc import Iterable

from outputs.model import DocumentRecord


def document_ids(records: Iterable[DocumentRecord]) -> dict[str, str]:
    """Name of each readable document -> its id, which is also its file's name in `documents/`."""
    taken: dict[str, int] = defaultdict(int)
    found = {}
    for record in sorted(records, key=lambda record: record.source.name):
        if record.document is not None:
            short = f"d{record.source.sha256[:16]}"
            taken[short] += 1
            found[record.source.name] = short if taken[short] == 1 else f"{short}-{taken[short]}"
    return found
