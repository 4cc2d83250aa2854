"""Rows of the workbook that came back, as corrections: the marks of one row, held against what stood there before."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from outputs.record import Json
from outputs.workbook_anchor import DIGEST, TITLE, remembered
from outputs.workbook_cells import Line
from outputs.workbook_fields import FaultError, Fields, verdict
from outputs.workbook_texts import Texts
from outputs.workbook_words import ANCHOR, NOTE, marks_of, plain, words

Marked = Mapping[str, str]
"""Title of a column of marks -> what stands in it; empty cells are left out."""
LOST = "the hidden cell that says what the row is about is missing or damaged; mark the row in a new workbook"
PLACED = ("finding", "case")
FURTHEST = 2**31  # no text is longer
REFERENCE = ("id", "title", "document", "case", "kind", "start", "end", "quote", "before", "after", "said")


@dataclass(frozen=True, slots=True)
class Was:
    """What stood in a group of columns when the workbook was written: the corrections, each with its act, and the
    cells.
    """

    ids: Mapping[str, str]
    cells: Marked

    def taken_back(self, filled: Marked) -> list[str]:
        """The corrections that hold no more: all where everything was emptied, else those that changed something where
        a cell was.
        """
        if not filled:
            return list(self.ids)
        emptied = self.cells.keys() - filled.keys()
        return [id_ for id_, act in self.ids.items() if act != "added"] if emptied else []


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a row is about, and what was marked in it when the workbook was written."""

    about: Json
    was: Mapping[str, Was] = field(default_factory=dict)
    note: str = ""

    def of(self, name: str) -> Json:
        """The finding, case or cluster. Raises FaultError."""
        found = self.about.get(name)
        if not isinstance(found, dict) or (name in PLACED and not _placed(found)):
            raise FaultError(ANCHOR, LOST)
        return found


def _placed(found: Json) -> bool:
    """Whether a finding or a case says where it stands."""
    ends, document = [found.get("start"), found.get("end")], found.get("document")
    sound = all(type(one) is int and 0 <= one <= FURTHEST for one in ends)
    return sound and isinstance(document, dict) and isinstance(document.get("name"), str)


def _refused(number: str) -> float:
    """A number with a point; none that JSON cannot hold. Raises ValueError."""
    if not isfinite(value := float(number)):
        raise ValueError(number)
    return value


def anchor_of(line: Line) -> Anchor:
    """What a row is about. Raises FaultError."""
    try:
        value = json.loads(line.text(ANCHOR) or "null", parse_float=_refused, parse_constant=_refused)
        was = {name: Was(dict(one["ids"]), dict(one["cells"])) for name, one in value.get("was", {}).items()}
        return Anchor(value, was, str(value.get("note", "")))
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
        raise FaultError(ANCHOR, LOST) from None


def _alike(one: Marked, other: Marked) -> bool:
    """Whether cells that came back say the same as those that were written: programs change blanks and line ends."""
    told = {t: remembered(x) for t, x in one.items()}
    return told == {t: str(x) if str(x).startswith(DIGEST) else remembered(str(x)) for t, x in other.items()}


def marked(sheet: str, line: Line) -> dict[str, str]:
    """The cells of the columns of marks that are not empty."""
    return {title: text for title in marks_of(sheet) if (text := line.text(title))}


def row_corrections(sheet: str, make: Callable[[str, Marked, Anchor], Json], line: Line) -> Iterator[Json]:
    """What somebody changed in a row; `make` turns a group of columns into a correction. Raises FaultError."""
    cells = marked(sheet, line)
    if not cells and '"was"' not in line.text(ANCHOR):
        return
    anchor, note = anchor_of(line), cells.pop(NOTE, "")
    noted = not _alike({NOTE: note}, {NOTE: anchor.note})
    for group, titles in words().marks[sheet].items():
        filled = {title: cells[title] for title in titles if title in cells}
        was = anchor.was.get(group)
        if was and _alike(filled, was.cells) and not noted:
            continue
        yield from ({"act": "withdrawn", "of": id_} for id_ in (was.taken_back(filled) if was else ()))
        if filled:
            yield make(group, filled, anchor) | ({"note": note} if note else {})
    if noted and note and not cells:
        wanted = "/".join(marks_of(sheet)[:-1])
        raise FaultError(NOTE, f"a note alone says nothing of the row; fill in {wanted} too, or clear the note")


