"""Whole reports: headings, run-in items, paragraphs and tables in the order in which such reports bring them."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bench.corpora_words import Words, written
from bench.duplicate_texts import edited

PAGE, OVER = 760, 500  # characters of a page, and how many more the sections make than they are asked for
LENGTHS = (range(2, 13), (8, 12, 13, 11, 8, 6, 4, 4, 3, 2, 1))  # pages, and how many of 72 reports have so many
COPIES = 0.03  # of the reports are near copies of one some numbers before
FAR = 40  # numbers
EDITED = 0.02  # of a copy's letters
COMPILED = 0.08  # of the reports are compilations of two to four
TABLES = 0.55  # of the reports have some
COUNTED = "一二三四五六七八九十"
SHARES = {  # what follows in a paragraph of a section, and how often
    "background": (("telling", 6), ("because", 1), ("result", 2), ("set", 0.3)),
    "deeds": (("deed", 5), ("telling", 3), ("result", 3), ("set", 0.3)),
    "results": (("result", 6), ("telling", 2), ("set", 0.4)),
    "problems": (("problem", 4), ("because", 3), ("telling", 2), ("set", 0.1)),
    "plans": (("plan", 3), ("deed", 3), ("set", 0.4)),
    "lessons": (("telling", 3), ("deed", 2), ("set", 0.6)),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a table. `bold`: so many letters at its beginning are the words of a run-in item."""

    kind: Literal["title", "sub", "head", "point", "text", "table"]
    text: str = ""
    bold: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A report: `folder` and `name` say where it lies, `head` stands above each page."""

    folder: str
    name: str
    head: str
    lines: tuple[Line, ...]

    @property
    def letters(self) -> int:
        """How long it is."""
        return sum(len(line.text) + sum(map(len, sum(line.rows, ()))) for line in self.lines)


def report(number: int) -> Made:
    """The report of a number, or, for some numbers, a near copy of an earlier one under a name of its own."""
    chance = random.Random(f"copy {number}")
    if number < FAR or chance.random() >= COPIES:
        return _own(number)
    model = _own(number - chance.randint(1, FAR))
    lines = (line if line.kind != "text" else _changed(line, chance) for line in model.lines)
    return Made(model.folder, f"{model.name}（转发）{number:05}", model.head, tuple(lines))


def _changed(line: Line, chance: random.Random) -> Line:
    """A paragraph with a few letters changed behind its bold words."""
    kept = line.text[: line.bold]
    return Line("text", kept + edited(line.text[line.bold :], EDITED, chance), line.bold)


def _own(number: int) -> Made:
    chance = random.Random(f"report {number}")
    words = _words(chance)
    room = chance.choices(*LENGTHS)[0] * PAGE - OVER
    articles = chance.randint(2, 4) if chance.random() < COMPILED and room > 4 * PAGE else 1
    each = room // articles - (OVER if articles > 1 else 0)
    lines = _article(words, each)
    title = lines[0].text
    for _ in range(articles - 1):
        lines += _article(_words(chance), each)
    folder = f"{chance.choice(('2019', '2020', '2021', '2022'))}年/{words.names['county'][0]}"
    name = re.sub(r"[^\w（）]", "", title)[:30]
    return Made(folder, f"{name}{number:05}", words.said(chance.choice(written()["heads_of_pages"])), tuple(lines))


def _words(chance: random.Random) -> Words:
    return Words(chance, chance.randrange(len(written()["topics"])))


def _article(words: Words, room: int) -> list[Line]:
    """A report of one place, of about so many characters."""
    first = [Line("title", words("title")), *_subs(words), Line("text", words("opening"))]
    return [*first, *_sections(words, room - len(first[-1].text))]


def _subs(words: Words) -> Iterator[Line]:
    if words.chance.random() < 0.5:
        yield Line("sub", words.said("{county}{organ}"))
    if words.chance.random() < 0.5:
        yield Line("sub", words.said("（{y}年{m}月）"))


def _sections(words: Words, room: int) -> Iterator[Line]:
    """The sections of a report; their shares of the room differ from report to report."""
    chance = words.chance
    kinds = ["background", "deeds", "results", "problems", "plans"]
    if chance.random() < 0.3:
        kinds.insert(3, "lessons")
    left = [kind for kind in kinds if kind == "deeds" or chance.random() < 0.8]
    weights = {
        kind: chance.uniform(0.5, 1.5) * (3 if kind == "deeds" else 2 if kind == "problems" else 1) for kind in left
    }
    tables = chance.randint(1, 3) if chance.random() < TABLES else 0
    for at, kind in enumerate(left):
        yield Line("head", f"{COUNTED[at]}、{chance.choice(written()['heads'][kind])}")
        yield from _section(words, kind, round(room * weights[kind] / sum(weights.values())))
        if tables and kind in ("background", "deeds", "results"):
            tables -= 1
            yield Line("table", rows=_table(words))


def _section(words: Words, kind: str, room: int) -> Iterator[Line]:
    """Paragraphs up to a length: under points of their own, as run-in items, or plain."""
    form = words.chance.choice(("points", "points", "items", "plain")) if room > 300 else "plain"
    number = 0
    while room > 0 and number < len(COUNTED):
        point = words("fault_head" if kind == "problems" else "point")
        last = number == len(COUNTED) - 1
        text = _paragraph(words, kind, room if last else words.chance.randint(120, 420))
        if form == "points":
            yield Line("point", f"（{COUNTED[number]}）{point}")
            yield Line("text", text)
        elif form == "items":
            mark = words.chance.choice(("{}是", "{}是", "{}要")) if kind == "plans" else "{}是"
            bold = f"{mark.format(COUNTED[number])}{point}。"
            yield Line("text", bold + text, len(bold))
        else:
            yield Line("text", text)
        room -= len(text) + len(point)
        number += 1


def _paragraph(words: Words, kind: str, length: int) -> str:
    """Sentences up to about a length."""
    told = ""
    while len(told) < length:
        told += _sentence(words, kind)
    return told


def _sentence(words: Words, kind: str) -> str:
    """A lead or an actor, and two to four clauses."""
    chance = words.chance
    forms, weights = zip(*SHARES[kind], strict=True)
    clauses = [_clause(words, form) for form in chance.choices(forms, weights, k=chance.randint(2, 4))]
    if kind in ("deeds", "plans") and chance.random() < 0.5:
        clauses[0] = f"{words('lead')}，{words('actor')}{words('deed')}"
    return "，".join(clauses) + chance.choice("。。。。；") if kind == "problems" else "，".join(clauses) + "。"


def _clause(words: Words, form: str) -> str:
    return str(words.chance.choice(written()["set"])) if form == "set" else words(form)


def _table(words: Words) -> tuple[tuple[str, ...], ...]:
    """Figures of towns, works in villages, or measures with their time."""
    chance = words.chance
    which = chance.randrange(3)
    make = (_figures, _works, _measures)[which]
    rows = (make(words, number) for number in range(1, chance.randint(5, 16)))
    return (tuple(written()["table_heads"][which]), *rows)


def _figures(words: Words, _: int) -> tuple[str, ...]:
    before = words.chance.randint(20, 900)
    after = round(before * words.chance.uniform(0.9, 1.6))
    return (words("town"), words("goods"), words("unit"), str(before), str(after))


def _works(words: Words, number: int) -> tuple[str, ...]:
    return (str(number), words("village"), words.said("{build}{goods}"), words.said("{few}{unit}"), words("remarks"))


def _measures(words: Words, _: int) -> tuple[str, ...]:
    person = words.said("{surname}{given}")
    return (words("town"), words("deed"), words("months"), person, words("progress"))
