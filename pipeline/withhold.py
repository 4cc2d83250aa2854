"""What may be shown (`--profile`): a document that is marked or holds private matter, said or withheld."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate, chain, pairwise
from pathlib import PurePosixPath
from typing import Any

from corpus.document import prepare
from corpus.mask import MASK
from corpus.model import Outcome, Reading
from extractors.private import PrivateKind
from extractors.private_marks import marks
from extractors.private_reading import Counts, Held, look, unnamed, withheld
from outputs.aside import laid_like
from outputs.corrections import Correction, Known, Withdrawn
from outputs.model import DocumentRecord
from outputs.record import Json

# One of a kind, and many.
CALLED: dict[PrivateKind, tuple[str, str]] = {
    "identity": ("identity number", "identity numbers"),
    "phone": ("telephone number", "telephone numbers"),
    "bank": ("bank account number", "bank account numbers"),
    "email": ("e-mail address", "e-mail addresses"),
    "account": ("account or licence plate", "accounts or licence plates"),
}
NOT_TYPED = frozenset({"act", "at", "id", "of", "kind", "sha256", "members", "place_level", "place_code"})
"""Fields of a correction that hold no words of people or of texts."""
AROUND = ("before", "quote", "after")
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
    from outputs.corrections_read import ONE  # brings what builds catalogues: workers, who only mask, do without

    listed = list(records)
    names = frozenset(chain.from_iterable(record.names for record in listed))
    texts = {key: one.document.text for one in listed if one.document for key in (one.source.sha256, one.source.name)}
    told, ids = list[Correction](), dict[str, str]()
    for one in known.corrections:
        body = _masked(one.body, names, _shown_text(one.body, names, texts))
        if isinstance(one, Withdrawn):
            body["of"] = ids.get(one.of, one.of)
        told.append(ONE.validate_python(body))
        ids[one.xid] = told[-1].xid
    return replace(known, corrections=tuple(told))


def _shown_text(body: Json, names: frozenset[str], texts: Mapping[str, str]) -> str:
    """The text that a correction is about, as the profile shows it."""
    document = (body.get("finding") or body.get("case") or {}).get("document") or {}
    return texts.get(document.get("sha256") or unnamed(document.get("name", ""), names), "")


def _masked(value: Any, names: frozenset[str], text: str, key: str = "") -> Any:
    if isinstance(value, dict):
        masked = {name: _masked(one, names, text, name) for name, one in value.items()}
        return masked | _in_context(value, names, text) if value.get("quote") else masked
    if isinstance(value, list):
        return [_masked(one, names, text, key) for one in value]
    return unnamed(value, names) if isinstance(value, str) and key not in NOT_TYPED else value


def _in_context(value: Json, names: frozenset[str], text: str) -> dict[str, str]:
    """What is quoted with the words around it, masked as one: a cue may stand in the one, its number in the other; and
    as the document shows it where it stands there.
    """
    given = {name: value[name] for name in AROUND if value.get(name)}
    whole = unnamed("".join(given.values()), names)
    start = (value.get("start") or 0) - len(given.get("before", ""))
    whole = _as_shown(whole, text[start : start + len(whole)]) if start >= 0 else whole
    ends = list(accumulate(map(len, given.values()), initial=0))
    return {name: whole[a:b] for name, (a, b) in zip(given, pairwise(ends), strict=True)}


def _as_shown(words: str, shown: str) -> str:
    """Words with what is masked of them where they are shown; as they are where other words are."""
    alike = len(words) == len(shown) and all(
        MASK in (one, other) or one == other for one, other in zip(words, shown, strict=True)
    )
    return "".join(MASK if MASK in pair else pair[0] for pair in zip(words, shown, strict=True)) if alike else words


def _shown(record: DocumentRecord, names: frozenset[str]) -> DocumentRecord:
    source = replace(record.source, name=unnamed(record.source.name, names))
    document = record.document and replace(
        record.document, source=source, warnings=tuple(unnamed(said, names) for said in record.document.warnings)
    )
    reason = record.outcome.reason and unnamed(FAULT.sub("", record.outcome.reason), names)
    shown = replace(
        record,
        source=source,
        outcome=replace(record.outcome, reason=reason),
        document=document,
        warnings=tuple(unnamed(said, names) for said in record.warnings),
        names=(),
    )
    return laid_like(shown, record)


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
    named = replace(record, source=source, document=record.document and replace(record.document, source=source))
    return laid_like(named, record)
