"""The words of the workbook's columns of marks: what is offered there, what is understood, what it is called in a file
of corrections.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from corpus.fold import fold
from extractors.lexicon import Strict, read_lexicon
from outputs.taxonomy import category_names, theme_names

WORDS = Path(__file__).parent / "workbook_columns.yml"
ANCHOR = "定位"
NOTE = "批注"
CHOICES = "选项"
CODE = "编号"
Verdict = Literal["right", "wrong", "changed", "added"]
Choices = Mapping[str, Mapping[str, str]]
"""Name of a list -> its words in their order, each with the id or code that it stands for."""


class Word(Strict):
    """A word as it is offered, and others that mean the same."""

    shown: str
    also: tuple[str, ...]


class MarkColumn(Strict):
    """A column in which analysts write."""

    width: int
    choices: str = ""
    open: bool = False
    field: str = ""
    number: bool = False
    empties: bool = False


class Words(Strict):
    """What workbook_columns.yml holds."""

    marks: dict[str, dict[str, tuple[str, ...]]]
    known: dict[str, tuple[str, ...]]
    spread: dict[str, tuple[str, ...]]
    unmarked: tuple[str, ...]
    columns: dict[str, MarkColumn]
    verdicts: dict[Verdict, Word]
    withdraw: Word
    none: Word
    kinds: dict[str, str]
    forms: dict[str, str]
    practice_status: dict[str, str]
    problem_status: dict[str, str]
    levels: tuple[str, ...]
    acts: dict[str, str]
    states: dict[str, str]


@cache
def words() -> Words:
    """The file as it is."""
    return read_lexicon(WORDS, Words)


def plain(text: str) -> str:
    """A word as it is looked up: without blanks and closing marks, in half width, simplified, in small letters."""
    return "".join(fold(text).split()).strip(".。,!、;:").lower()


@cache
def verdict_of() -> Mapping[str, Verdict]:
    """What may stand under 核对, as it is looked up -> what it says."""
    return {plain(one): verdict for verdict, word in words().verdicts.items() for one in (word.shown, *word.also)}


def says(word: Word, text: str) -> bool:
    """Whether a text is a word or another that means the same."""
    return plain(text) in {plain(one) for one in (word.shown, *word.also)}


def _turned(codes: Mapping[str, str]) -> dict[str, str]:
    """Word -> code; a word that stands for two of them bears the code of the later."""
    found: dict[str, str] = {}
    for code, word in codes.items():
        found[f"{word} {code}" if word in found else word] = code
    return found


def choices() -> Choices:
    """What may be chosen in the columns of marks."""
    told = words()
    themes, categories = _turned(theme_names()), _turned(category_names())
    practice, problem = _turned(told.practice_status), _turned(told.problem_status)
    offered = {told.verdicts[one].shown: one for one in ("right", "wrong", "changed")}
    return {
        "核对": offered, "主题": themes, "类别": categories, "主题或类别": themes | categories,
        "做法状态": practice, "问题状态": problem, "状态": practice | problem, "形式": _turned(told.forms),
        "层级": dict(zip(told.levels, told.levels, strict=True)), "种类": _turned(told.kinds),
        "撤回": {told.withdraw.shown: "withdrawn"},
    }  # fmt: skip


@cache
def column_of(sheet: str, title: str) -> MarkColumn:
    """A column of marks as it stands on a sheet."""
    column = words().columns[title]
    return column.model_copy(update={"choices": column.choices.format(sheet=sheet)})


@cache
def marks_of(sheet: str) -> tuple[str, ...]:
    """The titles of a sheet's columns of marks, the note the last."""
    return *(title for group in words().marks[sheet].values() for title in group), NOTE
