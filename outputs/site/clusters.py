"""Groups of cases, and kinds of practices."""

from collections.abc import Iterator, Mapping

from outputs.compact import Saying
from outputs.model import PracticeCluster
from outputs.record import Json
from outputs.site.scripts import Named
from outputs.site.shelf import Shelf, named
from outputs.taxonomy import theme_names
from outputs.views import clusters_view

SAYINGS, PLACES = 400, 5  # of one kind of practice, and of one saying, that are listed


Words = Mapping[str, str]  # id of a saying -> how the first case that tells of it puts it


def _words(shelf: Shelf) -> Words:
    """The words of all sayings, fetched document by document."""
    firsts = sorted(
        (shelf.numbers[said.where[0][0]], *said.where[0][1:], said.id)
        for one in shelf.catalogue.practice_clusters
        for said in one.practices
    )
    return {id_: shelf.cases[number].record.text[start:end] for number, start, end, id_ in firsts}


def _saying(one: Saying, shelf: Shelf, words: Words) -> Json:
    """A practice in the words of the first case that tells of it, with the cases that do."""
    cases = [(shelf.cases[shelf.numbers[id_]], start, end) for id_, start, end in one.where[:PLACES]]
    where = [{"case": case.id, **named(case), "start": a, "end": b} for case, a, b in cases]
    return {"id": one.id, "text": words[one.id], "where": where, "in_all": len(one.where)}


def _cases_in(one: PracticeCluster) -> int:
    return len(frozenset(one.practices.where.values))


def _row(one: PracticeCluster, words: Words, file: str) -> Json:
    return {
        "id": one.id,
        "label": one.label,
        "theme": one.theme,
        "practices": len(one.practices),
        "cases": _cases_in(one),
        "levels": [[level, number] for level, number in one.levels],
        "examples": [words[id_] for id_ in one.representatives],
        "file": file,
    }


def practices(shelf: Shelf) -> Iterator[Named]:
    """The kinds of practices, those of the most cases first, and a file for each by its id, under which it stays."""
    words = _words(shelf)
    found = sorted(shelf.catalogue.practice_clusters, key=lambda one: (-_cases_in(one), one.id))
    for one in found:
        said = sorted(one.practices, key=lambda saying: (-len(saying.where), saying.id))
        listed = [_saying(saying, shelf, words) for saying in said[:SAYINGS]]
        yield f"practice/{one.id}", {"sayings": listed, "in_all": len(said)}
    rows = [_row(one, words, f"practice/{one.id}") for one in found]
    yield "practices", {"clusters": rows, "themes": theme_names()}


def clusters(shelf: Shelf) -> Iterator[Named]:
    """The groups of cases with their clusters."""
    listed = clusters_view(shelf.catalogue)["clusters"]
    yield "clusters", [{**one, "cases": len(one["cases"])} for one in listed]
