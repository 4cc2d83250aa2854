"""What may be shown (`--profile`): a document that is marked or holds private matter, said or withheld."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

from corpus.document import prepare
from corpus.model import Outcome, Reading
from extractors.private import PrivateKind
from extractors.private_marks import marks
from extractors.private_reading import Counts, Held, look, unnamed, withheld
from outputs.corrections import Correction, Known, Withdrawn
from outputs.corrections_read import ONE
from outputs.model import DocumentRecord

# One of a kind, and many.
CALLED: dict[PrivateKind, tuple[str, str]] = {
    "identity": ("identity number", "identity numbers"),
    "phone": ("telephone number", "telephone numbers"),
    "bank": ("bank account number", "bank account numbers"),
    "email": ("e-mail address", "e-mail addresses"),
    "account": ("account or licence plate", "accounts or licence plates"),
}
TYPED = frozenset({"quote", "before", "after", "title", "place", "organisation", "label", "counted", "value", "name"})
"""Fields of a correction that hold words of people or of texts."""
FAULT = re.compile(r" \(.{1,10000}\)(?=; please report it\.)", re.DOTALL)


def held(record: DocumentRecord, reading: Reading, public: bool) -> tuple[DocumentRecord, Held]:
    """The record with what is private counted, and the document as the profile shows it; a marked one that the public
    profile leaves out is `ignored:marked`.
    """
    document, marked = prepare(record.source, reading), marks(record.source.name, reading)
    record = replace(record, marked=marked[0] if marked else None)
    found = (withheld if public and not marked else look)(record.source, reading, document)
    if not public:
        said = (*record.warnings, *_warnings(record, found.counts))
        return replace(record, private=found.counts, warnings=said), found
    record = replace(record, source=found.source, names=tuple(sorted(found.names)))
    return (_left_out(record) if marked else replace(record, private=found.counts)), found


def _left_out(record: DocumentRecord) -> DocumentRecord:
    return replace(record, outcome=Outcome("ignored:marked", _mark_sentence(record)))


def _mark_sentence(record: DocumentRecord) -> str:
    return f"It is marked {record.marked}; the public profile leaves it out."


def _warnings(record: DocumentRecord, counts: Counts) -> Iterator[str]:
    """What the full profile says of a document that the public one would show otherwise."""
    if record.marked:
        yield _mark_sentence(record)
    for kind, number in counts:
        them = "it" if number == 1 else "them"
        yield f"It {_holding(kind, number)}; the public profile masks {them}."


def _holding(kind: PrivateKind, number: int) -> str:
    many = number != 1
    if kind == "person":
        return f"names private persons {number} time{'s' * many}"
    return f"holds {number} {CALLED[kind][many]}"


def public_records(records: Iterable[DocumentRecord]) -> tuple[DocumentRecord, ...]:
    """The records as everybody may see them: no name of a file, reason or warning holds what is private."""
    listed = list(records)
    names = frozenset(chain.from_iterable(record.names for record in listed))
    return _told_apart([_shown(record, names) for record in listed])


def public_corrections(known: Known, records: Iterable[DocumentRecord]) -> Known:
    """What analysts typed or quoted, masked as the texts are: a title that they gave a case may name somebody, and a
    quote must be found in a text without names. `records` are those of the build before their names are taken out.
    """
    names = frozenset(chain.from_iterable(record.names for record in records))
    told, ids = list[Correction](), dict[str, str]()
    for one in known.corrections:
        body = _masked(one.body, names)
        if isinstance(one, Withdrawn):
            body["of"] = ids.get(one.of, one.of)
        told.append(ONE.validate_python(body))
        ids[one.xid] = told[-1].xid
    return replace(known, corrections=tuple(told))


def _masked(value: Any, names: frozenset[str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _masked(one, names, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_masked(one, names, key) for one in value]
    return unnamed(value, names) if isinstance(value, str) and key in TYPED else value


def _shown(record: DocumentRecord, names: frozenset[str]) -> DocumentRecord:
    source = replace(record.source, name=unnamed(record.source.name, names))
    document = record.document and replace(
        record.document, source=source, warnings=tuple(unnamed(said, names) for said in record.document.warnings)
    )
    reason = record.outcome.reason and unnamed(FAULT.sub("", record.outcome.reason), names)
    return replace(
        record,
        source=source,
        outcome=replace(record.outcome, reason=reason),
        document=document,
        warnings=tuple(unnamed(said, names) for said in record.warnings),
        names=(),
    )


def _told_apart(records: Iterable[DocumentRecord]) -> tuple[DocumentRecord, ...]:
    """The records in order; of those that masking called the same all but the first are numbered."""
    groups: dict[str, list[DocumentRecord]] = defaultdict(list)
    for record in records:
        groups[record.source.name].append(record)
    taken, told = set(groups), list[DocumentRecord]()
    for name in sorted(groups):
        group = sorted(groups[name], key=_rank)
        told += [group[0], *(_named(one, _free(name, taken)) for one in group[1:])]
    return tuple(told)


def _rank(record: DocumentRecord) -> tuple[str, int, str, str]:
    return record.source.sha256, record.source.size, record.outcome.status, record.outcome.reason or ""


def _free(name: str, taken: set[str]) -> str:
    path, number = PurePosixPath(name), 2
    while (free := str(path.with_name(f"{path.stem}-{number}{path.suffix}"))) in taken:
        number += 1
    taken.add(free)
    return free


def _named(record: DocumentRecord, name: str) -> DocumentRecord:
    source = replace(record.source, name=name)
    return replace(record, source=source, document=record.document and replace(record.document, source=source))
