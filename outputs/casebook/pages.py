"""The reader as a whole: title page, table of contents, the cases by groups, the source documents."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from outputs.casebook.book import Book
from outputs.casebook.case_pages import CasePages
from outputs.casebook.chosen import REST, grouped
from outputs.casebook.package import write_package
from outputs.casebook.sources import Sources
from outputs.casebook.wordml import Element, field, paragraph, run
from outputs.record import Json
from outputs.show_read import Folder

TITLE = "经验案例选编"
REMARKS = (
    "说明",
    "一、带引号的都照录原文，其中黑体是摘出的问题、做法、结果或数字。",
    "二、页下注方括号内是书末“资料来源”的序号，其后是页码或段落、所在章节；“字位”是引文在目录所收该份材料的文字里的起止位置，从0数起。",
    "三、做法后面注明“同一句”“同一节”的，只是与该问题写在一处，供参考；其余对应由原文说明。",
)
EXCERPTS = "四、目录只收短引文，不收全文；引文中有省略号或换行的地方，是目录略去了原文。"


@dataclass(frozen=True, slots=True)
class Layout:
    """What the person who makes the reader decides: its title, the date on it, whether it leaves the full texts out.
    `excerpts`: short quotes stand in place of the texts, as in a catalogue for everybody.
    """

    title: str = TITLE
    date: str | None = None
    short: bool = False
    excerpts: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents: its level, its words, the mark that it leads to."""

    level: int
    words: str
    mark: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A case with its line in the table of contents, and that of the group that begins with it."""

    case: Json
    entry: Entry
    group: Entry | None


def _chapters(cases: Iterable[Json]) -> Iterator[Chapter]:
    groups, number = grouped(cases), 0
    told = [label for label, _ in groups] != [REST]
    for place, (label, listed) in enumerate(groups, 1):
        for case in listed:
            first, number = case is listed[0], number + 1
            entry = Entry(2, f"案例{number}　{' '.join(case['title'].split())}", f"_Toc{number:06}")
            yield Chapter(case, entry, Entry(1, label, f"_TocGroup{place:03}") if told and first else None)


def _contents(entries: Sequence[Entry]) -> Iterator[Element]:
    """The field of the table of contents with its lines. Word reckons pages when it prints; before that none is shown,
    as a wrong one would mislead.
    """
    begin, code, parted, end = field('TOC \\o "1-2" \\h \\z \\u')
    for place, one in enumerate(entries):
        opening = [begin, code, parted] if place == 0 else []
        closing = [end] if place == len(entries) - 1 else []
        line = [run(f"{one.words}\t"), *field(f"PAGEREF {one.mark} \\h")]
        yield paragraph(f"TOC{one.level}", *opening, *line, *closing)


def _front(book: Book, chapters: Sequence[Chapter], layout: Layout, documents: int) -> None:
    book.say("Title", layout.title)
    book.say("Subtitle", f"案例{len(chapters)}篇　材料{documents}份", *([layout.date] if layout.date else []))
    book.end_section()
    book.say("ContentsHeading", "目　录")
    entries = [one for chapter in chapters for one in (chapter.group, chapter.entry) if one]
    last = Entry(1, "资料来源", "_TocSources")
    book.add(*_contents([*entries, last]))
    book.say("Remark", "", *REMARKS, *([EXCERPTS] if layout.excerpts else []))
    book.end_section(layout.title)


def _sources(book: Book, sources: Sources) -> None:
    book.heading(1, "资料来源", "_TocSources")
    book.say("Reference", *(f"[{one.number}] {one.reference()}" for one in sources.listed()))


def write_reader(folder: Folder, cases: Iterable[Json], path: Path, layout: Layout) -> int:
    """Write a reader of some cases as a DOCX; returns from how many documents they are."""
    chapters, sources, book = list(_chapters(cases)), Sources(folder), Book(layout.title)
    found = folder.read("problems.json")["problems"]
    names = {id_: one["name"] for id_, one in found.items()}
    documents = len({chapter.case["document"]["id"] for chapter in chapters})
    _front(book, chapters, layout, documents)
    for chapter in chapters:
        if chapter.group:
            book.heading(1, chapter.group.words, chapter.group.mark)
        book.heading(2, chapter.entry.words, chapter.entry.mark)
        CasePages(book, chapter.case, sources.of(chapter.case), names).write(layout.short or layout.excerpts)
        book.end_section(layout.title, chapter.entry.words.partition("　")[0])
    _sources(book, sources)
    write_package(path, book.parts(layout.title, "资料来源"))
    return documents
