"""The small markup of the sources from which DOCX and PDF samples are made.

A line is a paragraph. Marks at its start: `# ` title, `@ ` centred line, `> ` line at the right, `=1 ` `=2 ` `=3 `
heading or item that Word numbers by itself (一、 （一） 1.), `| a | b |` row of a table, `[] ` text box. Marks
inside it: `{+inserted+}`, `{-deleted-}`, `{?hidden?}`, `{^footnote^}`, `{=content control=}`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

_BLOCK = re.compile(r"(?P<mark># |@ |> |=[123] |\| |\[\] )?(?P<text>.*)")
_INLINE = re.compile(r"\{(?P<mark>[+\-?^=])(?P<text>[^{}]*)[+\-?^=]\}|(?P<plain>[^{]+)")
_FORMS = ("{}、", "（{}）", "{}.")
_DIGITS = " 一二三四五六七八九十"
_KINDS = {"#": "title", "@": "centre", ">": "right", "|": "row", "[]": "box", "": "body"}
_RUNS = {"+": "inserted", "-": "deleted", "?": "hidden", "^": "footnote", "=": "control"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph with one kind: plain, inserted, deleted, hidden, footnote or control."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (title, centre, right, body, box, level1 to level3) or a table with its rows."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(source: str) -> list[Block]:
    """The paragraphs and tables of a source, in order."""
    lines = [_line(line) for line in source.splitlines() if line.strip()]
    found: list[Block] = []
    for is_row, group in groupby(lines, key=lambda block: block.kind == "row"):
        same = list(group)
        found.extend([_table([block.text for block in same])] if is_row else same)
    return found


def _line(line: str) -> Block:
    match = _BLOCK.match(line)
    assert match is not None, "the pattern matches every line"
    mark = (match["mark"] or "").strip()
    kind = f"level{mark[1]}" if mark.startswith("=") else _KINDS[mark]
    return Block(kind, match["text"].strip())


def _table(rows: Sequence[str]) -> Block:
    return Block("table", rows=tuple(tuple(cell.strip() for cell in row.rstrip("|").split("|")) for row in rows))


def runs(text: str) -> Iterator[Run]:
    """The runs of one paragraph, in order."""
    for match in _INLINE.finditer(text):
        yield Run("plain", match["plain"]) if match["plain"] else Run(_RUNS[match["mark"]], match["text"])


def shown(source: str) -> str:
    """What a reader sees of a source: numbers added, insertions in, deleted and hidden words out, cells by tabs."""
    counts = [0, 0, 0]
    return "\n".join(_number(block.kind, counts) + _shown(block) for block in blocks(source))


def _shown(block: Block) -> str:
    if block.kind == "table":
        return "\n".join("\t".join(row) for row in block.rows)
    return "".join(run.text for run in runs(block.text) if run.kind not in ("deleted", "hidden"))


def _number(kind: str, counts: list[int]) -> str:
    """The number that Word puts before a paragraph of this kind; `counts`, the last number of each level, moves on."""
    if not kind.startswith("level"):
        return ""
    level = int(kind[-1]) - 1
    counts[level:] = [counts[level] + 1] + [0] * (2 - level)
    return _FORMS[level].format(_DIGITS[counts[level]] if level < 2 else counts[level])
