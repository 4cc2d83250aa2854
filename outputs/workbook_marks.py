"""The columns of marks as they are written: what was marked before stands in them again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from outputs.book import Cell, Column, clean
from outputs.record import Json
from outputs.workbook_anchor import remembered, written
from outputs.workbook_words import NOTE, column_of, marks_of, words
from outputs.workbook_words import choices as choice_lists

Key = tuple[str | int | None, ...]
SHOWN = 5_000  # characters that a cell of marks shows: as long as it is left so, all of them hold
GROUP = {
    "right": "mark", "changed": "mark", "added": "mark", "mend_case": "mend", "split_case": "split",
    "rename_cluster": "rename",
}  # fmt: skip
"""Act -> the group of columns that says it; a cluster that went into another has no row any more."""


@cache
def mark_columns(sheet: str) -> tuple[Column, ...]:
    """A sheet's columns of marks."""
    looks = ((title, column_of(sheet, title)) for title in marks_of(sheet))
    return tuple(Column(title, look.width, "mark", look.choices, look.open) for title, look in looks)


def finding_key(kind: str, name: str, start: int, end: int) -> Key:
    """What tells a finding from others in the catalogue of today."""
    return kind, name, start, end


def _target(one: Json) -> Key:
    """What a correction is about, where that stands in the catalogue of today."""
    now = one.get("now") or {}
    if "finding" in one:
        found = one["finding"]
        start, end = now.get("start", found["start"]), now.get("end", found["end"])
        return finding_key(found["kind"], now.get("name") or found["document"]["name"], start, end)
    named = "case" if "case" in one else "cluster"
    return (now.get(named) or one[named].get("id"),)


def _shown(sheet: str, title: str, value: Any) -> str:
    """The value of a field as it is written into its column."""
    column = column_of(sheet, title)
    if value is None:
        return words().none.shown
    codes = choice_lists().get(column.choices, {})
    return next((word for word, code in codes.items() if code == value), str(value))


def _value(sheet: str, title: str, one: Json) -> str | None:
    """What a correction says in a column; None where it says nothing there."""
    if title == "核对":
        return words().verdicts[one["act"]].shown
    # What was added stands in the row's own columns: there is nothing that it was changed from.
    value = {} if one["act"] == "added" else one.get("value") or {}
    field = column_of(sheet, title).field
    if title == "拆分处":
        return "\n".join(cut["quote"] for cut in one["where"])
    if title == "改名":
        return str(one["label"])
    if field == "value" and value.get("value_max") is not None:
        return f"{value['value']}-{value['value_max']}"
    return _shown(sheet, title, value[field]) if field in value else None


def finding_marks(corrections: Iterable[Json]) -> dict[str, tuple[Json, ...]]:
    """Name of each document of which analysts marked findings -> what they said of these, as far as it is shown beside
    them.
    """
    found: dict[str, tuple[Json, ...]] = {}
    for one in corrections:
        if "finding" in one and _is_shown(one):
            name = str(_target(one)[1])
            found[name] = (*found.get(name, ()), one)
    return found


def _is_shown(one: Json) -> bool:
    return one.get("state", "held") == "held" and one["act"] in GROUP


class Marks:
    """What analysts said of the catalogue, by what it is about; `open`: whether they may say more in the workbook."""

    def __init__(self, corrections: Iterable[Json], open_: bool = True) -> None:
        self.open = open_
        self._of: dict[tuple[str, Key], list[Json]] = defaultdict(list)
        for one in corrections:
            if _is_shown(one):
                self._of[GROUP[one["act"]], _target(one)].append(one)

    def columns(self, sheet: str) -> tuple[Column, ...]:
        """A sheet's columns of marks."""
        return mark_columns(sheet) if self.open else ()

    def row(self, sheet: str, key: Key, route: str, about: Json) -> tuple[tuple[Cell, ...], str | None]:
        """The cells of the columns of marks for one row, and its hidden cell: what it is about, and for each group that
        is filled in the corrections that it stands for, and its cells.
        """
        if not self.open:
            return (), written({"route": route})
        groups = words().marks[sheet] if self._of else ()
        known = {name: ones for name in groups if (ones := self._of.get((name, key)))}
        if not known:
            anchor = written({"route": route, **about}) or written({"route": route})
            return (None,) * len(marks_of(sheet)), anchor
        cells = {name: _cells(sheet, name, ones) for name, ones in known.items()}
        notes = (one.get("note") for ones in known.values() for one in ones)
        note = clean("\n".join(dict.fromkeys(filter(None, notes)))[:SHOWN])
        was = {name: _was(ones, cells[name]) for name, ones in known.items()}
        anchor = written({"route": route, **about, "was": was, "note": remembered(note)})
        if anchor is None:  # it could not be read back: what was marked stands on the sheet of corrections alone
            return (None,) * len(marks_of(sheet)), written({"route": route})
        every = {title: text for group in cells.values() for title, text in group.items()} | {NOTE: note or None}
        return tuple(map(every.get, marks_of(sheet))), anchor


def _was(known: Iterable[Json], cells: Mapping[str, str]) -> Json:
    """What the hidden cell keeps of a group of columns: the corrections, and what stands in the cells."""
    kept = {title: remembered(text) for title, text in cells.items()}
    return {"ids": {one["id"]: one["act"] for one in known}, "cells": kept}


def _cells(sheet: str, group: str, known: Iterable[Json]) -> dict[str, str]:
    """What some corrections of one thing say in a group of columns; a later one of the same field holds."""
    found: dict[str, str] = {}
    for one in known:
        told = ((title, _value(sheet, title, one)) for title in words().marks[sheet][group])
        found |= {title: clean(text[:SHOWN]) for title, text in told if text is not None}
    return found


def choice_rows() -> tuple[list[tuple[str, int]], Iterator[tuple[Cell, ...]]]:
    """The lists of what may be chosen, side by side: each with the ids or codes of its words."""
    lists = choice_lists()
    columns = [column for name in lists for column in ((name, 24), (f"{name}编号", 24))]
    longest = max(len(one) for one in lists.values())
    return columns, (tuple(_choice_row(lists, at)) for at in range(longest))


def _choice_row(lists: Mapping[str, Mapping[str, str]], at: int) -> Iterator[Cell]:
    for one in lists.values():
        yield from list(one.items())[at] if at < len(one) else (None, None)
