"""Labelled documents: a folder with `texts/NAME.txt`, `gold/NAME.json`, and perhaps `unseen.yml`.

`unseen.yml` holds `unseen: [NAME, …]`, names of texts (or patterns such as 2?-*) that nobody should write rules after:
they count in every figure, and nothing that is in them is ever shown.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from corpus.encodings import decode
from corpus.model import RejectionError
from extractors.lexicon import LexiconError, Strict, read_lexicon
from outputs.record import Json

UNSEEN = "unseen.yml"
WILD = frozenset("*?[")
MENTIONS = ("quantities", "ignore_quantities", "not_quantities", "dates", "practices", "problems")
LISTS = frozenset((*MENTIONS, "headings", "articles", "cases", "boilerplate"))


class GoldError(ValueError):
    """The gold folder is not what it should be; the message is one line."""


class Unseen(Strict):
    """The file unseen.yml."""

    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """A labelled document; what is in an unseen one is not to be shown."""

    name: str
    path: Path
    labels: Json
    unseen: bool = False

    def text(self) -> str:
        """The decoded file, which the offsets of the labels count in."""
        return decode(self.path.read_bytes())[0]


def read_gold(folder: Path, only: Sequence[str] = ()) -> list[Gold]:
    """The labelled documents of a folder in the order of their names, of the named ones alone; raises GoldError."""
    if not folder.is_dir():
        raise GoldError(f"{folder} is no folder; it should hold texts/NAME.txt and gold/NAME.json.")
    paths = {path.stem: path for path in sorted((folder / "gold").glob("*.json"))}
    if not paths:
        raise GoldError(f"There is no gold/NAME.json in {folder}.")
    unseen = _chosen(_unseen(folder), paths, folder / UNSEEN)
    chosen = _chosen(only, paths, folder, wild_may_miss=False) if only else paths.keys()
    return [_gold(folder, path, name in unseen) for name, path in paths.items() if name in chosen]


def _gold(folder: Path, path: Path, unseen: bool) -> Gold:
    text = folder / "texts" / f"{path.stem}.txt"
    if not text.is_file():
        raise GoldError(f"{path} has no text beside it: {text} is missing.")
    try:
        labels = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GoldError(f"{path} is not valid JSON: {error}") from error
    if not isinstance(labels, dict):
        raise GoldError(f"{path} should hold one JSON object.")
    gold = Gold(path.stem, text, labels, unseen)
    try:
        length = len(gold.text())
    except RejectionError as error:
        raise GoldError(f"{text}: {error.reason}") from error
    for name in LISTS & labels.keys():
        if not isinstance(labels[name], list) or not all(_has_place(label, length) for label in labels[name]):
            raise GoldError(f"{path}: {name} should be a list of labels with start and end inside the text.")
    return gold


def _has_place(label: object, length: int) -> bool:
    """Whether a label is an object with a range of the text."""
    if not isinstance(label, dict):
        return False
    start, end = label.get("start"), label.get("end")
    return type(start) is int and type(end) is int and 0 <= start < end <= length


def _unseen(folder: Path) -> tuple[str, ...]:
    path = folder.resolve() / UNSEEN
    try:
        return read_lexicon(path, Unseen).unseen if path.is_file() else ()
    except LexiconError as error:
        raise GoldError(f"{folder}: {' '.join(str(error).split())}") from error


def _chosen(patterns: Iterable[str], names: Iterable[str], where: Path, wild_may_miss: bool = True) -> set[str]:
    """The names that are meant; a name that is not there is a slip, a pattern may be there for texts to come."""
    chosen: set[str] = set()
    for pattern in patterns:
        meant = {name for name in names if fnmatchcase(name, pattern)}
        if not meant and not (wild_may_miss and WILD & set(pattern)):
            raise GoldError(f"{where}: there is no labelled text {pattern}.")
        chosen |= meant
    return chosen
