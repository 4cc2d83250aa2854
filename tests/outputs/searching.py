"""Search databases of catalogues that no documents were rendered for."""

from pathlib import Path

from outputs.model import Catalogue
from outputs.search_entries import entries
from outputs.search_facets import facet_names
from outputs.search_index import write_entries
from outputs.search_pieces import Given, given


def write_index(catalogue: Catalogue, path: Path, pieces: Given | None = None) -> None:
    """Write the search database of a catalogue; `pieces` are those of its documents, where they were made already."""
    write_entries(pieces or given(list(entries(catalogue))), path, facet_names(catalogue))
