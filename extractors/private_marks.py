"""Marks by which a document says that it is not for everybody: 内部资料, 秘密★5年, 此件不公开."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import PurePosixPath

from corpus.beginnings import begun
from corpus.document import fold_lines
from corpus.model import Reading
from extractors.private_lexicon import words
from extractors.problem_patterns import any_of

EDGE_LINES = 12  # lines with words at either end of a document
Kinds = tuple[str, ...]
STRONG: Kinds = ("strong",)
ANY: Kinds = ("strong", "graded", "plain")
LONGEST = 60  # characters of a line with a mark
TOKEN = re.compile(r"[^\s,.。;:、()\[\]【】〔〕《》<>“”*★☆·!?|/_—-]+")
NUMBER = r"第?[\d〇零一二三四五六七八九十]{1,8}(?:号|期|年|份|个月|月|日)?"
TERM = r"(?:\d{1,2}(?:年|个月)|长期|启封|解密)?"
PIECES = re.compile(r"[-_ —+]+")
ENDING = re.compile(r"\.\w{2,5}\Z")
BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]{2,14})[)\]】〕]")


@cache
def _graded() -> re.Pattern[str]:
    """A degree of secrecy with its star, or behind 密级:."""
    degree = any_of(words().mark("graded"))
    return re.compile(rf"(?:{degree}[★☆]{TERM}|密级:?(?:{degree}|内部)[★☆]?{TERM})(?![\u4e00-\u9fff])")


@cache
def _told() -> re.Pattern[str]:
    """What no mark does without."""
    return begun(any_of((*chain.from_iterable(words().mark(kind) for kind in ANY), "密级")))


def _bare(line: str) -> str:
    return "".join(line.split())


def _tokens(line: str) -> Iterator[str]:
    return (found[0] for found in TOKEN.finditer(line))


def _whole(line: str, kinds: Kinds) -> str | None:
    """The mark that a line consists of, beside numbers and words that go with it."""
    return _mark_of(_tokens(line), kinds) or _mark_of(_tokens(_bare(line)), kinds)


def _mark_of(tokens: Iterable[str], kinds: Kinds) -> str | None:
    """The first mark among tokens that may all stand beside one."""
    found = None
    for token in tokens:  # most lines end here with the first one
        if not (read := _consists(kinds).fullmatch(token)):
            return None
        found = found or read["mark"]
    return found


@cache
def _consists(kinds: Kinds) -> re.Pattern[str]:
    """A mark with what may stand right beside it, or that alone: 内参第3期, 特急."""
    mark = any_of(chain.from_iterable(words().mark(kind) for kind in kinds))
    beside = rf"(?:{any_of(words().beside_marks)}|{NUMBER}){{0,4}}"
    return re.compile(rf"{beside}(?P<mark>{mark})?{beside}")


def line_mark(line: str, at_the_edge: bool) -> str | None:
    """The mark on a folded line; some words are one at the head, the end and in the furniture of a document alone."""
    if not line or len(line) > LONGEST:
        return None
    bare = _bare(line)
    if not _told().search(bare):
        return None
    if found := _graded().match(bare.lstrip("(【[")):
        return found[0]
    return _whole(line, ANY if at_the_edge else STRONG)


def name_mark(name: str) -> str | None:
    """The mark in the name of a file or of a folder that it stands in: 通报(内部).docx, 内部资料/…."""
    for part in PurePosixPath(name).parts:
        bare = ENDING.sub("", part)
        pieces = PIECES.split(bare)
        inside = (*BRACKETED.findall(bare), bare, pieces[0], pieces[-1])
        if found := next((one for piece in inside if (one := _whole(piece, ANY))), None):
            return found
    return None


def _edges(lines: Sequence[str]) -> tuple[set[int], list[int]]:
    """Numbers of the lines at either end of a document, and of all with words in them."""
    told = [number for number, line in enumerate(lines) if line.strip()]
    return {*told[:EDGE_LINES], *told[-EDGE_LINES:]}, told


def _block_marks(reading: Reading, folded: str) -> Iterator[str]:
    furniture = ((block.start, block.end) for block in reading.blocks if block.furniture)
    found = (line_mark(line.strip(), True) for a, b in furniture for line in folded[a:b].split("\n"))
    yield from (one for one in found if one)


def _line_marks(lines: Sequence[str]) -> Iterator[str]:
    edges, told = _edges(lines)
    found = (line_mark(lines[number].strip(), number in edges) for number in told)
    yield from (one for one in found if one)


def marks(name: str, reading: Reading) -> tuple[str, ...]:
    """The marks on a file, in its name, its text and what stands around it; none where it may be seen by all."""
    folded = fold_lines(reading.text)
    return _distinct([name_mark(fold_lines(name)), *_block_marks(reading, folded), *_line_marks(folded.split("\n"))])


def _distinct(found: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in found if one))
