"""Groups of cases, and kinds of practices."""

from collections.abc import Iterator

from outputs.model import PracticeCluster, Saying
from outputs.record import Json
from outputs.site.scripts import Named
from outputs.site.shelf import Shelf, named
from outputs.taxonomy import theme_names
from outputs.views import clusters_view

SAYINGS, PLACES = 400, 5  # of one kind of practice, and of one saying, that are listed


def _saying(one: Saying, shelf: Shelf) -> Json:
    """A practice in the words of the first case that tells of it, with the cases that do."""
    cases = [(shelf.cases[shelf.numbers[id_]], start, end) for id_, start, end in one.where[:PLACES]]
    first, start, end = cases[0]
    told = first.text[start - first.case.start : end - first.case.start]
    where = [{"case": case.id, **named(case), "start": a, "end": b} for case, a, b in cases]
    return {"id": one.id, "text": told, "where": where, "in_all": len(one.where)}


def _cases_in(one: PracticeCluster) -> int:
    return len({id_ for said in one.practices for id_, _, _ in said.where})


def _row(one: PracticeCluster, shelf: Shelf, file: str) -> Json:
    known = {said.id: said for said in one.practices}
    return {
        "id": one.id,
        "label": one.label,
        "theme": one.theme,
        "practices": len(one.practices),
        "cases": _cases_in(one),
        "levels": [[level, number] for level, number in one.levels],
        "examples": [_saying(known[id_], shelf)["text"] for id_ in one.representatives],
        "file": file,
    }


def practices(shelf: Shelf) -> Iterator[Named]:
    """The kinds of practices, those of the most cases first, and a file for each by its place in the list."""
    found = sorted(shelf.catalogue.practice_clusters, key=lambda one: (-_cases_in(one), one.id))
    for number, one in enumerate(found):
        said = sorted(one.practices, key=lambda saying: (-len(saying.where), saying.id))
        listed = [_saying(saying, shelf) for saying in said[:SAYINGS]]
        yield f"practice/{number}", {"sayings": listed, "in_all": len(said)}
    rows = [_row(one, shelf, f"practice/{number}") for number, one in enumerate(found)]
    yield "practices", {"clusters": rows, "themes": theme_names()}


def clusters(shelf: Shelf) -> Iterator[Named]:
    """The groups of cases with their clusters."""
    listed = clusters_view(shelf.catalogue)["clusters"]
    yield "clusters", [{**one, "cases": len(one["cases"])} for one in listed]
