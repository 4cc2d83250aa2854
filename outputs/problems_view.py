"""`problems.json`: each category with the practices that answer it, each theme of practices with what it answers.

It is made category by category of the pieces of all documents, which meanwhile lie in temporary files: in a large
catalogue it is larger than anything that should be held at once.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

from outputs.folder import Folder
from outputs.jsonfile import fragment
from outputs.packed import load
from outputs.problem_pieces import Given, Mentioned, ProblemPiece
from outputs.record import Json
from outputs.schemas import check
from outputs.taxonomy import category_names, theme_names
from outputs.views import schema_id

TIERS = ("outright", "sentence", "section", "case")
TIER = {name: name for name in TIERS} | {"document": "case"}  # as the totals count them
NAME = "problems.json"
Packed = Sequence[tuple[str, bytes]]  # the pieces of a document by category


@dataclass(frozen=True, slots=True)
class Category:
    """What is said of a problem category: the mentions in the order of the documents, the answers best first, each with
    the number of places that answer alike, and how many answers of each kind there are, those not listed counted too.
    """

    id: str
    mentions: Sequence[Mentioned]
    answers: Sequence[tuple[Given, int]]
    totals: dict[str, int]

    @property
    def cases(self) -> list[str]:
        """The cases that speak of it."""
        return sorted({one.case for one in self.mentions if one.case})


def given_body(one: Given, places: int) -> bytes:
    """An answer as it is published."""
    return one.before[:-1] + b',"places":%d,' % places + one.after[1:]


def _counted(answers: Sequence[Given]) -> Iterator[tuple[Given, int]]:
    """The answers with the number of places whose practices of the same theme answer the category as well."""
    of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in answers:
        of[one.theme, one.tier].add(one.place)
    return ((one, len(of[one.theme, one.tier])) for one in answers)


def _strength(found: tuple[Given, int]) -> tuple[Any, ...]:
    """Said outright first, then done before planned, with results and figures, told of by many places, close."""
    one, places = found
    return one.first, -places, one.then


def _category(id_: str, pieces: Iterable[ProblemPiece]) -> Category:
    mentions, answers, left = list[Mentioned](), list[Given](), 0
    for piece in pieces:
        mentions += piece.mentions
        answers += piece.answers
        left += piece.left[id_]
    counted = Counter(TIER[one.tier] for one in answers)
    totals = {name: counted[name] + (left if name == "case" else 0) for name in TIERS}
    return Category(id_, mentions, sorted(_counted(answers), key=_strength), totals)


def _pieces(file: IO[bytes]) -> Iterator[ProblemPiece]:
    file.seek(0)
    while True:
        try:
            yield ProblemPiece(*load(file))
        except EOFError:
            return


def categories_of(pieces: Iterable[Packed]) -> Iterator[Category]:
    """All that is spoken of, in the order of the ids."""
    files: dict[str, IO[bytes]] = {}
    try:
        for whole in pieces:
            for category, piece in whole:
                file = files.get(category) or files.setdefault(category, TemporaryFile())  # noqa: SIM115
                file.write(piece)
        for category in sorted(files):
            yield _category(category, _pieces(files[category]))
            files[category].close()
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
        for given, _ in one.answers:
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


def _body(one: Category) -> Iterator[bytes]:
    """A category as it is published, in parts."""
    yield fragment(one.id) + b':{"answer_totals":' + fragment(one.totals) + b',"answers":['
    yield from _joined(given_body(*given) for given in one.answers)
    yield b'],"cases":' + fragment(one.cases) + b',"mentions":['
    yield from _joined(mention.body for mention in one.mentions)
    yield b'],"name":' + fragment(category_names().get(one.id, one.id)) + b"}"


def _joined(parts: Iterable[bytes]) -> Iterator[bytes]:
    for number, part in enumerate(parts):
        yield b"," + part if number else part


def _parts(categories: Iterable[Category], told: Callable[[Category], None]) -> Iterator[bytes]:
    """`problems.json` in parts: category -> name, the cases that speak of it, where, and the practices that answer it;
    practice theme -> the problems that it answers. Mentions and answers were checked with their documents.
    """
    answered = Themes()
    yield b'{"problems":{'
    for number, one in enumerate(one for one in categories if one.mentions):
        answered.add(one)
        told(one)
        yield b"," if number else b""
        yield from _body(one)
    themes = answered.view()
    check({"schema": schema_id("problems"), "problems": {}, "themes": themes}, NAME)
    yield b'},"schema":' + fragment(schema_id("problems")) + b',"themes":' + fragment(themes) + b"}\n"


def write_problems(pieces: Iterable[Packed], folder: Folder, told: Callable[[Category], None]) -> None:
    """Write `problems.json` of the pieces of all documents; each category is `told` on the way."""
    folder.write_parts(NAME, _parts(categories_of(pieces), told))
