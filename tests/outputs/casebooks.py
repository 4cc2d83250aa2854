"""A catalogue to make readers of, and what stands in one: quotations, notes, sources, read back by our own reader."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.readers.docx import read
from outputs.casebook.chosen import Asked, choose
from outputs.casebook.pages import Layout, write_reader
from outputs.show_read import Folder

NOTE = re.compile(r"\[(\d+)\] .{0,200}?字位(\d+)–(\d+)。")
SOURCE = re.compile(r"\[(\d+)\] (.+) 文件：(.+)（SHA-256：([0-9a-f]{12})…）")
EVERYTHING = Asked(semantic=False)


@dataclass(frozen=True)
class Read:
    """A reader as our own reader of DOCX sees it; `quoted` are the words of each note's range in its document."""

    text: str
    lines: tuple[str, ...]
    notes: tuple[tuple[int, int, int], ...]
    sources: dict[int, tuple[str, str, str]]


def bare(text: str) -> str:
    """A text without blanks: line breaks and tabs are told otherwise in a DOCX."""
    return "".join(text.split())


def made(catalogue: Path, to: Path, asked: Asked = EVERYTHING, layout: Layout | None = None) -> Path:
    folder = Folder(catalogue)
    write_reader(folder, choose(folder, asked).cases, to, layout or Layout())
    return to


def read_back(path: Path) -> Read:
    text = read(path.read_bytes()).text
    sources = {int(one[1]): (one[2], one[3], one[4]) for one in SOURCE.finditer(text)}
    notes = tuple((int(a), int(b), int(c)) for a, b, c in NOTE.findall(text))
    return Read(text, tuple(text.splitlines()), notes, sources)


def texts(catalogue: Path) -> dict[str, tuple[str, str]]:
    """File name -> text and sha256 of every readable document."""
    folder = Folder(catalogue)
    records: list[Any] = [folder.read(f"documents/{id_}.json") for id_ in folder.ids("documents")]
    return {one["document"]["name"]: (one["text"], one["document"]["sha256"]) for one in records}
