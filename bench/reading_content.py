"""The contents of the made documents: the project's own texts, invented tables and notes, ordered by a seed."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

GOLD = Path(__file__).parents[1] / "tests" / "gold"
WORDS = Path(__file__).with_name("reading_texts.yml")
# What stands for a cell that is merged with the one to its left, or with the one above.
LEFTWARDS, UPWARDS = "←", "↑"
MARKS = "①②③④⑤⑥⑦⑧⑨⑩"
# Longer than any title of the texts.
TITLE = 40


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or a table of a document. `title` stands in the middle, over all columns; `head` (of a later
    article) and `sub` (place, author, date) in their column.

    `note`: the words of a footnote to the paragraph; its mark stands at the end. `ruled`: with lines around all cells,
    or else with three rules (三线表). `heads`: rows of the head. A cell
    may be merged with the one to its left or above.
    """

    kind: Literal["title", "head", "sub", "text", "table"]
    text: str = ""
    note: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    ruled: bool = True
    heads: int = 1


Report = tuple[Item, ...]


@cache
def words() -> dict[str, list[str]]:
    """The words of `reading_texts.yml`."""
    loaded: dict[str, list[str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return loaded


@cache
def texts() -> tuple[tuple[str, ...], ...]:
    """The paragraphs of the labelled texts of one article each, less those kept unseen and those with junk in them."""
    listed: dict[str, Any] = yaml.safe_load((GOLD / "unseen.yml").read_text(encoding="utf-8"))
    paths = [path for path in sorted((GOLD / "texts").glob("*.txt")) if path.name < "17" or "22" <= path.name < "34"]
    seen = [path for path in paths if not any(fnmatch(path.stem, one) for one in listed["unseen"])]
    lines = (path.read_text(encoding="utf-8").splitlines() for path in seen if _clean(path.stem))
    return tuple(tuple(line.strip() for line in text if line.strip()) for text in lines)


def _clean(name: str) -> bool:
    labels: dict[str, Any] = json.loads((GOLD / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return not labels.get("boilerplate")


def article(paragraphs: Sequence[str], first: bool) -> list[Item]:
    """One text: its title, the lines below the title that are no sentences, and its paragraphs."""
    items = [Item("title" if first else "head", paragraphs[0])]
    for text in paragraphs[1:]:
        opening = items[-1].kind != "text" and len(text) < TITLE and text[-1] not in "。：；！"
        items.append(Item("sub" if opening and len(items) < 4 else "text", text))
    return items


def report(seed: str, articles: int) -> Report:
    """So many of the texts one behind the other."""
    chance = random.Random(seed)
    chosen = chance.sample(texts(), articles)
    return tuple(item for number, one in enumerate(chosen) for item in article(one, number == 0))


def with_latin(items: Report) -> Report:
    """The report with paragraphs that mix in Latin words, one behind every third paragraph."""
    waiting = list(words()["latin"])
    out: list[Item] = []
    for number, item in enumerate(items):
        out.append(item)
        if number % 3 == 2 and waiting:
            out.append(Item("text", waiting.pop(0)))
    return tuple(out)


def with_notes(items: Report) -> Report:
    """The report with footnotes to some of its paragraphs."""
    waiting = list(words()["notes"])
    out: list[Item] = []
    for item in items:
        noted = item.kind == "text" and len(item.text) > TITLE and waiting and len(out) % 3 == 0
        out.append(replace(item, note=waiting.pop(0)) if noted else item)
    return tuple(out)


def with_tables(items: Report, seed: str, ruled: bool) -> Report:
    """The report with three tables between its paragraphs: one short, one that a page does not hold, one middling."""
    chance = random.Random(seed)
    sizes = [5, 46, 12]
    out: list[Item] = []
    for number, item in enumerate(items):
        out.append(item)
        ended = item.kind == "text" and item.text.endswith("。")
        if ended and sizes and number >= len(items) * (3 - len(sizes)) // 3:
            out.append(Item("table", rows=_rows(chance, sizes.pop(0)), ruled=ruled))
    return tuple(out)


def with_merged_cells(items: Report) -> Report:
    """The report with tables whose head has two rows, and whose places span the rows that they share."""
    return tuple(replace(item, rows=_merged(item.rows), heads=2) if item.kind == "table" else item for item in items)


def _merged(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The rows with a group of two or three in the first column, and one head over the two years."""
    first, unit, before, after, remarks = rows[0]
    head = [(first, unit, "完成情况", LEFTWARDS, remarks), (UPWARDS, UPWARDS, before, after, UPWARDS)]
    body = [row if number % 5 in (0, 2) else (UPWARDS, *row[1:]) for number, row in enumerate(rows[1:])]
    return (*head, *body)


def _rows(chance: random.Random, count: int) -> tuple[tuple[str, ...], ...]:
    """A table of a head and so many rows."""
    named = words()
    rows = [tuple(named["heads"])]
    for number in range(count):
        place, which = named["places"][number % len(named["places"])], chance.randrange(len(named["measures"]))
        before = chance.randrange(20, 9000) / 10
        after = f"{before * (1 + chance.random() / 2):.1f}"
        name = f"{place}{named['measures'][which]}"
        rows.append((name, named["units"][which], f"{before:.1f}", after, chance.choice(named["remarks"])))
    return tuple(rows)


def paragraphs(items: Report, marks: bool) -> list[str]:
    """The paragraphs in order, with or without the marks of their footnotes."""
    counted = iter(MARKS)
    return [
        item.text + (mark if marks else "")
        for item in items
        if item.kind != "table"
        for mark in [next(counted) if item.note else ""]
    ]


def body(items: Report, marks: bool) -> str:
    """All words of paragraphs and tables in order."""
    words_ = iter(paragraphs(items, marks))
    return "".join(
        "".join(map("".join, table_rows((item,)))) if item.kind == "table" else next(words_) for item in items
    )


def table_rows(items: Report) -> list[tuple[str, ...]]:
    """The rows of all tables in order; the words of a merged cell stand in its first."""
    merged = (LEFTWARDS, UPWARDS)
    return [tuple("" if cell in merged else cell for cell in row) for item in items for row in item.rows]


def notes(items: Report) -> list[str]:
    """The words of all footnotes in order."""
    return [item.note for item in items if item.note]
