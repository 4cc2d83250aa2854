"""The texts of the catalogue in whose folder a workbook lies, where there is one: what is quoted is looked up there."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from outputs.anchors import LEAST
from outputs.changes import read_json
from outputs.record import Json
from outputs.workbook_anchor import CONTEXT
from outputs.workbook_fields import FaultError

ID = re.compile(r"d[0-9a-f]{16}(?:-\d{1,6})?")
KEPT = 8  # documents; rows of one are mostly side by side
FIELDS = {"practice": "practices", "problem": "problems", "quantity": "quantities", "date": "dates"}


def _all(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


class Texts:
    """The documents of a catalogue folder; a workbook that lies elsewhere has none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "documents"
        self._read = lru_cache(maxsize=KEPT)(self._document)
        self._taken = set[tuple[str, str, int]]()

    def _document(self, id_: str, sha256: str) -> Json | None:
        if not ID.fullmatch(id_):
            return None
        value = read_json(self._folder / f"{id_}.json")
        same = isinstance(value, dict) and value.get("document", {}).get("sha256") == sha256
        return value if same else None

    def of(self, document: Json) -> Json | None:
        """The record of a document, None where it is not there or is another by now."""
        return self._read(str(document.get("id")), str(document.get("sha256")))

    def cut(self, column: str, case: Json, words: str) -> Json:
        """Where a case is cut: the words, those around them, and where they stand. Raises FaultError."""
        start, end = int(case["start"]), int(case["end"])
        record = self.of(case.get("document", {}))
        if record is None:
            _tells(column, words)
            return {"quote": words, "start": start + 1}  # the first of these words in the case is looked for
        at = record["text"].find(words, start + 1, end)
        if at < 0:
            raise FaultError(column, f"“{words}” does not stand in the case; copy the words from its text as they are")
        return placed(record["text"], at, words)

    def missed(self, column: str, document: Json, kind: str, words: str) -> Json:
        """Where something that was missed stands: the first place that no finding of the kind covers, nor anything that
        was asked for before. Raises FaultError.
        """
        record = self.of(document)
        if record is None:
            _tells(column, words)
            return {"quote": words, "start": 1, "end": 1 + len(words)}  # the first of these words is looked for
        found = [(one["start"], one["end"]) for one in record[FIELDS[kind]] if not _added(one)]
        free = (at for at in _all(record["text"], words) if not _covered(at, at + len(words), found))
        at = next((at for at in free if (document["name"], kind, at) not in self._taken), None)
        if at is None:
            why = "does not stand in the file, or is listed already"
            raise FaultError(column, f"“{words}” {why}; copy the words as they are, or fill in 位置")
        self._taken.add((document["name"], kind, at))
        return placed(record["text"], at, words) | {"end": at + len(words)}

    def at(self, column: str, document: Json, start: int, words: str) -> Json:
        """Words at a place that somebody named. Raises FaultError."""
        end, record = start + len(words), self.of(document)
        if record is None:
            return {"quote": words, "start": start, "end": end}
        if record["text"][start:end] != words:
            raise FaultError(column, f"at {start} stands “{record['text'][start:end]}”, not “{words}”")
        return placed(record["text"], start, words) | {"end": end}


def _tells(column: str, words: str) -> None:
    """Raise FaultError for too few words to be looked for without their catalogue."""
    if len(words) < LEAST:
        why = "its catalogue, in which so few words could be looked up, does not lie beside this workbook"
        raise FaultError(
            column, f"“{words}”: {why}; lay it into the catalogue's folder, or copy {LEAST} characters or more"
        )


def _added(one: Json) -> bool:
    """Whether a finding is there because somebody missed it: the same row may be read once more."""
    return bool((one.get("review") or {}).get("verdict") == "added")


def _covered(start: int, end: int, found: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in found)


def placed(text: str, at: int, words: str) -> Json:
    """Words with those around them."""
    end = at + len(words)
    return {"quote": words, "before": text[max(0, at - CONTEXT) : at], "after": text[end : end + CONTEXT], "start": at}
