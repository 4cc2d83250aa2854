"""`problems.json`: each category with the best of the practices that answer it, each theme of practices with what it
answers. All mentions and answers stand in the parts behind it.

It is made category by category of the pieces of all documents, which meanwhile lie in temporary files: in a large
catalogue they are more than should be held at once.
"""

import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from outputs.answer_order import TIERS
from outputs.folder import Folder
from outputs.jsonfile import fragment, in_lines
from outputs.packed import load
from outputs.problem_parts import Named, write_parts
from outputs.problem_pieces import BODIES, PIECES, Bodies, Given, ProblemPiece, bodies_of
from outputs.record import Json
from outputs.rendering_rows import Rows
from outputs.schemas import check
from outputs.taxonomy import category_names, theme_names
from outputs.views import schema_id

NAME = "problems.json"
ANSWERS, MENTIONS = 300, 500  # whose bodies are held: what the page of a problem shows
FIRST = 50  # answers and mentions that stand in the overview: a page seldom shows more at once, 60 categories are 5 MB


class Answered(NamedTuple):
    """One of the best answers: the number of places that answer alike, its JSON, the words of its quantities."""

    given: Given
    places: int
    body: bytes
    figures: tuple[str, ...]

    def told(self) -> bytes:
        """Its JSON with that number."""
        return self.body[:-1] + b',"places":%d}' % self.places


@dataclass(frozen=True, slots=True)
class Category:
    """What is said of a problem category: the pieces of the documents, in the order of their names; the best of the
    answers, the first of the mentions; the number of places that answer alike, by theme and tier; how many answers of
    each tier there are, those not listed counted too.
    """

    id: str
    pieces: Sequence[Named]
    answers: Sequence[Answered]
    mentions: Sequence[bytes]
    alike: Mapping[tuple[str, str], int]
    totals: dict[str, int]

    @property
    def cases(self) -> list[str]:
        """The cases that speak of it."""
        return sorted({one.case for _, piece in self.pieces for one in piece.mentions if one.case})

    @property
    def mentions_in_all(self) -> int:
        """How often it is spoken of."""
        return sum(len(piece.mentions) for _, piece in self.pieces)


Placed = tuple[Given, int, int]  # an answer, the number of its piece, its place in that


def _alike(pieces: Iterable[ProblemPiece]) -> dict[tuple[str, str], int]:
    """The number of places by theme and tier of their practices."""
    of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for piece in pieces:
        for one in piece.answers:
            of[one.theme, one.tier].add(one.place)
    return {key: len(places) for key, places in of.items()}


def _best(pieces: Iterable[ProblemPiece], alike: Mapping[tuple[str, str], int]) -> list[Placed]:
    """Said outright first, then done before planned, with results and figures, told of by many places, close."""

    def strength(found: Placed) -> tuple[Any, ...]:
        one = found[0]
        return one.first, -alike[one.theme, one.tier], one.then

    told = ((one, number, at) for number, piece in enumerate(pieces) for at, one in enumerate(piece.answers))
    return nsmallest(ANSWERS, told, key=strength)


def _category(id_: str, named: Sequence[Named], rows: Rows) -> Category:
    pieces = [piece for _, piece in named]
    alike, totals = _alike(pieces), Counter[str]()
    for piece in pieces:
        totals.update(one.tier for one in piece.answers)
        totals["case"] += piece.left

    @cache
    def bodies(number: int) -> Bodies:
        name, piece = named[number]
        return bodies_of(rows.stretch(name, BODIES, piece.place))

    best = [
        Answered(one, alike[one.theme, one.tier], bodies(number).answers[at], bodies(number).figures[at])
        for one, number, at in _best(pieces, alike)
    ]
    told = (body for number, piece in enumerate(pieces) if piece.mentions for body in bodies(number).mentions)
    first = list(islice(told, MENTIONS))
    return Category(id_, named, best, first, alike, {name: totals[name] for name in TIERS})


