"""Ids of documents: their content's hash, numbered where several files hold the same."""

from collections.abc import Iterable

from outputs.model import DocumentRecord


def plain_id(record: DocumentRecord) -> str:
    """The id of the only file with this content."""
    return f"d{record.source.sha256[:16]}"


def _free(plain: str, taken: set[str]) -> str:
    id_, number = plain, 1
    while id_ in taken:
        number += 1
        id_ = f"{plain}-{number}"
    return id_


def document_ids(records: Iterable[DocumentRecord]) -> dict[str, str]:
    """Name of each readable document -> its id, which is also its file's name in `documents/`; ids once given stay."""
    readable = sorted((one for one in records if one.has_text), key=lambda one: one.source.name)
    found = {one.source.name: one.kept_id for one in readable if one.kept_id}
    taken = set(found.values())
    for one in readable:
        if one.source.name not in found:
            found[one.source.name] = _free(plain_id(one), taken)
            taken.add(found[one.source.name])
    return {one.source.name: found[one.source.name] for one in readable}
