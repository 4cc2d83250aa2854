"""Private persons and numbers in rows: tables, lists in columns, forms of a label and a value."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extractors.private_context import PrivateKind, Spot, bare
from extractors.private_lexicon import words
from extractors.private_names import Name, is_name
from extractors.private_numbers import LENGTHS
from extractors.problem_patterns import any_of

CELL = re.compile(r"[^\t]+")
COLUMN = re.compile(r"[^\s|]+(?: [^\s|]+)?(?= {2}|\||\t|\Z)|[^\s|]+")
APART = re.compile(r"[\s|]")  # without one a line is one cell
COMMAS = re.compile(r"[^,]+")
MARKS = re.compile(r"[。;:!?、]| {2}|\|")
HEAD = 24  # characters of a cell at the head of a column
ABOVE = 6  # lines over a table that may say what it is
AHEAD = 300  # characters after the row of a form that may say what it is
TITLE = 60  # characters of such a line
MOST_ROWS = 20_000
NAMES = re.compile(r"[、,/ ]+")
# A label and the name behind it: the mark between them is quickly found.
LABEL = re.compile(r"(?P<label>[\u4e00-\u9fff]{2,8}) ?\Z")
LABEL_LIMIT = 9
LABELLED = re.compile(r": ?(?P<name>[\u4e00-\u9fff·]{2,12})")
AROUND = 4  # lines around a form that may say what it is
LONG = re.compile(r"[\dXx][\dXx \-]{4,30}")
TOLL_FREE = re.compile(r"[48]00")


class Cell(NamedTuple):
    """A cell of a row: its range in the text."""

    start: int
    end: int
    words: str


class Head(NamedTuple):
    """What the columns of a table hold: numbers of the columns with names, and of those with numbers of a kind."""

    names: frozenset[int]
    numbers: tuple[tuple[int, PrivateKind], ...]
    width: int


@cache
def _named(kind: str) -> frozenset[str]:
    """The heads of columns with names of a kind."""
    return frozenset(words().column(kind))


@cache
def _private() -> re.Pattern[str]:
    return re.compile(any_of(words().private_heads))


@cache
def _public() -> re.Pattern[str]:
    return re.compile(any_of(words().public_heads))


@cache
def _kinds() -> tuple[tuple[PrivateKind, re.Pattern[str]], ...]:
    kinds: tuple[PrivateKind, ...] = ("identity", "phone", "bank")
    return tuple((kind, re.compile(any_of(words().cue(kind)), re.IGNORECASE)) for kind in kinds)


@cache
def _figures() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words().figure_columns)})(?:\(.{{0,6}}\))?\Z")


def cells(text: str, start: int, end: int) -> list[Cell]:
    """The cells of a line: what tabs, bars, blanks or (in a CSV file) commas keep apart."""
    line = text[start:end]
    pattern = CELL if "\t" in line else COMMAS if "," in line and not MARKS.search(line) else COLUMN
    if pattern is COLUMN and line and not APART.search(line):
        return [Cell(start, end, line)]
    found = (hit for hit in pattern.finditer(text, start, end))
    return [Cell(hit.start(), hit.end(), hit[0].strip()) for hit in found if hit[0].strip()]


def _tabbed(text: str, start: int, end: int) -> list[Cell]:
    """All cells of a line, empty ones too, where tabs keep them apart."""
    if "\t" not in text[start:end]:
        return cells(text, start, end)
    found, at = [], start
    for words_ in text[start:end].split("\t"):
        found.append(Cell(at, at + len(words_), words_.strip()))
        at += len(words_) + 1
    return found


# A table is looked at twice, as it was read and as it was cleaned, and its cells are much alike.
@lru_cache(maxsize=4096)
def _plain(head: str) -> str:
    return re.sub(r"[ *]|\(.{0,12}\)", "", head)


@lru_cache(maxsize=4096)
def _column_kind(head: str) -> PrivateKind | None:
    if _figures().search(_plain(head)) and "账号" not in head and "卡号" not in head:
        return None
    return next((kind for kind, pattern in _kinds() if pattern.search(head)), None)


def head_of(row: Sequence[Cell], above: str) -> Head | None:
    """What a row of short cells says of those below it, or None where it is no head of private columns."""
    if len(row) < 2 or any(len(cell.words) > HEAD for cell in row):
        return None
    plain = [_plain(cell.words) for cell in row]
    named = {n for n, head in enumerate(plain) if head in _named("private_name")}
    perhaps = {n for n, head in enumerate(plain) if head in _named("name")}
    if perhaps and _lists_private(" ".join(plain) + above):
        named |= perhaps
    kinds = [(n, kind) for n, cell in enumerate(row) if (kind := _column_kind(cell.words)) and n not in named]
    return Head(frozenset(named), tuple(kinds), len(row)) if named or kinds else None


def _lists_private(told: str) -> bool:
    """Whether words around a list say that it is one of persons in need or dispute."""
    return bool(_private().search(told)) and not _public().search(told)


def _name_cell(cell: Cell) -> Iterator[Name]:
    """The names in a cell."""
    if is_name(cell.words):
        yield Name(cell.start, cell.end, 3)
        return
    at = cell.start
    for piece in NAMES.split(cell.words):
        found = cell.words.find(piece, at - cell.start) + cell.start
        if piece and is_name(piece):
            yield Name(found, found + len(piece), 3)
        at = found + len(piece)


def _number_cell(text: str, cell: Cell, kind: PrivateKind) -> Iterator[Spot]:
    least, most = LENGTHS.get(kind, (5, 13))
    for found in LONG.finditer(text, cell.start, cell.end):
        digits = bare(found[0])
        if least <= len(digits) <= most and not TOLL_FREE.match(digits):
            yield Spot(found.start(), found.start() + len(found[0].rstrip(" -")), kind)


def _column(row: Sequence[Cell], head: Head, number: int) -> Cell | None:
    """The cell of a column; where blanks keep cells apart an empty one shifts the others, then none."""
    return row[number] if number < len(row) and abs(len(row) - head.width) <= 1 else None


def _in_row(text: str, row: Sequence[Cell], head: Head) -> Iterator[Name | Spot]:
    for number in sorted(head.names):
        if (cell := _column(row, head, number)) is not None:
            yield from _name_cell(cell)
    for number, kind in head.numbers:
        if (cell := _column(row, head, number)) is not None:
            yield from _number_cell(text, cell, kind)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line.rstrip("\r"))
        at += len(line) + 1


def rows(text: str) -> list[Name | Spot]:
    """Names and numbers in the private columns of tables and lists of a folded text, and in forms."""
    head: Head | None = None
    above: list[str] = []
    found: list[Name | Spot] = []
    for start, end in _lines(text):
        row = _tabbed(text, start, end)
        if len(row) < 2:
            head = None
            above = [*above, text[start:end][:TITLE]][-ABOVE:] if end > start else above
            continue
        new = head_of(row, " ".join(above))
        if new is None and head is not None:
            found += _in_row(text, row, head)
        head = new or head
        found += () if new else _beside(row, " ".join(above) + text[end : end + AHEAD])
    return found + list(_forms(text))


def _beside(row: Sequence[Cell], above: str) -> Iterator[Name]:
    """Names in the cells beside their labels: 姓名, 张三, 性别, 男, 身份证号, …."""
    labels = [_plain(cell.words) for cell in row[:-1]]
    if not any(label in _named("private_name") or label in _named("name") for label in labels):
        return
    listed = _lists_private(" ".join(cell.words[:HEAD] for cell in row) + above)
    for label, value in zip(labels, row[1:], strict=True):
        if label in _named("private_name") or (listed and label in _named("name")):
            yield from _name_cell(value)


def _forms(text: str) -> Iterator[Name]:
    """姓名:张三 in lines about a person in need; 户主:李四 anywhere."""
    end = 0
    for found in LABELLED.finditer(text):
        led = LABEL.search(text, max(end, found.start() - LABEL_LIMIT), found.start())
        if led is None:
            continue
        label, end = led["label"], found.end()
        own, named = (label.endswith(words().column(kind)) for kind in ("private_name", "name"))
        if (own or named) and is_name(found["name"]) and (own or _about_need(text, led.start(), end)):
            yield Name(found.start("name"), end, 3)


def _about_need(text: str, start: int, end: int) -> bool:
    """Whether the lines around a form speak of need or dispute."""
    return _lists_private(text[max(0, start - 40 * AROUND) : end + 40 * AROUND])