def _named(file: IO[bytes]) -> Iterator[Named]:
    file.seek(0)
    while True:
        try:
            yield load(file), ProblemPiece(*load(file))
        except EOFError:
            return


def categories_of(rows: Rows) -> Iterator[Category]:
    """All that is spoken of, in the order of the ids. Raises DamagedError."""
    files: dict[str, IO[bytes]] = {}
    try:
        for name, whole in rows.of(PIECES):
            for category, piece in whole:
                file = files.get(category) or files.setdefault(category, TemporaryFile())  # noqa: SIM115
                file.write(pickle.dumps(name) + piece)
        for category in sorted(files):
            one = _category(category, list(_named(files[category])), rows)
            files[category].close()
            if one.mentions:
                yield one
    finally:
        for file in files.values():
            file.close()


class Themes:
    """The problems that the practices of each theme answer."""

    def __init__(self) -> None:
        self._found: dict[str, list[Json]] = defaultdict(list)

    def add(self, one: Category) -> None:
        """Count the answers to a category."""
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        cases: dict[str, set[str]] = defaultdict(set)
        for _, piece in one.pieces:
            for given in piece.answers:
                counted[given.theme][given.tier] += 1
                cases[given.theme].update(filter(None, [given.case]))
        for theme, tiers in counted.items():
            told = {"category": one.id, "name": category_names().get(one.id, one.id), "cases": sorted(cases[theme])}
            self._found[theme].append(told | {name: tiers[name] for name in TIERS})

    def view(self) -> Json:
        """All themes, the problems of each in order: those answered outright most often first."""
        names, found = theme_names(), self._found
        return {id_: {"name": names.get(id_, id_), "problems": sorted(found[id_], key=_often)} for id_ in sorted(found)}


def _often(one: Json) -> tuple[Any, ...]:
    return *(-one[name] for name in TIERS), one["category"]


def _alike_view(one: Category) -> Json:
    """Theme -> tier -> the number of places."""
    found: Json = defaultdict(dict)
    for theme, tier in sorted(one.alike):
        found[theme][tier] = one.alike[theme, tier]
    return dict(found)


def _body(one: Category, parts: Sequence[Json]) -> bytes:
    """A category as it is published. Its mentions and answers were checked with their documents."""
    told = {
        "name": category_names().get(one.id, one.id),
        "answer_totals": one.totals,
        "mentions_in_all": one.mentions_in_all,
        "alike": _alike_view(one),
        "cases": one.cases,
        "parts": list(parts),
    }
    check(
        {"schema": schema_id("problems"), "problems": {one.id: told | {"answers": [], "mentions": []}}, "themes": {}},
        NAME,
    )
    answers, mentions = (given.told() for given in one.answers[:FIRST]), one.mentions[:FIRST]
    listed = b'"answers":[' + b",".join(answers) + b'],"mentions":[' + b",".join(mentions) + b"],"
    return fragment(one.id) + b":{" + listed + fragment(told)[1:]


def _parts(rows: Rows, folder: Folder, told: Callable[[Category], None]) -> Iterator[bytes]:
    """`problems.json` in parts: category -> name, the cases that speak of it, where, and the practices that answer it;
    practice theme -> the problems that it answers.
    """
    answered = Themes()

    def bodies() -> Iterator[bytes]:
        for one in categories_of(rows):
            answered.add(one)
            told(one)
            yield _body(one, write_parts(one.id, one.pieces, rows, folder))

    def rest() -> Json:
        found = {"schema": schema_id("problems"), "themes": answered.view()}
        check({**found, "problems": {}}, NAME)
        return found

    return in_lines("problems", b"{}", bodies(), rest)


def write_problems(rows: Rows, folder: Folder, told: Callable[[Category], None]) -> None:
    """Write `problems.json` and the parts behind it of the rows of all documents; each category is `told` on the way.
    Raises DamagedError.
    """
    folder.write_parts(NAME, _parts(rows, folder, told))