def _reference(found: Json) -> Json:
    """The fields of a finding or case that a correction has, where they say anything."""
    return {name: found[name] for name in REFERENCE if found.get(name) is not None}


def finding_mark(sheet: str, fields: Fields, group: str, filled: Marked, anchor: Anchor) -> Json:
    """The mark of a finding. Raises FaultError."""
    found, was = anchor.of("finding"), anchor.was.get(group)
    said = verdict("核对", filled["核对"]) if "核对" in filled else "changed"
    changes = {t: text for t, text in filled.items() if t != "核对"}
    value: dict[str, Any] = {}
    for title, text in changes.items():
        value |= fields.value(sheet, title, text)
    _agree(said, value, found, was, sheet)
    about = {"finding": _reference(found)}
    same = not was and all(found.get("said", {}).get(name) == one for name, one in value.items())
    if value and not same:
        return {"act": "changed", **about, "value": value}
    return {"act": "wrong" if said == "wrong" else "right", **about}


def _agree(said: str, value: Json, found: Json, was: Was | None, sheet: str) -> None:
    """Raise FaultError where the cells of a row contradict each other."""
    titles = "/".join(marks_of(sheet)[1:-1])
    differs = any(found.get("said", {}).get(name) != one for name, one in value.items())
    if said == "right" and differs:
        raise FaultError("核对", f"it says right, but {titles} says what to change; clear one of the two")
    if said == "changed" and not value:
        raise FaultError("核对", f"it says that something is to be changed, but not what; fill in {titles}")
    if said == "added" and not was:
        raise FaultError("核对", "what was missed goes on the sheet 补充; here stands what was found")


def case_mark(fields: Fields, texts: Texts, group: str, filled: Marked, anchor: Anchor) -> Json:
    """What is mended in a case, or where it is split. Raises FaultError."""
    case = anchor.of("case")
    about = _reference(case)
    if group == "split":
        cuts = [one.strip() for one in filled["拆分处"].splitlines() if one.strip()]
        return {"act": "split_case", "case": about, "where": [texts.cut("拆分处", case, one) for one in cuts]}
    value: dict[str, Any] = {}
    for title, text in filled.items():
        value |= fields.value("案例", title, text)
    return {"act": "mend_case", "case": about, "value": value}


class Groups:
    """The groups of a sheet, by id and by label."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._named: dict[str, dict[str, Json]] = {}
        for line in lines:
            try:
                one = anchor_of(line).of("cluster")
            except FaultError:
                continue
            for name in (str(one.get("id")), str(one.get("label"))):
                self._named.setdefault(plain(name), {})[str(one.get("id"))] = one

    def named(self, text: str) -> Json:
        """The group of an id or label. Raises FaultError."""
        found = self._named.get(plain(text[:TITLE]), {})
        if len(found) != 1:
            why = f"{len(found)} groups are called so: write the 编号 of one" if found else "no group is called so"
            raise FaultError("并入", f"“{text}”: {why}; allowed: the 编号 or the name of another group of this sheet")
        return next(iter(found.values()))

    def mark(self, group: str, filled: Marked, anchor: Anchor) -> Json:
        """What a group is called, or into which it goes. Raises FaultError."""
        own = anchor.of("cluster")
        if group == "rename":
            return {"act": "rename_cluster", "cluster": own, "label": filled["改名"]}
        into = self.named(filled["并入"])
        if into.get("id") == own.get("id"):
            raise FaultError("并入", "a group cannot be merged into itself; write the 编号 or the name of another")
        return {"act": "merge_clusters", "cluster": own, "into": into}
