"""The site is written: the pages, and beside them their data."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from outputs.errands import Errands
from outputs.folder import Folder
from outputs.model import Catalogue
from outputs.outcomes import wording
from outputs.problems_view import categories_of
from outputs.record import Json
from outputs.render import render
from outputs.rows_file import RowsFile
from outputs.search_facets import STATUS
from outputs.site.apart import data_file, send_apart
from outputs.site.checks import checks, shared_passages
from outputs.site.clusters import clusters, practices
from outputs.site.documents import ROWS as DOCUMENT_ROWS
from outputs.site.documents import documents
from outputs.site.overview import overview
from outputs.site.problems import ProblemPages
from outputs.site.review import ROWS as KNOWN_ROWS
from outputs.site.review import choices, corrections, members
from outputs.site.rows import ROWS, case_list
from outputs.site.scripts import Named, script
from outputs.site.shelf import Shelf, shelf
from outputs.spool import Spool
from outputs.taxonomy import category_names, theme_names

ASSETS = Path(__file__).parent / "assets"


def index(shelf: Shelf) -> Iterator[Named]:
    """What every page needs: how much there is, what ids are called, how long the files of lists are."""
    catalogue = shelf.catalogue
    yield (
        "index",
        {
            "cases": len(shelf.cases),
            "documents": len(catalogue.records),
            "rows": {"cases": ROWS, "documents": DOCUMENT_ROWS},
            "themes": theme_names(),
            "categories": category_names(),
            "outcomes": wording().kinds,
            "statuses": STATUS,
            "profile": shelf.profile,
            "choices": choices(),
            "corrections": {"number": len(shelf.catalogue.corrections), "rows": KNOWN_ROWS},
        },
    )


def gone(shelf: Shelf) -> Iterator[Named]:
    """Ids that an earlier catalogue had -> the id that took their place, for addresses that were given out."""
    yield "tombstones", {one.id: one.superseded_by for one in shelf.catalogue.tombstones}


PARTS: tuple[Callable[[Shelf], Iterator[Named]], ...] = (
    index,
    overview,
    case_list,
    documents,
    clusters,
    practices,
    checks,
    shared_passages,
    gone,
    members,
    corrections,
)


def add_site(
    whole: Shelf, pages: ProblemPages, folder: Folder, roots: Mapping[str, str], apart: Iterable[list[Json]]
) -> None:
    """Write the pages, their scripts and all of their data but what is rendered document by document; `pages` are those
    of the problems, `apart` the entries of what other processes write. `roots` are the folders of the original files as
    the page reaches them, by the first part of their names ("" where there is one folder alone); they stand in a file
    of their own, data/roots.js, the only one that tells where a catalogue was built.
    """
    for path in sorted(ASSETS.rglob("*")):
        if path.is_file():
            folder.write(f"site/{path.relative_to(ASSETS).as_posix()}", path.read_bytes())
    for name, value in chain(pages.files(), *(part(whole) for part in PARTS)):
        folder.write(data_file(name), script(name, value))
    for told in chain.from_iterable(apart):
        folder.entries[told["path"]] = told
    shown = dict(roots) if whole.profile == "full" else {}
    folder.write(data_file("roots"), script("roots", shown), fresh=True)


def write_site(catalogue: Catalogue, folder: Path, roots: Mapping[str, str] | None = None) -> None:
    """Write the site alone, into a new folder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as place:
        whole = Folder(Path(place) / "whole")
        with RowsFile(Path(place) / "rows") as file, Spool() as aside, Errands(None) as errands:
            rows = render(catalogue, whole, file)
            known = shelf(catalogue, rows)
            pages = ProblemPages(known, aside)
            for one in categories_of(rows):
                pages.add(one)
            add_site(known, pages, whole, roots or {}, send_apart(rows, whole, errands))
        (whole.path / "site").rename(folder)
