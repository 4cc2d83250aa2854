"""What the pages need so that analysts can correct a catalogue: choices of the forms, members of clusters, and the
corrections that the catalogue holds already.
"""

from collections.abc import Iterator

from outputs.corrections_view import corrections_listed
from outputs.model import Cluster, PracticeCluster
from outputs.outcomes import warning
from outputs.record import Json
from outputs.site.scripts import Named, shards
from outputs.site.shelf import Shelf
from outputs.workbook_words import words

ROWS = 100
MEMBERS = 200  # of a cluster that a correction names: enough to know it again when its id has changed


def choices() -> Json:
    """Levels of places, forms of practices, which statuses practices and problems may have, states of corrections."""
    told = words()
    statuses = {"practices": list(told.practice_status), "problems": list(told.problem_status)}
    return {"levels": told.levels, "forms": told.forms, "statuses": statuses, "states": told.states}


def members(shelf: Shelf) -> Iterator[Named]:
    """Ids of what is in each group of cases and in each kind of practices."""
    groups: tuple[Cluster | PracticeCluster, ...] = (*shelf.catalogue.clusters, *shelf.catalogue.practice_clusters)
    yield "members", {one.id: list(one.members[:MEMBERS]) for one in groups}


def corrections(shelf: Shelf) -> Iterator[Named]:
    """The corrections that the catalogue was made with, each with what became of it, in shards."""
    listed = corrections_listed(shelf.catalogue, shelf.links.documents)
    yield from shards("corrections", [one | {"reason": warning(one.get("reason") or "")} for one in listed], ROWS)
